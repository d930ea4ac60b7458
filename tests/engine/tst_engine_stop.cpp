// SPDX-License-Identifier: MIT
#include "connectionflood.h"
#include "enginefixture.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// A drain longer than any test waits: what ends did not wait for it.
constexpr std::chrono::milliseconds longDrain = 10min;

EngineOptions patient()
{
    return {.drain = longDrain};
}

/// Has \a client send more than its queue of \a queue bytes and the kernel's unsent part hold, and
/// waits until the server has stopped reading it.
bool fillUp(EngineFixture &server, RawClient &client, qsizetype queue = 1024 * 1024)
{
    client.send(pattern(queue + 1024 * 1024));
    return server.waitForEvent(EventKind::Paused, server.idOf(client));
}

} // namespace

class TestEngineStop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gracefulEndsIdleClientsAtOnce();
    void gracefulDeliversWhatWaits();
    void gracefulCancelsAtTheDeadline();
    void secondStopCutsShort();
    void atOnceResets();
    void farewell_data();
    void farewell();
    void duringAFlood_data();
    void duringAFlood();
    void engineDeletedWhileRunning();
    void engineDeletedDuringAFlood();
    void shutDownWithClients();
    void nothingRuns();
};

void TestEngineStop::gracefulEndsIdleClientsAtOnce()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0?names=off"_s}, patient());
    RawClient echo(server.port(0));
    RawClient chat(server.port(1));
    echo.send("hello");
    QVERIFY(waitFor([&] { return echo.received == "hello"; }));
    server.idOf(chat);
    // Neither client ever ends its side: the server does not wait for it.
    QVERIFY(server.stop(StopMode::Graceful));
    QVERIFY(waitFor([&] { return echo.hasEnded && chat.hasEnded; }));
    QVERIFY(server.waitForEvent(EventKind::Stopped, {}, 3));
    const Event all = server.eventsOf(EventKind::Stopped).last();
    QVERIFY(all.service.isNull());
    QCOMPARE(all.closing->clients, 2);
    QCOMPARE(all.closing->totals.cancelled, Totals::Amount());
    QCOMPARE(all.closing->totals, server.stops.first());
    QCOMPARE(*server.eventsOf(EventKind::Disconnected).first().reason, CloseReason::ServerStopped);
}

void TestEngineStop::gracefulDeliversWhatWaits()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=64KiB"_s}, patient());
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port(), RawClient::notReading()));
        QVERIFY(fillUp(server, *clients.back(), 64 * 1024));
    }
    server.engine().stop(StopMode::Graceful);
    QVERIFY(server.waitForEvent(EventKind::Stopping));
    for (const auto &client : clients) {
        client->setReading(true);
    }
    QVERIFY(waitFor([&] { return !server.stops.isEmpty(); }));
    for (const auto &client : clients) {
        QVERIFY(waitFor([&] { return client->hasEnded || client->wasReset; }));
        QVERIFY(client->hasEnded && !client->wasReset);
        const Totals totals = totalsOf(server.waitForEnd(server.idOf(*client)));
        QCOMPARE(totals.cancelled, Totals::Amount());
        QCOMPARE(client->received.size(), totals.queued.bytes);
        QVERIFY(totals.bytesDiscarded > 0);
    }
}

void TestEngineStop::gracefulCancelsAtTheDeadline()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s}, {.drain = scaled(300ms)});
    RawClient client(server.port(), RawClient::notReading());
    QVERIFY(fillUp(server, client));
    QVERIFY(server.stop(StopMode::Graceful));
    const Event end = server.waitForEnd(server.idOf(client));
    QCOMPARE(*end.reason, CloseReason::ServerStopped);
    QVERIFY(totalsOf(end).cancelled.bytes > 0);
    QVERIFY(totalsOf(end).cancelled.messages > 0);
    QCOMPARE(server.stops.first().cancelled, totalsOf(end).cancelled);
}

void TestEngineStop::secondStopCutsShort()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s}, patient());
    RawClient client(server.port(), RawClient::notReading());
    QVERIFY(fillUp(server, client));
    const ClientId id = server.idOf(client);
    server.engine().stop(StopMode::Graceful);
    QVERIFY(server.waitForState(id, ClientState::Finishing));
    QCOMPARE(server.info(server.service()).state, ServiceState::Draining);
    QVERIFY(server.stop(StopMode::AtOnce));
    QVERIFY(totalsOf(server.waitForEnd(id)).cancelled.bytes > 0);
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.wasReset; }));
}

