// SPDX-License-Identifier: MIT
#include "rawclient.h"
#include "windowhands.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString connections = u"connectionsTable"_s;

} // namespace

// What is done to one client or to several.
class TestWindowClients : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void holdsAllThatAreSelected();
    void kicksOneAtOnceWithoutAQuestion();
    void asksBeforeKickingSeveral_data();
    void asksBeforeKickingSeveral();
    void holdsNewClients_data();
    void holdsNewClients();
    void holdsNewAsItsServicesDo_data();
    void holdsNewAsItsServicesDo();
    void holdsByTheButton();
    void holdsAndReleasesAll();
    void dropsAllOfThoseSelected();
    void pausesAndResumesReading();
    void finishesSending();

private:
    void connectClients(int count, int service = 0);
    RawClient &client(int id) { return *m_clients.at(size_t(id - 1)); }
    void select(const QList<int> &ids);
    QStringList states() const { return m_window->cells(connections, u"State"_s); }
    bool waitForStates(const QStringList &wanted)
    {
        return waitFor([&] { return states() == wanted; });
    }

    std::unique_ptr<WindowFixture> m_window;
    std::vector<std::unique_ptr<RawClient>> m_clients;
};

void TestWindowClients::init()
{
    WindowFixture::Options options;
    options.services = QStringList({u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0"_s});
    m_window = std::make_unique<WindowFixture>(options);
    QVERIFY(m_window->start());
}

void TestWindowClients::cleanup()
{
    m_clients.clear();
    m_window.reset();
}

/// One after the other, so that their ids are in their order.
void TestWindowClients::connectClients(int count, int service)
{
    for (int i = 0; i < count; ++i) {
        const int before = m_window->rows(connections);
        m_clients.push_back(std::make_unique<RawClient>(m_window->port(service)));
        QVERIFY(waitFor([&] { return m_window->rows(connections) == before + 1; }));
    }
}

void TestWindowClients::select(const QList<int> &ids)
{
    Qt::KeyboardModifiers keys;
    for (const int id : ids) {
        QVERIFY(m_window->clickRow(connections, m_window->rowOf(id), keys));
        keys = Qt::ControlModifier;
    }
}

void TestWindowClients::holdsAllThatAreSelected()
{
    connectClients(4);
    QVERIFY(m_window->clickRow(connections, 0));
    QVERIFY(m_window->clickRow(connections, 2, Qt::ShiftModifier));
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitForStates({u"Held"_s, u"Held"_s, u"Held"_s, u"Open"_s}));
    select({2, 4});
    QVERIFY(m_window->press(Qt::Key_Space)); // one is not held yet: hold, not release
    QVERIFY(waitForStates({u"Held"_s, u"Held"_s, u"Held"_s, u"Held"_s}));
    QVERIFY(m_window->press(Qt::Key_A, Qt::ControlModifier));
    QVERIFY(
        waitFor([this] { return actionOf(*m_window, u"actionHold"_s).text() == u"Re&lease"_s; }));
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitForStates({u"Open"_s, u"Open"_s, u"Open"_s, u"Open"_s}));
}

void TestWindowClients::kicksOneAtOnceWithoutAQuestion()
{
    connectClients(2);
    select({2});
    QVERIFY(m_window->press(Qt::Key_Delete, Qt::ShiftModifier));
    QVERIFY(!m_window->isOpen(u"KickDialog"_s));
    QVERIFY(waitForStates({u"Open"_s, u"Gone: kicked"_s}));
    QVERIFY(waitFor([this] { return client(2).wasReset; }));
}

void TestWindowClients::asksBeforeKickingSeveral_data()
{
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("Delete") << false;
    QTest::newRow("Shift+Delete") << true;
}

