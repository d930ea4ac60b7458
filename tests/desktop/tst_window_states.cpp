// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>
#include <QProgressBar>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString connections = u"connectionsTable"_s;
const QString title = u"connectionsEmpty/emptyTitle"_s;
const QString sentence = u"connectionsEmpty/emptySentence"_s;

} // namespace

// What the server is in: its sentences, and what one can do then.
class TestWindowStates : public ServerWindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void noService();
    void firstStart();
    void stopped();
    void listeningWithoutClients();
    void whatIsPressedStays();
    void commandIsThatOfTheService_data();
    void commandIsThatOfTheService();
    void connected();
    void draining();
};

void TestWindowStates::init()
{
    open({u"echo://127.0.0.1:0"_s});
}

void TestWindowStates::cleanup()
{
    m_window.reset();
}

void TestWindowStates::noService()
{
    open({});
    QCOMPARE(m_window->state(), u"No service"_s);
    QCOMPARE(m_window->text(title), u"There is no service"_s);
    QVERIFY(m_window->text(sentence).startsWith(u"Add one to start: echo or chat"_s));
    QVERIFY(offers({u"Add service…"_s, u"Try it"_s}));
    QCOMPARE(enabled(), QStringList({u"AddService"_s, u"TryIt"_s}));
    QVERIFY(!m_window->widget(u"serverButton"_s)->isEnabled());
    QVERIFY(m_window->click(u"connectionsEmpty/actionAddServiceButton"_s));
    QVERIFY(m_window->waitForDialog(u"ServiceDialog"_s));
    QVERIFY(retype(*m_window, u"ServiceDialog/urlEdit"_s, u"echo://127.0.0.1:0"_s));
    QVERIFY(m_window->press(Qt::Key_Return));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QVERIFY(m_window->start());
}

void TestWindowStates::firstStart()
{
    open({}, true);
    QCOMPARE(m_window->state(), u"Stopped"_s);
    QCOMPARE(m_window->text(title), u"Welcome to Peerglass"_s);
    const QString text = m_window->text(sentence);
    QVERIFY2(text.contains(u"Press Try it: it starts the server (echo://localhost:10000, "
                           "chat://localhost:8008)"_s),
             qPrintable(text));
    QVERIFY(offers({u"Try it"_s, u"Start"_s, u"Add service…"_s}));
    QCOMPARE(enabled(), QStringList({u"Start"_s, u"AddService"_s, u"TryIt"_s}));
    QVERIFY(closeAndReopen(*m_window));
    QCOMPARE(m_window->text(title), u"The server is stopped"_s);
}

void TestWindowStates::stopped()
{
    for (int time = 0; time < 2; ++time) { // as it opens, and after it has run
        QCOMPARE(m_window->state(), u"Stopped"_s);
        QCOMPARE(m_window->text(title), u"The server is stopped"_s);
        QVERIFY(m_window->text(sentence).startsWith(u"Start listens on echo://127.0.0.1:0."_s));
        QVERIFY(offers({u"Try it"_s, u"Start"_s, u"Add service…"_s}));
        QCOMPARE(enabled(), QStringList({u"Start"_s, u"AddService"_s, u"TryIt"_s}));
        QCOMPARE(m_window->text(u"serverButton"_s), u"Start"_s);
        QVERIFY(!m_window->isVisible(u"connectionsEmpty/emptyCommand"_s));
        QVERIFY(!m_window->isVisible(u"statusCommand"_s));
        QVERIFY(m_window->click(u"connectionsEmpty/actionStartButton"_s));
        QVERIFY(m_window->waitForState(u"Listening"_s));
        QVERIFY(m_window->click(u"serverButton"_s));
        QVERIFY(m_window->waitForState(u"Stopped"_s));
    }
}

void TestWindowStates::listeningWithoutClients()
{
    QVERIFY(m_window->start());
    const QString command = u"nc 127.0.0.1 %1"_s.arg(m_window->port());
    QCOMPARE(m_window->text(title), u"Nobody has connected yet"_s);
    QCOMPARE(m_window->text(sentence), u"Try this in a terminal:"_s);
    QCOMPARE(m_window->text(u"connectionsEmpty/emptyCommand"_s), command);
    QCOMPARE(m_window->text(u"statusCommand"_s), command);
    QVERIFY(offers({u"Try it"_s}));
    QCOMPARE(enabled(),
             QStringList({u"Stop"_s, u"StopAtOnce"_s, u"HoldNew"_s, u"Send"_s, u"TryIt"_s}));
    QCOMPARE(m_window->text(u"serverButton"_s), u"Stop gracefully"_s);
    for (const QString &copy : {u"emptyCopyCommand"_s, u"statusCopyCommand"_s}) {
        QGuiApplication::clipboard()->clear();
        QVERIFY2(m_window->click(copy), qPrintable(copy));
        QCOMPARE(QGuiApplication::clipboard()->text(), command);
    }
}

