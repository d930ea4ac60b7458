// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString queue = u"queueTable"_s;

} // namespace

// What is done about the messages of a queue, and what the client gets of them.
class TestWindowDropping : public QueueWindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { close(); }
    void dropsTheSelectedMessages();
    void goesOnWithTheNext();
    void whatWasSentMovesNoSelection();
    void dropsAll_data();
    void dropsAll();
    void stepsOneMessage();
    void releasesByTheButton();

private:
    /// The previews of the selected messages.
    QStringList selected() const;
};

QStringList TestWindowDropping::selected() const
{
    QStringList previews;
    for (const QModelIndex &row : m_window->table(queue)->selectionModel()->selectedRows()) {
        previews.append(m_window->cell(queue, row.row(), u"Preview"_s));
    }
    return previews;
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

void TestWindowDropping::goesOnWithTheNext()
{
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({"one ", "two ", "three ", "four ", "five "});
    QVERIFY(m_window->clickRow(queue, 1));
    QVERIFY(m_window->clickRow(queue, 2, Qt::ShiftModifier));
    QStringList rest{u"one "_s, u"four "_s, u"five "_s};
    for (const QString &next : {u"four "_s, u"five "_s, u"one "_s}) { // the last has none behind it
        QVERIFY(waitFor([this] { return actionOf(*m_window, u"actionDrop"_s).isEnabled(); }));
        QVERIFY(m_window->press(Qt::Key_Delete, Qt::ControlModifier));
        QVERIFY(waitFor([&] { return previews() == rest; }));
        QCOMPARE(selected(), QStringList(next));
        rest.removeOne(next);
    }
}

// Drop would meet a message that nobody chose.
void TestWindowDropping::whatWasSentMovesNoSelection()
{
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({"one ", "two ", "three "});
    QVERIFY(m_window->clickRow(queue, 0));
    QVERIFY(waitFor([this] { return actionOf(*m_window, u"actionDrop"_s).isEnabled(); }));
    QVERIFY(m_window->click(u"stepButton"_s));
    QVERIFY(waitFor([this] { return previews() == QStringList({u"two "_s, u"three "_s}); }));
    QCOMPARE(selected(), QStringList());
    QVERIFY(!actionOf(*m_window, u"actionDrop"_s).isEnabled());
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
    const auto tip = [this] {
        return m_window->widget(u"holdButton"_s)->toolTip();
    };
    QVERIFY2(tip().startsWith(u"Hold the selected clients: "_s), qPrintable(tip()));
    holdAndSend({"one ", "two "});
    QVERIFY(waitFor([this] { return m_window->text(u"holdButton"_s) == u"Release"_s; }));
    QVERIFY2(tip().startsWith(u"Release the selected clients: "_s), qPrintable(tip()));
    QVERIFY(m_window->click(u"holdButton"_s));
    QVERIFY(waitFor([this] { return m_client->received == "one two "; }));
    QVERIFY(waitFor([this] { return m_window->text(u"holdButton"_s) == u"Hold"_s; }));
    QVERIFY2(tip().startsWith(u"Hold the selected clients: "_s), qPrintable(tip()));
}

QTEST_MAIN(TestWindowDropping)
#include "tst_window_dropping.moc"
