// SPDX-License-Identifier: MIT
#include "finish.h"

#include "sharedlimits.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Step = Finish::Step;

namespace {

const TimePoint start{1000s};
constexpr Finish::Situation queueWaits{};
constexpr Finish::Situation queueEmpty{.queueEmpty = true};
constexpr Finish::Situation allAcknowledged{.queueEmpty = true, .acknowledged = true};
constexpr Finish::Situation peerFinished{.queueEmpty = true, .peerFinished = true};

/// Begun at `start` with a deadline 2 s later.
Finish begun()
{
    Finish finish;
    finish.begin(CloseReason::Kicked, u"out"_s, start + 2s);
    return finish;
}

/// And our side has been ended.
Finish ended()
{
    Finish finish = begun();
    finish.ended();
    return finish;
}

} // namespace

class TestFinish : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void beginsOnce();
    void takesAnEarlierDeadline();
    void waitsForTheQueue();
    void endsSendingWhenTheQueueIsEmpty();
    void endsSendingThoughTheClientHasFinished();
    void closesAtTheClientsEnd();
    void lingersAfterAllIsAcknowledged();
    void asksForAcknowledgement();
    void abortsWithAFullQueueAtTheDeadline();
    void abortsUnacknowledgedAtTheDeadline();
    void closesAcknowledgedAtTheDeadline();
};

void TestFinish::beginsOnce()
{
    Finish finish;
    QVERIFY(!finish.isActive());
    finish.begin(CloseReason::Kicked, u"out"_s, start + 2s);
    QVERIFY(finish.isActive());
    QVERIFY(!finish.hasEnded());
    finish.begin(CloseReason::ServerStopped, u"later"_s, start + 9s);
    QCOMPARE(finish.reason(), CloseReason::Kicked);
    QCOMPARE(finish.text(), u"out"_s);
    QCOMPARE(finish.step(queueWaits, start + 2s), Step::Abort); // the first deadline
}

void TestFinish::takesAnEarlierDeadline()
{
    Finish finish = begun();
    finish.begin(CloseReason::ServerStopped, u"sooner"_s, start + 1s);
    QCOMPARE(finish.reason(), CloseReason::Kicked);
    QCOMPARE(finish.next(start), std::optional(start + 1s));
    QCOMPARE(finish.step(queueWaits, start + 1s), Step::Abort);
}

void TestFinish::waitsForTheQueue()
{
    Finish finish = begun();
    QCOMPARE(finish.step(queueWaits, start), Step::Wait);
    QCOMPARE(finish.next(start), std::optional(start + 2s));
    // A client that has finished may still read.
    QCOMPARE(finish.step({.queueEmpty = false, .peerFinished = true}, start), Step::Wait);
}

void TestFinish::endsSendingWhenTheQueueIsEmpty()
{
    Finish finish = begun();
    QCOMPARE(finish.step(queueEmpty, start), Step::EndSending);
    finish.ended();
    QVERIFY(finish.hasEnded());
    QCOMPARE(finish.step(queueEmpty, start), Step::Wait);
}

void TestFinish::endsSendingThoughTheClientHasFinished()
{
    Finish finish = begun();
    QCOMPARE(finish.step(peerFinished, start), Step::EndSending);
    finish.ended();
    QCOMPARE(finish.step(peerFinished, start), Step::Close);
}

void TestFinish::closesAtTheClientsEnd()
{
    Finish finish = ended();
    QCOMPARE(finish.step(queueEmpty, start + 1s), Step::Wait);
    QCOMPARE(finish.step(peerFinished, start + 1s), Step::Close);
}

void TestFinish::lingersAfterAllIsAcknowledged()
{
    Finish finish = ended();
    const TimePoint acknowledged = start + 100ms;
    QCOMPARE(finish.step(allAcknowledged, acknowledged), Step::Wait);
    QCOMPARE(finish.next(acknowledged), std::optional(acknowledged + lingerAfterAcknowledged));
    QCOMPARE(finish.step(allAcknowledged, acknowledged + 249ms), Step::Wait);
    QCOMPARE(finish.step(allAcknowledged, acknowledged + 250ms), Step::Close);
}

void TestFinish::asksForAcknowledgement()
{
    const Finish finish = ended();
    QVERIFY(*finish.next(start) > start);
    QVERIFY(*finish.next(start) <= start + 50ms); // nobody reports it
    QCOMPARE(finish.next(start + 2s - 1ms), std::optional(start + 2s));
}

void TestFinish::abortsWithAFullQueueAtTheDeadline()
{
    Finish finish = begun();
    QCOMPARE(finish.step(queueWaits, start + 2s - 1ns), Step::Wait);
    QCOMPARE(finish.step(queueWaits, start + 2s), Step::Abort);
}

// The kernel still holds what the client has not taken: it is thrown away.
void TestFinish::abortsUnacknowledgedAtTheDeadline()
{
    Finish finish = ended();
    QCOMPARE(finish.step(queueEmpty, start + 2s - 1ns), Step::Wait);
    QCOMPARE(finish.step(queueEmpty, start + 2s), Step::Abort);
}

// Nothing is lost by it: no need for a reset.
void TestFinish::closesAcknowledgedAtTheDeadline()
{
    Finish finish = ended();
    QCOMPARE(finish.step(allAcknowledged, start + 1900ms), Step::Wait);
    QCOMPARE(finish.next(start + 1900ms), std::optional(start + 2s));
    QCOMPARE(finish.step(allAcknowledged, start + 2s), Step::Close);
}

QTEST_APPLESS_MAIN(TestFinish)
#include "tst_finish.moc"
