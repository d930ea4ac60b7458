// SPDX-License-Identifier: MIT
#include "units.h"

#include <QTest>

#include <limits>

using namespace peerglass;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {
constexpr qint64 refused = -1;
constexpr qint64 largest = std::numeric_limits<qint64>::max();
} // namespace

class TestUnits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesSizes_data();
    void parsesSizes();
    void writesSizes_data();
    void writesSizes();
    void showsSizes_data();
    void showsSizes();
    void parsesDurations_data();
    void parsesDurations();
    void writesDurations_data();
    void writesDurations();
    void parsesNumbers_data();
    void parsesNumbers();
};

void TestUnits::parsesSizes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("bytes");
    QTest::newRow("bare number") << u"100"_s << qint64(100);
    QTest::newRow("bytes") << u"100B"_s << qint64(100);
    QTest::newRow("kibibytes") << u"64KiB"_s << qint64(65536);
    QTest::newRow("mebibytes") << u"1MiB"_s << qint64(1048576);
    QTest::newRow("gibibytes") << u"1GiB"_s << (qint64(1) << 30);
    QTest::newRow("tebibytes") << u"1TiB"_s << (qint64(1) << 40);
    QTest::newRow("most tebibytes") << u"8388607TiB"_s << (qint64(8388607) << 40);
    QTest::newRow("too many tebibytes") << u"8388608TiB"_s << refused;
    QTest::newRow("nothing of something") << u"0KiB"_s << qint64(0);
    QTest::newRow("largest") << u"9223372036854775807B"_s << largest;
    QTest::newRow("one above the largest") << u"9223372036854775808B"_s << refused;
    QTest::newRow("too large only with its unit") << u"9007199254740992KiB"_s << refused;
    QTest::newRow("largest in KiB") << u"9007199254740991KiB"_s << (largest / 1024) * 1024;
    QTest::newRow("empty") << QString() << refused;
    QTest::newRow("unit alone") << u"KiB"_s << refused;
    QTest::newRow("minus") << u"-1"_s << refused;
    QTest::newRow("plus") << u"+1"_s << refused;
    QTest::newRow("space before the unit") << u"1 KiB"_s << refused;
    QTest::newRow("space in front") << u" 1"_s << refused;
    QTest::newRow("fraction") << u"1.5KiB"_s << refused;
    QTest::newRow("lower-case unit") << u"1kib"_s << refused;
    QTest::newRow("decimal unit") << u"1KB"_s << refused;
    QTest::newRow("hexadecimal") << u"0x10"_s << refused;
    QTest::newRow("Arabic digits") << u"\u0661\u0662"_s << refused;
    QTest::newRow("NUL behind") << QString(u"1"_s + QChar(0)) << refused;
}

void TestUnits::parsesSizes()
{
    QFETCH(const QString, text);
    QTEST(parseSize(text).value_or(refused), "bytes");
}

void TestUnits::writesSizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64(0) << u"0B"_s;
    QTest::newRow("no multiple") << qint64(1500) << u"1500B"_s;
    QTest::newRow("KiB") << qint64(65536) << u"64KiB"_s;
    QTest::newRow("MiB") << qint64(1048576) << u"1MiB"_s;
    QTest::newRow("GiB") << (qint64(3) << 30) << u"3GiB"_s;
    QTest::newRow("MiB above a GiB") << (qint64(1025) << 20) << u"1025MiB"_s;
    QTest::newRow("TiB") << (qint64(1) << 40) << u"1TiB"_s;
    QTest::newRow("KiB above a MiB") << qint64(1048576 + 1024) << u"1025KiB"_s;
    QTest::newRow("largest") << largest << u"9223372036854775807B"_s;
}

void TestUnits::writesSizes()
{
    QFETCH(const qint64, bytes);
    QTEST(sizeToOption(bytes), "text");
    QCOMPARE(parseSize(sizeToOption(bytes)), bytes);
}

