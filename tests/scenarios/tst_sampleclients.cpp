// SPDX-License-Identifier: MIT
#include "fakeserver.h"
#include "sampleclients.h"
#include "timescale.h"
#include "waitfor.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Endpoint endpointOf(const FakeServer &server)
{
    return {u"127.0.0.1"_s, server.serverPort()};
}

/// Clients that show within a second what the real ones show within a minute.
ScenarioTimes fast()
{
    ScenarioTimes times = sampleTimes();
    times.slowStart = 1ms;
    times.slowPause = 1ms;
    times.slowAgain = 20ms;
    times.steadyPause = 50ms;
    times.talkPause = 50ms;
    times.talkOffset = 10ms;
    times.leaveTime = scaled(10s);
    return times;
}

/// An echo server that resets the client that never reads, as an operator may.
FakeServer::Manner echoWithoutStalled()
{
    return {.received = [](FakePeer &peer, const QByteArray &bytes) {
        peer.received.startsWith("stall") ? peer.reset() : peer.write(bytes);
    }};
}

FakeServer::Manner endAll()
{
    return {.received = [](FakePeer &peer, const QByteArray &) {
        peer.close();
    }};
}

qsizetype peersThatSent(const FakeServer &server, const QByteArray &beginning)
{
    return std::count_if(server.peers().begin(), server.peers().end(),
                         [&](const auto &peer) { return peer->received.startsWith(beginning); });
}

} // namespace

class TestSampleClients : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void all();
    void servers_data();
    void servers();
    void withoutNames();
    void theSlowOneComesAgain();
    void whomTheServerEndsStaysAway();
    void stopping();
    void stoppingWhileTheSlowOneIsAway();
    void stoppingAtOnce();
    void startingTwice();
    void startingAgain();
    void nobodyListens();
    void theServerGoesWhileTheSlowOneIsAway();
    void deletingClosesAll();
};

void TestSampleClients::all()
{
    const FakeServer echo(FakeServer::echo());
    const FakeServer chat(FakeServer::silent());
    SampleClients clients(fast());
    const QSignalSpy changed(&clients, &SampleClients::changed);
    QVERIFY(!clients.isRunning());
    QCOMPARE(clients.count(), 0);

    clients.start({.echo = endpointOf(echo), .chat = endpointOf(chat)});
    QVERIFY(clients.isRunning());
    QCOMPARE(clients.count(), 7);
    QCOMPARE(changed.size(), 7);
    QVERIFY(waitFor([&] {
        return peersThatSent(echo, "This is steady message 1\n") == 2
            && peersThatSent(echo, "Part one") >= 1 && peersThatSent(echo, "stall") == 1
            && peersThatSent(chat, "/nick mei\n") == 1 && peersThatSent(chat, "/nick tom\n") == 1
            && peersThatSent(chat, "/nick zoë\n") == 1;
    }));
    QVERIFY(waitFor([&] {
        return std::all_of(chat.peers().begin(), chat.peers().end(),
                           [](const auto &peer) { return peer->received.count('\n') >= 3; });
    }));
}

void TestSampleClients::servers_data()
{
    QTest::addColumn<bool>("echo");
    QTest::addColumn<bool>("chat");
    QTest::addColumn<int>("count");
    QTest::newRow("echo alone") << true << false << 4;
    QTest::newRow("chat alone") << false << true << 3;
    QTest::newRow("none") << false << false << 0;
}

void TestSampleClients::servers()
{
    QFETCH(const bool, echo);
    QFETCH(const bool, chat);
    QFETCH(const int, count);
    const FakeServer server(FakeServer::silent());
    SampleServers servers;
    if (echo) {
        servers.echo = endpointOf(server);
    }
    if (chat) {
        servers.chat = endpointOf(server);
    }
    SampleClients clients(fast());
    clients.start(servers);
    QCOMPARE(clients.count(), count);
    QCOMPARE(clients.isRunning(), count > 0);
    QVERIFY(waitFor([&] { return int(server.peers().size()) == count; }));
}

void TestSampleClients::withoutNames()
{
    const FakeServer chat(FakeServer::silent());
    SampleClients clients(fast());
    clients.start({.chat = endpointOf(chat), .chatNames = false});
    QVERIFY(waitFor([&] { return chat.peers().size() == 3; }));
    for (const auto &peer : chat.peers()) {
        QVERIFY(waitFor([&] { return peer->received.count('\n') >= 2; }));
        QVERIFY(!peer->received.contains('/'));
    }
}

void TestSampleClients::theSlowOneComesAgain()
{
    const FakeServer echo(FakeServer::echo());
    SampleClients clients(fast());
    QList<int> counts;
    connect(&clients, &SampleClients::changed, this, [&] { counts.append(clients.count()); });
    clients.start({.echo = endpointOf(echo)});
    QVERIFY(waitFor([&] { return peersThatSent(echo, "Part one") == 3; }));
    QCOMPARE(counts, QList<int>({1, 2, 3, 4, 3, 4, 3, 4}));
}

