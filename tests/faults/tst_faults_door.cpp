// SPDX-License-Identifier: MIT
// Those who come: too many, all at once, or only to go again.
#include "bystander.h"
#include "childlimits.h"
#include "connectionflood.h"
#include "descriptorlimit.h"
#include "enginefixture.h"
#include "goonfor.h"
#include "listener.h"
#include "serverprocess.h"
#include "tcppair.h"
#include "threadstall.h"
#include "timescale.h"
#include "waitfor.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <numeric>
#include <sys/socket.h>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Floods = std::vector<std::unique_ptr<ConnectionFlood>>;

const QString anyPort = u"echo://127.0.0.1:0"_s;

/// Connections that all of them have made so far.
qint64 connections(const Floods &floods)
{
    return std::accumulate(
        floods.begin(), floods.end(), qint64(0),
        [](qint64 sum, const auto &flood) { return sum + flood->connections(); });
}

/// Waits until the acceptor of an engine in this process stands still.
std::unique_ptr<ThreadStall> stallAcceptor(std::chrono::milliseconds time)
{
    auto stall = std::make_unique<ThreadStall>(QByteArrayList{"acceptor"}, time);
    QTimer look; // nothing else would end the waiting for events
    look.start(1ms);
    const bool stands = stall->wanted() == 1 && waitFor([&] { return stall->begun() == 1; });
    return stands ? std::move(stall) : nullptr;
}

} // namespace

class TestFaultsDoor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { raiseDescriptorLimit(); }
    void row04_manyAtOnceWhileTheAcceptorStandsStill();
    void row05_connectAndResetFlood();
    void row06_oneMoreThanClients();
    void row07_perAddress_data();
    void row07_perAddress();
    void row07_ban();
    void row08_resetBeforeAccept();
    void row39_stopDuringAFlood();
    void kernelRefusesToWatch();
};

// Fails when Listener::open() leaves Qt's backlog of 50 as it is.
void TestFaultsDoor::row04_manyAtOnceWhileTheAcceptorStandsStill()
{
    static constexpr int many = 1000;
    if (Listener::systemBacklog() < many) {
        QSKIP("this machine lets fewer wait");
    }
    EngineFixture server({anyPort});
    const Bystander bystander(server.port());
    QVERIFY(waitFor([&] { return bystander.answers() > 0; }));
    const auto stall = stallAcceptor(scaled(2s));
    QVERIFY(stall);
    std::vector<FileDescriptor> clients;
    for (int i = 0; i < many; ++i) {
        clients.push_back(connectToPort(server.port(), AF_INET));
        QVERIFY2(clients.back().isValid(), qPrintable(QString::number(i)));
        sendAll(clients.back().get(), "here");
    }
    // Where there is no room for one to wait in, the kernel has it try again a second later.
    QCOMPARE(stall->ended(), 0);
    QTimer look;
    look.start(1ms);
    QVERIFY(waitFor([&] { return stall->ended() == 1; }));
    QElapsedTimer time;
    time.start();
    for (const FileDescriptor &client : clients) {
        QCOMPARE(receive(client.get(), 4), QByteArray("here"));
    }
    QVERIFY2(!time.hasExpired(scaled(1s).count()), qPrintable(QString::number(time.elapsed())));
}

// Fails when Worker::reap() keeps the sessions of those that were reset (the server does not end)
// and Session::close() leaves their sockets to them (descriptors), and when it does not tell of
// them (no `disconnected`).
void TestFaultsDoor::row05_connectAndResetFlood()
{
    ServerProcess server({anyPort}, {.traffic = false});
    const qsizetype before = server.descriptors();
    const Bystander bystander(server.port());
    {
        Floods floods;
        for (int i = 0; i < 4; ++i) {
            floods.push_back(
                std::make_unique<ConnectionFlood>(server.port(), ConnectionFlood::Ending::Reset));
        }
        QVERIFY(goOnFor(10s));
        const qint64 made = connections(floods);
        QVERIFY2(made > 1000, qPrintable(QString::number(made)));
    }
    QTimer look;
    look.start(20ms);
    QVERIFY(waitFor([&] { return server.descriptors() == before + 1; })); // the bystander's
    QVERIFY(waitFor([&] {
        return server.recordsOf(u"disconnected"_s).size()
            == server.recordsOf(u"connected"_s).size() - 1;
    }));
}