void TestUnits::showsSizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64(0) << u"0 B"_s;
    QTest::newRow("bytes") << qint64(912) << u"912 B"_s;
    QTest::newRow("last bytes") << qint64(1023) << u"1023 B"_s;
    QTest::newRow("first KiB") << qint64(1024) << u"1 KiB"_s;
    QTest::newRow("whole KiB") << qint64(65536) << u"64 KiB"_s;
    QTest::newRow("rounds up to a MiB") << qint64(1048575) << u"1 MiB"_s;
    QTest::newRow("MiB") << qint64(1258291) << u"1.2 MiB"_s;
    QTest::newRow("GiB") << qint64(3650722202) << u"3.4 GiB"_s;
    QTest::newRow("beyond the last unit") << (qint64(1) << 52) << u"4096 TiB"_s;
}

void TestUnits::showsSizes()
{
    QFETCH(const qint64, bytes);
    QTEST(sizeToDisplay(bytes), "text");
}

void TestUnits::parsesDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("time");
    QTest::newRow("bare zero") << u"0"_s << qint64(0);
    QTest::newRow("zero with a unit") << u"0s"_s << qint64(0);
    QTest::newRow("milliseconds") << u"250ms"_s << qint64(250);
    QTest::newRow("seconds") << u"1s"_s << qint64(1000);
    QTest::newRow("minutes") << u"5min"_s << qint64(300'000);
    QTest::newRow("a year") << u"525600min"_s << qint64(31'536'000'000);
    QTest::newRow("more than a year") << u"525601min"_s << refused;
    QTest::newRow("a year and a millisecond") << u"31536000001ms"_s << refused;
    QTest::newRow("far too long") << u"99999999999999999999s"_s << refused;
    QTest::newRow("no unit") << u"1"_s << refused;
    QTest::newRow("two zeros") << u"00"_s << refused;
    QTest::newRow("minus") << u"-1s"_s << refused;
    QTest::newRow("unknown unit") << u"1h"_s << refused;
    QTest::newRow("unit alone") << u"s"_s << refused;
    QTest::newRow("empty") << QString() << refused;
    QTest::newRow("space") << u"1 s"_s << refused;
}

void TestUnits::parsesDurations()
{
    QFETCH(const QString, text);
    QTEST(qint64(parseDuration(text).value_or(milliseconds(refused)).count()), "time");
}

void TestUnits::writesDurations_data()
{
    QTest::addColumn<qint64>("time");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << qint64(0) << u"0"_s;
    QTest::newRow("milliseconds") << qint64(250) << u"250ms"_s;
    QTest::newRow("seconds") << qint64(90'000) << u"90s"_s;
    QTest::newRow("seconds and a bit") << qint64(1'500) << u"1500ms"_s;
    QTest::newRow("minutes") << qint64(300'000) << u"5min"_s;
}

void TestUnits::writesDurations()
{
    QFETCH(const qint64, time);
    QTEST(durationToOption(milliseconds(time)), "text");
    QCOMPARE(parseDuration(durationToOption(milliseconds(time))), milliseconds(time));
}

void TestUnits::parsesNumbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("number");
    QTest::newRow("least") << u"1"_s << qint64(1);
    QTest::newRow("most") << u"65535"_s << qint64(65535);
    QTest::newRow("below") << u"0"_s << refused;
    QTest::newRow("above") << u"65536"_s << refused;
    QTest::newRow("far above") << u"18446744073709551617"_s << refused;
    QTest::newRow("empty") << QString() << refused;
    QTest::newRow("sign") << u"+1"_s << refused;
    QTest::newRow("letter behind") << u"1a"_s << refused;
    QTest::newRow("space behind") << u"1 "_s << refused;
}

void TestUnits::parsesNumbers()
{
    QFETCH(const QString, text);
    QTEST(parseNumber(text, 1, 65535).value_or(refused), "number");
}

QTEST_APPLESS_MAIN(TestUnits)
#include "tst_units.moc"
