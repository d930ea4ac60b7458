// SPDX-License-Identifier: MIT
#include "statuspanel.h"

#include "shownvalues.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLayout>
#include <QLocale>
#include <QProgressBar>
#include <QSet>
#include <QTest>
#include <QToolButton>

using namespace peerglass;
using namespace Qt::StringLiterals;
using std::chrono_literals::operator""s;

class TestStatusPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void showsTheState();
    void showsNumbers_data();
    void showsNumbers();
    void showsLoad();
    void copiesTheCommand_data();
    void copiesTheCommand();
    void showsProgressWhileDraining();
    void losesPlotsFirstThenTheCommand();
    void neverClips_data();
    void neverClips();
    void shortensOnlyWhatDoesNotFit();
    void numbersDoNotMoveTheirNeighbours();
    void plotsHaveNamesAndWords();
    void sameValuesAgainDoNothing();

private:
    template <typename Widget = QWidget>
    Widget *child(const QString &name)
    {
        return m_panel->findChild<Widget *>(name);
    }
    QString textOf(const QString &name) { return child<QLabel>(name)->text(); }

    std::unique_ptr<StatusPanel> m_panel;
};

namespace {

/// One second with these amounts, after an empty one.
LoadHistory loadOf(qint64 messages, qint64 in, qint64 out)
{
    LoadHistory load;
    Totals totals;
    load.add(totals, 1s);
    totals.received = {in, messages};
    totals.sent = {out, messages};
    load.add(totals, 1s);
    return load;
}

/// The widgets that were painted or had to be arranged again.
class Work : public QObject
{
public:
    explicit Work(QWidget *root)
        : m_root(root)
    {
        root->installEventFilter(this);
        for (QWidget *child : root->findChildren<QWidget *>()) {
            child->installEventFilter(this);
        }
    }

