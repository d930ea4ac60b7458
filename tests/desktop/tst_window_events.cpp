// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString connections = u"connectionsTable"_s;
const QString events = u"eventsTable"_s;
const QString shownCountLabel = u"EventsPanel/filterCount"_s;

} // namespace

// The event log: its filters, and how it follows what comes.
class TestWindowEvents : public EventsWindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }
    void hidesKinds();
    void hidesAGroupOfKinds();
    void hiddenKindsAreRemembered();
    void showsTheSelectedClient_data();
    void showsTheSelectedClient();
    void clearsAllFilters();
    void followsUntilScrolledUp();
    void followsByItsButton();
    void followsAgainAfterAStart();

private:
    bool follows() { return actionOf(*m_window, u"actionFollow"_s).isChecked(); }
    int topRow() const { return m_window->table(events)->rowAt(0); }
    bool isEndVisible() const;
};

bool TestWindowEvents::isEndVisible() const
{
    const QTableView *view = m_window->table(events);
    const QModelIndex last = view->model()->index(view->model()->rowCount() - 1, 0);
    return view->viewport()->rect().contains(view->visualRect(last));
}

void TestWindowEvents::hidesKinds()
{
    const int all = m_window->rows(events);
    QCOMPARE(m_window->text(u"eventsKinds"_s), u"All kinds"_s);
    QVERIFY(clickMenuOf(*m_window, u"eventsKinds"_s, {u"messagesKinds"_s, u"kind-received"_s}));
    QCOMPARE(m_window->rows(events), all - 2);
    QVERIFY(!kinds().contains(u"received"_s));
    QVERIFY(kinds().contains(u"sent"_s));
    QCOMPARE(m_window->text(u"eventsKinds"_s), u"Some kinds"_s);
    QCOMPARE(m_window->text(shownCountLabel), u"%1 of %2 shown."_s.arg(all - 2).arg(all));
    talk(*m_first, 1);
    QVERIFY(waitFor([&] { return m_window->rows(events) == all - 1; }));
    QVERIFY(clickMenuOf(*m_window, u"eventsKinds"_s, {u"showAllKinds"_s}));
    QCOMPARE(m_window->rows(events), all + 2);
    QVERIFY(!m_window->isVisible(shownCountLabel));
}

void TestWindowEvents::hidesAGroupOfKinds()
{
    QVERIFY(clickMenuOf(*m_window, u"eventsKinds"_s, {u"messagesKinds"_s, u"messagesAll"_s}));
    QCOMPARE(kinds(), QStringList({u"listening"_s, u"connected"_s, u"connected"_s}));
    QVERIFY(clickMenuOf(*m_window, u"eventsKinds"_s, {u"messagesKinds"_s, u"kind-sent"_s}));
    QCOMPARE(kinds().count(u"sent"_s), 2);
    QVERIFY(!kinds().contains(u"received"_s));
    QVERIFY(clickMenuOf(*m_window, u"eventsKinds"_s, {u"messagesKinds"_s, u"messagesAll"_s}));
    QCOMPARE(kinds().count(u"received"_s), 2);
}

void TestWindowEvents::hiddenKindsAreRemembered()
{
    QVERIFY(clickMenuOf(*m_window, u"eventsKinds"_s, {u"connectionsKinds"_s, u"kind-connected"_s}));
    m_first.reset();
    m_second.reset();
    QVERIFY(waitFor([this] { return kinds().count(u"disconnected"_s) == 2; }));
    QVERIFY(closeAndReopen(*m_window));
    QVERIFY(m_window->start());
    QCOMPARE(m_window->text(u"eventsKinds"_s), u"Some kinds"_s);
    m_first = std::make_unique<RawClient>(m_window->port());
    talk(*m_first, 1);
    QVERIFY(waitFor([this] { return kinds().contains(u"sent"_s); }));
    QCOMPARE(kinds(), QStringList({u"listening"_s, u"received"_s, u"sent"_s}));
}

void TestWindowEvents::showsTheSelectedClient_data()
{
    QTest::addColumn<bool>("byBox");
    QTest::newRow("box") << true;
    QTest::newRow("keys") << false;
}

