// SPDX-License-Identifier: MIT
#include "icons.h"

#include <QDir>
#include <QImage>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestIcons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasEveryName();
    void isOneForEachName();
    void isCrisp_data() { addIcons(); }
    void isCrisp();
    void readsOnLightAndDark_data() { addIcons(); }
    void readsOnLightAndDark();
    void differsFromTheOthers_data() { addIcons(); }
    void differsFromTheOthers();
    void lampsDifferInShape();

private:
    static QStringList names();
    static void addIcons();
};

namespace {

QImage imageOf(const QString &name, int side, qreal ratio = 1)
{
    return icon(name)
        .pixmap(QSize(side, side), ratio)
        .toImage()
        .convertToFormat(QImage::Format_ARGB32);
}

/// Whether each square of four pixels has one colour: it was drawn for half the size.
bool isDoubled(const QImage &image)
{
    for (int y = 0; y + 1 < image.height(); y += 2) {
        for (int x = 0; x + 1 < image.width(); x += 2) {
            const QRgb first = image.pixel(x, y);
            if (image.pixel(x + 1, y) != first || image.pixel(x, y + 1) != first
                || image.pixel(x + 1, y + 1) != first) {
                return false;
            }
        }
    }
    return true;
}

double luminance(const QColor &color)
{
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

} // namespace

QStringList TestIcons::names()
{
    icon(u"start");
    QStringList names;
    const QStringList files = QDir(u":/peerglass/icons"_s).entryList();
    for (const QString &file : files) {
        names << file.chopped(4);
    }
    return names;
}

void TestIcons::addIcons()
{
    QTest::addColumn<QString>("name");
    const QStringList all = names();
    for (const QString &name : all) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

void TestIcons::hasEveryName()
{
    const QStringList wanted
        = u"peerglass start stop stop-now service-add service-edit service-remove network send "
          u"hold "
          "release step drop kick kick-now filter clear close copy export follow try-it quit info "
          "warning error lamp-stopped lamp-starting lamp-listening lamp-paused lamp-draining "
          "lamp-failed"_s.split(u' ');
    const QStringList all = names();
    for (const QString &name : wanted) {
        QVERIFY2(all.contains(name), qPrintable(name));
    }
}

// Fails when icon() makes a new one each time: then Qt keeps as many pictures of it, up to 10 MiB.
void TestIcons::isOneForEachName()
{
    QCOMPARE(icon(u"hold").cacheKey(), icon(u"hold").cacheKey());
    QVERIFY(icon(u"hold").cacheKey() != icon(u"release").cacheKey());
}

void TestIcons::isCrisp()
{
    QFETCH(QString, name);
    const QPixmap pixmap = icon(name).pixmap(QSize(24, 24), 2.0);
    QVERIFY(!pixmap.isNull());
    QCOMPARE(pixmap.size(), QSize(48, 48));
    QCOMPARE(pixmap.devicePixelRatio(), 2.0);

    const QImage large = imageOf(name, 24, 2.0);
    const QImage small = imageOf(name, 24);
    QVERIFY(std::ranges::any_of(QByteArrayView(large.constBits(), large.sizeInBytes()),
                                [](char byte) { return byte != 0; }));
    QVERIFY(!isDoubled(large));
    QVERIFY(large != small.scaled(48, 48, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
}

// WCAG 2.1, 1.4.11: 3 for what is no text.
void TestIcons::readsOnLightAndDark()
{
    QFETCH(QString, name);
    const QImage image = imageOf(name, 48);
    double brightest = 0;
    double darkest = 1;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor color = image.pixelColor(x, y);
            if (color.alpha() == 255) {
                brightest = std::max(brightest, luminance(color));
                darkest = std::min(darkest, luminance(color));
            }
        }
    }
    QCOMPARE_GE(1.05 / (brightest + 0.05), 3.0);
    QCOMPARE_GE((darkest + 0.05) / (luminance(QColor(45, 45, 45)) + 0.05), 3.0);
}

void TestIcons::differsFromTheOthers()
{
    QFETCH(QString, name);
    const QStringList all = names();
    for (const QString &other : all) {
        QVERIFY2(other == name || imageOf(other, 24) != imageOf(name, 24), qPrintable(other));
    }
}

void TestIcons::lampsDifferInShape()
{
    const QStringList lamps = names().filter(u"lamp-"_s);
    QCOMPARE(lamps.size(), 6);
    for (const QString &one : lamps) {
        for (const QString &other : lamps) {
            const QImage first = imageOf(one, 16);
            const QImage second = imageOf(other, 16);
            int different = 0;
            for (int pixel = 0; pixel < 16 * 16; ++pixel) {
                const QPoint at(pixel % 16, pixel / 16);
                const int change = qAlpha(first.pixel(at)) - qAlpha(second.pixel(at));
                different += std::abs(change) > 128 ? 1 : 0;
            }
            const QString pair = one + u" and "_s + other;
            QVERIFY2(one == other || different >= 12, qPrintable(pair));
        }
    }
}

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
