// SPDX-License-Identifier: MIT
// What the operator's hold and step do to a Sender.
#include "senderfixture.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;
using Amount = Totals::Amount;

namespace {

const TimePoint start{1000s};

/// As the operator's step does.
void step(Sender &sender)
{
    sender.gate().step(sender.queue().front().rest);
    sender.flush(start);
}

} // namespace

class TestSenderStep : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void holds();
    void holdsWithinAMessage();
    void stepsOneMessage();
    void stepsTheRestOfABegunOne();
    void stepsDespiteTheDelay();
    void stepsOnWhenTheKernelHasRoom();
    void endsTheStepOfADroppedMessage();
    void waitsForTheKernelThoughTheFirstIsDropped();
    void stepsOnThoughAnotherIsDropped();
    void endsTheStepWhenTheQueueOverflows();
};

void TestSenderStep::holds()
{
    SenderFixture f;
    f.sender.gate().hold();
    QCOMPARE(f.deliver({"a", "b"}), 0);
    QCOMPARE(f.ledger.totals().sent, Amount());
    QCOMPARE(f.sender.queue().messages(), 2);
    QVERIFY(!f.sender.isBlocked());
    QCOMPARE(f.sender.opensAt(start), std::nullopt);
    f.sender.gate().release();
    f.sender.flush(start);
    QCOMPARE(f.receiveWhatIsThere(), "ab");
}

void TestSenderStep::holdsWithinAMessage()
{
    SenderFixture f;
    const QByteArray large(200 * 1024, 'x');
    f.deliver({large, "b"});
    QVERIFY(f.sender.isBlocked());
    f.sender.gate().hold();
    f.receiveWhatIsThere();
    f.sender.flush(start);
    const Amount sent = f.ledger.totals().sent;
    QVERIFY(sent.bytes < large.size());
    QVERIFY(!f.sender.isBlocked());
    QCOMPARE(f.sender.drop(1), SendQueue::DropResult::Begun);
}

void TestSenderStep::stepsOneMessage()
{
    SenderFixture f;
    f.sender.gate().hold();
    f.deliver({"one,", "two,"});
    f.deliver({"three"});
    for (const char *message : {"one,", "two,", "three"}) {
        step(f.sender);
        QCOMPARE(f.receiveWhatIsThere(), message);
        QVERIFY(!f.sender.gate().isStepping());
        QVERIFY(f.sender.gate().isHeld());
        QVERIFY(f.isConserved());
    }
    QCOMPARE(f.ledger.totals().sent, (Amount{13, 3}));
}

void TestSenderStep::stepsTheRestOfABegunOne()
{
    SenderFixture f;
    const QByteArray large(200 * 1024, 'x');
    f.deliver({large, "b"});
    f.sender.gate().hold();
    f.sender.flush(start);
    step(f.sender);
    f.drain();
    QCOMPARE(f.ledger.totals().sent, (Amount{large.size(), 1}));
    QCOMPARE(f.sender.queue().messages(), 1);
    QVERIFY(!f.sender.gate().isStepping());
}

void TestSenderStep::stepsDespiteTheDelay()
{
    SenderFixture f(SendGate(1h, {}, start));
    f.deliver({"one,", "two"}, start);
    step(f.sender);
    QCOMPARE(f.receiveWhatIsThere(), "one,");
    QCOMPARE(f.sender.opensAt(start), std::optional(start + 1h)); // the other waits as before
}

// The kernel is full when the operator steps: the step goes on when it has room again.
void TestSenderStep::stepsOnWhenTheKernelHasRoom()
{
    SenderFixture f;
    f.fillKernel();
    f.sender.gate().hold();
    f.deliver({"one,", "two"});
    step(f.sender);
    QVERIFY(f.sender.isBlocked());
    QVERIFY(f.sender.gate().isStepping());
    QVERIFY(f.drain().endsWith("one,"));
    QCOMPARE(f.ledger.totals().sent, (Amount{4, 1}));
    QVERIFY(!f.sender.gate().isStepping());
}

void TestSenderStep::endsTheStepOfADroppedMessage()
{
    SenderFixture f;
    f.fillKernel();
    f.sender.gate().hold();
    f.deliver({"one,", "two"});
    step(f.sender);
    QCOMPARE(f.sender.drop(1), SendQueue::DropResult::Dropped);
    QVERIFY(!f.sender.gate().isStepping());
    QVERIFY(!f.sender.isBlocked()); // what is held does not wait for the client
    f.drain();
    QCOMPARE(f.ledger.totals().sent, Amount()); // the next is not let go in its place
    QCOMPARE(f.sender.queue().messages(), 1);
}

// Without a step, only the kernel keeps the others back.
void TestSenderStep::waitsForTheKernelThoughTheFirstIsDropped()
{
    SenderFixture f;
    f.fillKernel();
    f.deliver({"one,", "two"});
    QCOMPARE(f.sender.drop(1), SendQueue::DropResult::Dropped);
    QVERIFY(f.sender.isBlocked());
}

void TestSenderStep::stepsOnThoughAnotherIsDropped()
{
    SenderFixture f;
    f.fillKernel();
    f.sender.gate().hold();
    f.deliver({"one,", "two"});
    step(f.sender);
    QCOMPARE(f.sender.drop(2), SendQueue::DropResult::Dropped);
    QVERIFY(f.sender.gate().isStepping());
    QVERIFY(f.drain().endsWith("one,"));
    QCOMPARE(f.ledger.totals().sent, (Amount{4, 1}));
}

void TestSenderStep::endsTheStepWhenTheQueueOverflows()
{
    SenderFixture f;
    f.fillKernel();
    f.sender.gate().hold();
    f.deliver({"one,", "two"});
    step(f.sender);
    f.sender.dropDownTo(f.sender.queue().cost() - 1);
    QVERIFY(!f.sender.gate().isStepping());
    QVERIFY(!f.sender.isBlocked());
    f.drain();
    QCOMPARE(f.ledger.totals().sent, Amount());
    QCOMPARE(f.ledger.totals().dropped, (Amount{4, 1}));
    QVERIFY(f.isConserved());
}

QTEST_GUILESS_MAIN(TestSenderStep)
#include "tst_senderstep.moc"
