// SPDX-License-Identifier: MIT
#include "requesttracker.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestRequestTracker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysNothingWhereAllWentWell();
    void saysWhoHasGone();
    void saysWhatWasRefused();
    void speaksOfAWholeService();
    void keepsRequestsApart();
    void ignoresAnswersToNothing();
};

void TestRequestTracker::saysNothingWhereAllWentWell()
{
    RequestTracker tracker;
    const quint64 id = tracker.begin(u"hold"_s, {ClientId(1), ClientId(2)}, 2);
    QVERIFY(tracker.answered({.request = id, .found = {ClientId(2)}, .refused = {}}).isEmpty());
    QVERIFY(tracker.answered({.request = id, .found = {ClientId(1)}, .refused = {}}).isEmpty());
}

void TestRequestTracker::saysWhoHasGone()
{
    RequestTracker tracker;
    const quint64 id = tracker.begin(u"step"_s, {ClientId(9), ClientId(14), ClientId(3)}, 2);
    QVERIFY(tracker.answered({.request = id, .found = {}, .refused = {}}).isEmpty());
    QCOMPARE(tracker.answered({.request = id, .found = {ClientId(9)}, .refused = {}}),
             (QStringList{u"step #3: it has gone"_s, u"step #14: it has gone"_s}));
}

void TestRequestTracker::saysWhatWasRefused()
{
    RequestTracker tracker;
    const quint64 id = tracker.begin(u"release"_s, {ClientId(5)}, 2);
    QCOMPARE(tracker.answered({.request = id,
                               .found = {ClientId(5)},
                               .refused = {{ClientId(5), u"it is not held"_s}}}),
             QStringList{u"release #5: it is not held"_s});
    QVERIFY(tracker.answered({.request = id, .found = {}, .refused = {}}).isEmpty());
}

void TestRequestTracker::speaksOfAWholeService()
{
    RequestTracker tracker;
    const quint64 id = tracker.begin(u"say"_s, {}, 1);
    QCOMPARE(tracker.answered({.request = id, .found = {}, .refused = {{ClientId(), u"no"_s}}}),
             QStringList{u"say: no"_s});
}

void TestRequestTracker::keepsRequestsApart()
{
    RequestTracker tracker;
    const quint64 hold = tracker.begin(u"hold"_s, {ClientId(1)}, 1);
    const quint64 step = tracker.begin(u"step"_s, {ClientId(1)}, 1);
    QVERIFY(hold != step);
    QCOMPARE(tracker.answered({.request = step, .found = {}, .refused = {}}),
             QStringList{u"step #1: it has gone"_s});
    QVERIFY(tracker.answered({.request = hold, .found = {ClientId(1)}, .refused = {}}).isEmpty());
}

void TestRequestTracker::ignoresAnswersToNothing()
{
    RequestTracker tracker;
    const quint64 id = tracker.begin(u"hold"_s, {ClientId(1)}, 1);
    tracker.answered({.request = id, .found = {}, .refused = {}});
    QVERIFY(tracker.answered({.request = id, .found = {}, .refused = {}}).isEmpty());
    QVERIFY(tracker.answered({.request = 99, .found = {}, .refused = {}}).isEmpty());
}

QTEST_APPLESS_MAIN(TestRequestTracker)
#include "tst_requesttracker.moc"
