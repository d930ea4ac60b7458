// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMap>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTableWidget>
#include <QTest>
#include <QToolBar>
#include <QToolButton>
#include <QWidgetAction>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

/// Tool buttons go by the action that they have.
QString nameOf(const QWidget *widget)
{
    const auto *button = qobject_cast<const QToolButton *>(widget);
    return widget->objectName().isEmpty() && button && button->defaultAction()
        ? button->defaultAction()->objectName()
        : widget->objectName();
}

/// Those of the menu bar and its submenus, as far as they are filled before they are opened.
QList<QAction *> actionsIn(const QWidget *bar)
{
    QList<QAction *> actions;
    for (QAction *each : bar->actions()) {
        if (each->menu()) {
            actions += actionsIn(each->menu());
        } else if (!each->isSeparator()) {
            actions.append(each);
        }
    }
    return actions;
}

/// Kinds, columns and services have none of their own: there are too many, and their menus can be
/// reached by keys.
bool mayLackShortcut(const QAction *action)
{
    static const QRegularExpression names(u"^(kind-.*|.*All|showAllKinds)$"_s);
    return names.match(action->objectName()).hasMatch();
}

/// Of the window itself: not what widgets have for their own use.
QList<QAction *> actionsOf(const QMainWindow &window)
{
    QList<QAction *> actions;
    for (QAction *each : window.findChildren<QAction *>()) {
        const bool own = qobject_cast<const QLineEdit *>(each->parent())
            || qobject_cast<const QToolBar *>(each->parent())
            || qobject_cast<const QWidgetAction *>(each);
        if (!own && !each->isSeparator() && !each->menu()) {
            actions.append(each);
        }
    }
    return actions;
}

} // namespace

/// All of the window can be reached and done without a mouse.
class TestWindowKeyboard : public QueueWindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { close(); }
    void tabFollowsThePicture();
    void tabFollowsThePictureWithoutAServer();
    void actionsHaveShortcutsAndPlaces();
    void shortcutsAreListed();
    void controlsHaveNames();
    void closesTheNotice();
    void copiesTheCommand();

private:
    QString walk();
};

void TestWindowKeyboard::init()
{
    open(u"echo://127.0.0.1:0"_s);
}

/// Where Tab leads, from the button at the left of the tool bar until it is there again.
QString TestWindowKeyboard::walk()
{
    constexpr int most = 100;
    QStringList names;
    m_window->widget(u"serverButton"_s)->setFocus(Qt::TabFocusReason);
    for (int i = 0; i < most; ++i) {
        names.append(nameOf(QApplication::focusWidget()));
        if (!m_window->press(Qt::Key_Tab) || nameOf(QApplication::focusWidget()) == names.first()) {
            break;
        }
    }
    return names.join(u' ');
}

void TestWindowKeyboard::tabFollowsThePicture()
{
    holdAndSend({"one", "two"});
    QVERIFY(m_window->clickRow(u"queueTable"_s, 0));
    QCOMPARE(
        walk(),
        u"serverButton serviceChip0 actionSend holdMenuButton actionKick clientsFilter "
        "connectionsTable holdButton stepButton dropButton queueTable eventsClient eventsKinds "
        "eventsSearch followButton exportButton eventsTable statusCopyCommand"_s);
}

void TestWindowKeyboard::tabFollowsThePictureWithoutAServer()
{
    WindowFixture::Options options;
    options.services = {u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0"_s};
    m_window = std::make_unique<WindowFixture>(options);
    QCOMPARE(
        walk(),
        u"serverButton serviceChip0 serviceChip1 actionAddService holdMenuButton clientsFilter "
        "actionTryItButton actionStartButton actionAddServiceButton eventsClient eventsKinds "
        "eventsSearch followButton"_s);
}

void TestWindowKeyboard::actionsHaveShortcutsAndPlaces()
{
    const QMainWindow &window = m_window->window();
    const QList<QAction *> inMenus = actionsIn(window.menuBar());
    QMap<QString, QString> keys;
    QStringList lacking;
    for (const QAction *action : actionsOf(window)) {
        const QString name = action->objectName() + u' ' + action->text();
        if (!inMenus.contains(action)) {
            lacking.append(name + u" is in no menu"_s);
        }
        if (action->shortcut().isEmpty() && !mayLackShortcut(action)) {
            lacking.append(name + u" has no shortcut"_s);
        }
        // One for the clients and one for the events may be the same.
        const QString key = action->shortcut().toString()
            + (action->shortcutContext() == Qt::WindowShortcut ? QString() : action->objectName());
        if (!action->shortcut().isEmpty() && keys.contains(key)) {
            lacking.append(name + u" has the shortcut of "_s + keys[key]);
        }
        keys.insert(key, name);
    }
    QCOMPARE(lacking.join(u", "_s), QString());
    QVERIFY(keys.size() > 40);
}

void TestWindowKeyboard::shortcutsAreListed()
{
    QVERIFY(m_window->press(Qt::Key_F1));
    QVERIFY(m_window->waitForDialog(u"ShortcutsDialog"_s));
    const auto *table = m_window->widget(u"ShortcutsDialog"_s)->findChild<QTableWidget *>();
    QStringList keys;
    for (int row = 0; row < table->rowCount(); ++row) {
        keys.append(table->item(row, 0)->text());
        QVERIFY(!table->item(row, 1)->text().isEmpty());
    }
    for (const QAction *action : actionsOf(m_window->window())) {
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        QVERIFY2(key.isEmpty() || keys.contains(key), qPrintable(action->objectName()));
    }
    QVERIFY(keys.contains(u"Ctrl+Return"_s)); // in the dialog Send
    QCOMPARE(keys.count(u"Del"_s), 2); // Kick, and in the list of bans
}

void TestWindowKeyboard::controlsHaveNames()
{
    QStringList nameless;
    for (QWidget *each : m_window->window().findChildren<QWidget *>()) {
        const QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(each);
        const bool inner = each->objectName().startsWith(u"qt_");
        const auto *label = qobject_cast<const QLabel *>(each); // its text is its name
        if (each->focusPolicy() != Qt::NoFocus && !inner && (!label || !label->text().isEmpty())
            && seen->text(QAccessible::Name).isEmpty()) {
            nameless.append(QLatin1StringView(each->metaObject()->className()) + u' '
                            + nameOf(each));
        }
    }
    QCOMPARE(nameless.join(u", "_s), QString());
}

void TestWindowKeyboard::closesTheNotice()
{
    WindowFixture::Options options;
    options.settings = "what is this"_ba;
    m_window = std::make_unique<WindowFixture>(options);
    QVERIFY(m_window->isVisible(u"noticeText"_s));
    QVERIFY(m_window->press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(!m_window->isVisible(u"noticeText"_s));
    QVERIFY(!actionOf(*m_window, u"actionCloseNotice"_s).isEnabled());
}

void TestWindowKeyboard::copiesTheCommand()
{
    QVERIFY(m_window->press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"nc 127.0.0.1 %1"_s.arg(m_window->port()));
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QVERIFY(!actionOf(*m_window, u"actionCopyCommand"_s).isEnabled());
}

QTEST_MAIN(TestWindowKeyboard)
#include "tst_window_keyboard.moc"
