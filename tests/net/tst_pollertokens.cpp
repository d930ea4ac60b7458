// SPDX-License-Identifier: MIT
// What a Poller does about descriptors that are no longer watched.
#include "pollerfixture.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;

class TestPollerTokens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reportsNothingAfterRemove();
    void reportsNothingAfterForget();
    void forgetsFetchedReportsOfARemovedOne();
    void doesNotGiveThemToTheSuccessor();
    void keepsOldTokensInvalid();
    void knowsThatZeroIsNoToken();
};

void TestPollerTokens::reportsNothingAfterRemove()
{
    Line line;
    Line other;
    Recorder recorder;
    Recorder later;
    Poller poller(noMoreWork);
    poller.remove(poller.add(line.near.get(), {.read = true, .write = true}, &recorder));
    poller.add(other.near.get(), {.write = true}, &later);
    QVERIFY(waitFor([&] { return later.reports > 0; }));
    QCOMPARE(recorder.reports, 0);
}

// Fails when forget() keeps the place or the token.
void TestPollerTokens::reportsNothingAfterForget()
{
    Line line;
    Line other;
    Recorder recorder;
    Recorder later;
    Poller poller(noMoreWork);
    const Poller::Token token = poller.add(line.near.get(), {.read = true, .write = true},
                                           &recorder);
    poller.forget(token); // the kernel goes on reporting it until it is closed
    const Poller::Token next = poller.add(other.near.get(), {.write = true}, &later);
    QCOMPARE(static_cast<quint32>(next), static_cast<quint32>(token));
    QVERIFY(next != token);
    QVERIFY(waitFor([&] { return later.reports > 0; }));
    QCOMPARE(recorder.reports, 0);
    poller.modify(token, {.read = true}); // names nothing any more
    line.near.close();
    const int before = later.reports;
    QVERIFY(waitFor([&] { return later.reports > before; }));
    QCOMPARE(recorder.reports, 0);
}

// Both are readable, so one batch brings both; whichever comes first removes the other.
void TestPollerTokens::forgetsFetchedReportsOfARemovedOne()
{
    Line a;
    Line b;
    Recorder first;
    Recorder second;
    Poller poller(noMoreWork);
    const Poller::Token tokenA = poller.add(a.near.get(), {.read = true}, &first);
    const Poller::Token tokenB = poller.add(b.near.get(), {.read = true}, &second);
    const auto removeBoth = [&] {
        poller.remove(tokenA);
        poller.remove(tokenB);
    };
    first.then = removeBoth;
    second.then = removeBoth;
    sendAll(a.far.get(), "x");
    sendAll(b.far.get(), "x");
    QVERIFY(waitFor([&] { return first.reports + second.reports > 0; }));
    risesWithin(0ms, first.reports);
    QCOMPARE(first.reports + second.reports, 1);
}

void TestPollerTokens::doesNotGiveThemToTheSuccessor()
{
    Line a;
    Line b;
    Line quiet;
    Recorder first;
    Recorder second;
    Recorder successor;
    Poller poller(noMoreWork);
    const Poller::Token tokenA = poller.add(a.near.get(), {.read = true}, &first);
    const Poller::Token tokenB = poller.add(b.near.get(), {.read = true}, &second);
    const auto replace = [&](Poller::Token other, Poller::Token own) {
        poller.remove(own);
        poller.remove(other); // removed last, so its place is the next to be used
        poller.add(quiet.near.get(), {.read = true}, &successor);
    };
    first.then = [&] {
        replace(tokenB, tokenA);
    };
    second.then = [&] {
        replace(tokenA, tokenB);
    };
    sendAll(a.far.get(), "x");
    sendAll(b.far.get(), "x");
    QVERIFY(waitFor([&] { return first.reports + second.reports > 0; }));
    QCOMPARE(risesWithin(0ms, successor.reports), 0);
    QCOMPARE(first.reports + second.reports, 1);
    sendAll(quiet.far.get(), "x");
    QVERIFY(waitFor([&] { return successor.reports > 0; }));
}

void TestPollerTokens::keepsOldTokensInvalid()
{
    Line old;
    Line present;
    Recorder gone;
    Recorder recorder;
    Poller poller(noMoreWork);
    const Poller::Token stale = poller.add(old.near.get(), {.read = true}, &gone);
    poller.remove(stale);
    poller.add(present.near.get(), {.read = true}, &recorder);
    poller.modify(stale, {});
    poller.remove(stale);
    sendAll(present.far.get(), "x");
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
}

void TestPollerTokens::knowsThatZeroIsNoToken()
{
    Poller poller(noMoreWork);
    poller.modify(0, {.read = true});
    poller.remove(0); // with no place at all

    Line line;
    Recorder recorder;
    poller.add(line.near.get(), {.read = true}, &recorder);
    poller.remove(0); // with a first place
    sendAll(line.far.get(), "x");
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
}

QTEST_GUILESS_MAIN(TestPollerTokens)
#include "tst_pollertokens.moc"
