// SPDX-License-Identifier: MIT
// One long session at the window, by mouse and keyboard alone.
#include "storyclients.h"
#include "timescale.h"
#include "windowfixture.h"

#include <QProgressBar>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString connections = u"connectionsTable"_s;
const QString queue = u"queueTable"_s;
const QString events = u"eventsTable"_s;
const QString shownCountLabel = u"EventsPanel/filterCount"_s;

WindowFixture::Options options()
{
    WindowFixture::Options options;
    // The drain ends because a client reads or the operator cuts it short, never by itself.
    options.engine.drain = scaled(10min);
    return options;
}

} // namespace

// The steps follow each other: a step that fails ends the story.
class TestWindowStory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void story();

private:
    void start();
    void twoConnect();
    void kickFirst();
    void holdSecond();
    void step();
    void release();
    void filterEvents();
    void drainUntilRead();
    void startAgain();
    void drainUntilCutShort();
    void quit();

    void holdWithQueue(int client);

    WindowFixture m_window{options()};
    std::unique_ptr<StoryClient> m_first;
    std::unique_ptr<StoryClient> m_second;
};

void TestWindowStory::story()
{
    using Step = void (TestWindowStory::*)();
    for (const Step each :
         {&TestWindowStory::start, &TestWindowStory::twoConnect, &TestWindowStory::kickFirst,
          &TestWindowStory::holdSecond, &TestWindowStory::step, &TestWindowStory::release,
          &TestWindowStory::filterEvents, &TestWindowStory::drainUntilRead,
          &TestWindowStory::startAgain, &TestWindowStory::drainUntilCutShort,
          &TestWindowStory::startAgain, &TestWindowStory::quit}) {
        (this->*each)();
        if (QTest::currentTestFailed()) {
            return;
        }
    }
}

void TestWindowStory::start()
{
    QCOMPARE(m_window.state(), u"Stopped"_s);
    QVERIFY(m_window.start());
    QVERIFY(m_window.port() != 0);
}

void TestWindowStory::twoConnect()
{
    m_first = StoryClient::connectTo(m_window.port());
    QVERIFY(waitFor([this] { return m_window.rows(connections) == 1; }));
    m_second = StoryClient::connectTo(m_window.port());
    QVERIFY(waitFor([this] { return m_window.rows(connections) == 2; }));
    QCOMPARE(m_window.cells(connections, u"#"_s), QStringList({u"1"_s, u"2"_s}));
    QCOMPARE(m_window.cells(connections, u"State"_s), QStringList({u"Open"_s, u"Open"_s}));
    QVERIFY(m_window.cellOf(1, u"Client"_s).startsWith(u"127.0.0.1:"_s));
    QVERIFY(
        waitFor([this] { return m_window.text(u"statusClients"_s) == u"2 clients (peak 2)"_s; }));
}

void TestWindowStory::kickFirst()
{
    QVERIFY(m_window.clickRow(connections, m_window.rowOf(1)));
    QVERIFY(m_window.press(Qt::Key_Delete));
    QVERIFY(m_window.waitForDialog(u"KickDialog"_s));
    QVERIFY(m_window.text(u"KickDialog/whoLabel"_s).startsWith(u"#1, 127.0.0.1:"_s));
    QVERIFY(m_window.type(u"too <b>loud</b>"_s));
    QVERIFY(m_window.press(Qt::Key_Return));
    QVERIFY(waitFor([this] { return m_window.cellOf(1, u"State"_s) == u"Gone: kicked"_s; }));
    QVERIFY(waitFor([this] { return m_window.rowOf(1) == m_window.rows(connections) - 1; }));
    QVERIFY(m_window.index(connections, m_window.rowOf(1), u"#"_s)
                .data(ClientsModel::GoneRole)
                .toBool());
    QCOMPARE(m_window.cellOf(2, u"State"_s), u"Open"_s);
    QVERIFY(waitFor([this] {
        const QStringList details = m_window.cells(events, u"Detail"_s);
        return !details.filter(u"too <b>loud</b>"_s).isEmpty();
    }));
}

void TestWindowStory::holdSecond()
{
    QVERIFY(m_window.clickRow(connections, m_window.rowOf(2)));
    QVERIFY(m_window.press(Qt::Key_Space));
    QVERIFY(waitFor([this] { return m_window.cellOf(2, u"State"_s) == u"Held"_s; }));
    int waiting = 0;
    for (const QByteArray message : {"one\n", "two\n", "three\n"}) {
        m_second->send(message); // each on its own, or one read might bring several
        ++waiting;
        QVERIFY(waitFor([&] { return m_window.rows(queue) == waiting; }));
    }
    QCOMPARE(m_window.cells(queue, u"Preview"_s),
             QStringList({u"one\\n"_s, u"two\\n"_s, u"three\\n"_s}));
    QCOMPARE(m_window.cells(queue, u"State"_s),
             QStringList({u"next"_s, u"waiting"_s, u"waiting"_s}));
    QVERIFY(waitFor([this] { return m_window.cellOf(2, u"Messages"_s) == u"3"_s; }));
    QCOMPARE(m_window.text(u"queueVerdict"_s), u"held by you"_s);
    QCOMPARE(m_second->received(), QByteArray());
}

