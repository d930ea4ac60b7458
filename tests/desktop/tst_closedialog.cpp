// SPDX-License-Identifier: MIT
#include "closedialog.h"

#include "dialogtest.h"

#include <QLabel>
#include <QProgressBar>
#include <QSignalSpy>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestCloseDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysHowManyAreConnected_data();
    void saysHowManyAreConnected();
    void stopsAndQuits();
    void enterStopsAndQuits();
    void keepsTheFocusWhereItIs();
    void asksAgainWithTheFirstFocus();
    void cancels_data();
    void cancels();
    void canBeSwitchedOff();
    void showsProgress();
    void progressCannotBeClosed();
    void stopsAtOnce();
    void controlsHaveNames();
};

void TestCloseDialog::saysHowManyAreConnected_data()
{
    QTest::addColumn<qint64>("clients");
    QTest::addColumn<QString>("text");
    QTest::newRow("none is left") << qint64(0) << u"No client is connected any more."_s;
    QTest::newRow("one") << qint64(1) << u"One client is connected."_s;
    QTest::newRow("three") << qint64(3) << u"3 clients are connected."_s;
}

void TestCloseDialog::saysHowManyAreConnected()
{
    QFETCH(const qint64, clients);
    CloseDialog dialog;
    dialog.ask(7);
    dialog.open();
    dialog.ask(clients);
    QTEST(find<QLabel>(dialog, u"questionLabel"_s)->text(), "text");
    QVERIFY(find<QWidget>(dialog, u"stopAndQuitButton"_s)->isVisible());
    QVERIFY(!find<QWidget>(dialog, u"stopAtOnceButton"_s)->isVisible());
}

void TestCloseDialog::stopsAndQuits()
{
    CloseDialog dialog;
    QSignalSpy chosen(&dialog, &CloseDialog::stopAndQuitChosen);
    dialog.ask(3);
    dialog.open();
    click(dialog, u"stopAndQuitButton"_s);
    QCOMPARE(chosen.count(), 1);
    QVERIFY(dialog.isVisible()); // for the progress
}

void TestCloseDialog::enterStopsAndQuits()
{
    CloseDialog dialog;
    QSignalSpy chosen(&dialog, &CloseDialog::stopAndQuitChosen);
    dialog.ask(3);
    dialog.open();
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
}

void TestCloseDialog::keepsTheFocusWhereItIs()
{
    CloseDialog dialog;
    QSignalSpy chosen(&dialog, &CloseDialog::stopAndQuitChosen);
    QSignalSpy rejected(&dialog, &QDialog::rejected);
    dialog.ask(3);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *stop = find<QWidget>(dialog, u"stopAndQuitButton"_s);
    QTRY_VERIFY(stop->hasFocus());
    QTest::keyClick(stop, Qt::Key_Tab);
    auto *cancel = find<QWidget>(dialog, u"cancelButton"_s);
    QVERIFY(cancel->hasFocus());
    dialog.ask(2);
    QVERIFY(cancel->hasFocus());
    QTest::keyClick(cancel, Qt::Key_Return);
    QCOMPARE(rejected.count(), 1);
    QCOMPARE(chosen.count(), 0);
}

void TestCloseDialog::asksAgainWithTheFirstFocus()
{
    CloseDialog dialog;
    QSignalSpy chosen(&dialog, &CloseDialog::stopAndQuitChosen);
    dialog.ask(3);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    find<QWidget>(dialog, u"cancelButton"_s)->setFocus();
    QTest::keyClick(find<QWidget>(dialog, u"cancelButton"_s), Qt::Key_Return);
    QVERIFY(!dialog.isVisible());
    dialog.ask(3);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    QTRY_VERIFY(find<QWidget>(dialog, u"stopAndQuitButton"_s)->hasFocus());
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
}

void TestCloseDialog::cancels_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("Cancel") << false;
    QTest::newRow("Escape") << true;
}

void TestCloseDialog::cancels()
{
    QFETCH(const bool, byKey);
    CloseDialog dialog;
    QSignalSpy chosen(&dialog, &CloseDialog::stopAndQuitChosen);
    QSignalSpy rejected(&dialog, &QDialog::rejected);
    dialog.ask(3);
    dialog.open();
    if (byKey) {
        QTest::keyClick(&dialog, Qt::Key_Escape);
    } else {
        click(dialog, u"cancelButton"_s);
    }
    QCOMPARE(rejected.count(), 1);
    QCOMPARE(chosen.count(), 0);
    QVERIFY(!dialog.isVisible());
}

void TestCloseDialog::canBeSwitchedOff()
{
    CloseDialog dialog;
    dialog.ask(3);
    dialog.open();
    QVERIFY(dialog.isAskingAgain());
    QTest::keyClick(find<QWidget>(dialog, u"dontAskBox"_s), Qt::Key_Space);
    QVERIFY(!dialog.isAskingAgain());
}

void TestCloseDialog::showsProgress()
{
    CloseDialog dialog;
    dialog.showProgress(3, 3);
    dialog.open();
    auto *bar = find<QProgressBar>(dialog, u"progressBar"_s);
    QCOMPARE(bar->value(), 0);
    dialog.showProgress(2, 3);
    QCOMPARE(bar->value(), 1);
    QCOMPARE(bar->maximum(), 3);
    QCOMPARE(find<QLabel>(dialog, u"progressLabel"_s)->text(), u"Stopping: 2 of 3 clients left."_s);
    QVERIFY(!find<QWidget>(dialog, u"stopAndQuitButton"_s)->isVisible());
}

void TestCloseDialog::progressCannotBeClosed()
{
    CloseDialog dialog;
    QSignalSpy rejected(&dialog, &QDialog::rejected);
    dialog.ask(3);
    dialog.open();
    dialog.showProgress(2, 3);
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(dialog.isVisible());
    dialog.close(); // as the window system asks for it
    QVERIFY(dialog.isVisible());
    QCOMPARE(rejected.count(), 0);
}

void TestCloseDialog::stopsAtOnce()
{
    CloseDialog dialog;
    QSignalSpy chosen(&dialog, &CloseDialog::stopAtOnceChosen);
    dialog.showProgress(2, 3);
    dialog.open();
    QTest::keyClick(&dialog, Qt::Key_Return); // Enter that came late must not cost data
    QCOMPARE(chosen.count(), 0);
    click(dialog, u"stopAtOnceButton"_s);
    QCOMPARE(chosen.count(), 1);
}

void TestCloseDialog::controlsHaveNames()
{
    QCOMPARE(namelessControls(CloseDialog()), QStringList());
    QCOMPARE(hiddenTexts(CloseDialog()), QStringList());
}

QTEST_MAIN(TestCloseDialog)
#include "tst_closedialog.moc"