void TestWindowClients::asksBeforeKickingSeveral()
{
    QFETCH(const bool, atOnce);
    connectClients(3);
    select({1, 3});
    QVERIFY(m_window->press(Qt::Key_Delete, atOnce ? Qt::ShiftModifier : Qt::NoModifier));
    QVERIFY(m_window->waitForDialog(u"KickDialog"_s));
    QCOMPARE(m_window->widget(u"KickDialog"_s)->windowTitle(), u"Kick 2 clients"_s);
    const QStringList lines = m_window->text(u"KickDialog/whoLabel"_s).split(u'\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.at(0).startsWith(u"#1, 127.0.0.1:"_s));
    QVERIFY(lines.at(1).startsWith(u"#3, 127.0.0.1:"_s));
    QVERIFY(m_window->press(Qt::Key_Escape));
    QVERIFY(waitFor([this] { return !m_window->isOpen(u"KickDialog"_s); }));
    QCOMPARE(states(), QStringList({u"Open"_s, u"Open"_s, u"Open"_s}));

    QVERIFY(m_window->press(Qt::Key_Delete, atOnce ? Qt::ShiftModifier : Qt::NoModifier));
    QVERIFY(m_window->waitForDialog(u"KickDialog"_s));
    QVERIFY(m_window->click(u"KickDialog/kickButton"_s));
    QVERIFY(waitForStates({u"Open"_s, u"Gone: kicked"_s, u"Gone: kicked"_s}));
    QCOMPARE(m_window->cell(connections, 0, u"#"_s), u"2"_s);
    for (const int id : {1, 3}) {
        QVERIFY(waitFor([&] { return atOnce ? client(id).wasReset : client(id).hasEnded; }));
    }
}

void TestWindowClients::holdsNewClients_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("menu") << false;
    QTest::newRow("keys") << true;
}

void TestWindowClients::holdsNewClients()
{
    QFETCH(const bool, byKey);
    connectClients(1);
    const QAction &action = actionOf(*m_window, u"actionHoldNew"_s);
    for (const bool on : {true, false}) {
        QVERIFY(byKey ? m_window->press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier)
                      : m_window->clickMenu({u"menuServer"_s, u"actionHoldNew"_s}));
        QVERIFY(waitFor([&] { return action.isChecked() == on; }));
        connectClients(1);
        connectClients(1, 1);
    }
    QVERIFY(waitForStates({u"Open"_s, u"Held"_s, u"Held"_s, u"Open"_s, u"Open"_s}));
}

void TestWindowClients::holdsNewAsItsServicesDo_data()
{
    QTest::addColumn<QStringList>("services");
    QTest::addColumn<bool>("checked");
    QTest::newRow("all hold") << QStringList(
        {u"echo://127.0.0.1:0?hold=on"_s, u"chat://127.0.0.1:0?hold=on"_s})
                              << true;
    QTest::newRow("one of two") << QStringList(
        {u"echo://127.0.0.1:0?hold=on"_s, u"chat://127.0.0.1:0"_s})
                                << false;
}

void TestWindowClients::holdsNewAsItsServicesDo()
{
    QFETCH(const QStringList, services);
    QFETCH(const bool, checked);
    m_window = std::make_unique<WindowFixture>(WindowFixture::Options{.services = services});
    QVERIFY(m_window->start());
    QCOMPARE(actionOf(*m_window, u"actionHoldNew"_s).isChecked(), checked);
    connectClients(1);
    QVERIFY(waitForStates({u"Held"_s}));
    QVERIFY(m_window->clickMenu({u"menuServer"_s, u"actionHoldNew"_s}));
    QVERIFY(
        waitFor([&] { return actionOf(*m_window, u"actionHoldNew"_s).isChecked() != checked; }));
    connectClients(2, 0);
    const QString state = checked ? u"Open"_s : u"Held"_s;
    QVERIFY(waitForStates({u"Held"_s, state, state}));
}

// What its menu offers has nothing to do with who is selected.
void TestWindowClients::holdsByTheButton()
{
    const QString button = u"holdMenuButton"_s;
    QVERIFY(clickMenuOf(*m_window, button, {u"actionHoldNew"_s}));
    QVERIFY(waitFor([this] { return actionOf(*m_window, u"actionHoldNew"_s).isChecked(); }));
    connectClients(2);
    QVERIFY(waitForStates({u"Held"_s, u"Held"_s}));
    QVERIFY(clickMenuOf(*m_window, button, {u"actionReleaseAll"_s}));
    QVERIFY(waitForStates({u"Open"_s, u"Open"_s}));
    select({2});
    QVERIFY(m_window->click(button));
    QVERIFY(waitForStates({u"Open"_s, u"Held"_s}));
    QVERIFY(waitFor([&] { return m_window->text(button) == u"Release"_s; }));
    QVERIFY(clickMenuOf(*m_window, button, {u"actionHoldAll"_s}));
    QVERIFY(waitForStates({u"Held"_s, u"Held"_s}));
    QVERIFY(m_window->press(Qt::Key_Delete, Qt::ShiftModifier));
    QVERIFY(waitForStates({u"Held"_s, u"Gone: kicked"_s}));
    QVERIFY(clickMenuOf(*m_window, button, {u"actionReleaseAll"_s}));
    QVERIFY(waitForStates({u"Open"_s, u"Gone: kicked"_s}));
}