void TestSampleClients::whomTheServerEndsStaysAway()
{
    const FakeServer echo(endAll());
    const FakeServer chat(endAll());
    ScenarioTimes times = fast();
    times.slowAgain = 0ms;
    SampleClients clients(times);
    const QSignalSpy failed(&clients, &SampleClients::failed);
    clients.start({.echo = endpointOf(echo), .chat = endpointOf(chat)});
    QVERIFY(waitFor([&] { return !clients.isRunning(); }));
    QCOMPARE(clients.count(), 0);
    QCOMPARE(echo.peers().size(), size_t(4));
    QCOMPARE(chat.peers().size(), size_t(3));
    QVERIFY(failed.isEmpty());
}

void TestSampleClients::stopping()
{
    const FakeServer echo({});
    const FakeServer chat({.ended = [](FakePeer &peer) {
        peer.write("* mei left\n");
        peer.close();
    }});
    SampleClients clients(fast());
    clients.start({.echo = endpointOf(echo), .chat = endpointOf(chat)});
    QVERIFY(waitFor([&] {
        return peersThatSent(echo, "This") == 2 && peersThatSent(echo, "Part") == 1
            && peersThatSent(echo, "stall") == 1 && peersThatSent(chat, "/nick") == 3;
    }));
    clients.stop();
    QVERIFY(clients.isRunning());
    QVERIFY(waitFor([&] { return !clients.isRunning(); }));
    QCOMPARE(clients.count(), 0);
    for (const FakeServer *server : {&echo, &chat}) {
        for (const auto &peer : server->peers()) {
            QVERIFY(waitFor([&] { return peer->hasEnded || peer->wasReset; }));
            QVERIFY(!peer->wasReset);
        }
    }
}

void TestSampleClients::stoppingWhileTheSlowOneIsAway()
{
    const FakeServer echo(echoWithoutStalled());
    ScenarioTimes times = fast();
    times.slowAgain = 24h;
    SampleClients clients(times);
    clients.start({.echo = endpointOf(echo)});
    QVERIFY(waitFor([&] { return clients.count() == 2; }));
    clients.stop();
    QVERIFY(clients.isRunning());
    QVERIFY(waitFor([&] { return !clients.isRunning(); }));
}

void TestSampleClients::stoppingAtOnce()
{
    const FakeServer echo(FakeServer::echo());
    SampleClients clients(fast());
    const QSignalSpy failed(&clients, &SampleClients::failed);
    clients.start({.echo = endpointOf(echo), .chat = endpointOf(echo)});
    clients.stop();
    clients.stop();
    QVERIFY(!clients.isRunning());
    QVERIFY(failed.isEmpty());
}

void TestSampleClients::startingTwice()
{
    const FakeServer echo(FakeServer::echo());
    SampleClients clients(fast());
    clients.start({.chat = endpointOf(echo)});
    clients.start({.echo = endpointOf(echo), .chat = endpointOf(echo)});
    QCOMPARE(clients.count(), 3);
}

void TestSampleClients::startingAgain()
{
    const FakeServer echo(FakeServer::echo());
    SampleClients clients(fast());
    const SampleServers servers{.echo = endpointOf(echo)};
    clients.start(servers);
    QVERIFY(waitFor([&] { return peersThatSent(echo, "This") == 2; }));
    clients.stop();
    QVERIFY(waitFor([&] { return !clients.isRunning(); }));
    clients.start(servers);
    QCOMPARE(clients.count(), 4);
    QVERIFY(waitFor([&] { return peersThatSent(echo, "This") == 4; }));
    clients.stop();
    QVERIFY(waitFor([&] { return !clients.isRunning(); }));
}

void TestSampleClients::nobodyListens()
{
    const quint16 port = closedPort();
    const FakeServer chat(FakeServer::silent());
    SampleClients clients(fast());
    const QSignalSpy failed(&clients, &SampleClients::failed);
    const SampleServers servers{.echo = Endpoint{u"127.0.0.1"_s, port}, .chat = endpointOf(chat)};
    clients.start(servers);
    QVERIFY(waitFor([&] { return clients.count() == 3; }));
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().toString(),
             u"cannot connect to 127.0.0.1:%1: Connection refused"_s.arg(QString::number(port)));
}

void TestSampleClients::theServerGoesWhileTheSlowOneIsAway()
{
    FakeServer echo(echoWithoutStalled());
    ScenarioTimes times = fast();
    times.slowAgain = 200ms;
    SampleClients clients(times);
    const QSignalSpy failed(&clients, &SampleClients::failed);
    clients.start({.echo = endpointOf(echo)});
    QVERIFY(waitFor([&] { return clients.count() == 2; }));
    echo.close();
    for (const auto &peer : echo.peers()) {
        peer->close();
    }
    QVERIFY(waitFor([&] { return clients.count() == 0; }));
    QVERIFY(waitFor([&] { return !clients.isRunning(); }));
    QVERIFY(failed.isEmpty());
}

void TestSampleClients::deletingClosesAll()
{
    const FakeServer server(FakeServer::silent());
    auto clients = std::make_unique<SampleClients>(fast());
    clients->start({.echo = endpointOf(server), .chat = endpointOf(server)});
    QVERIFY(waitFor([&] { return peersThatSent(server, "/nick") == 3; }));
    clients.reset();
    for (const auto &peer : server.peers()) {
        QVERIFY(waitFor([&] { return peer->hasEnded || peer->wasReset; }));
    }
}

QTEST_GUILESS_MAIN(TestSampleClients)
#include "tst_sampleclients.moc"