void TestWindowEvents::showsTheSelectedClient()
{
    QFETCH(const bool, byBox);
    const int all = m_window->rows(events);
    const auto clients = [this] {
        QStringList ids = m_window->cells(events, u"#"_s);
        ids.removeDuplicates();
        return ids;
    };
    const QAction &action = actionOf(*m_window, u"actionOnlySelected"_s);
    QVERIFY(m_window->clickRow(connections, m_window->rowOf(2)));
    QVERIFY(byBox ? choose(*m_window, u"eventsClient"_s, 1)
                  : m_window->press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(action.isChecked());
    QCOMPARE(m_window->widget(u"eventsClient"_s)->property("currentText").toString(),
             u"Client #2"_s);
    QCOMPARE(clients(), QStringList(u"2"_s));
    QCOMPARE(kinds(), QStringList({u"connected"_s, u"received"_s, u"sent"_s}));
    QVERIFY(m_window->clickRow(connections, m_window->rowOf(1)));
    QCOMPARE(clients(), QStringList(u"1"_s));
    QVERIFY(byBox ? choose(*m_window, u"eventsClient"_s, 0)
                  : m_window->press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(!action.isChecked());
    QCOMPARE(m_window->rows(events), all);
}

void TestWindowEvents::clearsAllFilters()
{
    const int all = m_window->rows(events);
    QVERIFY(!actionOf(*m_window, u"actionClearEventsFilter"_s).isEnabled());
    QVERIFY(m_window->clickRow(connections, m_window->rowOf(1)));
    QVERIFY(clickMenuOf(*m_window, u"eventsKinds"_s, {u"messagesKinds"_s, u"kind-sent"_s}));
    QVERIFY(choose(*m_window, u"eventsClient"_s, 1));
    QVERIFY(m_window->click(u"eventsSearch"_s));
    QVERIFY(m_window->type(u"WORD"_s));
    QCOMPARE(kinds(), QStringList(u"received"_s));
    QVERIFY(m_window->type(u"less"_s));
    QCOMPARE(m_window->text(shownCountLabel), u"0 of %1 shown."_s.arg(all));
    QVERIFY(!actionOf(*m_window, u"actionExport"_s).isEnabled()); // there is nothing to save
    QVERIFY(m_window->press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier));
    QCOMPARE(m_window->rows(events), all);
    QCOMPARE(m_window->text(u"eventsSearch"_s), QString());
    QCOMPARE(m_window->text(u"eventsKinds"_s), u"All kinds"_s);
    QVERIFY(!actionOf(*m_window, u"actionOnlySelected"_s).isChecked());
    QVERIFY(!m_window->isVisible(shownCountLabel));
}

void TestWindowEvents::followsUntilScrolledUp()
{
    const int before = m_window->rows(events);
    const auto come = [&](int more) {
        return waitFor([&] { return m_window->rows(events) == before + more; });
    };
    talk(*m_first, 60);
    QVERIFY(come(120));
    QVERIFY(follows() && isEndVisible());
    turnWheel(*m_window, events, 3);
    QVERIFY(!follows() && !isEndVisible());
    const int top = topRow();
    talk(*m_first, 20);
    QVERIFY(come(160));
    QCOMPARE(topRow(), top);
    QVERIFY(!follows());
    for (int turn = 0; !follows() && turn < 200; ++turn) {
        turnWheel(*m_window, events, -1);
    }
    QVERIFY(follows() && isEndVisible());
    talk(*m_first, 20);
    QVERIFY(come(200));
    QVERIFY(isEndVisible());
}

void TestWindowEvents::followsByItsButton()
{
    const int before = m_window->rows(events);
    talk(*m_first, 60);
    QVERIFY(waitFor([&] { return m_window->rows(events) == before + 120; }));
    QVERIFY(m_window->click(u"followButton"_s));
    QVERIFY(!follows());
    const int top = topRow();
    talk(*m_first, 10);
    QVERIFY(waitFor([&] { return m_window->rows(events) == before + 140; }));
    QCOMPARE(topRow(), top);
    QVERIFY(m_window->press(Qt::Key_L, Qt::ControlModifier));
    QVERIFY(follows() && isEndVisible());
}

void TestWindowEvents::followsAgainAfterAStart()
{
    QVERIFY(m_window->press(Qt::Key_L, Qt::ControlModifier));
    QVERIFY(!follows());
    m_first.reset();
    m_second.reset();
    QVERIFY(waitFor([this] { return kinds().count(u"disconnected"_s) == 2; }));
    QVERIFY(closeAndReopen(*m_window));
    QVERIFY(follows());
}

QTEST_MAIN(TestWindowEvents)
#include "tst_window_events.moc"