// Fails when Door::refuses() does not count (nobody is refused), when Stream::closeWith() sends
// nothing, and when Door::leave() does not give the place back.
void TestFaultsDoor::row06_oneMoreThanClients()
{
    ServerProcess server({anyPort, u"chat://127.0.0.1:0?clients=2"_s});
    const Bystander bystander(server.port(0));
    const RawClient stays(server.port(1));
    for (int i = 0; i < 2; ++i) {
        RawClient second(server.port(1));
        QVERIFY(waitFor([&] { return second.received.contains("guest-"); }));
        RawClient extra(server.port(1));
        extra.send("let me in\n");
        QVERIFY(waitFor([&] { return extra.hasEnded; }));
        QCOMPARE(extra.received, QByteArray("* server full\n"));
        QVERIFY(server.waitForRecords(u"refused"_s, {{u"reason"_s, u"server-full"_s}}, i + 1));
        second.finishSending();
        QVERIFY(waitFor([&] { return second.hasEnded; })); // and its place is free
    }
    QVERIFY(!stays.hasEnded);
    QCOMPARE(server.recordsOf(u"refused"_s).size(), 2);
}

void TestFaultsDoor::row07_perAddress_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("counted");
    QTest::newRow("IPv4") << u"127.0.0.1"_s << u"127.0.0.5"_s << u"127.0.0.5"_s;
    QTest::newRow("IPv6") << u"::1"_s << QString() << u"::1"_s;
}

// Fails when AddressGroup takes a mapped address for one of IPv6 (all of IPv4 is counted as one, so
// the bystander's address has no place left), and when Door::enter() does not count addresses.
void TestFaultsDoor::row07_perAddress()
{
    QFETCH(const QString, to);
    QFETCH(const QString, from);
    QFETCH(const QString, counted);
    ServerProcess server({u"echo://any:0?per-address=2"_s});
    const RawClient::Options options{.address = to, .from = from};
    RawClient first(server.port(), options);
    if (!first.isConnected()) {
        QSKIP("this machine has no IPv6");
    }
    RawClient second(server.port(), options);
    first.send("1");
    second.send("2");
    QVERIFY(waitFor([&] { return first.received == "1" && second.received == "2"; }));
    const Bystander bystander(server.port()); // from another address
    RawClient third(server.port(), options);
    QVERIFY(waitFor([&] { return third.hasEnded; }));
    QVERIFY(server.waitForRecords(
        u"refused"_s, {{u"reason"_s, u"too-many-from-address"_s}, {u"address"_s, counted}}));
    first.finishSending();
    QVERIFY(waitFor([&] { return first.hasEnded; }));
    RawClient fourth(server.port(), options); // has the place of the first
    fourth.send("4");
    QVERIFY(waitFor([&] { return fourth.received == "4"; }));
    QVERIFY(server.waitForRecords(u"connected"_s, {{u"address"_s, counted}}, 3));
}

// Fails when Acceptor::refusal() does not ask the bans, when Worker ends nobody on EndBanned, and
// when AddressGroup::parse() takes a mapped address for one of IPv6.
void TestFaultsDoor::row07_ban()
{
    EngineFixture server({u"echo://any:0"_s});
    const Bystander bystander(server.port());
    const RawClient::Options options{.from = u"127.0.0.5"_s};
    RawClient there(server.port(), options);
    const ClientId id = server.idOf(there);
    server.engine().ban(u"::ffff:127.0.0.5"_s);
    QCOMPARE(*server.waitForEnd(id).reason, CloseReason::Banned);
    QVERIFY(waitFor([&] { return there.hasEnded; }));
    RawClient comes(server.port(), options);
    QVERIFY(waitFor([&] { return comes.hasEnded; }));
    QVERIFY(server.waitForEvent(EventKind::Refused));
    const Event refused = server.eventsOf(EventKind::Refused).first();
    QCOMPARE(*refused.reason, CloseReason::Banned);
    QCOMPARE(refused.address, u"127.0.0.5"_s);
    QCOMPARE(server.eventsOf(EventKind::Banned).first().address, u"127.0.0.5"_s);
    QCOMPARE(server.engine().bans(), QList<Ban>({{u"127.0.0.5"_s, {}}}));
}

