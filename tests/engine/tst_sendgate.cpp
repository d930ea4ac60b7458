// SPDX-License-Identifier: MIT
#include "sendgate.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;

namespace {

const TimePoint start{1000s};
constexpr qint64 due = 10'000; // bytes that have waited for their delay
constexpr qint64 rate = 1000; // 50 bytes at once

} // namespace

class TestSendGate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void letsAllPass();
    void isNotWideOpen_data();
    void isNotWideOpen();
    void letsNothingPassWhileHeld();
    void letsOneStepPassWhileHeld();
    void stepsWithoutRegardToDelayAndThrottle();
    void endsAStepByAHold();
    void endsAStepByARelease();
    void throttles();
    void doesNotChargeAStepToTheThrottle();
    void opensWhenTheDelayIsOver();
    void opensWhenTheThrottleIsHalfFull();
    void opensForGood();
};

void TestSendGate::letsAllPass()
{
    SendGate gate(0ms, {}, start);
    QVERIFY(gate.isWideOpen());
    QVERIFY(!gate.isHeld());
    QVERIFY(!gate.isStepping());
    QCOMPARE(gate.allowance(start, due), due);
    gate.sent(due);
    QCOMPARE(gate.allowance(start, due), due);
}

void TestSendGate::isNotWideOpen_data()
{
    QTest::addColumn<int>("delay");
    QTest::addColumn<int>("throttle");
    QTest::addColumn<bool>("held");
    QTest::addRow("delayed") << 1 << 0 << false;
    QTest::addRow("throttled") << 0 << 1000 << false;
    QTest::addRow("held") << 0 << 0 << true;
}

void TestSendGate::isNotWideOpen()
{
    QFETCH(const int, delay);
    QFETCH(const int, throttle);
    QFETCH(const bool, held);
    SendGate gate(std::chrono::milliseconds(delay),
                  throttle == 0 ? std::nullopt : std::optional<qint64>(throttle), start);
    if (held) {
        gate.hold();
    }
    QVERIFY(!gate.isWideOpen());
    gate.openForGood();
    QVERIFY(gate.isWideOpen());
}

void TestSendGate::letsNothingPassWhileHeld()
{
    SendGate gate(0ms, {}, start);
    gate.hold();
    QVERIFY(gate.isHeld());
    QCOMPARE(gate.allowance(start, due), 0);
    QCOMPARE(gate.opensAt(start), std::nullopt);
    gate.release();
    QVERIFY(!gate.isHeld());
    QCOMPARE(gate.allowance(start, due), due);
}

void TestSendGate::letsOneStepPassWhileHeld()
{
    SendGate gate(0ms, {}, start);
    gate.hold();
    gate.step(30);
    QVERIFY(gate.isStepping());
    QCOMPARE(gate.allowance(start, due), 30);
    gate.sent(12); // the kernel took no more
    QVERIFY(gate.isStepping());
    QCOMPARE(gate.allowance(start, due), 18);
    gate.sent(18);
    QVERIFY(!gate.isStepping());
    QVERIFY(gate.isHeld());
    QCOMPARE(gate.allowance(start, due), 0);
}

void TestSendGate::stepsWithoutRegardToDelayAndThrottle()
{
    SendGate gate(1s, rate, start);
    gate.step(300);
    QCOMPARE(gate.allowance(start, 0), 300); // nothing is due yet
    gate.sent(300);
    QCOMPARE(gate.allowance(start, 0), 0);
}

void TestSendGate::endsAStepByAHold()
{
    SendGate gate(0ms, {}, start);
    gate.hold();
    gate.step(30);
    gate.sent(10);
    gate.hold();
    QVERIFY(!gate.isStepping());
    QCOMPARE(gate.allowance(start, due), 0);
}

void TestSendGate::endsAStepByARelease()
{
    SendGate gate(0ms, {}, start);
    gate.hold();
    gate.step(30);
    gate.release();
    QVERIFY(!gate.isStepping());
    QCOMPARE(gate.allowance(start, due), due);
}

void TestSendGate::throttles()
{
    SendGate gate(0ms, rate, start);
    QCOMPARE(gate.allowance(start, due), 50);
    gate.sent(50);
    QCOMPARE(gate.allowance(start, due), 0);
    QCOMPARE(gate.allowance(start + 20ms, due), 20);
    QCOMPARE(gate.allowance(start + 20ms, 7), 7); // no more than is due
}

void TestSendGate::doesNotChargeAStepToTheThrottle()
{
    SendGate gate(0ms, rate, start);
    gate.step(30);
    gate.sent(30);
    QCOMPARE(gate.allowance(start, due), 50);
}

void TestSendGate::opensWhenTheDelayIsOver()
{
    const SendGate gate(250ms, {}, start);
    QCOMPARE(gate.delay(), 250ms);
    QCOMPARE(gate.opensAt(start + 5s), std::optional(start + 5250ms));
}

void TestSendGate::opensWhenTheThrottleIsHalfFull()
{
    SendGate gate(20ms, rate, start);
    gate.allowance(start, due);
    gate.sent(50);
    QCOMPARE(gate.opensAt(start), std::optional(start + 25ms)); // the later one
    QCOMPARE(gate.opensAt(start + 40ms), std::optional(start + 60ms)); // of both
}

void TestSendGate::opensForGood()
{
    SendGate gate(1s, rate, start);
    gate.hold();
    gate.step(5);
    gate.openForGood();
    QVERIFY(!gate.isHeld());
    QVERIFY(!gate.isStepping());
    QCOMPARE(gate.delay(), 0ms);
    QCOMPARE(gate.allowance(start, due), due);
}

QTEST_APPLESS_MAIN(TestSendGate)
#include "tst_sendgate.moc"
