// SPDX-License-Identifier: MIT
// What happens to clients whose queue is full.
#include "enginefixture.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype flood = 16 * 1024 * 1024;

} // namespace

class TestEngineOverflow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pauseLosesNothing();
    void dropOldestCountsWhatItDrops();
    void disconnectResets();
    void silentMemberIsClosedAtTheHardLimit();
    void silentMemberIsClosedAboveTheSoftLimit();
    void softLimitDoesNotCountWhileHeld();
};

void TestEngineOverflow::pauseLosesNothing()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=128KiB"_s});
    RawClient bystander(server.port());
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    const QByteArray bytes = pattern(flood);
    client.send(bytes);
    QVERIFY(server.waitForEvent(EventKind::Paused, id));
    QVERIFY(server.waitForState(id, ClientState::Paused));
    QVERIFY(server.client(id).readingPaused);
    QVERIFY(server.client(id).queueCost <= 128 * 1024);
    bystander.send("fine");
    QVERIFY(waitFor([&] { return bystander.received == "fine"; }));
    QVERIFY(client.unsent() > 0);
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.received.size() == bytes.size(); }));
    QVERIFY(client.received == bytes);
    QVERIFY(server.waitForEvent(EventKind::Resumed, id));
    QVERIFY(server.waitForState(id, ClientState::Open));
}

void TestEngineOverflow::dropOldestCountsWhatItDrops()
{
    EngineFixture server({u"echo://127.0.0.1:0?overflow=drop-oldest&queue=16KiB&read=1KiB"_s});
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    client.send(pattern(flood));
    client.finishSending();
    // Not its event: under such a load that may be left out.
    QVERIFY(waitFor([&] { return server.client(id).totals.received.bytes == flood; }));
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    const Totals totals = totalsOf(server.waitForEnd(id));
    QCOMPARE(totals.received.bytes, flood);
    QCOMPARE(totals.queued.bytes, flood);
    QVERIFY(totals.dropped.messages > 0);
    QCOMPARE(client.received.size(), flood - totals.dropped.bytes);
    QCOMPARE(totals.cancelled, Totals::Amount());
    // The newest survive.
    QCOMPARE(client.received.last(1024), pattern(flood).last(1024));
}

void TestEngineOverflow::disconnectResets()
{
    EngineFixture server({u"echo://127.0.0.1:0?overflow=disconnect"_s});
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    client.send(pattern(flood));
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::QueueOverflow);
    QVERIFY(totalsOf(end).cancelled.bytes > 0);
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.wasReset; }));
}

void TestEngineOverflow::silentMemberIsClosedAtTheHardLimit()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off&queue=256KiB&queue-soft=256KiB/1min"_s});
    RawClient sender(server.port());
    RawClient listener(server.port());
    RawClient silent(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(silent);
    server.idOf(sender);
    server.idOf(listener);
    QByteArray sent;
    for (int i = 0; server.count(EventKind::Disconnected) == 0; ++i) {
        const QByteArray lines = (QByteArray::number(i) + QByteArray(1000, '.') + '\n')
                                     .repeated(32);
        sent += lines;
        QVERIFY2(sent.size() < flood, "the silent member is not closed");
        sender.send(lines);
        QVERIFY(waitFor([&] { return listener.received.size() == sent.size(); }));
    }
    QVERIFY(listener.received == sent);
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::QueueOverflow);
    QVERIFY(totalsOf(end).cancelled.bytes > 0);
    QCOMPARE(server.count(EventKind::Disconnected), 1);
}

void TestEngineOverflow::silentMemberIsClosedAboveTheSoftLimit()
{
    const auto softTime = 2000ms; // in which those who read have read all
    EngineFixture server(
        {u"chat://127.0.0.1:0?names=off&queue=64MiB&queue-soft=16KiB/"_s + timeOption(softTime)});
    RawClient sender(server.port());
    RawClient listener(server.port());
    RawClient silent(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(silent);
    server.idOf(listener);
    const QByteArray lines = (QByteArray(1023, '-') + '\n').repeated(8 * 1024);
    sender.send(lines);
    QVERIFY(waitFor([&] { return listener.received.size() == lines.size(); }));
    // Then silence: nothing but the clock can end it.
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::QueueOverflow);
    QVERIFY(end.closing->lasted >= scaled(softTime));
    QCOMPARE(server.count(EventKind::Disconnected), 1);
}

void TestEngineOverflow::softLimitDoesNotCountWhileHeld()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off&queue-soft=1KiB/200ms"_s,
                          u"echo://127.0.0.1:0?idle=600ms"_s});
    RawClient sender(server.port(0));
    RawClient held(server.port(0));
    server.ask(held, action::Hold{});
    QVERIFY(server.waitForEvent(EventKind::Held));
    const QByteArray lines = (QByteArray(1023, '-') + '\n').repeated(64);
    sender.send(lines);
    QVERIFY(server.waitForState(server.idOf(held), ClientState::Held));
    QVERIFY(waitFor([&] { return server.client(server.idOf(held)).queueCost > 64 * 1024; }));
    // The end of this one says that three times the soft limit's time has passed.
    const RawClient clock(server.port(1));
    QCOMPARE(*server.waitForEnd(server.idOf(clock)).reason, CloseReason::Idle);
    QCOMPARE(server.count(EventKind::Disconnected), 1);
    server.ask(held, action::Release{});
    QVERIFY(waitFor([&] { return held.received == lines; }));
}

QTEST_GUILESS_MAIN(TestEngineOverflow)
#include "tst_engine_overflow.moc"
