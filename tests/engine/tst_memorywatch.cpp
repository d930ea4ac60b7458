// SPDX-License-Identifier: MIT
// The memory that all queues take together, and one worker's eye on it.
#include "delivery.h"
#include "memorywatch.h"
#include "sendqueue.h"

#include "waitfor.h"

#include <QTest>

using namespace peerglass;

namespace {

constexpr qint64 limit = 1000;

/// A watch that counts what it asks for.
struct Watch
{
    MemoryBudget budget{limit};
    int relieves = 0;
    int relieved = 0;
    qint64 relief = 0; ///< given back by each
    MemoryWatch watch{budget,
                      {.relieve =
                           [this] {
                               ++relieves;
                               budget.add(-relief);
                           },
                       .relieved =
                           [this] {
                               ++relieved;
                           }}};
};

} // namespace

class TestMemoryWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void chargeIsGivenBack();
    void shareIsEverybodysPart();
    void sharedBlockCountsOnce();
    void isShortFromTheLimitUntilBelowNineTenths();
    void relievesWhenAQueueHasGrown();
    void looksAtEveryClientNowAndThenOnly();
    void noticesWhatOthersGiveBack();
    void noticesRoomThatHasBeenTakenSince();
};

// Fails when ~MemoryCharge() gives nothing back, or set() adds instead of replacing.
void TestMemoryWatch::chargeIsGivenBack()
{
    MemoryBudget budget(limit);
    {
        MemoryCharge charge(budget, 100);
        QCOMPARE(budget.used(), 100);
        charge.set(300);
        QCOMPARE(budget.used(), 300);
        charge.set(50);
        QCOMPARE(budget.used(), 50);
    }
    QCOMPARE(budget.used(), 0);
}

// Fails when the share is of another mark than 90 %.
void TestMemoryWatch::shareIsEverybodysPart()
{
    MemoryBudget budget(limit);
    QCOMPARE(budget.share(), 900);
    budget.addClients(10);
    QCOMPARE(budget.share(), 90);
    budget.addClients(-9);
    QCOMPARE(budget.share(), 900);
}

// Fails when each queue's part of a block is charged, or a block that is gone stays charged.
void TestMemoryWatch::sharedBlockCountsOnce()
{
    MemoryBudget budget(limit);
    std::vector<SendQueue> queues(3);
    {
        Delivery delivery(QByteArrayView("a line for all\n"));
        QCOMPARE(delivery.memoryToShare(), SendQueue::costOf(15, 1));
        for (SendQueue &queue : queues) {
            queue.append(delivery.share(budget), 0, 0, {});
        }
        QCOMPARE(delivery.memoryToShare(), 0);
    }
    QCOMPARE(budget.used(), SendQueue::costOf(15, 1));
    queues.pop_back();
    queues.pop_back();
    QCOMPARE(budget.used(), SendQueue::costOf(15, 1));
    queues.pop_back();
    QCOMPARE(budget.used(), 0);
}

// Fails when it is short at the limit itself, or no longer as soon as it is below the limit.
void TestMemoryWatch::isShortFromTheLimitUntilBelowNineTenths()
{
    Watch w;
    w.budget.add(limit);
    QVERIFY(!w.watch.isShort());
    w.budget.add(1);
    QVERIFY(w.watch.isShort());
    w.budget.add(-101); // exactly 90 %
    QVERIFY(waitFor([&] { return w.relieves == 2; }));
    QVERIFY(w.watch.isShort());
    QCOMPARE(w.relieved, 0);
    w.budget.add(-1);
    QVERIFY(waitFor([&] { return w.relieved == 1; }));
    QVERIFY(!w.watch.isShort());
}

// Fails when grown() leaves the relief to the timer.
void TestMemoryWatch::relievesWhenAQueueHasGrown()
{
    Watch w;
    w.relief = 500;
    w.budget.add(limit);
    w.watch.grown();
    QCOMPARE(w.relieves, 0);
    w.budget.add(1);
    w.watch.grown();
    QCOMPARE(w.relieves, 1);
    QCOMPARE(w.budget.used(), 501);
    w.budget.add(500);
    w.watch.grown();
    QCOMPARE(w.relieves, 2);
}

// Fails when every message that is queued while memory is short costs a look at all clients.
void TestMemoryWatch::looksAtEveryClientNowAndThenOnly()
{
    Watch w;
    w.budget.add(limit);
    for (int i = 0; i < limit / 32; ++i) {
        w.budget.add(1);
        w.watch.grown();
    }
    QCOMPARE(w.relieves, 1);
    w.budget.add(2);
    w.watch.grown();
    QCOMPARE(w.relieves, 2);
}

// Fails when only this worker's own queues are noticed.
void TestMemoryWatch::noticesWhatOthersGiveBack()
{
    Watch w;
    w.budget.add(limit + 1);
    QVERIFY(w.watch.isShort());
    w.budget.add(-limit); // from another thread, as it may be
    QVERIFY(waitFor([&] { return w.relieved == 1; }));
    QCOMPARE(w.relieves, 0);
}

// Fails when the watch compares for itself what is used now: its clients would starve.
void TestMemoryWatch::noticesRoomThatHasBeenTakenSince()
{
    Watch w;
    w.budget.add(limit + 1);
    QVERIFY(w.watch.isShort());
    w.budget.add(-limit);
    w.budget.add(limit - 1);
    QVERIFY(waitFor([&] { return w.relieved == 1; }));
}

QTEST_GUILESS_MAIN(TestMemoryWatch)
#include "tst_memorywatch.moc"
