// SPDX-License-Identifier: MIT
#include "soak.h"

#include <QCoreApplication>
#include <QSettings>

#include <csignal>
#include <cstdio>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// The window's log drops rows only once it is full; what it keeps until then is no leak. Nor is the
// room that it and the tables once took: everything has been done before memory is looked at.
constexpr int fullLog = 98'000;
constexpr qint64 eventsBefore = 4 * fullLog;
constexpr auto haste = 100ms; // between two acts of the hand before that …
constexpr auto leisure = 700ms; // … and afterwards
constexpr double mostGrowth = 0.05;
// From the end of the load until the last client has gone, and for whatever else comes to its end.
constexpr auto patience = 60s;
constexpr auto firstLook = 1s;
constexpr auto looks = 1s;

QStringList services()
{
    return {u"echo://127.0.0.1:0?queue=256KiB"_s,
            u"echo://127.0.0.1:0?delay=50ms&queue=64KiB&overflow=drop-oldest"_s,
            u"chat://127.0.0.1:0?line=8KiB&queue=128KiB&queue-soft=32KiB/5s"_s};
}

void print(const QString &line)
{
    std::printf("%s\n", qUtf8Printable(line));
    std::fflush(stdout);
}

} // namespace

Soak::Soak(std::chrono::seconds length, unsigned seed)
    : m_length(length)
    , m_seed(seed)
    , m_random(seed)
{
    auto engine = Engine::create({.threads = 2});
    m_engine = engine->get();
    m_window = std::make_unique<MainWindow>(
        std::move(*engine),
        std::make_unique<QSettings>(m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat));
    m_operator = std::make_unique<RandomOperator>(*m_engine, m_books, m_random);
    m_hand = std::make_unique<RandomHand>(*m_window, m_random);
    connect(m_engine, &Engine::eventsAppended, this,
            [this](const QList<Event> &events) { m_books.enter(events); });
    connect(m_engine, &Engine::clientsChanged, this,
            [this](const QList<ClientInfo> &clients) { m_books.enter(clients); });
    connect(m_engine, &Engine::serviceChanged, this, [this](const ServiceInfo &service) {
        m_services.insert(static_cast<int>(service.id.value()), service);
    });
    connect(m_window.get(), &MainWindow::finished, this, &Soak::judge);
}

void Soak::start()
{
    QList<ServiceSpec> specs;
    for (const QString &url : services()) {
        specs.append(*parseService(url));
    }
    m_window->setServices(specs);
    m_window->resize(1200, 800);
    m_window->show();
    m_window->start();
    afterwards(firstLook, &Soak::startLoad);
}

void Soak::afterwards(std::chrono::milliseconds pause, void (Soak::*next)())
{
    QTimer::singleShot(pause, this, next);
}

SoakPorts Soak::ports() const
{
    QList<quint16> ports;
    for (const ServiceInfo &service : m_services) {
        ports.append(service.addresses.isEmpty() ? quint16(0)
                                                 : service.addresses.constFirst().port);
    }
    return {.exact = ports.value(0), .rough = ports.value(1), .chat = ports.value(2)};
}

void Soak::startLoad()
{
    const SoakPorts to = ports();
    if (to.chat == 0) {
        afterwards(firstLook, &Soak::startLoad);
        return;
    }
    m_before = takeSample();
    m_load = std::make_unique<QProcess>();
    m_load->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(m_load.get(), &QProcess::finished, this, &Soak::loadEnded);
    m_load->start(QCoreApplication::applicationFilePath(),
                  {u"--seed"_s, QString::number(m_seed), u"--load"_s,
                   u"%1,%2,%3"_s.arg(to.exact).arg(to.rough).arg(to.chat)});
    const QList<ServiceInfo> infos = m_services.values();
    m_operator->start(infos.at(0).id, infos.at(2).id);
    m_hand->start(haste);
    m_begin = std::chrono::steady_clock::now();
    lookAtLog();
}

void Soak::lookAtLog()
{
    if (m_hand->logRows() < fullLog || m_books.events() < eventsBefore) {
        afterwards(looks, &Soak::lookAtLog);
        return;
    }
    const auto took = std::chrono::steady_clock::now() - m_begin;
    m_hand->start(leisure);
    print(
        u"the window's log has been full for a while after %1 s; from now on memory should stay as it is"_s
            .arg(std::chrono::duration_cast<std::chrono::seconds>(took).count()));
    print(samplesHeader());
    m_begin = std::chrono::steady_clock::now();
    sample();
}

