// SPDX-License-Identifier: MIT
#include "rawclient.h"
#include "windowhands.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QTest>

#include <algorithm>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString connections = u"connectionsTable"_s;

} // namespace

// The table of connections, and what is done to one client or to several.
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
    void holdsAndReleasesAll();
    void pausesAndResumesReading();
    void finishesSending();
    void copiesRows();
    void menuOfARow();
    void hiddenColumnsAreRemembered();
    void sortsByRealValues();
    void sortingIsRemembered();
    void selectionStays();
    void zoomIsRemembered();
    void reasonThatLooksLikeHtml();
    void nameThatLooksLikeHtml();

private:
    void connectClients(int count, int service = 0);
    RawClient &client(int id) { return *m_clients.at(size_t(id - 1)); }
    void select(const QList<int> &ids);
    QStringList states() const { return m_window->cells(connections, u"State"_s); }
    QStringList ids() const { return m_window->cells(connections, u"#"_s); }
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
    QVERIFY(waitFor(
        [this] { return actionOf(*m_window, u"actionHold"_s).text() == u"Re&lease"_s; }));
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
    QTest::newRow("all hold") << QStringList({u"echo://127.0.0.1:0?hold=on"_s,
                                              u"chat://127.0.0.1:0?hold=on"_s})
                              << true;
    QTest::newRow("one of two") << QStringList({u"echo://127.0.0.1:0?hold=on"_s,
                                                u"chat://127.0.0.1:0"_s})
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
    QVERIFY(waitFor(
        [&] { return actionOf(*m_window, u"actionHoldNew"_s).isChecked() != checked; }));
    connectClients(2, 0);
    const QString state = checked ? u"Open"_s : u"Held"_s;
    QVERIFY(waitForStates({u"Held"_s, state, state}));
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

void TestWindowClients::pausesAndResumesReading()
{
    connectClients(2);
    select({1});
    const QAction &action = actionOf(*m_window, u"actionPauseReading"_s);
    QVERIFY(m_window->press(Qt::Key_P, Qt::ControlModifier));
    QVERIFY(waitForStates({u"Paused"_s, u"Open"_s}));
    QVERIFY(waitFor([&] { return action.text() == u"Resume &reading"_s; }));
    QCOMPARE(m_window->text(u"queueVerdict"_s), u"reading is paused"_s);
    client(1).send("unread");
    client(2).send("read");
    QVERIFY(waitFor([this] { return client(2).received == "read"; }));
    QCOMPARE(m_window->cellOf(1, u"In"_s), u"0"_s);
    QVERIFY(m_window->clickMenu({u"menuClient"_s, u"actionPauseReading"_s}));
    QVERIFY(waitFor([this] { return client(1).received == "unread"; }));
    QVERIFY(waitForStates({u"Open"_s, u"Open"_s}));
    QCOMPARE(action.text(), u"Pause &reading"_s);
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
    QVERIFY(waitFor([this] { return m_window->cellOf(1, u"State"_s) == u"Gone: client closed"_s; }));
    QVERIFY(!client(2).hasEnded);
}

void TestWindowClients::copiesRows()
{
    connectClients(3);
    client(2).send("12345");
    QVERIFY(waitFor([this] { return m_window->cellOf(2, u"Out"_s) == u"5 B"_s; }));
    select({1, 2});
    QVERIFY(m_window->press(Qt::Key_C, Qt::ControlModifier));
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 3); // the last one ends too
    QVERIFY(lines.at(2).isEmpty());
    const QStringList columns = visibleColumns(*m_window, connections);
    for (const int row : {0, 1}) {
        const QStringList cells = lines.at(row).split(u'\t');
        QCOMPARE(cells.size(), columns.size());
        for (const QString &column : {u"#"_s, u"Client"_s, u"State"_s, u"In"_s, u"Out"_s}) {
            QCOMPARE(cells.at(columns.indexOf(column)), m_window->cell(connections, row, column));
        }
    }
}