void TestEngineStop::atOnceResets()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0"_s}, patient());
    RawClient echo(server.port(0));
    RawClient chat(server.port(1));
    QCOMPARE(server.idOf(echo) == server.idOf(chat), false);
    QVERIFY(server.stop(StopMode::AtOnce));
    QVERIFY(waitFor([&] { return echo.wasReset && chat.wasReset; }));
}

void TestEngineStop::farewell_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("end");
    QTest::newRow("names off") << u"chat://127.0.0.1:0?names=off"_s
                               << QByteArray("Shutdown Server\n");
    QTest::newRow("names on") << u"chat://127.0.0.1:0"_s << QByteArray("* Shutdown Server\n");
    QTest::newRow("echo says nothing") << u"echo://127.0.0.1:0"_s << QByteArray();
}

void TestEngineStop::farewell()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, end);
    EngineFixture server({url}, patient());
    RawClient first(server.port());
    RawClient second(server.port());
    server.idOf(first);
    server.idOf(second);
    QVERIFY(server.stop(StopMode::Graceful));
    for (const RawClient *client : {&first, &second}) {
        QVERIFY(waitFor([&] { return client->hasEnded; }));
        QVERIFY2(client->received.endsWith(end), client->received.constData());
        QCOMPARE(client->received.count("Shutdown Server"), end.isEmpty() ? 0 : 1);
    }
}

void TestEngineStop::duringAFlood_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<StopMode>("mode");
    QTest::newRow("echo, graceful") << u"echo://127.0.0.1:0"_s << StopMode::Graceful;
    QTest::newRow("echo, at once") << u"echo://127.0.0.1:0"_s << StopMode::AtOnce;
    QTest::newRow("chat, graceful") << u"chat://127.0.0.1:0"_s << StopMode::Graceful;
    QTest::newRow("chat, at once") << u"chat://127.0.0.1:0"_s << StopMode::AtOnce;
}

void TestEngineStop::duringAFlood()
{
    QFETCH(QString, url);
    QFETCH(StopMode, mode);
    EngineFixture server({url}, {.threads = 2, .drain = longDrain});
    const ConnectionFlood flood(server.port());
    QVERIFY(server.waitForEvent(EventKind::Connected, {}, 100));
    QVERIFY(server.stop(mode));
}

void TestEngineStop::engineDeletedWhileRunning()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0"_s}, {.threads = 2});
    RawClient echo(server.port(0), RawClient::notReading());
    RawClient chat(server.port(1));
    QVERIFY(fillUp(server, echo));
    server.idOf(chat);
    server.deleteEngine();
    echo.setReading(true);
    QVERIFY(waitFor([&] { return echo.wasReset && chat.wasReset; }));
}

void TestEngineStop::engineDeletedDuringAFlood()
{
    for (int i = 0; i < 10; ++i) {
        EngineFixture server({u"echo://127.0.0.1:0?overflow=drop-oldest&queue=4KiB&read=64B"_s},
                             {.traffic = false});
        const ConnectionFlood flood(server.port());
        RawClient busy(server.port(), RawClient::notReading());
        server.idOf(busy);
        // Its many small reads keep the thread busy, while clients that stay wait to be taken over.
        busy.send(pattern(4 * 1024 * 1024));
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int j = 0; j < 100; ++j) {
            clients.push_back(std::make_unique<RawClient>(server.port()));
        }
        server.engine().shutDown();
        if (i % 2 == 0) {
            QVERIFY(waitFor([&] { return server.isShutDown; }));
        }
        server.deleteEngine();
    }
}

void TestEngineStop::shutDownWithClients()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    server.engine().shutDown();
    QVERIFY(waitFor([&] { return server.isShutDown; }));
    QVERIFY(waitFor([&] { return client.wasReset; }));
    QCOMPARE(*server.waitForEnd(id).reason, CloseReason::ServerStopped);
    server.deleteEngine();
}

void TestEngineStop::nothingRuns()
{
    EngineFixture server;
    server.engine().stop(StopMode::Graceful);
    server.engine().stop(StopMode::AtOnce, {ServiceId(7)});
    server.engine().shutDown();
    QVERIFY(waitFor([&] { return server.isShutDown; }));
    QVERIFY(server.stops.isEmpty());
    server.deleteEngine();
}

QTEST_GUILESS_MAIN(TestEngineStop)
#include "tst_engine_stop.moc"
