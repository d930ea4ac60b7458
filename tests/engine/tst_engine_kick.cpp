// SPDX-License-Identifier: MIT
#include "enginefixture.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;
constexpr qsizetype mebibyte = 1024 * 1024;

} // namespace

class TestEngineKick : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void afterFlushDeliversEverything();
    void afterFlushOpensEveryGate_data();
    void afterFlushOpensEveryGate();
    void afterFlushIsCutShortAtTheDeadline();
    void atOnceResets();
    void twice();
    void atOnceAfterAfterFlush();
    void severalAtOnce();
    void oneThatHasGone();
    void onesThatNeverWere();
    void noticeMayComeAboveTheLimit_data();
    void noticeMayComeAboveTheLimit();
};

void TestEngineKick::afterFlushDeliversEverything()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=4MiB"_s});
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    const QByteArray waiting = pattern(mebibyte);
    server.ask(client, action::Send{waiting});
    // Unread input, which a close without care would answer by a reset.
    server.ask(client, action::PauseReading{});
    QVERIFY(server.waitForEvent(EventKind::Paused, id));
    client.send(pattern(mebibyte / 2));
    server.ask(client, action::Kick{u"enough"_s});
    QVERIFY(server.waitForEvent(EventKind::KickRequested, id));
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
    QVERIFY(client.hasEnded);
    QVERIFY(client.received == waiting);
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::Kicked);
    QCOMPARE(end.text, u"enough"_s);
    QCOMPARE(totalsOf(end).sent.bytes, mebibyte);
    QCOMPARE(totalsOf(end).received.bytes, 0);
    QVERIFY(totalsOf(end).bytesDiscarded > 0);
}

void TestEngineKick::afterFlushOpensEveryGate_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("held") << u"echo://127.0.0.1:0?hold=on"_s;
    QTest::newRow("delayed") << u"echo://127.0.0.1:0?delay=1min"_s;
    QTest::newRow("throttled") << u"echo://127.0.0.1:0?throttle=1B/s"_s;
}

void TestEngineKick::afterFlushOpensEveryGate()
{
    QFETCH(QString, url);
    EngineFixture server({url});
    RawClient client(server.port());
    client.send("goes at the end");
    QVERIFY(server.waitForEvent(EventKind::Received, server.idOf(client)));
    server.ask(client, action::Kick{});
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QCOMPARE(client.received, QByteArray("goes at the end"));
}

void TestEngineKick::afterFlushIsCutShortAtTheDeadline()
{
    EngineFixture server({echo});
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    client.send(pattern(16 * mebibyte));
    QVERIFY(server.waitForEvent(EventKind::Paused, id));
    server.ask(client, action::Kick{u"never reads"_s});
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::Kicked);
    QVERIFY(totalsOf(end).cancelled.bytes > 0);
    QVERIFY(end.closing->lasted >= 2s);
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.wasReset; }));
}

void TestEngineKick::atOnceResets()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    server.ask(client, action::Kick{u"now"_s, EndMode::AtOnce});
    QVERIFY(waitFor([&] { return client.wasReset; }));
    QCOMPARE(*server.waitForEnd(server.idOf(client)).reason, CloseReason::Kicked);
}

void TestEngineKick::twice()
{
    EngineFixture server({u"chat://127.0.0.1:0"_s});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    server.engine().ask({id, id}, action::Kick{u"once"_s});
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QCOMPARE(client.received.count("* removed: once\n"), 1);
    QCOMPARE(server.waitForEnd(id).text, u"once"_s);
    QCOMPARE(server.count(EventKind::Disconnected), 1);
}

void TestEngineKick::atOnceAfterAfterFlush()
{
    EngineFixture server({echo});
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    client.send(pattern(16 * mebibyte));
    QVERIFY(server.waitForEvent(EventKind::Paused, id));
    server.ask(client, action::Kick{u"gently"_s});
    server.ask(client, action::Kick{u"now"_s, EndMode::AtOnce});
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::Kicked);
    QVERIFY(end.closing->lasted < scaled(2s));
}

void TestEngineKick::severalAtOnce()
{
    EngineFixture server({echo}, {.threads = 3});
    std::vector<std::unique_ptr<RawClient>> clients;
    QList<ClientId> ids;
    for (int i = 0; i < 9; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        ids.append(server.idOf(*clients.back()));
    }
    const ClientId stays = ids.takeLast();
    server.engine().ask(ids, action::Kick{u"all of you"_s});
    QVERIFY(server.waitForEvent(EventKind::Disconnected, {}, 8));
    QCOMPARE(server.count(EventKind::Disconnected, stays), 0);
    clients.back()->send("still here");
    QVERIFY(waitFor([&] { return clients.back()->received == "still here"; }));
    QVERIFY(server.refusals.isEmpty());
}

void TestEngineKick::oneThatHasGone()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    client.close();
    server.waitForEnd(id);
    server.engine().ask({id}, action::Kick{u"too late"_s});
    QVERIFY(server.waitForRefusals(1));
    QCOMPARE(server.refusals, QStringList(u"kick #1: it has gone"_s));
    QVERIFY(server.waitForEvent(EventKind::Notice));
    QCOMPARE(server.eventsOf(EventKind::Notice).first().text, u"kick #1: it has gone"_s);
    QCOMPARE(server.count(EventKind::KickRequested), 0);
}

void TestEngineKick::onesThatNeverWere()
{
    EngineFixture server({echo}, {.threads = 2});
    server.engine().ask({ClientId(70), ClientId(80)}, action::Hold{});
    QVERIFY(server.waitForRefusals(2));
    server.refusals.sort();
    QCOMPARE(server.refusals,
             QStringList({u"hold #70: it has gone"_s, u"hold #80: it has gone"_s}));
}

void TestEngineKick::noticeMayComeAboveTheLimit_data()
{
    QTest::addColumn<bool>("stop");
    QTest::addColumn<CloseReason>("reason");
    QTest::addColumn<QByteArray>("notice");
    QTest::newRow("kick") << false << CloseReason::Kicked << QByteArray("* removed: enough\n");
    QTest::newRow("stop") << true << CloseReason::ServerStopped
                          << QByteArray("* Shutdown Server\n");
}

// Fails when the limit of the queue holds for the notice: the end is `queue-overflow` then.
void TestEngineKick::noticeMayComeAboveTheLimit()
{
    QFETCH(bool, stop);
    QFETCH(CloseReason, reason);
    QFETCH(QByteArray, notice);
    constexpr qint64 limit = 4096;
    EngineFixture server(
        {u"chat://127.0.0.1:0?hold=on&queue=4KiB&read=4KiB&line=1KiB&queue-soft=4KiB/1min"_s});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    QVERIFY(waitFor([&] { return server.client(id).queueCost > 0; }));
    constexpr qint64 overhead = 260; // of a run of one message
    const qint64 rest = limit - server.client(id).queueCost - overhead;
    server.ask(client, action::Send{QByteArray(rest, 'x')});
    QVERIFY(waitFor([&] { return server.client(id).queueCost == limit; }));
    if (stop) {
        QVERIFY(server.stop(StopMode::Graceful));
    } else {
        server.ask(client, action::Kick{u"enough"_s});
    }
    QCOMPARE(*server.waitForEnd(id).reason, reason);
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QVERIFY2(client.received.endsWith("xxx" + notice), client.received.last(40).constData());
}

QTEST_GUILESS_MAIN(TestEngineKick)
#include "tst_engine_kick.moc"