void TestWindowClients::menuOfARow()
{
    connectClients(3);
    select({1});
    QVERIFY(openMenuOfRow(*m_window, connections, 1));
    QVERIFY(clickInOpenMenu(u"actionHold"_s));
    QVERIFY(waitForStates({u"Open"_s, u"Held"_s, u"Open"_s})); // whose menu it is, not who was
    select({1, 3});
    QVERIFY(openMenuOfRow(*m_window, connections, 2));
    QVERIFY(clickInOpenMenu(u"actionHold"_s));
    QVERIFY(waitForStates({u"Held"_s, u"Held"_s, u"Held"_s}));
}

void TestWindowClients::hiddenColumnsAreRemembered()
{
    const QStringList all = visibleColumns(*m_window, connections);
    connectClients(1);
    for (const QString &column : {u"Service"_s, u"Idle"_s}) {
        QVERIFY(openMenuOfHeader(*m_window, connections, u"Name"_s));
        QVERIFY(clickInOpenMenu(column));
    }
    QVERIFY(openMenuOfHeader(*m_window, u"eventsTable"_s, u"Event"_s));
    QVERIFY(clickInOpenMenu(u"Time"_s));
    QStringList left = all;
    left.removeOne(u"Service"_s);
    left.removeOne(u"Idle"_s);
    const QStringList eventsLeft{u"#"_s, u"Event"_s, u"Detail"_s};
    QCOMPARE(visibleColumns(*m_window, connections), left);
    QCOMPARE(visibleColumns(*m_window, u"eventsTable"_s), eventsLeft);
    m_clients.clear();
    QVERIFY(waitForStates({u"Gone: client closed"_s}));
    QVERIFY(closeAndReopen(*m_window));
    QCOMPARE(visibleColumns(*m_window, connections), left);
    QCOMPARE(visibleColumns(*m_window, u"eventsTable"_s), eventsLeft);

    QVERIFY(m_window->start());
    connectClients(1);
    QVERIFY(openMenuOfHeader(*m_window, connections, u"Name"_s));
    QVERIFY(clickInOpenMenu(u"Idle"_s));
    QVERIFY(openMenuOfHeader(*m_window, connections, u"Name"_s));
    QVERIFY(clickInOpenMenu(u"Service"_s));
    QCOMPARE(visibleColumns(*m_window, connections), all);
}

void TestWindowClients::sortsByRealValues()
{
    connectClients(3);
    client(1).send(QByteArray(300, 'x'));
    client(2).send(QByteArray(20 * 1024, 'x'));
    client(3).send(QByteArray(4, 'x'));
    QVERIFY(waitFor([this] { return m_window->cellOf(2, u"In"_s) == u"20 KiB"_s; }));
    QVERIFY(waitFor([this] { return m_window->cellOf(3, u"In"_s) == u"4 B"_s; }));
    QVERIFY(clickHeader(*m_window, connections, u"In"_s));
    QVERIFY(clickHeader(*m_window, connections, u"In"_s));
    const QStringList descending = ids();
    QVERIFY(clickHeader(*m_window, connections, u"In"_s));
    const QStringList ascending = ids();
    QList<QStringList> both{ascending, descending};
    std::sort(both.begin(), both.end());
    const QStringList up{u"3"_s, u"1"_s, u"2"_s};
    const QStringList down{u"2"_s, u"1"_s, u"3"_s};
    QCOMPARE(both, QList<QStringList>({down, up}));
    // Whoever overtakes another one changes places with it.
    client(3).send(QByteArray(1024, 'x'));
    QVERIFY(waitFor([this] { return ids().indexOf(u"3"_s) == 1; }));
}

void TestWindowClients::sortingIsRemembered()
{
    connectClients(1);
    QVERIFY(clickHeader(*m_window, connections, u"#"_s));
    const bool reversed
        = m_window->table(connections)->horizontalHeader()->sortIndicatorOrder()
        == Qt::DescendingOrder;
    if (!reversed) {
        QVERIFY(clickHeader(*m_window, connections, u"#"_s));
    }
    m_clients.clear();
    QVERIFY(waitForStates({u"Gone: client closed"_s}));
    QVERIFY(closeAndReopen(*m_window));
    QVERIFY(m_window->start());
    connectClients(3);
    QVERIFY(waitFor([this] { return ids() == QStringList({u"3"_s, u"2"_s, u"1"_s}); }));
}

