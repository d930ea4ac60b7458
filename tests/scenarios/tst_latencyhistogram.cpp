// SPDX-License-Identifier: MIT
#include "latencyhistogram.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace peerglass;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

class TestLatencyHistogram : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void percentiles_data();
    void percentiles();
    void precision_data();
    void precision();
    void asSortedTimesSay_data();
    void asSortedTimesSay();
};

void TestLatencyHistogram::percentiles_data()
{
    QTest::addColumn<QList<qint64>>("times");
    QTest::addColumn<int>("perMille");
    QTest::addColumn<qint64>("expected");
    QTest::addColumn<qint64>("longest");

    QList<qint64> hundred;
    for (qint64 time = 1; time <= 100; ++time) {
        hundred.prepend(time);
    }
    const QList<qint64> one{77};
    const QList<qint64> none;
    const qint64 largest = nanoseconds::max().count();
    QTest::newRow("none") << none << 500 << 0LL << 0LL;
    QTest::newRow("the median of one") << one << 500 << 77LL << 77LL;
    QTest::newRow("p99.9 of one") << one << 999 << 77LL << 77LL;
    QTest::newRow("the median of a hundred") << hundred << 500 << 50LL << 100LL;
    QTest::newRow("p99 of a hundred") << hundred << 990 << 99LL << 100LL;
    QTest::newRow("p99.9 of a hundred is the longest") << hundred << 999 << 100LL << 100LL;
    QTest::newRow("the shortest of a hundred") << hundred << 1 << 1LL << 100LL;
    QTest::newRow("all of a hundred") << hundred << 1000 << 100LL << 100LL;
    QTest::newRow("the median of two is the shorter") << QList<qint64>{9, 5} << 500 << 5LL << 9LL;
    QTest::newRow("below zero") << QList<qint64>{-5} << 500 << 0LL << 0LL;
    QTest::newRow("no longer than the longest")
        << QList<qint64>{1'000'001} << 500 << 1'000'001LL << 1'000'001LL;
    QTest::newRow("the longest there is") << QList<qint64>{largest} << 1000 << largest << largest;
}

void TestLatencyHistogram::percentiles()
{
    QFETCH(const QList<qint64>, times);
    QFETCH(const int, perMille);
    LatencyHistogram histogram;
    for (const qint64 time : times) {
        histogram.add(nanoseconds(time));
    }
    QCOMPARE(histogram.count(), times.size());
    QTEST(qint64(histogram.percentile(perMille).count()), "expected");
    QTEST(qint64(histogram.longest().count()), "longest");
}

void TestLatencyHistogram::precision_data()
{
    QTest::addColumn<qint64>("time");
    for (int bits = 0; bits < 62; ++bits) {
        const qint64 power = 1LL << bits;
        QTest::addRow("2^%d - 1", bits) << power - 1;
        QTest::addRow("2^%d", bits) << power;
        QTest::addRow("2^%d + 1", bits) << power + 1;
        QTest::addRow("2^%d and a half", bits) << power + power / 2;
    }
}

// What latencyhistogram.h promises, with a longer time beside it, so that the longest does not hide
// the end of the bucket.
void TestLatencyHistogram::precision()
{
    QFETCH(const qint64, time);
    LatencyHistogram histogram;
    histogram.add(nanoseconds(time));
    histogram.add(nanoseconds::max());
    const qint64 read = histogram.percentile(500).count();
    QVERIFY2(read >= time, qPrintable(QString::number(read)));
    QVERIFY2(read - time < std::max<qint64>(time / 128, 1), qPrintable(QString::number(read)));
}

void TestLatencyHistogram::asSortedTimesSay_data()
{
    QTest::addColumn<int>("perMille");
    for (const int perMille : {1, 10, 250, 500, 900, 990, 999, 1000}) {
        QTest::addRow("%d of 1000", perMille) << perMille;
    }
}

void TestLatencyHistogram::asSortedTimesSay()
{
    QFETCH(const int, perMille);
    QRandomGenerator random(1);
    LatencyHistogram histogram;
    std::vector<qint64> times;
    for (int i = 0; i < 20'001; ++i) {
        // From 1 ns to 1 s, as many in each doubling.
        times.push_back(qint64(std::exp2(random.bounded(30.0))));
        histogram.add(nanoseconds(times.back()));
    }
    std::sort(times.begin(), times.end());
    const double rank = std::ceil(double(times.size()) * perMille / 1000);
    const qint64 exact = times[size_t(rank) - 1];
    const qint64 read = histogram.percentile(perMille).count();
    QVERIFY2(read >= exact && read - exact <= exact / 128,
             qPrintable(QStringLiteral("%1 for %2").arg(read).arg(exact)));
}

QTEST_APPLESS_MAIN(TestLatencyHistogram)
#include "tst_latencyhistogram.moc"
