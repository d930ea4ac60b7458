// SPDX-License-Identifier: MIT
#include "sparkline.h"

#include "tones.h"

#include <QImage>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestSparkline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drawsNewestAtTheRight();
    void keepsTheLastValues();
    void isFlatWithoutTraffic_data();
    void isFlatWithoutTraffic();
    void saysItInWords_data();
    void saysItInWords();
    void drawsTheSameOnlyOnce();
};

namespace {

class PaintCounter : public Sparkline
{
public:
    using Sparkline::Sparkline;
    int paints = 0;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        ++paints;
        Sparkline::paintEvent(event);
    }
};

/// How high the plot is in the middle of each of 10 parts, in pixels.
QList<int> heights(const QList<qint64> &values)
{
    Sparkline plot;
    plot.resize(100, 42);
    plot.setValues(values, 10);
    const QImage image = plot.grab().toImage();
    const QColor color = solidColor(Tone::Info, plot.palette());
    QList<int> heights;
    for (int part = 0; part < 10; ++part) {
        int height = 0;
        for (int y = 0; y < image.height(); ++y) {
            height += image.pixelColor(part * 10 + 5, y).rgb() == color.rgb() ? 1 : 0;
        }
        heights << height;
    }
    return heights;
}

} // namespace

void TestSparkline::drawsNewestAtTheRight()
{
    QCOMPARE(heights({100, 50, 400}), (QList<int>{1, 1, 1, 1, 1, 1, 1, 10, 5, 40}));
}

void TestSparkline::keepsTheLastValues()
{
    QList<qint64> values(20, 1'000'000);
    values << 4 << 4 << 4 << 4 << 4 << 2 << 2 << 2 << 2 << 2;
    QCOMPARE(heights(values), (QList<int>{40, 40, 40, 40, 40, 20, 20, 20, 20, 20}));
}

void TestSparkline::isFlatWithoutTraffic_data()
{
    QTest::addColumn<QList<qint64>>("values");
    QTest::newRow("no values") << QList<qint64>();
    QTest::newRow("zeros") << QList<qint64>(10, 0);
}

void TestSparkline::isFlatWithoutTraffic()
{
    QFETCH(QList<qint64>, values);
    QCOMPARE(heights(values), QList<int>(10, 1));
}

void TestSparkline::saysItInWords_data()
{
    QTest::addColumn<QList<qint64>>("values");
    QTest::addColumn<QString>("words");
    QTest::newRow("no values") << QList<qint64>() << u"0 B/s now, at most 0 B/s"_s;
    QTest::newRow("a peak before")
        << QList<qint64>{0, 2'202'010, 65'536} << u"64 KiB/s now, at most 2.1 MiB/s"_s;
    QTest::newRow("a peak that has gone by")
        << QList<qint64>{9'999'999, 1, 2, 3, 4} << u"4 B/s now, at most 4 B/s"_s;
}

void TestSparkline::saysItInWords()
{
    QFETCH(QList<qint64>, values);
    QFETCH(QString, words);
    Sparkline plot;
    plot.setValues(values, 4);
    QCOMPARE(plot.accessibleDescription(), words);
}

void TestSparkline::drawsTheSameOnlyOnce()
{
    // A window paints at once whatever of it has to be: where the other plot has been, so has this.
    QWidget window;
    window.resize(100, 100);
    PaintCounter plot(&window);
    plot.setGeometry(0, 50, 100, 50);
    PaintCounter last(&window);
    last.setGeometry(0, 0, 100, 50);
    plot.setValues({1, 2}, 10);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    const auto paint = [&] {
        plot.paints = last.paints = 0;
        last.update();
        QTRY_VERIFY(last.paints > 0);
    };
    paint();
    plot.setValues({1, 2}, 10);
    paint();
    QCOMPARE(plot.paints, 0);
    plot.setValues({1, 3}, 10);
    paint();
    QCOMPARE(plot.paints, 1);
    plot.setValues({1, 3}, 20);
    paint();
    QCOMPARE(plot.paints, 1);
}

QTEST_MAIN(TestSparkline)
#include "tst_sparkline.moc"
