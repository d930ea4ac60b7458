// SPDX-License-Identifier: MIT
// Stopping while everything happens at once.
#include "books.h"
#include "bystander.h"
#include "connectionflood.h"
#include "descriptorlimit.h"
#include "enginefixture.h"
#include "fullsize.h"
#include "serverprocess.h"
#include "timescale.h"
#include "waitfor.h"

#include <QDir>
#include <QHash>
#include <QTest>

#include <csignal>
#include <malloc.h>
#include <memory>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kibibyte = 1024;
const QString echo = u"echo://127.0.0.1:0"_s;
const QString chat = u"chat://127.0.0.1:0"_s;

/// Runs between fork(2) and exec(3): a signal that is there before the program has begun.
void haveSignalPending()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    raise(SIGTERM);
}

QHash<quint16, QJsonObject> endsByPort(const ServerProcess &server)
{
    QHash<qint64, quint16> ports;
    for (const QJsonObject &record : server.recordsOf(u"connected"_s)) {
        ports[record[u"client"].toInteger()] = static_cast<quint16>(record[u"port"].toInteger());
    }
    QHash<quint16, QJsonObject> ends;
    for (const QJsonObject &record : server.recordsOf(u"disconnected"_s)) {
        ends[ports.value(record[u"client"].toInteger())] = record;
    }
    return ends;
}

/// What this process, with the engine in it, has of the system.
struct Held
{
    qsizetype descriptors = 0;
    qsizetype threads = 0;
    qint64 memory = 0; ///< allocated, in bytes: what is resident grows and shrinks with the load

    static Held now()
    {
        const struct mallinfo2 allocated = mallinfo2();
        return {.descriptors = openDescriptors(),
                .threads
                = QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(),
                .memory = static_cast<qint64>(allocated.uordblks + allocated.hblkhd)};
    }
};

/// Once more, with clients at work and others that come and go all the time; the clients count.
bool stopAndStart(EngineFixture &server, StopMode mode, const QByteArray &all)
{
    server.services.clear();
    const QList<ServiceId> ids = server.start({echo + u"?queue=64KiB"_s, chat});
    if (!waitFor([&] {
            return server.info(ids[0]).state == ServiceState::Listening
                && server.info(ids[1]).state == ServiceState::Listening;
        })) {
        return false;
    }
    const ConnectionFlood echoFlood(server.info(ids[0]).addresses.first().port);
    const ConnectionFlood chatFlood(server.info(ids[1]).addresses.first().port);
    RawClient reader(server.info(ids[0]).addresses.first().port);
    RawClient stuck(server.info(ids[0]).addresses.first().port, RawClient::notReading());
    RawClient member(server.info(ids[1]).addresses.first().port);
    reader.send(all);
    stuck.send(all);
    stuck.finishSending();
    member.send("hello\n");
    const auto atWork = [&] {
        return !reader.received.isEmpty() && !member.received.isEmpty();
    };
    if (!waitFor(atWork)) {
        return false;
    }
    reader.finishSending();
    member.finishSending();
    server.engine().stop(mode);
    stuck.setReading(true);
    const qsizetype stops = server.stops.size();
    const bool stopped = waitFor([&] { return server.stops.size() > stops; });
    const bool ended = waitFor(
        [&] { return (reader.hasEnded || reader.wasReset) && (stuck.hasEnded || stuck.wasReset); });
    return stopped && ended && all.startsWith(reader.received) && all.startsWith(stuck.received)
        && server.stops.last().waiting() == Totals::Amount{};
}

} // namespace

class TestFaultsStopping : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row35_signalDuringAFlood_data();
    void row35_signalDuringAFlood();
    void row35_signalBeforeTheLoopRuns();
    void row35_signalTwice();
    void connectedButNotAccepted();
    void row37_thousandClientsWithFullQueues_data();
    void row37_thousandClientsWithFullQueues();
    void row38_stopAndStartUnderLoad();
};

void TestFaultsStopping::row35_signalDuringAFlood_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("echo") << echo;
    QTest::newRow("chat with names") << chat;
    QTest::newRow("chat without names") << chat + u"?names=off"_s;
}

// Fails when WorkerService::stop() does not finish the clients.
void TestFaultsStopping::row35_signalDuringAFlood()
{
    QFETCH(QString, url);
    ServerProcess server({url}, {.arguments = {u"--drain"_s, u"10min"_s}, .traffic = false});
    auto flood = std::make_unique<ConnectionFlood>(server.port());
    auto more = std::make_unique<ConnectionFlood>(server.port());
    RawClient client(server.port());
    client.send("before the end\n");
    QVERIFY(server.waitForRecords(u"disconnected"_s, {}, 200));
    server.sendSignal(SIGTERM);
    QVERIFY(server.waitForRecords(u"stopping"_s));
    flood.reset(); // nobody listens any more: all it could do is take the server's processor time
    more.reset();
    QVERIFY(server.waitForExit());
    QCOMPARE(server.exitStatus(), 0);
    QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
    QVERIFY(client.hasEnded);
    QCOMPARE(server.countedEndOf(client)[u"reason"].toString(), u"server-stopped"_s);
}

// Fails when UnixSignals does not block what it watches (the program is killed), and when it looks
// only at signals that come later.
void TestFaultsStopping::row35_signalBeforeTheLoopRuns()
{
    ServerProcess server({echo, chat}, {.inChild = haveSignalPending});
    QVERIFY(server.waitForExit());
    QCOMPARE(server.exitStatus(), 0);
}