Sample Soak::takeSample() const
{
    const auto at = std::chrono::steady_clock::now() - m_begin;
    Sample sample = Sample::now(std::chrono::round<std::chrono::seconds>(at));
    sample.clients = m_books.clients().size();
    sample.events = m_books.events();
    return sample;
}

void Soak::sample()
{
    m_samples.append(takeSample());
    print(toText(m_samples.constLast()));
    if (m_samples.size() > samples) {
        endLoad();
        return;
    }
    const auto next = m_begin + m_length * m_samples.size() / samples;
    const auto pause = next - std::chrono::steady_clock::now();
    afterwards(std::chrono::ceil<std::chrono::milliseconds>(pause), &Soak::sample);
}

void Soak::endLoad()
{
    m_hand->rest();
    m_giveUp = std::chrono::steady_clock::now() + patience;
    m_load->closeWriteChannel();
    QTimer::singleShot(patience, m_load.get(), &QProcess::kill);
}

void Soak::loadEnded()
{
    m_loadStatus = m_load->exitStatus() == QProcess::NormalExit ? m_load->exitCode() : -1;
    m_loadSaid = m_load->readAllStandardOutput();
    const bool early = m_samples.size() <= samples;
    expect(!early, u"the load ran to the end"_s);
    if (early) {
        Q_EMIT finished(1);
        return;
    }
    m_operator->rest();
    lookForLast();
}

void Soak::lookForLast()
{
    const bool late = std::chrono::steady_clock::now() > m_giveUp + patience;
    if (!m_books.clients().isEmpty() && !late) {
        afterwards(looks, &Soak::lookForLast);
        return;
    }
    expect(m_books.clients().isEmpty(),
           u"all clients have gone with the load; left: %1"_s.arg(m_books.clients().size()));
    m_load.reset();
    afterwards(looks, &Soak::endWindow);
}

void Soak::endWindow()
{
    m_after = takeSample();
    print(toText(m_after));
    m_window->handleSignal(SIGTERM);
}

void Soak::expect(bool holds, const QString &what)
{
    m_good = m_good && holds;
    print((holds ? u"  ok      "_s : u"  FAILED  "_s) + what);
}

void Soak::judge()
{
    print(u"%1 clients; ended: %2"_s.arg(m_books.connected()).arg(m_books.summary()));
    judgeMemory();
    expect(m_after.descriptors == m_before.descriptors,
           u"descriptors: %1 before the load, %2 after it"_s.arg(m_before.descriptors)
               .arg(m_after.descriptors));
    expect(
        m_after.threads == m_before.threads,
        u"threads: %1 before the load, %2 after it"_s.arg(m_before.threads).arg(m_after.threads));
    const QStringList faults = m_books.faults();
    expect(faults.isEmpty(),
           u"the books balance: every client came once, went once, and queued = "
           "sent + dropped + cancelled"_s);
    for (const QString &fault : faults) {
        print(u"          "_s + fault);
    }
    judgeLoad();
    Q_EMIT finished(m_good ? 0 : 1);
}

void Soak::judgeMemory()
{
    // Minute 5 of 30.
    const Sample &early = m_samples.at(samples / 6);
    const Sample &late = m_samples.constLast();
    const double growth = static_cast<double>(late.resident) / static_cast<double>(early.resident)
        - 1;
    expect(growth <= mostGrowth,
           u"resident memory: %1 % from second %2 to second %3 (at most %4 %)"_s
               .arg(growth * 100, 0, 'f', 2)
               .arg(early.at.count())
               .arg(late.at.count())
               .arg(mostGrowth * 100));
}

void Soak::judgeLoad()
{
    const QList<QByteArray> numbers = m_loadSaid.trimmed().split(' ');
    const bool told = numbers.size() == 4;
    const auto number = [&numbers](int place) {
        return QString::fromLatin1(numbers.value(place));
    };
    expect(
        told && m_loadStatus == 0,
        u"the load: %1 visits; echoes compared to the end: %2, until a kick: %3; faults: %4"_s.arg(
            number(0), number(1), number(2), number(3)));
    const qint64 kicks = m_books.ended(m_services.first().id, CloseReason::Kicked);
    expect(told && numbers.value(2).toLongLong() <= kicks,
           u"no echo was cut short but by one of %1 kicks"_s.arg(kicks));
}

} // namespace peerglass
