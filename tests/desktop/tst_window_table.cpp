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

// How the tables look as their users want them, and what is taken from them.
class TestWindowTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void copiesRows();
    void menuOfARow();
    void hiddenColumnsAreRemembered();
    void sortsByRealValues();
    void sortingIsRemembered();
    void selectionStays();
    void zoomIsRemembered();
    void zoomKeepsTheWidths();
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

void TestWindowTable::init()
{
    WindowFixture::Options options;
    options.services = QStringList({u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0"_s});
    m_window = std::make_unique<WindowFixture>(options);
    QVERIFY(m_window->start());
}

void TestWindowTable::cleanup()
{
    m_clients.clear();
    m_window.reset();
}

/// One after the other, so that their ids are in their order.
void TestWindowTable::connectClients(int count, int service)
{
    for (int i = 0; i < count; ++i) {
        const int before = m_window->rows(connections);
        m_clients.push_back(std::make_unique<RawClient>(m_window->port(service)));
        QVERIFY(waitFor([&] { return m_window->rows(connections) == before + 1; }));
    }
}

void TestWindowTable::select(const QList<int> &ids)
{
    Qt::KeyboardModifiers keys;
    for (const int id : ids) {
        QVERIFY(m_window->clickRow(connections, m_window->rowOf(id), keys));
        keys = Qt::ControlModifier;
    }
}

void TestWindowTable::copiesRows()
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

void TestWindowTable::menuOfARow()
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

void TestWindowTable::hiddenColumnsAreRemembered()
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

void TestWindowTable::sortsByRealValues()
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

void TestWindowTable::sortingIsRemembered()
{
    connectClients(1);
    QVERIFY(clickHeader(*m_window, connections, u"#"_s));
    const bool reversed = m_window->table(connections)->horizontalHeader()->sortIndicatorOrder()
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

void TestWindowTable::selectionStays()
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

void TestWindowTable::zoomIsRemembered()
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

/// Also those of a column that is hidden meanwhile, the last one among them.
void TestWindowTable::zoomKeepsTheWidths()
{
    connectClients(1);
    const auto toggle = [&](const QString &column) {
        return openMenuOfHeader(*m_window, connections, u"State"_s) && clickInOpenMenu(column);
    };
    const auto widths = [&] {
        const QHeaderView *header = m_window->table(connections)->horizontalHeader();
        QList<int> all;
        for (int section = 0; section < header->count() - 1; ++section) { // the last is stretched
            all.append(header->sectionSize(section));
        }
        return all;
    };
    const QList<int> usual = widths();
    QVERIFY(m_window->press(Qt::Key_Plus, Qt::ControlModifier));
    QVERIFY(m_window->press(Qt::Key_Plus, Qt::ControlModifier));
    const QList<int> larger = widths();
    for (qsizetype i = 0; i < usual.size(); ++i) {
        QVERIFY(larger.at(i) > usual.at(i));
    }
    QVERIFY(toggle(u"Name"_s) && toggle(u"Connected"_s));
    for (int time = 0; time < 10; ++time) {
        QVERIFY(m_window->press(time % 2 == 0 ? Qt::Key_Minus : Qt::Key_Plus, Qt::ControlModifier));
    }
    QVERIFY(m_window->press(Qt::Key_0, Qt::ControlModifier));
    QVERIFY(toggle(u"Name"_s) && toggle(u"Connected"_s));
    QCOMPARE(widths(), usual);
    QVERIFY(m_window->press(Qt::Key_Plus, Qt::ControlModifier));
    QVERIFY(m_window->press(Qt::Key_Plus, Qt::ControlModifier));
    QCOMPARE(widths(), larger);
}

void TestWindowTable::reasonThatLooksLikeHtml()
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

void TestWindowTable::nameThatLooksLikeHtml()
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

QTEST_MAIN(TestWindowTable)
#include "tst_window_table.moc"
