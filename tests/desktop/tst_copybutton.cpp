// SPDX-License-Identifier: MIT
#include "copybutton.h"
#include "timescale.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTest>
#include <QToolTip>

using namespace peerglass;
using namespace Qt::StringLiterals;
using std::chrono_literals::operator""s;

class TestCopyButton : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void copiesByMouse();
    void copiesByKeyboard();
    void saysSoForAMoment();
};

void TestCopyButton::init()
{
    QGuiApplication::clipboard()->setText(u"something else"_s);
}

void TestCopyButton::copiesByMouse()
{
    CopyButton button;
    button.setCopied(u"nc 127.0.0.1 10000"_s);
    button.show();
    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"nc 127.0.0.1 10000"_s);
}

void TestCopyButton::copiesByKeyboard()
{
    CopyButton button;
    button.setCopied(u"nc ::1 8008"_s);
    button.show();
    QVERIFY(button.focusPolicy() & Qt::TabFocus);
    QTest::keyClick(&button, Qt::Key_Space);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"nc ::1 8008"_s);
}

void TestCopyButton::saysSoForAMoment()
{
    CopyButton button;
    button.show();
    QCOMPARE(button.toolTip(), u"Copy"_s);
    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(button.toolTip(), u"Copied"_s);
    QCOMPARE(button.accessibleName(), u"Copied"_s);
    QCOMPARE(QToolTip::text(), u"Copied"_s);
    QTRY_COMPARE_WITH_TIMEOUT(button.toolTip(), u"Copy"_s, static_cast<int>(scaled(5s).count()));
    QCOMPARE(button.accessibleName(), u"Copy"_s);
}

QTEST_MAIN(TestCopyButton)
#include "tst_copybutton.moc"
