// SPDX-License-Identifier: MIT
#include "enginethreads.h"

#include "descriptorlimit.h"

#include <QEventLoop>

#include <limits>
#include <utility>

namespace peerglass {

using namespace Qt::StringLiterals;

qint64 EngineThreads::descriptorsFor(int threads)
{
    static constexpr int perWorker = 4; // two mailboxes, the event loop's own, the epoll set
    // Five mailboxes, two event loops, a terminal's or a pipe's.
    static constexpr int ofTheOthers = 8;
    return threads * perWorker + ofTheOthers + keptDescriptors;
}

EngineThreads::EngineThreads(const EngineOptions &options, std::unique_ptr<LogFile> file)
    : m_memory(options.memoryLimit)
    , m_events(newSource(std::numeric_limits<size_t>::max()), options.wantsTraffic())
    , m_traffic(options.wantsTraffic())
    , m_unready(static_cast<size_t>(options.threads) + 1)
    , m_senders(static_cast<size_t>(options.threads) + 1)
{
    for (int i = 0; i < options.threads; ++i) {
        m_workers.push_back(std::make_unique<WorkerMailbox>());
    }
    // Every source exists before the journal begins to look.
    for (size_t i = 0; i < m_senders; ++i) {
        newSource(maxWaitingEvents);
    }
    startJournal(options, std::move(file));
    for (WorkerIndex i = 0; i < workerCount(); ++i) {
        startWorker(i, options);
    }
}

EngineThreads::~EngineThreads()
{
    if (!m_ending) {
        end();
    }
    // The journal was started first and ends last, when nobody reports to it any more.
    for (size_t i = m_threads.size(); i > 1; --i) {
        m_threads[i - 1]->wait();
    }
    toJournal(Quit{});
    m_threads.front()->wait();
}

void EngineThreads::report(Event event)
{
    m_events.add(std::move(event));
    m_events.flush();
}

void EngineThreads::ready()
{
    if (m_unready > 0 && --m_unready == 0) {
        startAcceptor();
    }
}

void EngineThreads::end()
{
    m_ending = true;
    if (std::exchange(m_unready, 0) > 0) {
        startAcceptor(); // it has an end to report
    }
    toJournal(Hurry{});
    toAcceptor(Quit{});
    toWorkers(Quit{});
}

bool EngineThreads::ended(EngineThread thread)
{
    if (thread == EngineThread::Journal) {
        return true;
    }
    if (--m_senders == 0) {
        m_events.flush();
        toJournal(Quit{});
    }
    return false;
}

template <typename Make>
void EngineThreads::start(EngineThread kind, const QString &name, Make make)
{
    std::unique_ptr<QThread> thread(QThread::create([this, kind, make = std::move(make)]() mutable {
        {
            const auto object = make();
            m_inbox.post(ThreadReady{});
            QEventLoop loop;
            using Object = typename decltype(object)::element_type;
            QObject::connect(object.get(), &Object::finished, &loop, &QEventLoop::quit);
            loop.exec();
        }
        m_inbox.post(ThreadEnded{kind});
    }));
    thread->setObjectName(name); // shown by ps -T and debuggers
    thread->start();
    m_threads.push_back(std::move(thread));
}

void EngineThreads::startJournal(const EngineOptions &options, std::unique_ptr<LogFile> file)
{
    std::vector<EventMailbox *> sources;
    for (const auto &source : m_sources) {
        sources.push_back(source.get());
    }
    start(EngineThread::Journal, u"journal"_s,
          [this, options, sources, file = std::move(file)]() mutable {
              const JournalWiring wiring{.inbox = m_journal, .sources = sources, .engine = m_inbox};
              return std::make_unique<Journal>(wiring, options, std::move(file));
          });
}

void EngineThreads::startWorker(WorkerIndex index, const EngineOptions &options)
{
    const WorkerWiring wiring{.index = index,
                              .inbox = *m_workers[index],
                              .acceptor = m_acceptor,
                              .engine = m_inbox,
                              .events = *m_sources[index + 2],
                              .memory = m_memory};
    const Worker::Options workerOptions{.traffic = options.wantsTraffic(),
                                        .snapshots = options.snapshots};
    start(EngineThread::Worker, u"worker-%1"_s.arg(index + 1),
          [wiring, workerOptions] { return std::make_unique<Worker>(wiring, workerOptions); });
}

void EngineThreads::startAcceptor()
{
    std::vector<WorkerMailbox *> workers;
    for (const auto &worker : m_workers) {
        workers.push_back(worker.get());
    }
    start(EngineThread::Acceptor, u"acceptor"_s, [this, workers] {
        const AcceptorWiring wiring{
            .inbox = m_acceptor, .workers = workers, .engine = m_inbox, .events = *m_sources[1]};
        return std::make_unique<Acceptor>(wiring, m_traffic);
    });
}

EventMailbox &EngineThreads::newSource(std::size_t capacity)
{
    m_sources.push_back(std::make_unique<EventMailbox>(capacity));
    return *m_sources.back();
}

} // namespace peerglass
