// SPDX-License-Identifier: MIT
// How many lines a client may send, with made-up times.
#include "linerate.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint start = TimePoint(1h);

/// Takes what is allowed of \a bytes at \a now; returns how much that was.
qsizetype takeAllowed(LineRate &rate, QByteArrayView bytes, TimePoint now)
{
    const qsizetype allowed = rate.allowed(bytes, now);
    if (allowed > 0) {
        rate.take(bytes.first(allowed));
    }
    return allowed;
}

} // namespace

class TestLineRate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void allowsASecondsWorthAtOnce_data();
    void allowsASecondsWorthAtOnce();
    void thenOneLinePerInterval();
    void savesUpNoMoreThanASecond();
    void lineWithoutEndCostsNothingYet();
    void nothingPassesWithoutALineLeft();
    void countsReadsWhereReadsAreMessages();
    void waitsForTenMillisecondsAtLeast();
};

void TestLineRate::allowsASecondsWorthAtOnce_data()
{
    QTest::addColumn<qint64>("perSecond");
    for (const qint64 perSecond : {1, 3, 7, 20, 1000, 1'000'000}) {
        QTest::addRow("%lld per second", perSecond) << perSecond;
    }
}

// Fails when the burst is another than a second's worth.
void TestLineRate::allowsASecondsWorthAtOnce()
{
    QFETCH(qint64, perSecond);
    LineRate rate(perSecond, Framing::Line, start);
    const QByteArray lines = QByteArray("x\n").repeated(perSecond + 5);
    QCOMPARE(takeAllowed(rate, lines, start), 2 * perSecond);
    QCOMPARE(takeAllowed(rate, lines, start), 0);
}

// Fails when take() counts a line wrongly, or time is not credited.
void TestLineRate::thenOneLinePerInterval()
{
    LineRate rate(20, Framing::Line, start);
    const QByteArray lines = QByteArray("x\n").repeated(100);
    QCOMPARE(takeAllowed(rate, lines, start), 40);
    QCOMPARE(takeAllowed(rate, lines, start + 49ms), 0);
    QCOMPARE(rate.next(), start + 50ms);
    QCOMPARE(takeAllowed(rate, lines, start + 50ms), 2);
    QCOMPARE(takeAllowed(rate, lines, start + 99ms), 0);
    QCOMPARE(takeAllowed(rate, lines, start + 200ms), 6);
}

// Fails when what is not used is saved for ever.
void TestLineRate::savesUpNoMoreThanASecond()
{
    LineRate rate(5, Framing::Line, start);
    const QByteArray lines = QByteArray("\n").repeated(100);
    QCOMPARE(takeAllowed(rate, lines, start + 1h), 5);
    QCOMPARE(takeAllowed(rate, lines, start + 1h + 200ms), 1);
}

// Fails when bytes instead of line ends are counted.
void TestLineRate::lineWithoutEndCostsNothingYet()
{
    LineRate rate(1, Framing::Line, start);
    QCOMPARE(takeAllowed(rate, "a long", start), 6);
    QCOMPARE(takeAllowed(rate, " line", start), 5);
    QCOMPARE(takeAllowed(rate, ".\nnext", start), 2);
    QCOMPARE(takeAllowed(rate, "next", start), 0);
}

// Fails when a line is allowed in part before its time.
void TestLineRate::nothingPassesWithoutALineLeft()
{
    LineRate rate(1, Framing::Line, start);
    QCOMPARE(takeAllowed(rate, "a\nb", start), 2);
    QCOMPARE(takeAllowed(rate, "b", start + 999ms), 0);
    QCOMPARE(takeAllowed(rate, "b", start + 1000ms), 1);
}

// Fails when newlines are counted there too.
void TestLineRate::countsReadsWhereReadsAreMessages()
{
    LineRate rate(2, Framing::Read, start);
    QCOMPARE(takeAllowed(rate, "a\nb\nc\n", start), 6);
    QCOMPARE(takeAllowed(rate, "no newline", start), 10);
    QCOMPARE(takeAllowed(rate, "too much", start), 0);
    QCOMPARE(takeAllowed(rate, "in time", start + 500ms), 7);
}

// Fails when every single line of a high rate is waited for.
void TestLineRate::waitsForTenMillisecondsAtLeast()
{
    LineRate rate(10'000, Framing::Line, start);
    const QByteArray lines = QByteArray("\n").repeated(20'000);
    QCOMPARE(takeAllowed(rate, lines, start), 10'000);
    QCOMPARE(rate.next(), start + 10ms);
    QCOMPARE(takeAllowed(rate, lines, rate.next()), 100);
}

QTEST_APPLESS_MAIN(TestLineRate)
#include "tst_linerate.moc"
