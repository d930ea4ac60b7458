// SPDX-License-Identifier: MIT
#include "load/histogram.h"

#include <QtTest>

// The same numbers as in driver/test_histogram.py, which turns buckets back into times.
class TestHistogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bucketOf_data();
    void bucketOf();
    void jsonHasTheBucketsThatAreNotEmpty();
};

void TestHistogram::bucketOf_data()
{
    QTest::addColumn<quint64>("nanoseconds");
    QTest::addColumn<unsigned>("bucket");

    QTest::newRow("no time") << quint64(0) << 0U;
    QTest::newRow("last exact one") << quint64(63) << 63U;
    QTest::newRow("first bucket of two") << quint64(65) << 64U;
    QTest::newRow("last bucket of two") << quint64(127) << 95U;
    QTest::newRow("first bucket of four") << quint64(128) << 96U;
    QTest::newRow("a millisecond") << quint64(1'000'000) << 509U;
    QTest::newRow("longest time") << ~quint64(0) << 1919U;
}

void TestHistogram::bucketOf()
{
    QFETCH(const quint64, nanoseconds);
    QTEST(Histogram::bucketOf(nanoseconds), "bucket");
}

void TestHistogram::jsonHasTheBucketsThatAreNotEmpty()
{
    Histogram histogram;
    QCOMPARE(histogram.json(), std::string("{}"));
    histogram.add(5, 2);
    histogram.add(1'000'000, 1);
    histogram.add(1'000'001, 3);
    QCOMPARE(histogram.json(), std::string(R"({"5":2,"509":4})"));
    histogram.clear();
    QCOMPARE(histogram.json(), std::string("{}"));
}

QTEST_APPLESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
