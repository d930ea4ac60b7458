// SPDX-License-Identifier: MIT
#include "loadhistory.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;

class TestLoadHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyAtFirst();
    void dividesByTheTime();
    void keepsTheLastMinute();
    void stepWithoutTimeWaitsForTheNext();
};

namespace {

Totals totals(qint64 in, qint64 out, qint64 messages)
{
    Totals totals;
    totals.received = {in, messages};
    totals.sent = {out, 0};
    return totals;
}

} // namespace

void TestLoadHistory::isEmptyAtFirst()
{
    LoadHistory history;
    history.add(totals(1000, 1000, 1000), 1s);
    QVERIFY(history.bytesIn().isEmpty());
    QCOMPARE(history.bytesInPerSecond(), 0);
    QCOMPARE(history.bytesOutPerSecond(), 0);
    QCOMPARE(history.messagesPerSecond(), 0);
}

void TestLoadHistory::dividesByTheTime()
{
    LoadHistory history;
    history.add(totals(1000, 1000, 1000), 1s);
    history.add(totals(1400, 1100, 1010), 500ms);
    QCOMPARE(history.bytesInPerSecond(), 800);
    QCOMPARE(history.bytesOutPerSecond(), 200);
    QCOMPARE(history.messagesPerSecond(), 20);
    history.add(totals(1400, 1100, 1010), 2s);
    QCOMPARE(history.bytesInPerSecond(), 0);
    QCOMPARE(history.messagesPerSecond(), 0);
    QCOMPARE(history.bytesIn(), (QList<qint64>{800, 0}));
    QCOMPARE(history.bytesOut(), (QList<qint64>{200, 0}));
}

void TestLoadHistory::keepsTheLastMinute()
{
    LoadHistory history;
    qint64 sum = 0;
    for (int i = 0; i <= LoadHistory::most + 3; ++i) {
        sum += i;
        history.add(totals(sum, 0, 0), 1s);
    }
    QCOMPARE(history.bytesIn().size(), LoadHistory::most);
    QCOMPARE(history.bytesOut().size(), LoadHistory::most);
    QCOMPARE(history.bytesIn().first(), 4);
    QCOMPARE(history.bytesIn().last(), LoadHistory::most + 3);
}

void TestLoadHistory::stepWithoutTimeWaitsForTheNext()
{
    LoadHistory history;
    history.add(totals(0, 0, 0), 0s);
    history.add(totals(100, 0, 0), 0s);
    QVERIFY(history.bytesIn().isEmpty());
    history.add(totals(150, 0, 0), 1s);
    QCOMPARE(history.bytesIn(), QList<qint64>{150});
}

QTEST_APPLESS_MAIN(TestLoadHistory)
#include "tst_loadhistory.moc"
