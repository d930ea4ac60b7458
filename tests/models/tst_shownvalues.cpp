// SPDX-License-Identifier: MIT
#include "shownvalues.h"

#include <QLocale>
#include <QTest>

#include <ctime>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestShownValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void time();
    void age_data();
    void age();
    void count();
    void rate_data();
    void rate();
    void toolTipShowsTextAsItIs();
};

void TestShownValues::initTestCase()
{
    qputenv("TZ", "XXX-1"); // an hour ahead of UTC
    tzset();
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestShownValues::time()
{
    const std::chrono::system_clock::time_point when(1'795'356'206'318ms);
    QCOMPARE(shownTime(when, when + 1h), u"15:03:26.318"_s);
    QCOMPARE(shownTime(when, when + 1h, false), u"15:03:26"_s);
    QCOMPARE(shownTime(when, when + 9h), u"2026-11-22 15:03:26.318"_s);
    QCOMPARE(shownTime(when, when - 16h, false), u"2026-11-22 15:03:26"_s);
}

void TestShownValues::age_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << u"0.0 s"_s;
    QTest::newRow("ahead of now") << qint64(-5000) << u"0.0 s"_s;
    QTest::newRow("tenths are cut") << qint64(18'499) << u"18.4 s"_s;
    QTest::newRow("just below a minute") << qint64(59'999) << u"59.9 s"_s;
    QTest::newRow("a minute") << qint64(60'000) << u"1 min 0 s"_s;
    QTest::newRow("minutes") << qint64(312'000) << u"5 min 12 s"_s;
    QTest::newRow("just below an hour") << qint64(3'599'999) << u"59 min 59 s"_s;
    QTest::newRow("hours") << qint64(7'500'000) << u"2 h 5 min"_s;
    QTest::newRow("just below a day") << qint64(86'399'999) << u"23 h 59 min"_s;
    QTest::newRow("days") << qint64(3 * 86'400'000 + 4 * 3'600'000) << u"3 d 4 h"_s;
}

void TestShownValues::age()
{
    QFETCH(const qint64, milliseconds);
    const std::chrono::system_clock::time_point now(10'000h);
    QTEST(shownAge(now - std::chrono::milliseconds(milliseconds), now), "text");
}

void TestShownValues::count()
{
    QCOMPARE(shownCount(0), u"0"_s);
    QCOMPARE(shownCount(9301), u"9,301"_s);
}

void TestShownValues::rate_data()
{
    QTest::addColumn<qint64>("rate");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << u"0"_s;
    QTest::newRow("bytes") << qint64(24) << u"24 B"_s;
    QTest::newRow("larger") << qint64(98'304) << u"96 KiB"_s;
}

void TestShownValues::rate()
{
    QFETCH(const qint64, rate);
    QTEST(shownRate(rate), "text");
}

void TestShownValues::toolTipShowsTextAsItIs()
{
    QCOMPARE(plainToolTip(u"<b>a & b</b>"_s), u"<qt>&lt;b&gt;a &amp; b&lt;/b&gt;</qt>"_s);
    QCOMPARE(plainToolTip(u"one\ntwo"_s), u"<qt>one<br>two</qt>"_s);
}

QTEST_APPLESS_MAIN(TestShownValues)
#include "tst_shownvalues.moc"
