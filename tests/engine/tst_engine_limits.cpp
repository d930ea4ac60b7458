// SPDX-License-Identifier: MIT
// Limits on clients: their number, their silence, and urgent data.
#include "enginefixture.h"

#include <QTest>
#include <QTimer>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestEngineLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneMoreThanClients_data();
    void oneMoreThanClients();
    void placeIsFreeAtOnce();
    void idleClosesTheSilentOnly();
    void idleWaitsWhileSomethingWaits();
    void stallClosesTheOneThatTakesNothingOnly();
    void urgentByteIsNotedInItsPlace();
    void urgentByteWhileNotRead();
    void urgentByteCloses();
};

void TestEngineLimits::oneMoreThanClients_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("echo") << u"echo://127.0.0.1:0?clients=1"_s << QByteArray();
    QTest::newRow("chat with names")
        << u"chat://127.0.0.1:0?clients=1"_s << QByteArray("* server full\n");
    QTest::newRow("chat without names")
        << u"chat://127.0.0.1:0?clients=1&names=off"_s << QByteArray();
}

void TestEngineLimits::oneMoreThanClients()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, says);
    EngineFixture server({url});
    RawClient first(server.port());
    const ClientId id = server.idOf(first);
    RawClient second(server.port());
    QVERIFY(waitFor([&] { return second.hasEnded; }));
    QCOMPARE(second.received, says);
    QVERIFY(server.waitForEvent(EventKind::Refused));
    const Event refused = server.eventsOf(EventKind::Refused).first();
    QCOMPARE(*refused.reason, CloseReason::ServerFull);
    QCOMPARE(refused.address, u"127.0.0.1"_s);
    QVERIFY(refused.client.isNull());
    QCOMPARE(server.count(EventKind::Connected), 1);
    QCOMPARE(server.count(EventKind::Disconnected, id), 0);
}

void TestEngineLimits::placeIsFreeAtOnce()
{
    EngineFixture server({u"echo://127.0.0.1:0?clients=1"_s});
    for (int i = 0; i < 200; ++i) {
        RawClient client(server.port());
        client.send("x");
        client.finishSending();
        // As soon as it sees its end, the next one comes.
        QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
        QCOMPARE(client.received, QByteArray("x"));
    }
    QCOMPARE(server.count(EventKind::Refused), 0);
}

void TestEngineLimits::idleClosesTheSilentOnly()
{
    EngineFixture server(
        {u"echo://127.0.0.1:0?idle="_s + timeOption(500ms), u"echo://127.0.0.1:0"_s});
    RawClient talkative(server.port(0));
    RawClient free(server.port(1));
    RawClient silent(server.port(0));
    QTimer talk;
    connect(&talk, &QTimer::timeout, &talk, [&] { talkative.send("."); });
    talk.start(20ms);
    const Event end = server.waitForEnd(server.idOf(silent));
    QCOMPARE(*end.reason, CloseReason::Idle);
    QVERIFY(end.closing->lasted >= scaled(500ms));
    QVERIFY(waitFor([&] { return silent.hasEnded; }));
    // Comes later, so that the talkative one has been there for more than twice the time.
    const RawClient next(server.port(0));
    QCOMPARE(*server.waitForEnd(server.idOf(next)).reason, CloseReason::Idle);
    QCOMPARE(server.count(EventKind::Disconnected), 2);
    free.send("here");
    QVERIFY(waitFor([&] { return free.received == "here" && !talkative.received.isEmpty(); }));
}

void TestEngineLimits::idleWaitsWhileSomethingWaits()
{
    EngineFixture server({u"echo://127.0.0.1:0?idle=300ms&delay=1s"_s});
    RawClient client(server.port());
    client.send("late");
    QVERIFY(waitFor([&] { return client.received == "late"; }));
    const Event end = server.waitForEnd(server.idOf(client));
    QCOMPARE(*end.reason, CloseReason::Idle);
    QVERIFY(end.closing->lasted >= 1300ms);
}

void TestEngineLimits::stallClosesTheOneThatTakesNothingOnly()
{
    EngineFixture server({u"echo://127.0.0.1:0?stall="_s + timeOption(600ms)});
    const QByteArray bytes = pattern(16 * 1024 * 1024);
    RawClient held(server.port());
    server.ask(held, action::Hold{});
    QVERIFY(server.waitForEvent(EventKind::Held));
    held.send("waits");
    RawClient slow(server.port(), RawClient::notReading());
    slow.send(bytes);
    QTimer reads;
    connect(&reads, &QTimer::timeout, &reads, [&] { slow.readSome(4096); });
    reads.start(20ms);
    for (int i = 0; i < 2; ++i) { // the second shows that the others have outlived the time twice
        RawClient stalled(server.port(), RawClient::notReading());
        const ClientId id = server.idOf(stalled);
        stalled.send(bytes);
        const Event end = server.waitForEnd(id);
        QCOMPARE(*end.reason, CloseReason::Stalled);
        QVERIFY(end.closing->lasted >= scaled(600ms));
    }
    QCOMPARE(server.count(EventKind::Disconnected), 2);
    server.ask(held, action::Release{});
    QVERIFY(waitFor([&] { return held.received == "waits"; }));
}

void TestEngineLimits::urgentByteIsNotedInItsPlace()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    client.send("before ");
    client.sendUrgent('!');
    client.send(" after");
    QVERIFY(waitFor([&] { return client.received.size() == 14; }));
    QCOMPARE(client.received, QByteArray("before ! after"));
    QVERIFY(server.waitForEvent(EventKind::Urgent, id));
    QCOMPARE(server.eventsOf(EventKind::Urgent).first().data, QByteArray("!"));
    client.sendUrgent('?');
    QVERIFY(server.waitForEvent(EventKind::Urgent, id, 2));
    QCOMPARE(server.eventsOf(EventKind::Urgent).last().data, QByteArray("?"));
    QVERIFY(waitFor([&] { return client.received == "before ! after?"; }));
}

void TestEngineLimits::urgentByteWhileNotRead()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    server.ask(client, action::PauseReading{});
    QVERIFY(server.waitForEvent(EventKind::Paused, id));
    client.send("ab");
    client.sendUrgent('!');
    client.send("cd");
    RawClient bystander(server.port());
    bystander.send("fine");
    QVERIFY(waitFor([&] { return bystander.received == "fine"; }));
    QCOMPARE(server.count(EventKind::Urgent), 0);
    server.ask(client, action::ResumeReading{});
    QVERIFY(waitFor([&] { return client.received == "ab!cd"; }));
    QVERIFY(server.waitForEvent(EventKind::Urgent, id));
}

void TestEngineLimits::urgentByteCloses()
{
    EngineFixture server({u"echo://127.0.0.1:0?urgent=close"_s});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    client.send("kept");
    QVERIFY(waitFor([&] { return client.received == "kept"; }));
    client.sendUrgent('!');
    QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
    QVERIFY(client.hasEnded);
    QCOMPARE(client.received, QByteArray("kept"));
    QCOMPARE(*server.waitForEnd(id).reason, CloseReason::UrgentData);
}

QTEST_GUILESS_MAIN(TestEngineLimits)
#include "tst_engine_limits.moc"
