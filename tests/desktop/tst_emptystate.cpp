// SPDX-License-Identifier: MIT
#include "emptystate.h"

#include "icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestEmptyState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsPlainText();
    void copiesTheCommand();
    void hidesWhatItHasNot();
    void buttonsFollowTheirActions();
    void buttonsTriggerTheirActions_data();
    void buttonsTriggerTheirActions();
    void actionMaySetOthers_data();
    void actionMaySetOthers();
    void forgetsFormerButtons();
    void buttonsGoWithTheirActions();
    void centersItsText();

private:
    template <typename Widget>
    Widget *child(const QString &name)
    {
        return m_empty->findChild<Widget *>(name);
    }
    QList<QPushButton *> buttons() { return m_empty->findChildren<QPushButton *>(); }

    std::unique_ptr<EmptyState> m_empty;
};

void TestEmptyState::init()
{
    m_empty = std::make_unique<EmptyState>();
    m_empty->resize(600, 300);
    m_empty->show();
    QVERIFY(QTest::qWaitForWindowActive(m_empty.get()));
}

void TestEmptyState::showsPlainText()
{
    m_empty->setText(u"<b>title</b>"_s, u"<i>sentence</i>"_s);
    m_empty->setCommand(u"<u>command</u>"_s);
    for (const QString &name : {u"emptyTitle"_s, u"emptySentence"_s, u"emptyCommand"_s}) {
        const auto *label = child<QLabel>(name);
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(label->text().startsWith(u'<'));
        QVERIFY(label->isVisible());
    }
    QCOMPARE_GT(child<QLabel>(u"emptyTitle"_s)->font().pointSizeF(), m_empty->font().pointSizeF());
}

void TestEmptyState::copiesTheCommand()
{
    QGuiApplication::clipboard()->clear();
    m_empty->setCommand(u"nc 127.0.0.1 10000"_s);
    const QFontMetrics metrics = child<QLabel>(u"emptyCommand"_s)->fontMetrics();
    QCOMPARE(metrics.horizontalAdvance(u"ii"_s), metrics.horizontalAdvance(u"MM"_s));
    QTest::mouseClick(child<QToolButton>(u"emptyCopyCommand"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"nc 127.0.0.1 10000"_s);
}

void TestEmptyState::hidesWhatItHasNot()
{
    m_empty->setText({}, u"Nothing waits."_s);
    m_empty->setCommand({});
    m_empty->setActions({});
    QVERIFY(child<QLabel>(u"emptyTitle"_s)->isHidden());
    QVERIFY(child<QLabel>(u"emptySentence"_s)->isVisible());
    QVERIFY(!child<QLabel>(u"emptyCommand"_s)->isVisible());
    QVERIFY(child<QWidget>(u"emptyButtons"_s)->isHidden());
    m_empty->setText(u"0 of 12 shown"_s, {});
    QVERIFY(child<QLabel>(u"emptyTitle"_s)->isVisible());
    QVERIFY(child<QLabel>(u"emptySentence"_s)->isHidden());
}

void TestEmptyState::buttonsFollowTheirActions()
{
    QAction action(icon(u"try-it"), u"&Try it"_s);
    action.setObjectName(u"tryIt"_s);
    action.setEnabled(false);
    m_empty->setActions({&action});
    auto *button = child<QPushButton>(u"tryItButton"_s);
    QVERIFY(button);
    QCOMPARE(button->text(), u"Try it"_s);
    QVERIFY(!button->icon().isNull());
    QVERIFY(!button->isEnabled());
    action.setEnabled(true);
    action.setText(u"Stop the sample clients"_s);
    action.setToolTip(u"They leave."_s);
    QVERIFY(button->isEnabled());
    QCOMPARE(button->text(), u"Stop the sample clients"_s);
    QCOMPARE(button->toolTip(), u"They leave."_s);
}

void TestEmptyState::buttonsTriggerTheirActions_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::addColumn<bool>("enabled");
    QTest::addColumn<int>("times");
    QTest::newRow("mouse") << true << true << 1;
    QTest::newRow("keyboard") << false << true << 1;
    QTest::newRow("mouse, disabled") << true << false << 0;
}

void TestEmptyState::buttonsTriggerTheirActions()
{
    QFETCH(bool, byMouse);
    QFETCH(bool, enabled);
    QFETCH(int, times);
    QAction first(u"First"_s);
    QAction second(u"Second"_s);
    second.setEnabled(enabled);
    const QSignalSpy triggered(&second, &QAction::triggered);
    m_empty->setActions({&first, &second});
    QPushButton *button = buttons().at(1);
    QTRY_VERIFY(button->isVisible());
    if (byMouse) {
        QTest::mouseClick(button, Qt::LeftButton);
    } else {
        buttons().at(0)->setFocus();
        QTest::keyClick(buttons().at(0), Qt::Key_Tab);
        QVERIFY(button->hasFocus());
        QTest::keyClick(button, Qt::Key_Space);
    }
    QCOMPARE(triggered.size(), times);
}

void TestEmptyState::actionMaySetOthers_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::newRow("mouse") << true;
    QTest::newRow("keyboard") << false;
}

void TestEmptyState::actionMaySetOthers()
{
    QFETCH(bool, byMouse);
    QAction action(u"First"_s);
    m_empty->setActions({&action});
    QPointer<QPushButton> button = buttons().at(0);
    QTRY_VERIFY(button->isVisible());
    bool thereInItsClick = false;
    connect(&action, &QAction::triggered, this, [&] {
        m_empty->setActions({});
        thereInItsClick = !button.isNull();
    });
    if (byMouse) {
        QTest::mouseClick(button, Qt::LeftButton);
    } else {
        QTest::keyClick(button, Qt::Key_Space);
    }
    QVERIFY(thereInItsClick);
    QVERIFY(child<QWidget>(u"emptyButtons"_s)->isHidden());
    QTRY_VERIFY(button.isNull());
}

void TestEmptyState::forgetsFormerButtons()
{
    QAction first(u"First"_s);
    QAction second(u"Second"_s);
    m_empty->setActions({&first, &second});
    QPushButton *former = buttons().at(0);
    m_empty->setActions({&second});
    QVERIFY(former->isHidden());
    QTRY_COMPARE(buttons().size(), 1);
    QCOMPARE(buttons().at(0)->text(), u"Second"_s);
    first.setText(u"Changed"_s);
    QCOMPARE(buttons().at(0)->text(), u"Second"_s);
}

void TestEmptyState::buttonsGoWithTheirActions()
{
    auto action = std::make_unique<QAction>(u"First"_s);
    m_empty->setActions({action.get()});
    action.reset();
    QTRY_COMPARE(buttons().size(), 0);
}

void TestEmptyState::centersItsText()
{
    m_empty->resize(2000, 1200);
    m_empty->setText(u"Nobody has connected yet"_s, QString(u"Some words. "_s).repeated(40));
    const auto *sentence = child<QLabel>(u"emptySentence"_s);
    QTRY_VERIFY(sentence->height() >= sentence->heightForWidth(sentence->width()));
    const QRect area(sentence->mapTo(m_empty.get(), QPoint()), sentence->size());
    QCOMPARE_LE(qAbs(area.center().x() - 1000), 2);
    QCOMPARE_LE(qAbs(area.center().y() - 600), 100);
    // Lines of a length that reads well.
    QCOMPARE_LE(area.width(), 600);
}

QTEST_MAIN(TestEmptyState)
#include "tst_emptystate.moc"