/// What is reported meanwhile does not take a button from under the mouse.
void TestWindowStates::whatIsPressedStays()
{
    QGuiApplication::clipboard()->clear();
    QVERIFY(m_window->start());
    for (const QString &name : {u"emptyCopyCommand"_s, u"actionTryItButton"_s}) {
        const QPointer<QWidget> button = m_window->widget(u"connectionsEmpty/"_s + name);
        QVERIFY(waitFor([&] { return button->isVisible(); }));
        const bool held = actionOf(*m_window, u"actionHoldNew"_s).isChecked();
        QTest::mousePress(button, Qt::LeftButton);
        QVERIFY(m_window->press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier));
        QVERIFY(
            waitFor([&] { return actionOf(*m_window, u"actionHoldNew"_s).isChecked() != held; }));
        QVERIFY2(button, qPrintable(name));
        QTest::mouseRelease(button, Qt::LeftButton);
    }
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"nc 127.0.0.1 "_s));
    QVERIFY(actionOf(*m_window, u"actionStopSamples"_s).isEnabled());
}

void TestWindowStates::commandIsThatOfTheService_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("command");
    QTest::newRow("IPv6") << u"echo://[::1]:0"_s << u"nc ::1 %1"_s;
    QTest::newRow("a name") << u"echo://localhost:0"_s << u"nc 127.0.0.1 %1"_s;
    QTest::newRow("another address of loopback") << u"echo://127.0.0.2:0"_s << u"nc 127.0.0.2 %1"_s;
}

void TestWindowStates::commandIsThatOfTheService()
{
    QFETCH(const QString, url);
    QFETCH(const QString, command);
    open({url});
    QVERIFY(m_window->start());
    const QString port = m_window->text(u"statusCommand"_s).section(u' ', -1);
    QCOMPARE(m_window->text(u"statusCommand"_s), command.arg(port));
    QVERIFY(m_window->text(u"serviceChip0"_s).contains(u':' + port + u' '));
}

void TestWindowStates::connected()
{
    QVERIFY(m_window->start());
    RawClient client(m_window->port());
    QVERIFY(waitFor([this] { return m_window->cellOf(1, u"State"_s) == u"Open"_s; }));
    QVERIFY(m_window->isVisible(connections));
    QVERIFY(!m_window->isVisible(title));
    QCOMPARE(enabled(),
             QStringList(
                 {u"Stop"_s, u"StopAtOnce"_s, u"HoldNew"_s, u"HoldAll"_s, u"Send"_s, u"TryIt"_s}));
    client.close();
    QVERIFY(
        waitFor([this] { return m_window->cellOf(1, u"State"_s) == u"Gone: client closed"_s; }));
    QCOMPARE(enabled(),
             QStringList({u"Stop"_s, u"StopAtOnce"_s, u"HoldNew"_s, u"Send"_s, u"TryIt"_s}));
    QCOMPARE(m_window->text(title), u"Nobody is connected"_s); // once its row is taken out
    QCOMPARE(m_window->text(sentence), u"Try this in a terminal:"_s);
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QVERIFY(m_window->start());
    QCOMPARE(m_window->text(title), u"Nobody has connected yet"_s); // in this run
}

void TestWindowStates::draining()
{
    QVERIFY(m_window->start());
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int id = 1; id <= 2; ++id) {
        clients.push_back(std::make_unique<RawClient>(m_window->port(), RawClient::notReading()));
        clients.back()->send(QByteArray(8 * 1024 * 1024, 'x'));
        QVERIFY(waitFor([&] { return m_window->cellOf(id, u"State"_s) == u"Paused"_s; }));
    }
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ShiftModifier));
    QVERIFY(m_window->waitForState(u"Draining, 2 clients left"_s));
    QCOMPARE(enabled(), QStringList({u"StopAtOnce"_s, u"HoldAll"_s, u"Send"_s}));
    QCOMPARE(m_window->text(u"serverButton"_s), u"Stop at once"_s);
    QCOMPARE(m_window->widget(u"serviceChip0"_s)->accessibleDescription(), u"draining"_s);
    QVERIFY(!m_window->isVisible(u"statusCommand"_s)); // nobody can connect any more
    clients.pop_back();
    QVERIFY(m_window->waitForState(u"Draining, 1 client left"_s));
    const auto *progress = qobject_cast<QProgressBar *>(m_window->widget(u"statusProgress"_s));
    QVERIFY(waitFor([&] { return progress->value() == 1 && progress->maximum() == 2; }));
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
}

QTEST_MAIN(TestWindowStates)
#include "tst_window_states.moc"
