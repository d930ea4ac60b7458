// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString queue = u"queueTable"_s;
const QString title = u"queueEmpty/emptyTitle"_s;
const QString sentence = u"queueEmpty/emptySentence"_s;

} // namespace

// The queue of the selected client: what waits, and why.
class TestWindowQueue : public QueueWindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { close(); }
    void nobodyIsSelected();
    void nothingWaits();
    void saysWhyItWaits_data();
    void saysWhyItWaits();
    void saysThatTheClientDoesNotRead();
    void saysWhatHappensAtTheLimit_data();
    void saysWhatHappensAtTheLimit();
    void showsWhatLooksLikeHtml();
    void goneKeepsItsQueue_data();
    void goneKeepsItsQueue();
    void goneKeepsTheFocus();
    void goneAfterAllWasSent();
    void keepsItsPlaceWhileMessagesGo();
    void followsTheSelection();

private:
    QString verdict() const { return m_window->text(u"queueVerdict"_s); }
    QString heading() const { return m_window->widget(u"queueDock"_s)->windowTitle(); }
};

void TestWindowQueue::nobodyIsSelected()
{
    m_window = std::make_unique<WindowFixture>();
    QVERIFY(m_window->start());
    m_client = std::make_unique<RawClient>(m_window->port());
    QVERIFY(waitForState(1, u"Open"_s));
    QCOMPARE(heading(), u"Queue"_s);
    QCOMPARE(m_window->text(title), u"No client is selected"_s);
    QVERIFY(m_window->isVisible(title));
    QCOMPARE(verdict(), QString());
    for (const QString &name : {u"Hold"_s, u"Step"_s, u"PauseReading"_s, u"FinishSending"_s,
                                u"Kick"_s, u"KickAtOnce"_s, u"Drop"_s, u"DropAll"_s}) {
        QVERIFY2(!actionOf(*m_window, u"action"_s + name).isEnabled(), qPrintable(name));
    }
}

void TestWindowQueue::nothingWaits()
{
    open(u"echo://127.0.0.1:0"_s);
    QCOMPARE(heading(), u"Queue of #1"_s);
    QCOMPARE(m_window->text(title), u"Nothing waits"_s);
    QCOMPARE(m_window->text(sentence), u"Hold this client to catch its messages."_s);
    QVERIFY(m_window->isVisible(sentence));
    QVERIFY(m_window->click(u"holdButton"_s));
    QVERIFY(waitForState(1, u"Held"_s));
    QCOMPARE(m_window->text(title), u"Nothing waits yet"_s);
    QVERIFY(!actionOf(*m_window, u"actionDropAll"_s).isEnabled());
    m_client->send("now");
    QVERIFY(waitFor([this] { return previews() == QStringList(u"now"_s); }));
    QVERIFY(m_window->isVisible(queue));
    QVERIFY(m_window->text(u"queueSummary"_s).startsWith(u"1 waiting, 3 B, oldest "_s));
    QVERIFY(m_window->isVisible(u"queueSummary"_s));
}

void TestWindowQueue::saysWhyItWaits_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("verdict"); // how it begins
    QTest::newRow("delayed") << u"echo://127.0.0.1:0?delay=10min"_s << u"Open"_s
                             << u"delayed until "_s;
    QTest::newRow("throttled") << u"echo://127.0.0.1:0?throttle=1B/s"_s << u"Open"_s
                               << u"throttled to 1 B/s"_s;
    QTest::newRow("held") << u"echo://127.0.0.1:0?hold=on"_s << u"Held"_s << u"held by you"_s;
    QTest::newRow("held and delayed")
        << u"echo://127.0.0.1:0?hold=on&delay=10min"_s << u"Held"_s << u"held by you"_s;
}

void TestWindowQueue::saysWhyItWaits()
{
    QFETCH(const QString, url);
    QFETCH(const QString, state);
    QFETCH(const QString, verdict);
    WindowFixture::Options options;
    options.services = QStringList(url);
    m_window = std::make_unique<WindowFixture>(options);
    QVERIFY(m_window->start());
    m_client = std::make_unique<RawClient>(m_window->port());
    QVERIFY(waitForState(1, state));
    select(1);
    m_client->send(QByteArray(1000, 'x'));
    QVERIFY(waitFor([this] { return m_window->rows(queue) == 1; }));
    QVERIFY(waitFor([&] { return this->verdict().startsWith(verdict); }));
}

