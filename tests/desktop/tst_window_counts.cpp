// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString connections = u"connectionsTable"_s;
const QString shownCountLabel = u"ConnectionsPanel/filterCount"_s;

} // namespace

// How many clients there are, and how many of them are shown.
class TestWindowCounts : public ServerWindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void filterHidesAll_data();
    void filterHidesAll();
    void showsOnlyClientsWithAQueue();
    void statusBarCounts();
};

void TestWindowCounts::init()
{
    open({u"echo://127.0.0.1:0"_s});
}

void TestWindowCounts::cleanup()
{
    m_window.reset();
}

void TestWindowCounts::filterHidesAll_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::newRow("button") << true;
    QTest::newRow("keys") << false;
}

void TestWindowCounts::filterHidesAll()
{
    QFETCH(const bool, byMouse);
    QVERIFY(m_window->start());
    const RawClient first(m_window->port());
    const RawClient second(m_window->port());
    QVERIFY(waitFor([this] { return m_window->rows(connections) == 2; }));
    QVERIFY(!m_window->isVisible(shownCountLabel));
    QVERIFY(m_window->press(Qt::Key_F, Qt::ControlModifier));
    QVERIFY(m_window->type(u"nowhere"_s));
    QVERIFY(waitFor([this] { return m_window->rows(connections) == 0; }));
    QCOMPARE(m_window->text(shownCountLabel), u"0 of 2 shown."_s);
    QVERIFY(m_window->isVisible(shownCountLabel));
    const RawClient third(m_window->port());
    QVERIFY(waitFor([this] { return m_window->text(shownCountLabel) == u"0 of 3 shown."_s; }));
    QVERIFY(byMouse ? m_window->click(u"ConnectionsPanel/filterClear"_s)
                    : m_window->press(Qt::Key_K, Qt::ControlModifier));
    QCOMPARE(m_window->rows(connections), 3);
    QCOMPARE(m_window->text(u"clientsFilter"_s), QString());
    QVERIFY(!m_window->isVisible(shownCountLabel));
}

void TestWindowCounts::showsOnlyClientsWithAQueue()
{
    QVERIFY(m_window->start());
    RawClient first(m_window->port());
    QVERIFY(waitFor([this] { return m_window->rows(connections) == 1; }));
    const RawClient second(m_window->port());
    QVERIFY(waitFor([this] { return m_window->rows(connections) == 2; }));
    QVERIFY(m_window->clickMenu({u"menuView"_s, u"actionOnlyQueued"_s}));
    QCOMPARE(m_window->text(shownCountLabel), u"0 of 2 shown."_s);
    QVERIFY(m_window->press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(waitFor(
        [this] { return m_window->cells(u"eventsTable"_s, u"Event"_s).count(u"held"_s) == 2; }));
    first.send("waits");
    QVERIFY(waitFor([this] { return m_window->rows(connections) == 1; }));
    QCOMPARE(m_window->cell(connections, 0, u"#"_s), u"1"_s);
    QVERIFY(waitFor([this] { return m_window->text(shownCountLabel) == u"1 of 2 shown."_s; }));
    QVERIFY(m_window->click(u"ConnectionsPanel/filterClear"_s));
    QCOMPARE(m_window->rows(connections), 2);
    QVERIFY(!actionOf(*m_window, u"actionOnlyQueued"_s).isChecked());
}

void TestWindowCounts::statusBarCounts()
{
    const auto shows = [this](const QString &label, const QString &text) {
        return waitFor([&] { return m_window->text(label) == text; });
    };
    QCOMPARE(m_window->text(u"statusClients"_s), u"0 clients (peak 0)"_s);
    QVERIFY(m_window->start());
    QVERIFY(m_window->press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(waitFor([this] { return actionOf(*m_window, u"actionHoldNew"_s).isChecked(); }));
    RawClient first(m_window->port());
    RawClient second(m_window->port());
    QVERIFY(shows(u"statusClients"_s, u"2 clients (peak 2)"_s));
    QVERIFY(m_window->isVisible(u"statusClients"_s));
    QVERIFY(m_window->window().windowTitle().endsWith(u"1 service, 2 clients"_s));
    first.send(QByteArray(700, 'x'));
    second.send(QByteArray(200, 'x'));
    QVERIFY(shows(u"statusQueued"_s, u"queued 900 B"_s));
    QVERIFY(m_window->isVisible(u"statusQueued"_s));
    first.reset();
    QVERIFY(shows(u"statusClients"_s, u"1 client (peak 2)"_s));
    QVERIFY(shows(u"statusQueued"_s, u"queued 200 B"_s));
    QVERIFY(m_window->window().windowTitle().endsWith(u"1 service, 1 client"_s));
    QVERIFY(m_window->press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(shows(u"statusQueued"_s, u"queued 0 B"_s));
    second.close();
    QVERIFY(shows(u"statusClients"_s, u"0 clients (peak 2)"_s));
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ShiftModifier));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QVERIFY(m_window->start()); // a new run has its own peak
    QCOMPARE(m_window->text(u"statusClients"_s), u"0 clients (peak 0)"_s);
}

QTEST_MAIN(TestWindowCounts)
#include "tst_window_counts.moc"
