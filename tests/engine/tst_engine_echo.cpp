// SPDX-License-Identifier: MIT
#include "enginefixture.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QByteArray everyByte()
{
    QByteArray bytes;
    for (int i = 0; i < 256; ++i) {
        bytes.append(static_cast<char>(i));
    }
    return bytes;
}

/// Makes \a client read \a most bytes at a time.
std::unique_ptr<QTimer> readSlowly(RawClient &client, qsizetype most)
{
    auto timer = std::make_unique<QTimer>();
    QObject::connect(timer.get(), &QTimer::timeout, timer.get(),
                     [&client, most] { client.readSome(most); });
    timer->start(1ms);
    return timer;
}

} // namespace

class TestEngineEcho : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesComeBack_data();
    void bytesComeBack();
    void halfCloseGetsEverything_data();
    void halfCloseGetsEverything();
    void resetWithDataWaiting();
    void delayKeepsOrderAndHoldsUpNobodyElse();
    void throttleKeepsTheRate();
    void eachReadIsOneMessage();
};

void TestEngineEcho::bytesComeBack_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QByteArray("hello\r\n");
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("NUL") << QByteArray("a\0b\0", 4);
    QTest::newRow("invalid UTF-8") << QByteArray("\xff\xc0\x80\xed\xa0\x80");
    QTest::newRow("every byte") << everyByte();
    QTest::newRow("4 MiB") << pattern(4 * 1024 * 1024);
}

void TestEngineEcho::bytesComeBack()
{
    QFETCH(QByteArray, bytes);
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    RawClient client(server.port());
    client.send(bytes);
    QVERIFY(waitFor([&] { return client.received.size() == bytes.size(); }));
    QVERIFY(client.received == bytes);
    client.close();
    const Event end = server.waitForEnd(server.idOf(client));
    QCOMPARE(*end.reason, CloseReason::ClientClosed);
    QCOMPARE(totalsOf(end).received.bytes, bytes.size());
    QCOMPARE(totalsOf(end).sent.bytes, bytes.size());
}

void TestEngineEcho::halfCloseGetsEverything_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("slow");
    constexpr int mebibyte = 1024 * 1024;
    QTest::newRow("a few bytes") << QString() << 12 << false;
    QTest::newRow("nothing at all") << QString() << 0 << false;
    QTest::newRow("delayed") << u"?delay=200ms"_s << 1000 << false;
    QTest::newRow("8 MiB") << QString() << 8 * mebibyte << false;
    QTest::newRow("8 MiB read slowly") << QString() << 8 * mebibyte << true;
    QTest::newRow("8 MiB through a small queue, read slowly")
        << u"?queue=64KiB&read=4KiB"_s << 8 * mebibyte << true;
    QTest::newRow("delayed, through a small queue")
        << u"?delay=50ms&queue=64KiB"_s << mebibyte << false;
}

void TestEngineEcho::halfCloseGetsEverything()
{
    QFETCH(QString, options);
    QFETCH(int, size);
    QFETCH(bool, slow);
    EngineFixture server({u"echo://127.0.0.1:0"_s + options});
    RawClient client(server.port(), {.reads = !slow});
    const ClientId id = server.idOf(client);
    const QByteArray bytes = pattern(size);
    client.send(bytes);
    client.finishSending();
    const auto reading = slow ? readSlowly(client, 64 * 1024) : nullptr;
    QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
    QVERIFY(client.hasEnded);
    QVERIFY(client.received == bytes);
    QCOMPARE(*server.waitForEnd(id).reason, CloseReason::ClientClosed);
    QCOMPARE(server.eventsOf(EventKind::ClientFinished).first().size, size);
}

void TestEngineEcho::resetWithDataWaiting()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    RawClient bystander(server.port());
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    client.send(pattern(16 * 1024 * 1024));
    QVERIFY(server.waitForEvent(EventKind::Paused, id));
    client.reset();
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::ResetByPeer);
    QVERIFY(totalsOf(end).cancelled.bytes > 0);
    bystander.send("fine");
    QVERIFY(waitFor([&] { return bystander.received == "fine"; }));
}

void TestEngineEcho::delayKeepsOrderAndHoldsUpNobodyElse()
{
    EngineFixture server({u"echo://127.0.0.1:0?delay=400ms&read=4B"_s, u"echo://127.0.0.1:0"_s});
    RawClient delayed(server.port(0));
    RawClient other(server.port(1));
    server.idOf(delayed);
    QElapsedTimer clock;
    clock.start();
    delayed.send("one.two.");
    QVERIFY(server.waitForEvent(EventKind::Received, server.idOf(delayed)));
    delayed.send("sixths");
    other.send("prompt");
    QVERIFY(waitFor([&] { return other.received == "prompt"; }));
    if (clock.elapsed() < 400) {
        QVERIFY(delayed.received.isEmpty());
    }
    QVERIFY(waitFor([&] { return delayed.received.size() == 14; }));
    QVERIFY(clock.elapsed() >= 400);
    QCOMPARE(delayed.received, QByteArray("one.two.sixths"));
}

void TestEngineEcho::throttleKeepsTheRate()
{
    EngineFixture server(
        {u"echo://127.0.0.1:0?throttle=64KiB/s"_s, u"echo://127.0.0.1:0?throttle=256KiB/s"_s});
    RawClient slow(server.port(0));
    RawClient fast(server.port(1));
    const QByteArray bytes = pattern(64 * 1024);
    QElapsedTimer clock;
    clock.start();
    slow.send(bytes);
    fast.send(bytes);
    QVERIFY(waitFor([&] { return fast.received.size() == bytes.size(); }));
    // What the rate asks for, less the 50 ms that the bucket holds at the start; 10 ms for
    // rounding.
    QVERIFY2(clock.elapsed() >= 250 - 50 - 10, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(slow.received.size() < bytes.size());
    QVERIFY(waitFor([&] { return slow.received.size() == bytes.size(); }));
    QVERIFY2(clock.elapsed() >= 1000 - 50 - 10, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(slow.received == bytes && fast.received == bytes);
}

void TestEngineEcho::eachReadIsOneMessage()
{
    EngineFixture server({u"echo://127.0.0.1:0?read=100B"_s});
    RawClient client(server.port());
    client.send(pattern(1000));
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    const Totals totals = totalsOf(server.waitForEnd(server.idOf(client)));
    QCOMPARE(totals.received, (Totals::Amount{1000, 10}));
    QCOMPARE(totals.queued, (Totals::Amount{1000, 10}));
    QCOMPARE(totals.sent, (Totals::Amount{1000, 10}));
    QCOMPARE(server.count(EventKind::Received), 10);
    QCOMPARE(server.count(EventKind::Sent), 10);
}

QTEST_GUILESS_MAIN(TestEngineEcho)
#include "tst_engine_echo.moc"