// Fails when Acceptor::refusal() does not look whether there is an address: they become clients.
void TestFaultsDoor::row08_resetBeforeAccept()
{
    static constexpr int many = 100;
    EngineFixture server({anyPort});
    const Bystander bystander(server.port());
    QVERIFY(waitFor([&] { return bystander.answers() > 0; }));
    const auto stall = stallAcceptor(scaled(300ms));
    QVERIFY(stall);
    for (int i = 0; i < many; ++i) {
        FileDescriptor client = connectToPort(server.port(), AF_INET);
        resetConnection(client);
    }
    QCOMPARE(stall->ended(), 0);
    QVERIFY(server.waitForEvent(EventKind::Refused, {}, many));
    for (const Event &refused : server.eventsOf(EventKind::Refused)) {
        QCOMPARE(*refused.reason, CloseReason::ResetByPeer);
    }
    QCOMPARE(server.count(EventKind::Connected), 1);
}

// Fails when Acceptor leaves the listeners of a service that stops open: thousands come while it
// drains.
void TestFaultsDoor::row39_stopDuringAFlood()
{
    ServerProcess server({anyPort, u"chat://127.0.0.1:0"_s},
                         {.arguments = {u"--drain"_s, u"20s"_s}, .traffic = false});
    RawClient silent(server.port(0), RawClient::notReading()); // the server drains as long as it is
    silent.send(pattern(16 * 1024 * 1024));
    for (qsizetype before = -1; silent.unsent() != before;) {
        before = silent.unsent();
        QVERIFY(goOnFor(scaled(300ms)));
    }
    QVERIFY(silent.unsent() > 0);
    Floods floods;
    for (int i = 0; i < 4; ++i) {
        floods.push_back(std::make_unique<ConnectionFlood>(server.port(i % 2)));
    }
    QVERIFY(server.waitForRecords(u"disconnected"_s, {}, 1000));
    QElapsedTimer time;
    time.start();
    server.sendSignal(SIGTERM);
    QVERIFY(server.waitForRecords(u"stopping"_s, {}, 2)); // nobody listens any more
    const qint64 before = connections(floods);
    QVERIFY(goOnFor(2s)); // one that had no room left to wait in tries again after a second
    QVERIFY(server.isRunning());
    // A flood may not have counted its last one yet, or have connected a socket to itself.
    const qint64 later = connections(floods) - before;
    QVERIFY2(later <= 20, qPrintable(QString::number(later)));
    silent.setReading(true);
    QVERIFY(server.waitForExit());
    QVERIFY2(!time.hasExpired(scaled(6s).count()), qPrintable(QString::number(time.elapsed())));
    QCOMPARE(server.exitStatus(), 0);
}

// Fails when Poller::add() ends the process, and when Session::open() does not look whether it is
// watched.
void TestFaultsDoor::kernelRefusesToWatch()
{
    ServerProcess server({anyPort, u"chat://127.0.0.1:0"_s}, {.inChild = child::noEpoll()});
    for (int i = 0; i < 2; ++i) {
        RawClient client(server.port(i));
        QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
        const QJsonObject end = server.endOf(client);
        QCOMPARE(end[u"reason"].toString(), u"socket-error"_s);
        QCOMPARE(end[u"text"].toString(), u"No space left on device"_s);
    }
}

QTEST_GUILESS_MAIN(TestFaultsDoor)
#include "tst_faults_door.moc"