void TestWindowClients::holdsAndReleasesAll()
{
    connectClients(2);
    connectClients(1, 1);
    QVERIFY(m_window->clickMenu({u"menuServer"_s, u"actionHoldAll"_s}));
    QVERIFY(waitForStates({u"Held"_s, u"Held"_s, u"Held"_s}));
    client(1).send("one");
    client(2).send("two");
    QVERIFY(waitFor([this] { return m_window->cellOf(1, u"Queue"_s) == u"3 B"_s; }));
    QVERIFY(waitFor([this] { return m_window->cellOf(2, u"Queue"_s) == u"3 B"_s; }));
    QVERIFY(m_window->clickMenu({u"menuServer"_s, u"actionReleaseAll"_s}));
    QVERIFY(waitForStates({u"Open"_s, u"Open"_s, u"Open"_s}));
    QVERIFY(waitFor([this] { return client(1).received == "one" && client(2).received == "two"; }));
}

void TestWindowClients::dropsAllOfThoseSelected()
{
    connectClients(3);
    QVERIFY(m_window->clickMenu({u"menuServer"_s, u"actionHoldAll"_s}));
    QVERIFY(waitForStates({u"Held"_s, u"Held"_s, u"Held"_s}));
    for (const int id : {1, 2, 3}) {
        client(id).send("dropped");
        QVERIFY(waitFor([&] { return m_window->cellOf(id, u"Queue"_s) == u"7 B"_s; }));
    }
    select({1, 3});
    QVERIFY(openMenuOfRow(*m_window, connections, 2));
    QVERIFY(clickInOpenMenu(u"actionDropAll"_s));
    QVERIFY(waitFor([this] {
        return m_window->cells(connections, u"Queue"_s) == QStringList({u"0"_s, u"7 B"_s, u"0"_s});
    }));
    QVERIFY(waitFor([this] { return !actionOf(*m_window, u"actionDropAll"_s).isEnabled(); }));
}

void TestWindowClients::pausesAndResumesReading()
{
    connectClients(2);
    select({1});
    const QAction &action = actionOf(*m_window, u"actionPauseReading"_s);
    QVERIFY(m_window->press(Qt::Key_P, Qt::ControlModifier));
    QVERIFY(waitForStates({u"Paused"_s, u"Open"_s}));
    QVERIFY(waitFor([&] { return action.text() == u"Resume &reading"_s; }));
    QCOMPARE(action.toolTip(), u"Read from the selected clients again"_s);
    QCOMPARE(m_window->text(u"queueVerdict"_s), u"reading is paused"_s);
    client(1).send("unread");
    client(2).send("read");
    QVERIFY(waitFor([this] { return client(2).received == "read"; }));
    QCOMPARE(m_window->cellOf(1, u"In"_s), u"0"_s);
    QVERIFY(m_window->clickMenu({u"menuClient"_s, u"actionPauseReading"_s}));
    QVERIFY(waitFor([this] { return client(1).received == "unread"; }));
    QVERIFY(waitForStates({u"Open"_s, u"Open"_s}));
    QCOMPARE(action.text(), u"Pause &reading"_s);
    QVERIFY2(action.toolTip().startsWith(u"Stop reading from the selected clients: "_s),
             qPrintable(action.toolTip()));
}

void TestWindowClients::finishesSending()
{
    connectClients(2);
    select({1});
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitForStates({u"Held"_s, u"Open"_s}));
    client(1).send("before");
    QVERIFY(waitFor([this] { return m_window->cellOf(1, u"Queue"_s) == u"6 B"_s; }));
    QVERIFY(m_window->press(Qt::Key_D, Qt::ControlModifier));
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitFor([this] { return client(1).hasEnded; }));
    QCOMPARE(client(1).received, "before");
    client(1).send("after"); // it may go on sending, its end ends it
    QVERIFY(waitFor([this] { return m_window->cellOf(1, u"In"_s) == u"11 B"_s; }));
    client(1).finishSending();
    QVERIFY(
        waitFor([this] { return m_window->cellOf(1, u"State"_s) == u"Gone: client closed"_s; }));
    QVERIFY(!client(2).hasEnded);
}

QTEST_MAIN(TestWindowClients)
#include "tst_window_clients.moc"
