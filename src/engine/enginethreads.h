// SPDX-License-Identifier: MIT
#pragma once

#include "acceptor.h"
#include "engineoptions.h"
#include "eventsource.h"
#include "journal.h"
#include "logfile.h"
#include "messages.h"
#include "worker.h"

#include <QThread>

#include <memory>
#include <vector>

namespace peerglass {

/// The engine's threads, every mailbox between them, and the memory budget that they share. Lives
/// in the engine's thread.
class EngineThreads
{
public:
    /// How many descriptors \a threads I/O threads and the others need.
    static qint64 descriptorsFor(int threads);

    /// Starts the threads, which abort the process where they have not that many descriptors
    /// (QThread::start() does); the acceptor last, see ready(). \a file is open, or there is no log
    /// file.
    EngineThreads(const EngineOptions &options, std::unique_ptr<LogFile> file);
    /// Waits for the threads, which are told to end if they were not.
    ~EngineThreads();

    EngineMailbox &inbox() { return m_inbox; }
    WorkerIndex workerCount() const { return static_cast<WorkerIndex>(m_workers.size()); }

    void toAcceptor(AcceptorMessage message) { m_acceptor.post(std::move(message)); }
    void toJournal(JournalMessage message) { m_journal.post(std::move(message)); }
    /// \a message must be copyable.
    template <typename Message>
    void toWorkers(const Message &message)
    {
        for (const auto &worker : m_workers) {
            worker->post(Message(message));
        }
    }
    void toWorker(WorkerIndex worker, WorkerMessage message)
    {
        m_workers.at(worker)->post(std::move(message));
    }
    /// Reports an event of the engine itself.
    void report(Event event);

    /// Call for each ThreadReady. Once all others are ready the acceptor is started, so that its
    /// listeners and clients take no descriptor that a thread needs.
    void ready();
    /// Asks all threads to end, connections being aborted; ended() tells when they have.
    void end();
    /// Call for each ThreadEnded. True when it was the last.
    bool ended(EngineThread thread);

private:
    void startJournal(const EngineOptions &options, std::unique_ptr<LogFile> file);
    void startWorker(WorkerIndex index, const EngineOptions &options);
    void startAcceptor();
    template <typename Make>
    void start(EngineThread kind, const QString &name, Make make);
    /// The engine's own has no bound: what it reports, an operator has asked for.
    EventMailbox &newSource(std::size_t capacity);

    MemoryBudget m_memory;
    EngineMailbox m_inbox;
    AcceptorMailbox m_acceptor;
    JournalMailbox m_journal;
    std::vector<std::unique_ptr<WorkerMailbox>> m_workers;
    std::vector<std::unique_ptr<EventMailbox>> m_sources;
    EventSource m_events;
    std::vector<std::unique_ptr<QThread>> m_threads;
    const bool m_traffic;
    size_t m_unready; ///< threads that the acceptor waits for
    size_t m_senders; ///< acceptor and workers that have not ended
    bool m_ending = false;
};

} // namespace peerglass
