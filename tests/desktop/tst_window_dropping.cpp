// SPDX-License-Identifier: MIT
#include "rawclient.h"
#include "windowhands.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString connections = u"connectionsTable"_s;
const QString queue = u"queueTable"_s;

} // namespace

// What is done about the messages of a queue, and what the client gets of them.
class TestWindowDropping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void dropsTheSelectedMessages();
    void dropsAll_data();
    void dropsAll();
    void stepsOneMessage();
    void releasesByTheButton();

private:
    void open(const QString &url);
    void select(int client) { QVERIFY(m_window->clickRow(connections, m_window->rowOf(client))); }
    void holdAndSend(const QByteArrayList &messages);
    QStringList previews() const { return m_window->cells(queue, u"Preview"_s); }
    bool waitForState(int client, const QString &state);

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<RawClient> m_client;
};

void TestWindowDropping::cleanup()
{
    m_client.reset();
    m_window.reset();
}

/// A server with one client, which is selected.
void TestWindowDropping::open(const QString &url)
{
    WindowFixture::Options options;
    options.services = QStringList(url);
    options.engine.drain = std::chrono::minutes(10); // what drains does not end by itself
    m_window = std::make_unique<WindowFixture>(options);
    QVERIFY(m_window->start());
    m_client = std::make_unique<RawClient>(m_window->port());
    QVERIFY(waitForState(1, u"Open"_s));
    select(1);
}

bool TestWindowDropping::waitForState(int client, const QString &state)
{
    return waitFor([&] { return m_window->cellOf(client, u"State"_s) == state; });
}

void TestWindowDropping::holdAndSend(const QByteArrayList &messages)
{
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitForState(1, u"Held"_s));
    int rows = 0;
    for (const QByteArray &each : messages) {
        m_client->send(each); // each on its own, or one read might bring several
        ++rows;
        QVERIFY(waitFor([&] { return m_window->rows(queue) == rows; }));
    }
}

void TestWindowDropping::dropsTheSelectedMessages()
{
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({"one ", "two ", "three ", "four "});
    QVERIFY(!actionOf(*m_window, u"actionDrop"_s).isEnabled());
    QVERIFY(m_window->clickRow(queue, 1));
    QVERIFY(waitFor([this] { return actionOf(*m_window, u"actionDrop"_s).isEnabled(); }));
    QVERIFY(m_window->click(u"dropButton"_s));
    QVERIFY(waitFor([this] { return m_window->rows(queue) == 3; }));
    QVERIFY(m_window->clickRow(queue, 0));
    QVERIFY(m_window->clickRow(queue, 2, Qt::ControlModifier));
    QVERIFY(m_window->press(Qt::Key_Delete, Qt::ControlModifier));
    QVERIFY(waitFor([this] { return previews() == QStringList(u"three "_s); }));
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitForState(1, u"Open"_s));
    m_client->send("five"); // comes after whatever else was sent
    QVERIFY(waitFor([this] { return m_client->received.endsWith("five"); }));
    QCOMPARE(m_client->received, "three five");
    const QStringList events = m_window->cells(u"eventsTable"_s, u"Event"_s);
    QCOMPARE(events.filter(u"dropped"_s).size(), 3);
}

void TestWindowDropping::dropsAll_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("menu") << false;
    QTest::newRow("keys") << true;
}

void TestWindowDropping::dropsAll()
{
    QFETCH(const bool, byKey);
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({"one ", "two ", "three "});
    QVERIFY(waitFor([this] { return actionOf(*m_window, u"actionDropAll"_s).isEnabled(); }));
    QVERIFY(byKey ? m_window->press(Qt::Key_Delete, Qt::ControlModifier | Qt::ShiftModifier)
                  : m_window->clickMenu({u"menuQueue"_s, u"actionDropAll"_s}));
    QVERIFY(waitFor([this] { return m_window->rows(queue) == 0; }));
    QVERIFY(waitFor([this] { return !actionOf(*m_window, u"actionDropAll"_s).isEnabled(); }));
    m_client->send("four");
    QVERIFY(waitFor([this] { return previews() == QStringList(u"four"_s); }));
    QVERIFY(m_window->click(u"holdButton"_s));
    QVERIFY(waitFor([this] { return !m_client->received.isEmpty(); }));
    QCOMPARE(m_client->received, "four");
}

void TestWindowDropping::stepsOneMessage()
{
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({"one ", "two ", "three "});
    QVERIFY(m_window->click(u"stepButton"_s));
    QVERIFY(waitFor([this] { return previews() == QStringList({u"two "_s, u"three "_s}); }));
    QCOMPARE(m_window->cells(queue, u"State"_s), QStringList({u"next"_s, u"waiting"_s}));
    QCOMPARE(m_window->cells(queue, u"#"_s), QStringList({u"2"_s, u"3"_s}));
    QVERIFY(waitFor([this] { return !m_client->received.isEmpty(); }));
    QCOMPARE(m_client->received, "one ");
}

void TestWindowDropping::releasesByTheButton()
{
    open(u"echo://127.0.0.1:0"_s);
    QCOMPARE(m_window->text(u"holdButton"_s), u"Hold"_s);
    holdAndSend({"one ", "two "});
    QVERIFY(waitFor([this] { return m_window->text(u"holdButton"_s) == u"Release"_s; }));
    QVERIFY(m_window->click(u"holdButton"_s));
    QVERIFY(waitFor([this] { return m_client->received == "one two "; }));
    QVERIFY(waitFor([this] { return m_window->text(u"holdButton"_s) == u"Hold"_s; }));
}

QTEST_MAIN(TestWindowDropping)
#include "tst_window_dropping.moc"
