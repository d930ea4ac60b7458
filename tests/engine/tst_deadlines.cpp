// SPDX-License-Identifier: MIT
#include "deadlines.h"

#include "sharedlimits.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;
using Expired = Deadlines::Expired;
using Situation = Deadlines::Situation;

namespace {

const TimePoint start{1000s};
constexpr Situation nothingWaits{};
constexpr Situation waits{.waiting = true, .maySend = true, .cost = 500};
constexpr Situation keptBack{.waiting = true, .maySend = false, .cost = 500};

constexpr Deadlines::Limits withIdle{.idle = 10s, .stall = {}, .softTime = {}};
constexpr Deadlines::Limits withStall{.idle = {}, .stall = 10s, .softTime = {}};
constexpr Deadlines::Limits withSoftQueue{
    .idle = {}, .stall = {}, .softTime = 10s, .softQueue = 1000};
constexpr Situation overSoft{.waiting = true, .maySend = true, .cost = 1001};
constexpr Situation overSoftKeptBack{.waiting = true, .maySend = false, .cost = 1001};

} // namespace

class TestDeadlines : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void clockHalts();
    void clockResets();
    void clockKnowsWhenItReaches();
    void nothingIsLimited();
    void idleExpires();
    void idleCountsFromTheLastActivity();
    void idleDoesNotCountWhileSomethingWaits();
    void stallExpires();
    void stallStandsStillWhileKeptBack();
    void stallBeginsAnewWithProgress();
    void stallBeginsAnewWhenAllHasGone();
    void stallIsAskedForProgress();
    void softQueueExpires();
    void softQueueMayBeAtItsLimit();
    void softQueueStandsStillWhileKeptBack();
    void softQueueBeginsAnewBelowTheLimit();
    void softQueueBeginsAnewOnceItWasDealtWith();
    void seesWhoIsNotReading();
    void doesNotBlameAClientThatIsKeptWaiting();
};

void TestDeadlines::clockHalts()
{
    RunningClock clock;
    QCOMPARE(clock.elapsed(start), 0ns);
    clock.run(true, start);
    clock.run(true, start + 1s); // goes on
    QCOMPARE(clock.elapsed(start + 3s), 3s);
    clock.run(false, start + 3s);
    clock.run(false, start + 4s);
    QCOMPARE(clock.elapsed(start + 9s), 3s);
    clock.run(true, start + 9s);
    QCOMPARE(clock.elapsed(start + 10s), 4s);
}

void TestDeadlines::clockResets()
{
    RunningClock clock;
    clock.run(true, start);
    clock.reset(start + 2s);
    QCOMPARE(clock.elapsed(start + 3s), 1s); // still running
    clock.run(false, start + 3s);
    clock.reset(start + 4s);
    QCOMPARE(clock.elapsed(start + 9s), 0s);
}

void TestDeadlines::clockKnowsWhenItReaches()
{
    RunningClock clock;
    QCOMPARE(clock.reaches(5s), std::nullopt);
    clock.run(true, start);
    QCOMPARE(clock.reaches(5s), std::optional(start + 5s));
    clock.run(false, start + 2s);
    QCOMPARE(clock.reaches(5s), std::nullopt);
    clock.run(true, start + 10s);
    QCOMPARE(clock.reaches(5s), std::optional(start + 13s));
}

void TestDeadlines::nothingIsLimited()
{
    Deadlines deadlines({}, start);
    deadlines.update(waits, start);
    QCOMPARE(deadlines.expired(start + 24h), Expired::Nothing);
    deadlines.update(nothingWaits, start);
    QCOMPARE(deadlines.expired(start + 24h), Expired::Nothing);
    QCOMPARE(deadlines.next(start), std::nullopt);
}

void TestDeadlines::idleExpires()
{
    Deadlines deadlines(withIdle, start);
    deadlines.update(nothingWaits, start);
    QCOMPARE(deadlines.next(start), std::optional(start + 10s));
    QCOMPARE(deadlines.expired(start + 10s - 1ns), Expired::Nothing);
    QCOMPARE(deadlines.expired(start + 10s), Expired::Idle);
}

void TestDeadlines::idleCountsFromTheLastActivity()
{
    Deadlines deadlines(withIdle, start);
    deadlines.activity(start + 7s);
    deadlines.update(nothingWaits, start + 7s);
    QCOMPARE(deadlines.lastActivity(), start + 7s);
    QCOMPARE(deadlines.next(start + 7s), std::optional(start + 17s));
    QCOMPARE(deadlines.expired(start + 16s), Expired::Nothing);
    QCOMPARE(deadlines.expired(start + 17s), Expired::Idle);
}

void TestDeadlines::idleDoesNotCountWhileSomethingWaits()
{
    Deadlines deadlines(withIdle, start);
    deadlines.update(keptBack, start);
    QCOMPARE(deadlines.expired(start + 1h), Expired::Nothing);
    deadlines.activity(start + 1h); // it has gone
    deadlines.update(nothingWaits, start + 1h);
    QCOMPARE(deadlines.expired(start + 1h + 9s), Expired::Nothing);
    QCOMPARE(deadlines.expired(start + 1h + 10s), Expired::Idle);
}

void TestDeadlines::stallExpires()
{
    Deadlines deadlines(withStall, start);
    deadlines.update(waits, start + 1s);
    QCOMPARE(deadlines.expired(start + 11s - 1ns), Expired::Nothing);
    QCOMPARE(deadlines.expired(start + 11s), Expired::Stall);
    deadlines.update(waits, start + 5s); // does not set it back
    QCOMPARE(deadlines.expired(start + 11s), Expired::Stall);
}

