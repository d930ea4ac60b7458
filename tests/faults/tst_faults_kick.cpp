// SPDX-License-Identifier: MIT
// Clients that the operator kicks. Only a program with a window can: here the engine in process.
#include "bystander.h"
#include "enginefixture.h"
#include "timescale.h"
#include "waitfor.h"

#include <QElapsedTimer>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype mebibyte = 1024 * 1024;
const QString echo = u"echo://127.0.0.1:0"_s;

std::chrono::milliseconds since(const QElapsedTimer &begin)
{
    return std::chrono::milliseconds(begin.elapsed());
}

} // namespace

class TestFaultsKick : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row33_kickAfterFlushWithUnreadInput();
    void row34_kickOneThatNeverReads();
    void row34_kickTwice();
    void row34_kickOneThatHasGone();
};

// Fails when Session::take() does not discard (the protocol answers), when
// Session::updateInterest() does not read one that is being finished, and when Session::finish()
// leaves it paused.
void TestFaultsKick::row33_kickAfterFlushWithUnreadInput()
{
    EngineFixture server({echo + u"?queue=4MiB"_s});
    const Bystander bystander(server.port());
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    const QByteArray waiting = pattern(mebibyte);
    server.ask(client, action::Send{waiting});
    server.ask(client, action::PauseReading{});
    QVERIFY(server.waitForEvent(EventKind::Paused, id));
    client.send(pattern(mebibyte / 2));
    QElapsedTimer kicked;
    kicked.start();
    server.ask(client, action::Kick{u"enough"_s});
    QVERIFY(server.waitForEvent(EventKind::KickRequested, id));
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
    QVERIFY(client.hasEnded);
    QVERIFY(client.received == waiting);

    const Event end = server.waitForEnd(id);
    QVERIFY(since(kicked) < 2s + scaled(1s)); // the deadline of a kick is 2 s
    QCOMPARE(*end.reason, CloseReason::Kicked);
    QCOMPARE(totalsOf(end).sent.bytes, client.received.size());
    QCOMPARE(totalsOf(end).cancelled.bytes, 0);
    QCOMPARE(totalsOf(end).received.bytes, 0);
    QCOMPARE(totalsOf(end).bytesDiscarded, client.sent);
}

// Fails when Session::stepFinish() does not abort.
void TestFaultsKick::row34_kickOneThatNeverReads()
{
    EngineFixture server({echo});
    const Bystander bystander(server.port());
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    client.send(pattern(4 * mebibyte));
    QVERIFY(server.waitForEvent(EventKind::Paused, id));
    QElapsedTimer kicked;
    kicked.start();
    server.ask(client, action::Kick{u"never reads"_s});
    const Event end = server.waitForEnd(id);
    QVERIFY(since(kicked) >= 2s && since(kicked) < 2s + scaled(1s));
    QCOMPARE(*end.reason, CloseReason::Kicked);
    QVERIFY(totalsOf(end).cancelled.bytes > 0);
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.wasReset; }));
    QVERIFY(client.received.size() <= totalsOf(end).sent.bytes);
}

// Fails when neither Session::carryOut(Kick) nor Session::deliver() looks whether the client is
// being finished.
void TestFaultsKick::row34_kickTwice()
{
    EngineFixture server({u"chat://127.0.0.1:0"_s, echo});
    const Bystander bystander(server.port(1));
    RawClient client(server.port(0), RawClient::notReading());
    const ClientId id = server.idOf(client);
    server.ask(client, action::Send{QByteArray(mebibyte / 2, 'x')});
    server.engine().ask({id, id}, action::Kick{u"once"_s});
    server.engine().ask({id}, action::Kick{u"twice"_s});
    QVERIFY(server.waitForEvent(EventKind::KickRequested, id, 3));
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
    QVERIFY(client.hasEnded);
    QCOMPARE(client.received.count("* removed: "), 1);
    const Event end = server.waitForEnd(id);
    QCOMPARE(end.text, u"once"_s);
    QCOMPARE(totalsOf(end).queued.bytes, client.received.size());
    QCOMPARE(totalsOf(end).sent.bytes, client.received.size());
}

// Fails when RequestTracker does not tell of clients that nobody has found.
void TestFaultsKick::row34_kickOneThatHasGone()
{
    EngineFixture server({echo});
    const Bystander bystander(server.port());
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    client.close();
    server.waitForEnd(id);
    server.engine().ask({id}, action::Kick{u"too late"_s});
    QVERIFY(server.waitForRefusals(1));
    QCOMPARE(server.refusals.first(), u"kick #%1: it has gone"_s.arg(id.value()));
    QCOMPARE(server.count(EventKind::KickRequested), 0);
    QCOMPARE(server.count(EventKind::Disconnected, id), 1);
}

QTEST_GUILESS_MAIN(TestFaultsKick)
#include "tst_faults_kick.moc"