void TestWindowClients::selectionStays()
{
    connectClients(3);
    select({2});
    QVERIFY(clickHeader(*m_window, connections, u"#"_s));
    client(1).close();
    QVERIFY(waitFor([this] { return m_window->rowOf(1) == 2; }));
    connectClients(2);
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitFor([this] { return m_window->cellOf(2, u"State"_s) == u"Held"_s; }));
    QCOMPARE(states().filter(u"Held"_s).size(), 1);
    QCOMPARE(m_window->widget(u"queueDock"_s)->windowTitle(), u"Queue of #2"_s);
}

void TestWindowClients::zoomIsRemembered()
{
    const QStringList tables{connections, u"queueTable"_s, u"eventsTable"_s};
    const auto sizes = [&] {
        QList<qreal> points;
        for (const QString &name : tables) {
            points.append(m_window->table(name)->font().pointSizeF());
        }
        return points;
    };
    const QList<qreal> usual = sizes();
    const int height = m_window->table(connections)->verticalHeader()->defaultSectionSize();
    for (int time = 0; time < 4; ++time) {
        QVERIFY(m_window->press(Qt::Key_Plus, Qt::ControlModifier));
    }
    QVERIFY(m_window->press(Qt::Key_Minus, Qt::ControlModifier));
    const QList<qreal> larger = sizes();
    for (qsizetype i = 0; i < tables.size(); ++i) {
        QCOMPARE(larger.at(i), usual.at(i) + 3);
    }
    QVERIFY(m_window->table(connections)->verticalHeader()->defaultSectionSize() > height);
    QVERIFY(closeAndReopen(*m_window));
    QCOMPARE(sizes(), larger);
    QVERIFY(m_window->clickMenu({u"menuView"_s, u"actionZoomReset"_s}));
    QCOMPARE(sizes(), usual);
    QCOMPARE(m_window->table(connections)->verticalHeader()->defaultSectionSize(), height);
}

void TestWindowClients::reasonThatLooksLikeHtml()
{
    connectClients(1, 1);
    select({1});
    QVERIFY(m_window->press(Qt::Key_Delete));
    QVERIFY(m_window->waitForDialog(u"KickDialog"_s));
    QVERIFY(m_window->type(u"<i>bye</i>"_s));
    QVERIFY(m_window->press(Qt::Key_Return));
    QVERIFY(waitForStates({u"Gone: kicked"_s}));
    QCOMPARE(toolTipOf(*m_window, connections, 0, u"State"_s),
             u"<qt>&lt;i&gt;bye&lt;/i&gt;</qt>"_s);
    QCOMPARE(m_window->text(u"queueVerdict"_s), u"gone: kicked, \"<i>bye</i>\""_s);
    QVERIFY(waitFor([this] { return client(1).received.endsWith("* removed: <i>bye</i>\n"); }));
}

void TestWindowClients::nameThatLooksLikeHtml()
{
    connectClients(1, 1);
    QVERIFY(waitFor([this] { return m_window->cellOf(1, u"Name"_s) == u"guest-1"_s; }));
    client(1).send("/nick <b>x</b>\n");
    QVERIFY(waitFor([this] { return client(1).received.contains("name refused"); }));
    client(1).send("/nick mei\n");
    QVERIFY(waitFor([this] { return m_window->cellOf(1, u"Name"_s) == u"mei"_s; }));
    const QStringList details = m_window->cells(u"eventsTable"_s, u"Detail"_s);
    const qsizetype row = details.indexOf(details.filter(u"/nick <b>x</b>"_s).value(0));
    QVERIFY(row >= 0);
    const QString tip = toolTipOf(*m_window, u"eventsTable"_s, int(row), u"Detail"_s);
    QVERIFY2(tip.startsWith(u"<qt>"_s) && tip.contains(u"/nick &lt;b&gt;x&lt;/b&gt;"_s),
             qPrintable(tip));
}

QTEST_MAIN(TestWindowClients)
#include "tst_window_clients.moc"
