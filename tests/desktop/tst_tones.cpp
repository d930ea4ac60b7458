// SPDX-License-Identifier: MIT
#include "tones.h"

#include <QSet>
#include <QTest>

#include <array>
#include <cmath>

using namespace peerglass;

namespace {

constexpr std::array allTones{Tone::Plain,   Tone::Good, Tone::Info,
                              Tone::Warning, Tone::Bad,  Tone::Muted};

// WCAG 2.1, "relative luminance" and "contrast ratio".
double luminance(const QColor &color)
{
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const double first = luminance(one) + 0.05;
    const double second = luminance(other) + 0.05;
    return first > second ? first / second : second / first;
}

QPalette paletteOf(QColor base, QColor alternate, QColor text)
{
    QPalette palette;
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, alternate);
    palette.setColor(QPalette::Text, text);
    return palette;
}

} // namespace

class TestTones : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textReads_data();
    void textReads();
    void solidStandsOut_data() { textReads_data(); }
    void solidStandsOut();
    void tonesDiffer_data() { textReads_data(); }
    void tonesDiffer();
};

void TestTones::textReads_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << paletteOf(Qt::white, QColor(247, 247, 247), Qt::black);
    QTest::newRow("light, alternate rows quite grey")
        << paletteOf(Qt::white, QColor(225, 225, 225), Qt::black);
    QTest::newRow("beige") << paletteOf(QColor(0xfdf6e3), QColor(0xeee8d5), QColor(0x333333));
    QTest::newRow("dark") << paletteOf(QColor(35, 35, 35), QColor(45, 45, 45), Qt::white);
    QTest::newRow("dark grey") << paletteOf(QColor(0x4a4a4a), QColor(0x505050), Qt::white);
    QTest::newRow("black") << paletteOf(Qt::black, QColor(20, 20, 20), Qt::white);
    QTest::newRow("dark blue") << paletteOf(QColor(0x002b36), QColor(0x073642), Qt::white);
}

void TestTones::textReads()
{
    QFETCH(QPalette, palette);
    for (const Tone tone : allTones) {
        const QColor text = textColor(tone, palette);
        QCOMPARE_GE(contrast(text, palette.color(QPalette::Base)), 4.5);
        QCOMPARE_GE(contrast(text, palette.color(QPalette::AlternateBase)), 4.5);
        QCOMPARE_GE(contrast(text, fillColor(tone, palette)), 4.5);
    }
}

void TestTones::solidStandsOut()
{
    QFETCH(QPalette, palette);
    for (const Tone tone : allTones) {
        QCOMPARE_GE(contrast(solidColor(tone, palette), palette.color(QPalette::Base)), 3.0);
    }
}

void TestTones::tonesDiffer()
{
    QFETCH(QPalette, palette);
    QSet<QRgb> texts;
    QSet<QRgb> fills;
    QSet<QRgb> solids;
    for (const Tone tone : allTones) {
        texts << textColor(tone, palette).rgb();
        fills << fillColor(tone, palette).rgb();
        solids << solidColor(tone, palette).rgb();
    }
    QCOMPARE(texts.size(), qsizetype(allTones.size()));
    QCOMPARE(fills.size(), qsizetype(allTones.size()));
    QCOMPARE(solids.size(), qsizetype(allTones.size()));
}

QTEST_MAIN(TestTones)
#include "tst_tones.moc"
