// SPDX-License-Identifier: MIT
// Clients that may send so many lines per second.
#include "enginefixture.h"

#include <QElapsedTimer>
#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// \a count numbered lines.
QByteArray lines(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i) {
        text += "line " + QByteArray::number(i) + '\n';
    }
    return text;
}

const QString relay = u"chat://127.0.0.1:0?names=off&rate=20/s"_s;

} // namespace

class TestEngineRate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void burstThenTheRate();
    void othersAreNotHeldUp();
    void restIsDeliveredAfterTheEndOfTheStream();
    void restIsDeliveredWhenBothSidesHaveEnded();
    void idleDoesNotCountWhileARestWaits();
    void resetEndsAtOnceAndCountsWhatIsLeft();
    void kickEndsAtOnceAndCountsWhatIsLeft();
    void readingStopsWhileARestWaits();
};

// Fails when Session::giveToProtocol() asks no LineRate, or no deadline is set for the rest.
void TestEngineRate::burstThenTheRate()
{
    EngineFixture server({relay});
    RawClient sender(server.port());
    RawClient reader(server.port());
    server.idOf(reader);
    QElapsedTimer timer;
    timer.start();
    sender.send(lines(40));
    QVERIFY(waitFor([&] { return reader.received.size() >= lines(20).size(); }));
    QVERIFY(waitFor([&] { return reader.received == lines(40); }));
    QVERIFY(timer.elapsed() >= 1000); // 20 at once, the last of 20 more 1 s later
}

// Fails when the rate is the service's instead of each client's.
void TestEngineRate::othersAreNotHeldUp()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off&rate=1/s"_s});
    RawClient flood(server.port());
    RawClient other(server.port());
    RawClient reader(server.port());
    server.idOf(reader);
    flood.send(lines(100));
    QVERIFY(waitFor([&] { return reader.received == "line 0\n"; }));
    other.send("mine\n");
    QVERIFY(waitFor([&] { return reader.received.contains("mine\n"); }));
    QVERIFY(!reader.received.contains("line 3\n"));
}

// Fails when the rest is thrown away, or passed on at once, at the end of the stream.
void TestEngineRate::restIsDeliveredAfterTheEndOfTheStream()
{
    EngineFixture server({relay});
    RawClient sender(server.port());
    RawClient reader(server.port());
    const ClientId id = server.idOf(sender);
    server.idOf(reader);
    sender.send(lines(30) + "no newline");
    sender.finishSending();
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::ClientClosed);
    QVERIFY(end.closing->lasted >= 500ms);
    QCOMPARE(end.closing->totals.received.messages, 31);
    QCOMPARE(end.closing->totals.bytesDiscarded, 0);
    QVERIFY(waitFor([&] { return reader.received == lines(30) + "no newline\n"; }));
    QVERIFY(waitFor([&] { return sender.hasEnded; }));
}

// Fails when Session::ready() ends the session at once, as without a rate; or spins meanwhile.
void TestEngineRate::restIsDeliveredWhenBothSidesHaveEnded()
{
    EngineFixture server({relay});
    RawClient sender(server.port());
    RawClient reader(server.port());
    const ClientId id = server.idOf(sender);
    server.idOf(reader);
    server.ask(sender, action::FinishSending{});
    QVERIFY(waitFor([&] { return sender.hasEnded; }));
    sender.send(lines(30));
    sender.finishSending();
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::ClientClosed);
    QCOMPARE(end.closing->totals.received.messages, 30);
    QVERIFY(end.closing->lasted >= 500ms);
    QVERIFY(waitFor([&] { return reader.received == lines(30); }));
}

// Fails when Deadlines counts a client as idle of which something is left to be taken.
void TestEngineRate::idleDoesNotCountWhileARestWaits()
{
    const auto idle = scaled(400ms);
    EngineFixture server({u"chat://127.0.0.1:0?names=off&rate=1/s&idle="_s + timeOption(400ms)});
    RawClient sender(server.port());
    const ClientId id = server.idOf(sender);
    sender.send(lines(3));
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::Idle);
    QCOMPARE(end.closing->totals.received.messages, 3);
    QVERIFY(end.closing->lasted >= 2s + idle);
}

// Fails when a broken connection is kept for the sake of its rest, or the rest is not counted.
void TestEngineRate::resetEndsAtOnceAndCountsWhatIsLeft()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off&rate=1/s"_s});
    RawClient sender(server.port());
    const ClientId id = server.idOf(sender);
    sender.send(lines(1000));
    QVERIFY(server.waitForEvent(EventKind::Received, id));
    sender.reset();
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::ResetByPeer);
    QVERIFY(end.closing->lasted < scaled(2s));
    const Totals &totals = end.closing->totals;
    QVERIFY(totals.received.messages >= 1 && totals.received.messages <= 3);
    QCOMPARE(totals.bytesDiscarded,
             lines(1000).size() - lines(int(totals.received.messages)).size());
}

// Fails when Session::finish() forgets to count the rest.
void TestEngineRate::kickEndsAtOnceAndCountsWhatIsLeft()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off&rate=1/s"_s});
    RawClient sender(server.port());
    const ClientId id = server.idOf(sender);
    sender.send(lines(1000));
    QVERIFY(server.waitForEvent(EventKind::Received, id));
    server.ask(sender, action::Kick{.reason = {}, .mode = EndMode::AfterFlush});
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::Kicked);
    const Totals &totals = end.closing->totals;
    QCOMPARE(totals.bytesDiscarded,
             lines(1000).size() - lines(int(totals.received.messages)).size());
}

// Fails when reading goes on while a rest waits: the memory would grow by all that is sent.
void TestEngineRate::readingStopsWhileARestWaits()
{
    EngineFixture server({relay});
    RawClient sender(server.port());
    const ClientId id = server.idOf(sender);
    sender.send(QByteArray("x\n").repeated(8 * 1024 * 1024));
    QVERIFY(waitFor([&] { return server.client(id).totals.received.messages >= 25; }));
    QVERIFY(server.client(id).totals.received.bytes <= 64 * 1024);
    QVERIFY(sender.unsent() > 0);
}

QTEST_GUILESS_MAIN(TestEngineRate)
#include "tst_engine_rate.moc"
