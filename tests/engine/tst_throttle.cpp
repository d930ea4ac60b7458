// SPDX-License-Identifier: MIT
#include "throttle.h"

#include <QTest>

#include <random>
#include <vector>

using namespace peerglass;
using namespace std::chrono_literals;

namespace {

const TimePoint start{1000s};

void addRates()
{
    QTest::addColumn<qint64>("rate");
    QTest::addRow("a byte a second") << qint64(1);
    QTest::addRow("below a byte in 50 ms") << qint64(19);
    QTest::addRow("1 KiB/s") << qint64(1024);
    QTest::addRow("10 MiB/s") << qint64(10 * 1024 * 1024);
    QTest::addRow("1 GiB/s") << qint64(1024 * 1024 * 1024);
}

/// 50 ms worth, but at least the one byte without which nothing would ever go.
double savedUp(qint64 rate)
{
    return std::max(1.0, static_cast<double>(rate) * 0.05);
}

/// Of one that always has something to send and whose timer comes \a late.
qint64 sentInAHundredSeconds(qint64 rate, std::chrono::milliseconds late)
{
    Throttle throttle(rate, start);
    qint64 sum = 0;
    for (TimePoint now = start; now < start + 100s;) {
        const qint64 available = throttle.available(now);
        throttle.take(available);
        sum += available;
        now = std::max(throttle.halfFullAt(), now + 1ms) + late;
    }
    return sum;
}

} // namespace

class TestThrottle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsFull();
    void fillsWithTime();
    void savesUpNoMoreThanItHolds();
    void neverExceedsTheRate_data() { addRates(); }
    void neverExceedsTheRate();
    void reachesTheRate_data() { addRates(); }
    void reachesTheRate();
    void losesNothingToALateTimer();
    void saysWhenItIsHalfFull_data() { addRates(); }
    void saysWhenItIsHalfFull();
};

void TestThrottle::startsFull()
{
    Throttle throttle(1000, start);
    QCOMPARE(throttle.available(start), 50);
    throttle.take(50);
    QCOMPARE(throttle.available(start), 0);
}

void TestThrottle::fillsWithTime()
{
    Throttle throttle(1000, start);
    throttle.take(50);
    QCOMPARE(throttle.available(start + 10ms), 10);
    throttle.take(4);
    QCOMPARE(throttle.available(start + 10ms), 6);
    QCOMPARE(throttle.available(start + 20ms), 16);
}

void TestThrottle::savesUpNoMoreThanItHolds()
{
    Throttle throttle(1000, start);
    QCOMPARE(throttle.available(start + 1h), 50);
    throttle.take(50);
    QCOMPARE(throttle.available(start + 1h), 0);
}

// However long one looks: at most what the time between any two moments brings, and what was saved.
void TestThrottle::neverExceedsTheRate()
{
    QFETCH(const qint64, rate);
    struct Take
    {
        TimePoint time;
        qint64 bytes;
    };
    std::mt19937 random(1);
    Throttle throttle(rate, start);
    std::vector<Take> takes;
    TimePoint now = start;
    for (int i = 0; i < 300; ++i) {
        now += std::chrono::microseconds(random() % 150'000);
        const qint64 available = throttle.available(now);
        const qint64 taken = random() % 3 == 0 ? available / 2 : available;
        throttle.take(taken);
        takes.push_back({now, taken});
    }
    for (size_t from = 0; from < takes.size(); ++from) {
        double sum = 0;
        for (size_t to = from; to < takes.size(); ++to) {
            sum += static_cast<double>(takes[to].bytes);
            const std::chrono::duration<double> time = takes[to].time - takes[from].time;
            QVERIFY(sum <= time.count() * static_cast<double>(rate) + savedUp(rate) + 0.001);
        }
    }
}

void TestThrottle::reachesTheRate()
{
    QFETCH(const qint64, rate);
    const qint64 sum = sentInAHundredSeconds(rate, 0ms);
    QVERIFY2(sum >= 95 * rate, qPrintable(QString::number(sum)));
}

// A worker's poller may keep its timers waiting for 4 ms. Fails when one waits for a full bucket.
void TestThrottle::losesNothingToALateTimer()
{
    constexpr qint64 rate = 1024 * 1024;
    const qint64 sum = sentInAHundredSeconds(rate, 20ms);
    QVERIFY2(sum > 100 * rate - rate / 10, qPrintable(QString::number(sum)));
}

void TestThrottle::saysWhenItIsHalfFull()
{
    QFETCH(const qint64, rate);
    const double half = std::max(1.0, savedUp(rate) / 2);
    Throttle throttle(rate, start);
    QCOMPARE(throttle.halfFullAt(), start);
    throttle.take(throttle.available(start));
    const TimePoint time = throttle.halfFullAt();
    QVERIFY(time > start);
    QVERIFY(time <= start + 1s);
    QVERIFY(static_cast<double>(throttle.available(time - 2ms)) < half);
    QVERIFY(throttle.available(time) >= std::max<qint64>(1, static_cast<qint64>(half) - 1));
}

QTEST_APPLESS_MAIN(TestThrottle)
#include "tst_throttle.moc"
