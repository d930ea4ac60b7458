// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QApplication>
#include <QTest>
#include <QToolButton>

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

private:
    QStringList walk();
};

void TestWindowKeyboard::init()
{
    open(u"echo://127.0.0.1:0"_s);
}

/// Where Tab leads, from the button at the left of the tool bar until it is there again.
QStringList TestWindowKeyboard::walk()
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
    return names;
}

void TestWindowKeyboard::tabFollowsThePicture()
{
    holdAndSend({"one", "two"});
    QVERIFY(m_window->clickRow(u"queueTable"_s, 0));
    QCOMPARE(walk(),
             QStringList({u"serverButton"_s, u"serviceChip0"_s, u"actionSend"_s, u"actionHold"_s,
                          u"actionKick"_s, u"clientsFilter"_s, u"connectionsTable"_s,
                          u"holdButton"_s, u"stepButton"_s, u"dropButton"_s, u"queueTable"_s,
                          u"eventsClient"_s, u"eventsKinds"_s, u"eventsSearch"_s, u"followButton"_s,
                          u"exportButton"_s, u"eventsTable"_s, u"statusCopyCommand"_s}));
}

void TestWindowKeyboard::tabFollowsThePictureWithoutAServer()
{
    WindowFixture::Options options;
    options.services = {u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0"_s};
    m_window = std::make_unique<WindowFixture>(options);
    QCOMPARE(walk().first(5),
             QStringList({u"serverButton"_s, u"serviceChip0"_s, u"serviceChip1"_s,
                          u"actionAddService"_s, u"clientsFilter"_s}));
}

QTEST_MAIN(TestWindowKeyboard)
#include "tst_window_keyboard.moc"