void TestDeadlines::stallStandsStillWhileKeptBack()
{
    Deadlines deadlines(withStall, start);
    deadlines.update(waits, start);
    deadlines.update(keptBack, start + 6s);
    QCOMPARE(deadlines.expired(start + 1h), Expired::Nothing);
    deadlines.update(waits, start + 1h);
    QCOMPARE(deadlines.expired(start + 1h + 3s), Expired::Nothing);
    QCOMPARE(deadlines.expired(start + 1h + 4s), Expired::Stall);
}

void TestDeadlines::stallBeginsAnewWithProgress()
{
    Deadlines deadlines(withStall, start);
    deadlines.update(waits, start);
    deadlines.acknowledged(1, start + 9s);
    QCOMPARE(deadlines.expired(start + 18s), Expired::Nothing);
    deadlines.acknowledged(1, start + 18s); // no progress
    QCOMPARE(deadlines.expired(start + 19s), Expired::Stall);
}

void TestDeadlines::stallBeginsAnewWhenAllHasGone()
{
    Deadlines deadlines(withStall, start);
    deadlines.update(waits, start);
    deadlines.update(nothingWaits, start + 9s);
    QCOMPARE(deadlines.expired(start + 1h), Expired::Nothing);
    deadlines.update(waits, start + 1h);
    QCOMPARE(deadlines.expired(start + 1h + 9s), Expired::Nothing);
    QCOMPARE(deadlines.expired(start + 1h + 10s), Expired::Stall);
}

// Nobody reports an acknowledgement: while something waits, it has to be asked for.
void TestDeadlines::stallIsAskedForProgress()
{
    Deadlines deadlines(withStall, start);
    deadlines.update(nothingWaits, start);
    QCOMPARE(deadlines.next(start), std::nullopt);
    deadlines.update(waits, start);
    QVERIFY(deadlines.next(start).has_value());
    QVERIFY(*deadlines.next(start) <= start + 1s);
    QVERIFY(*deadlines.next(start + 10s - 1ms) <= start + 10s); // and not later than the end
}

void TestDeadlines::softQueueExpires()
{
    Deadlines deadlines(withSoftQueue, start);
    deadlines.update(overSoft, start);
    QVERIFY(*deadlines.next(start) <= start + 1s); // whether it reads is asked for all the same
    QVERIFY(*deadlines.next(start + 10s - 1ms) <= start + 10s);
    QCOMPARE(deadlines.expired(start + 10s - 1ns), Expired::Nothing);
    QCOMPARE(deadlines.expired(start + 10s), Expired::SoftQueue);
}

void TestDeadlines::softQueueMayBeAtItsLimit()
{
    Deadlines deadlines(withSoftQueue, start);
    deadlines.update({.waiting = true, .maySend = true, .cost = 1000}, start);
    QCOMPARE(deadlines.expired(start + 1h), Expired::Nothing);
}

void TestDeadlines::softQueueStandsStillWhileKeptBack()
{
    Deadlines deadlines(withSoftQueue, start);
    deadlines.update(overSoft, start);
    deadlines.update(overSoftKeptBack, start + 6s);
    QCOMPARE(deadlines.expired(start + 1h), Expired::Nothing);
    deadlines.update(overSoft, start + 1h);
    QCOMPARE(deadlines.expired(start + 1h + 4s), Expired::SoftQueue);
}

void TestDeadlines::softQueueBeginsAnewBelowTheLimit()
{
    Deadlines deadlines(withSoftQueue, start);
    deadlines.update(overSoft, start);
    deadlines.update(waits, start + 9s);
    deadlines.update(overSoft, start + 9s);
    QCOMPARE(deadlines.expired(start + 18s), Expired::Nothing);
    QCOMPARE(deadlines.expired(start + 19s), Expired::SoftQueue);
}

// What has begun to go may keep it above the limit.
void TestDeadlines::softQueueBeginsAnewOnceItWasDealtWith()
{
    Deadlines deadlines(withSoftQueue, start);
    deadlines.update(overSoft, start);
    deadlines.beginSoftAnew(start + 10s);
    deadlines.update(overSoft, start + 10s);
    QCOMPARE(deadlines.expired(start + 20s - 1ns), Expired::Nothing);
    QVERIFY(*deadlines.next(start + 10s) > start + 10s); // nothing is due at once
    QCOMPARE(deadlines.expired(start + 20s), Expired::SoftQueue);
}

void TestDeadlines::seesWhoIsNotReading()
{
    Deadlines deadlines({}, start);
    QVERIFY(!deadlines.isNotReading(start + 1h));
    deadlines.update(waits, start);
    QVERIFY(!deadlines.isNotReading(start + notReadingAfter - 1ms));
    QVERIFY(deadlines.isNotReading(start + notReadingAfter));
    deadlines.acknowledged(1, start + 4s);
    QVERIFY(!deadlines.isNotReading(start + 5s));
    deadlines.update(nothingWaits, start + 5s);
    QVERIFY(!deadlines.isNotReading(start + 1h));
}

void TestDeadlines::doesNotBlameAClientThatIsKeptWaiting()
{
    Deadlines deadlines({}, start);
    deadlines.update({.waiting = true, .maySend = false, .cost = 1}, start);
    QVERIFY(!deadlines.isNotReading(start + 1h));
}

QTEST_APPLESS_MAIN(TestDeadlines)
#include "tst_deadlines.moc"