// Fails when Daemon::handleSignal() forgets its first signal, and when it keeps its status.
void TestFaultsStopping::row35_signalTwice()
{
    ServerProcess server({echo}, {.arguments = {u"--drain"_s, u"10min"_s}});
    RawClient client(server.port(), RawClient::notReading());
    client.send(pattern(512 * kibibyte));
    QVERIFY(server.waitForInput(client.localPort(), 512 * kibibyte));
    server.sendSignal(SIGTERM);
    QVERIFY(server.waitForRecords(u"stopping"_s));
    server.expectNoGracefulEnd();
    server.sendSignal(SIGTERM);
    QVERIFY(server.waitForExit());
    QCOMPARE(server.exitStatus(), 143);
    QVERIFY(server.endOf(client)[u"bytesCancelled"].toInteger() > 0);
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.wasReset; }));
}

// Whoever the kernel has let in before the server could is told too. Fails when
// Acceptor::turnAwayLast() does nothing: they are reset, and there is no event of them.
void TestFaultsStopping::connectedButNotAccepted()
{
    constexpr int many = 300;
    ServerProcess server({echo});
    server.sendSignal(SIGSTOP);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < many; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        QVERIFY(clients.back()->isConnected());
    }
    server.sendSignal(SIGTERM);
    server.sendSignal(SIGCONT);
    for (const auto &client : clients) {
        QVERIFY(waitFor([&] { return client->hasEnded || client->wasReset; }));
        QVERIFY(!client->wasReset);
    }
    QVERIFY(server.waitForExit());
    const QJsonObject stopped{{u"reason"_s, u"server-stopped"_s}};
    const qsizetype refused = server.recordsOf(u"refused"_s, stopped).size();
    qInfo("%lld of %d were not accepted yet", static_cast<long long>(refused), many);
    QCOMPARE(refused + server.recordsOf(u"disconnected"_s, stopped).size(), qsizetype(many));
}

void TestFaultsStopping::row37_thousandClientsWithFullQueues_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<bool>("reads");
    QTest::addColumn<qsizetype>("size"); // more than the queue and the kernel's part hold
    QTest::newRow("they read, the echo is delayed") << u"&delay=10min"_s << true << 128 * kibibyte;
    QTest::newRow("they read once it stops") << u""_s << false << 320 * kibibyte;
}

// Fails when Session::finish() leaves the gate as it is, and when Session::stepFinish() ends our
// side before the queue is empty.
void TestFaultsStopping::row37_thousandClientsWithFullQueues()
{
    QFETCH(QString, options);
    QFETCH(bool, reads);
    QFETCH(qsizetype, size);
    const int count = 1000 / scaledDown(5);
    raiseDescriptorLimit();
    ServerProcess server({echo + u"?queue=64KiB"_s + options},
                         {.arguments = {u"--drain"_s, u"10min"_s}});
    const QByteArray all = pattern(size);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<RawClient>(
            server.port(), reads ? RawClient::Options() : RawClient::notReading()));
        clients.back()->send(all);
    }
    // Idle, though input waits: all of them are paused.
    QVERIFY(server.waitForRecords(u"paused"_s, {}, count));
    QVERIFY(server.waitUntilIdle());
    server.sendSignal(SIGTERM);
    QVERIFY(server.waitForRecords(u"stopping"_s));
    for (const auto &client : clients) {
        client->setReading(true);
    }
    QVERIFY(server.waitForExit());
    QCOMPARE(server.exitStatus(), 0);

    const QHash<quint16, QJsonObject> ends = endsByPort(server);
    qint64 received = 0;
    for (const auto &client : clients) {
        QVERIFY(waitFor([&] { return client->hasEnded || client->wasReset; }));
        const QJsonObject end = ends.value(client->localPort());
        QVERIFY(end[u"bytesQueued"].toInteger() > 60 * kibibyte);
        QCOMPARE(client->received.size(), end[u"bytesQueued"].toInteger());
        QVERIFY(all.startsWith(client->received));
        received += client->received.size();
    }
    const QJsonObject total = server.recordsOf(u"stopped"_s).last();
    QCOMPARE(total[u"bytesSent"].toInteger(), received);
    QCOMPARE(total[u"bytesQueued"].toInteger(), received);
    QCOMPARE(total[u"clients"].toInteger(), count);
}

// Fails when Worker::reap() does not delete sessions (memory), when Session::close() leaves its
// socket open (descriptors), and when Session::end() does not cancel what waits.
void TestFaultsStopping::row38_stopAndStartUnderLoad()
{
    const int cycles = 1000 / scaledDown(20);
    const QByteArray all = pattern(256 * kibibyte);
    EngineFixture server(EngineOptions{.threads = 2, .snapshots = false, .events = false});
    Held warm;
    for (int cycle = 0; cycle < cycles; ++cycle) {
        const StopMode mode = cycle % 3 == 0 ? StopMode::AtOnce : StopMode::Graceful;
        QVERIFY(stopAndStart(server, mode, all));
        if (cycle == cycles / 5) {
            warm = Held::now();
        }
    }
    const Held end = Held::now();
    QCOMPARE(end.descriptors, warm.descriptors);
    QCOMPARE(end.threads, warm.threads);
    qInfo("memory grew by %lld bytes", static_cast<long long>(end.memory - warm.memory));
    // What is kept for the next time has the size of the greatest load so far.
    QVERIFY(hasSanitizer() || end.memory - warm.memory < (1024 + cycles) * kibibyte);
}

QTEST_GUILESS_MAIN(TestFaultsStopping)
#include "tst_faults_stopping.moc"