void TestWindowQueue::saysThatTheClientDoesNotRead()
{
    open(u"echo://127.0.0.1:0?queue=64MiB"_s);
    RawClient silent(m_window->port(), RawClient::notReading());
    QVERIFY(waitForState(2, u"Open"_s));
    select(2);
    silent.send(QByteArray(16 * 1024 * 1024, 'x')); // more than the kernel takes
    QVERIFY(waitForState(2, u"Not reading"_s));
    QVERIFY(waitFor([this] { return verdict() == u"the client is not reading"_s; }));
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ShiftModifier));
    QVERIFY(waitForState(2, u"Finishing"_s));
    QVERIFY(waitFor([this] { return verdict() == u"draining"_s; }));
    silent.setReading(true);
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QCOMPARE(silent.received.size(), 16 * 1024 * 1024);
}

void TestWindowQueue::saysWhatHappensAtTheLimit_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("pause") << u"queue=16KiB"_s << u"held by you; reading pauses at 16 KiB"_s;
    QTest::newRow("disconnect") << u"queue=16KiB&overflow=disconnect"_s
                                << u"held by you; will be disconnected at 16 KiB"_s;
    QTest::newRow("drop oldest") << u"queue=16KiB&overflow=drop-oldest"_s
                                 << u"held by you; the oldest messages are dropped at 16 KiB"_s;
    QTest::newRow("far from it") << u"queue=1MiB"_s << u"held by you"_s;
}

void TestWindowQueue::saysWhatHappensAtTheLimit()
{
    QFETCH(const QString, options);
    QFETCH(const QString, verdict);
    open(u"echo://127.0.0.1:0?read=4KiB&"_s + options);
    holdAndSend({QByteArray(4000, 'x')});
    QCOMPARE(this->verdict(), u"held by you"_s);
    m_client->send(QByteArray(4000, 'x'));
    QVERIFY(waitFor([this] { return m_window->rows(queue) == 2; }));
    m_client->send(QByteArray(4000, 'x'));
    QVERIFY(waitFor([this] { return m_window->rows(queue) == 3; }));
    m_client->send(QByteArray(2000, 'x'));
    QVERIFY(waitFor([&] { return this->verdict() == verdict; }));
    QVERIFY(waitForState(1, u"Held"_s));
}

void TestWindowQueue::showsWhatLooksLikeHtml()
{
    const QString rest(200, u'x'); // wider than the column, so that there is a tool tip
    const QByteArray html = "<b>x</b><img src=\"x\">&amp;" + rest.toLatin1();
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({html});
    QCOMPARE(previews(), QStringList(u"<b>x</b><img src=\"x\">&amp;"_s + rest));
    QCOMPARE(toolTipOf(*m_window, queue, 0, u"Preview"_s),
             u"<qt>&lt;b&gt;x&lt;/b&gt;&lt;img src=&quot;x&quot;&gt;&amp;amp;"_s + rest
                 + u"</qt>"_s);
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitFor([&] { return m_client->received == html; }));
}

void TestWindowQueue::goneKeepsItsQueue_data()
{
    QTest::addColumn<bool>("kicked");
    QTest::addColumn<QString>("why");
    QTest::newRow("reset by the client") << false << u"reset by peer"_s;
    QTest::newRow("kicked at once") << true << u"kicked"_s;
}