    /// Until all that is wanted by now has been painted, which takes one paint of the whole.
    void finish()
    {
        m_painted = false;
        m_root->update(0, 0, 1, 1);
        QTRY_VERIFY(m_painted);
    }
    /// Until a paint of the whole brings nothing else about.
    void rest()
    {
        const auto isQuiet = [this] {
            widgets.clear();
            finish();
            return widgets.isEmpty();
        };
        QTRY_VERIFY(isQuiet());
    }
    QSet<QString> widgets; ///< by name, without the whole itself

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const bool painted = event->type() == QEvent::Paint;
        m_painted = m_painted || (painted && watched == m_root);
        if (watched != m_root && (painted || event->type() == QEvent::LayoutRequest)) {
            widgets.insert(watched->objectName());
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QWidget *m_root;
    bool m_painted = false;
};

} // namespace

void TestStatusPanel::init()
{
    m_panel = std::make_unique<StatusPanel>();
    m_panel->resize(1400, 30);
    m_panel->setState(u"lamp-listening"_s, u"Listening"_s);
    m_panel->setCommand(u"nc 127.0.0.1 10000"_s);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void TestStatusPanel::showsTheState()
{
    const QImage listening = child(u"statusLamp"_s)->grab().toImage();
    m_panel->setState(u"lamp-failed"_s, u"Cannot listen: <b>port in use</b>"_s);
    QCOMPARE(textOf(u"statusState"_s), u"Cannot listen: <b>port in use</b>"_s);
    QCOMPARE(child<QLabel>(u"statusState"_s)->textFormat(), Qt::PlainText);
    QVERIFY(child(u"statusLamp"_s)->grab().toImage() != listening);
}

void TestStatusPanel::showsNumbers_data()
{
    QTest::addColumn<qint64>("now");
    QTest::addColumn<qint64>("peak");
    QTest::addColumn<QString>("text");
    QTest::newRow("nobody") << qint64(0) << qint64(0) << u"0 clients (peak 0)"_s;
    QTest::newRow("one") << qint64(1) << qint64(9) << u"1 client (peak 9)"_s;
    QTest::newRow("some") << qint64(6) << qint64(9) << u"6 clients (peak 9)"_s;
}

void TestStatusPanel::showsNumbers()
{
    QFETCH(qint64, now);
    QFETCH(qint64, peak);
    QFETCH(QString, text);
    m_panel->setClients(now, peak);
    QCOMPARE(textOf(u"statusClients"_s), text);
}

void TestStatusPanel::showsLoad()
{
    m_panel->setLoad(loadOf(312, 2'202'010, 65'536), 1'677'722);
    QCOMPARE(textOf(u"statusMessages"_s), u"312 messages/s"_s);
    QCOMPARE(textOf(u"statusBytesIn"_s), u"in 2.1 MiB/s"_s);
    QCOMPARE(textOf(u"statusBytesOut"_s), u"out 64 KiB/s"_s);
    QCOMPARE(textOf(u"statusQueued"_s), u"queued 1.6 MiB"_s);
    m_panel->setLoad(loadOf(1, 1, 1), 0);
    QCOMPARE(textOf(u"statusMessages"_s), u"1 message/s"_s);
}

void TestStatusPanel::copiesTheCommand_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::newRow("mouse") << true;
    QTest::newRow("keyboard") << false;
}

void TestStatusPanel::copiesTheCommand()
{
    QFETCH(bool, byMouse);
    QGuiApplication::clipboard()->clear();
    QCOMPARE(textOf(u"statusCommand"_s), u"nc 127.0.0.1 10000"_s);
    auto *copy = child<QToolButton>(u"statusCopyCommand"_s);
    if (byMouse) {
        QTest::mouseClick(copy, Qt::LeftButton);
    } else {
        QTest::keyClick(copy, Qt::Key_Space);
    }
    QCOMPARE(QGuiApplication::clipboard()->text(), u"nc 127.0.0.1 10000"_s);
    m_panel->setCommand({});
    QVERIFY(!copy->isVisible());
}

void TestStatusPanel::showsProgressWhileDraining()
{
    const auto *progress = child<QProgressBar>(u"statusProgress"_s);
    QVERIFY(progress->isHidden());
    m_panel->setProgress(6, 9);
    QVERIFY(progress->isVisible());
    QCOMPARE(progress->value(), 6);
    QCOMPARE(progress->maximum(), 9);
    QCOMPARE(progress->text(), u"6 of 9"_s);
    m_panel->setProgress(10, 9);
    QCOMPARE(progress->value(), 9);
    m_panel->setProgress(0, 0);
    QVERIFY(progress->isHidden());
}

void TestStatusPanel::losesPlotsFirstThenTheCommand()
{
    QStringList lost;
    const QStringList watched{u"statusPlotIn"_s, u"statusCommandBox"_s, u"statusMessages"_s,
                              u"statusClients"_s};
    for (int width = 1400; width >= m_panel->minimumSizeHint().width(); width -= 5) {
        m_panel->resize(width, 30);
        for (const QString &name : watched) {
            if (child(name)->isHidden() && !lost.contains(name)) {
                lost << name;
            }
        }
        QCOMPARE(child(u"statusPlotIn"_s)->isHidden(), child(u"statusPlotOut"_s)->isHidden());
    }
    QCOMPARE(lost, watched);
    QCOMPARE(textOf(u"statusState"_s), u"Listening"_s);
    m_panel->resize(1400, 30);
    for (const QString &name : watched) {
        QVERIFY(child(name)->isVisible());
    }
}

void TestStatusPanel::neverClips_data()
{
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<qint64>("draining");
    QTest::newRow("listening") << u"Listening"_s << qint64(0);
    QTest::newRow("draining") << u"Draining, 3 clients left"_s << qint64(9);
    QTest::newRow("a long sentence")
        << u"Cannot listen on 127.0.0.1:10000: address already in use"_s << qint64(0);
}

void TestStatusPanel::neverClips()
{
    QFETCH(QString, sentence);
    QFETCH(qint64, draining);
    m_panel->setState(u"lamp-listening"_s, sentence);
    m_panel->setProgress(0, draining);
    m_panel->setClients(10'000, 10'000);
    m_panel->setLoad(loadOf(1'234'567, 1'072'588'390, 1'072'588'390), 1'072'588'390);
    for (int width = 1400; width >= m_panel->minimumSizeHint().width(); width -= 7) {
        m_panel->resize(width, 30);
        const auto labels = m_panel->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (label->isVisible()) {
                const int right = label->mapTo(m_panel.get(), QPoint(label->width(), 0)).x();
                QCOMPARE_GE(label->width(), label->sizeHint().width());
                QCOMPARE_LE(right, width);
            }
        }
    }
}

void TestStatusPanel::shortensOnlyWhatDoesNotFit()
{
    const QString sentence = u"Cannot listen on 127.0.0.1:10000: address <already> in use"_s;
    m_panel->setState(u"lamp-failed"_s, sentence);
    QCOMPARE(textOf(u"statusState"_s), sentence);
    QCOMPARE(child(u"statusState"_s)->toolTip(), QString());
    m_panel->resize(150, 30);
    QVERIFY(textOf(u"statusState"_s).endsWith(u'…'));
    QCOMPARE(child(u"statusState"_s)->toolTip(), plainToolTip(sentence));
    QCOMPARE(child(u"statusState"_s)->accessibleName(), sentence);
}

void TestStatusPanel::numbersDoNotMoveTheirNeighbours()
{
    const QStringList names{u"statusClients"_s, u"statusMessages"_s, u"statusBytesIn"_s,
                            u"statusPlotIn"_s,  u"statusBytesOut"_s, u"statusPlotOut"_s,
                            u"statusQueued"_s};
    const auto places = [&] {
        m_panel->layout()->activate();
        QList<QRect> rects;
        for (const QString &name : names) {
            rects << child(name)->geometry();
        }
        return rects;
    };
    const QList<QRect> before = places();
    for (const qint64 bytes : {7LL, 1'000LL, 102'400LL, 1'047'450LL, 5'000'000LL, 0LL}) {
        m_panel->setClients(bytes % 100, 99);
        m_panel->setLoad(loadOf(bytes % 10'000, bytes, bytes), bytes);
        QCOMPARE(places(), before);
    }
    // Where a number is larger than that, its place stays as wide.
    m_panel->setLoad(loadOf(12'345'678, 1, 1), 1);
    const QList<QRect> wider = places();
    QVERIFY(wider != before);
    m_panel->setLoad(loadOf(1, 1, 1), 1);
    QCOMPARE(places(), wider);
}

void TestStatusPanel::plotsHaveNamesAndWords()
{
    m_panel->setLoad(loadOf(1, 2048, 1024), 0);
    QVERIFY(!child(u"statusPlotIn"_s)->accessibleName().isEmpty());
    QCOMPARE(child(u"statusPlotIn"_s)->accessibleDescription(), u"2 KiB/s now, at most 2 KiB/s"_s);
    QCOMPARE(child(u"statusPlotOut"_s)->accessibleDescription(), u"1 KiB/s now, at most 1 KiB/s"_s);
}

void TestStatusPanel::sameValuesAgainDoNothing()
{
    const auto show = [this](const QString &lamp, qint64 number) {
        m_panel->setState(lamp, u"Draining"_s);
        m_panel->setProgress(number, 1000);
        m_panel->setCommand(u"nc 127.0.0.1 %1"_s.arg(number));
        m_panel->setClients(number, 1000);
        m_panel->setLoad(loadOf(number, number, number), number);
    };
    show(u"lamp-listening"_s, 77);
    Work work(m_panel.get());
    work.rest();
    show(u"lamp-listening"_s, 77);
    work.finish(); // arranges
    work.finish(); // paints what was arranged
    QCOMPARE(work.widgets, QSet<QString>());
    show(u"lamp-failed"_s, 78);
    work.finish();
    for (const QString &name : {u"statusLamp"_s, u"statusProgress"_s, u"statusCommand"_s,
                                u"statusClients"_s, u"statusQueued"_s, u"statusPlotIn"_s}) {
        QVERIFY2(work.widgets.contains(name), qPrintable(name));
    }
}

QTEST_MAIN(TestStatusPanel)
#include "tst_statuspanel.moc"