void TestWindowStory::step()
{
    QVERIFY(m_window.press(Qt::Key_F10));
    QVERIFY(waitFor([this] { return m_second->received() == "one\n"; }));
    QVERIFY(waitFor([this] { return m_window.rows(queue) == 2; }));
    // Whatever else had been sent would have come before the echo of what it sends now waits.
    m_second->send("four\n");
    QVERIFY(waitFor([this] { return m_window.rows(queue) == 3; }));
    QCOMPARE(m_window.cells(queue, u"Preview"_s),
             QStringList({u"two\\n"_s, u"three\\n"_s, u"four\\n"_s}));
    QCOMPARE(m_second->received(), "one\n");
    QCOMPARE(m_window.cellOf(2, u"State"_s), u"Held"_s);
}

void TestWindowStory::release()
{
    QVERIFY(m_window.press(Qt::Key_Space));
    QVERIFY(waitFor([this] { return m_second->received() == "one\ntwo\nthree\nfour\n"; }));
    QVERIFY(waitFor([this] { return m_window.cellOf(2, u"State"_s) == u"Open"_s; }));
    QVERIFY(waitFor([this] { return m_window.rows(queue) == 0; }));
}

void TestWindowStory::filterEvents()
{
    // Its events are complete with the one that its queue is empty again.
    const auto lastEvent = [this] {
        return m_window.cells(events, u"Event"_s).last();
    };
    QVERIFY(waitFor([&] { return lastEvent() == u"queue empty"_s; }));
    const int before = m_window.rows(events);
    const qsizetype kicks = m_window.cells(events, u"Detail"_s).filter(u"too <b>loud"_s).size();
    QVERIFY(kicks > 0);
    QVERIFY(m_window.press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(m_window.type(u"TOO <B>loud"_s));
    const auto count = [&](int all) {
        return u"%1 of %2 shown."_s.arg(kicks).arg(all);
    };
    QVERIFY(waitFor([&] { return m_window.text(shownCountLabel) == count(before); }));
    QCOMPARE(m_window.rows(events), kicks);
    QVERIFY(m_window.isVisible(shownCountLabel));

    m_second->send("unseen\n"); // received and sent: nothing has to wait
    QVERIFY(waitFor([&] { return m_window.text(shownCountLabel) == count(before + 2); }));
    QCOMPARE(m_window.rows(events), kicks);
    QVERIFY(m_window.click(u"EventsPanel/filterClear"_s));
    QCOMPARE(m_window.rows(events), before + 2);
    QCOMPARE(m_window.cells(events, u"Detail"_s).filter(u"unseen\\n"_s).size(), 2);
    QVERIFY(!m_window.isVisible(shownCountLabel));
}

/// Leaves more waiting for a client than the kernel takes from a server.
void TestWindowStory::holdWithQueue(int client)
{
    QVERIFY(m_window.clickRow(connections, m_window.rowOf(client)));
    QVERIFY(m_window.press(Qt::Key_Space));
    QVERIFY(waitFor([&] { return m_window.cellOf(client, u"State"_s) == u"Held"_s; }));
    m_second->send(QByteArray(768 * 1024, 'x'));
    QVERIFY(waitFor([&] { return m_window.cellOf(client, u"Queue"_s) == u"768 KiB"_s; }));
    m_second->setReading(false);
}

void TestWindowStory::drainUntilRead()
{
    holdWithQueue(2);
    QVERIFY(m_window.press(Qt::Key_F5, Qt::ShiftModifier));
    QVERIFY(m_window.waitForState(u"Draining, 1 client left"_s));
    const auto *progress = qobject_cast<QProgressBar *>(m_window.widget(u"statusProgress"_s));
    QVERIFY(progress->isVisible());
    QCOMPARE(progress->maximum(), 1);
    QCOMPARE(progress->value(), 0);
    QVERIFY(waitFor([this] { return m_window.cellOf(2, u"State"_s) == u"Finishing"_s; }));
    m_second->setReading(true);
    QVERIFY(m_window.waitForState(u"Stopped"_s));
    QVERIFY(waitFor([&] { return !progress->isVisible(); }));
    QVERIFY(
        waitFor([this] { return m_window.cellOf(2, u"State"_s) == u"Gone: server stopped"_s; }));
    QVERIFY(waitFor([this] { return m_second->received().count('x') == 768 * 1024; }));
}

void TestWindowStory::startAgain()
{
    start();
    m_second = StoryClient::connectTo(m_window.port());
    QVERIFY(
        waitFor([this] { return m_window.cells(connections, u"State"_s).contains(u"Open"_s); }));
}

void TestWindowStory::drainUntilCutShort()
{
    holdWithQueue(3);
    QVERIFY(m_window.clickMenu({u"menuServer"_s, u"actionStop"_s}));
    QVERIFY(m_window.waitForState(u"Draining, 1 client left"_s));
    QVERIFY(m_window.text(u"serverButton"_s).contains(u"at once"_s));
    QVERIFY(m_window.click(u"serverButton"_s));
    QVERIFY(m_window.waitForState(u"Stopped"_s));
    QVERIFY(
        waitFor([this] { return m_window.cellOf(3, u"State"_s) == u"Gone: server stopped"_s; }));
    m_second->setReading(true);
}

void TestWindowStory::quit()
{
    m_window.close();
    QVERIFY(m_window.waitForDialog(u"CloseDialog"_s));
    QCOMPARE(m_window.text(u"CloseDialog/questionLabel"_s), u"One client is connected."_s);
    QVERIFY(!m_window.exitStatus());
    QVERIFY(m_window.click(u"CloseDialog/stopAndQuitButton"_s));
    QVERIFY(waitFor([this] { return m_window.exitStatus().has_value(); }));
    QCOMPARE(*m_window.exitStatus(), 0);
}

QTEST_MAIN(TestWindowStory)
#include "tst_window_story.moc"