void TestWindowQueue::goneKeepsItsQueue()
{
    QFETCH(const bool, kicked);
    QFETCH(const QString, why);
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({"one ", "two "});
    if (kicked) {
        QVERIFY(m_window->press(Qt::Key_Delete, Qt::ShiftModifier));
    } else {
        m_client->reset();
    }
    QVERIFY(waitForState(1, u"Gone: "_s + why));
    const QString end = u"gone: "_s + why;
    QVERIFY(waitFor([&] { return verdict().startsWith(end); }));
    const auto stays = [&] {
        return previews() == QStringList({u"one "_s, u"two "_s})
            && m_window->cells(queue, u"State"_s) == QStringList({u"cancelled"_s, u"cancelled"_s})
            && m_window->isVisible(queue) && verdict() == end + u"; what waited was cancelled"_s
            && heading() == u"Queue of #1"_s;
    };
    QVERIFY(stays());
    QVERIFY(!actionOf(*m_window, u"actionHold"_s).isEnabled());
    QVERIFY(!actionOf(*m_window, u"actionDropAll"_s).isEnabled());
    if (kicked) { // once is enough: its row is taken out after 10 s, and the queue still stays
        QVERIFY(waitFor([this] { return m_window->rowOf(1) < 0; }));
        QVERIFY(stays());
    }
}

// Keys that are meant for the queue do nothing elsewhere because its client went.
void TestWindowQueue::goneKeepsTheFocus()
{
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({"one ", "two ", "three "});
    QVERIFY(m_window->clickRow(queue, 0));
    m_client->reset();
    QVERIFY(waitFor([this] { return verdict().startsWith(u"gone: "_s); }));
    QVERIFY(m_window->press(Qt::Key_Down));
    QVERIFY(m_window->press(Qt::Key_Down));
    QCOMPARE(m_window->table(queue)->currentIndex().row(), 2);
    QVERIFY(!m_window->isVisible(u"EventsPanel/filterCount"_s));
}

void TestWindowQueue::goneAfterAllWasSent()
{
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({"one ", "two "});
    QVERIFY(m_window->press(Qt::Key_Delete));
    QVERIFY(m_window->waitForDialog(u"KickDialog"_s));
    QVERIFY(m_window->press(Qt::Key_Return));
    QVERIFY(waitForState(1, u"Gone: kicked"_s));
    QVERIFY(waitFor([this] { return m_client->hasEnded; }));
    QCOMPARE(m_client->received, "one two ");
    QVERIFY(waitFor([this] { return verdict() == u"gone: kicked"_s; }));
    QCOMPARE(m_window->rows(queue), 0);
    QCOMPARE(m_window->text(title), u"Nothing was waiting"_s);
}

// The row that the keys are at goes too, which is out of view.
void TestWindowQueue::keepsItsPlaceWhileMessagesGo()
{
    open(u"echo://127.0.0.1:0"_s);
    QByteArrayList messages;
    for (int number = 1; number <= 40; ++number) {
        messages.append("number " + QByteArray::number(number) + ' ');
    }
    holdAndSend(messages);
    QVERIFY(m_window->clickRow(queue, 1));
    turnWheel(*m_window, queue, -3);
    const auto top = [this] {
        const QTableView *table = m_window->table(queue);
        return m_window->cell(queue, table->rowAt(0), u"#"_s).toInt();
    };
    const int before = top();
    QVERIFY2(before > 3, "nothing was scrolled");
    for (int rows = 39; rows >= 37; --rows) {
        QVERIFY(m_window->press(Qt::Key_F10));
        QVERIFY(waitFor([&] { return m_window->rows(queue) == rows; }));
        QCOMPARE(top(), before);
    }
}

void TestWindowQueue::followsTheSelection()
{
    open(u"echo://127.0.0.1:0"_s);
    holdAndSend({"first"});
    RawClient second(m_window->port());
    QVERIFY(waitForState(2, u"Open"_s));
    select(2);
    QCOMPARE(heading(), u"Queue of #2"_s);
    QCOMPARE(m_window->rows(queue), 0);
    QVERIFY(m_window->press(Qt::Key_Space));
    QVERIFY(waitForState(2, u"Held"_s));
    second.send("second");
    QVERIFY(waitFor([this] { return previews() == QStringList(u"second"_s); }));
    select(1);
    QVERIFY(waitFor([this] { return previews() == QStringList(u"first"_s); }));
    QCOMPARE(heading(), u"Queue of #1"_s);
}

QTEST_MAIN(TestWindowQueue)
#include "tst_window_queue.moc"
