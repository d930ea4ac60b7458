// SPDX-License-Identifier: MIT
#include "rawclient.h"
#include "windowhands.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString connections = u"connectionsTable"_s;
/// The targets of the dialog, in their order.
enum Target { Selected, AllOfEcho, AllOfChat, SpeakInChat };

} // namespace

// What is sent from the window arrives, byte for byte, at whom it is meant for.
class TestWindowSending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void toTheSelected_data();
    void toTheSelected();
    void toAService();
    void speaksInAChat();
    void followsTheSelection();
    void isForRunningServersOnly();

private:
    std::unique_ptr<RawClient> connectClient(int service);
    bool openDialog();
    bool send(Target target, const QString &text);
    QString message() const { return m_window->text(u"SendDialog/messageLabel"_s); }

    std::unique_ptr<WindowFixture> m_window;
};

void TestWindowSending::init()
{
    WindowFixture::Options options;
    options.services = QStringList({u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0"_s});
    m_window = std::make_unique<WindowFixture>(options);
    QVERIFY(m_window->start());
}

void TestWindowSending::cleanup()
{
    m_window.reset();
}

std::unique_ptr<RawClient> TestWindowSending::connectClient(int service)
{
    const int before = m_window->rows(connections);
    auto client = std::make_unique<RawClient>(m_window->port(service));
    const bool connected = waitFor([&] { return m_window->rows(connections) == before + 1; });
    return connected ? std::move(client) : nullptr;
}

bool TestWindowSending::openDialog()
{
    return m_window->press(Qt::Key_T, Qt::ControlModifier)
        && m_window->waitForDialog(u"SendDialog"_s);
}

bool TestWindowSending::send(Target target, const QString &text)
{
    return choose(*m_window, u"SendDialog/targetBox"_s, target)
        && retype(*m_window, u"SendDialog/textEdit"_s, text)
        && m_window->click(u"SendDialog/sendButton"_s);
}

void TestWindowSending::toTheSelected_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("escapes");
    QTest::addColumn<bool>("newline");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << u"hello"_s << true << true << QByteArray("hello\n");
    QTest::newRow("no newline") << u"hello"_s << true << false << QByteArray("hello");
    QTest::newRow("escapes") << u"a\\x00\\xff\\n\\\\b"_s << true << false
                             << QByteArray("a\0\xff\n\\b", 6);
    QTest::newRow("escapes switched off")
        << u"a\\x00\\n"_s << false << false << QByteArray("a\\x00\\n");
    QTest::newRow("what looks like HTML")
        << u"<b>x</b>&amp;"_s << true << false << QByteArray("<b>x</b>&amp;");
}

void TestWindowSending::toTheSelected()
{
    QFETCH(const QString, text);
    QFETCH(const bool, escapes);
    QFETCH(const bool, newline);
    QFETCH(const QByteArray, bytes);
    const auto first = connectClient(0);
    const auto second = connectClient(0);
    const auto third = connectClient(0);
    QVERIFY(first && second && third);
    QVERIFY(m_window->clickRow(connections, m_window->rowOf(1)));
    QVERIFY(m_window->clickRow(connections, m_window->rowOf(3), Qt::ControlModifier));
    QVERIFY(openDialog());
    if (!escapes) {
        QVERIFY(m_window->click(u"SendDialog/escapesBox"_s));
    }
    if (!newline) {
        QVERIFY(m_window->click(u"SendDialog/newlineBox"_s));
    }
    QVERIFY(send(Selected, text));
    QVERIFY(message().endsWith(u" to 2 clients"_s));
    QVERIFY(waitFor([&] { return first->received == bytes && third->received == bytes; }));
    second->send("echo"); // comes after what it had been sent
    QVERIFY(waitFor([&] { return second->received == "echo"; }));
    QVERIFY(waitFor([&] {
        return m_window->cells(u"eventsTable"_s, u"Event"_s).count(u"operator sent"_s) == 2;
    }));
}

void TestWindowSending::toAService()
{
    const auto first = connectClient(0);
    const auto second = connectClient(0);
    const auto member = connectClient(1);
    QVERIFY(first && second && member);
    QVERIFY(waitFor([&] { return member->received.contains("guest-3"); }));
    const QByteArray greeting = member->received;
    QVERIFY(openDialog());
    QVERIFY(send(AllOfEcho, u"all"_s));
    QVERIFY(waitFor([&] { return first->received == "all\n" && second->received == "all\n"; }));
    QVERIFY(send(AllOfChat, u"raw"_s));
    QVERIFY(waitFor([&] { return member->received == greeting + "raw\n"; }));
    QCOMPARE(first->received, "all\n");
}

void TestWindowSending::speaksInAChat()
{
    const auto client = connectClient(0);
    const auto member = connectClient(1);
    QVERIFY(client && member);
    QVERIFY(waitFor([&] { return member->received.contains("guest-2"); }));
    QVERIFY(openDialog());
    QVERIFY(send(SpeakInChat, u"hello \\n all"_s)); // it is words, not bytes
    QVERIFY(waitFor([&] { return member->received.endsWith("<operator> hello \\n all\n"); }));
    QVERIFY(client->received.isEmpty());
}

void TestWindowSending::followsTheSelection()
{
    const auto first = connectClient(0);
    auto second = connectClient(0);
    QVERIFY(first && second);
    QVERIFY(openDialog());
    QCOMPARE(message(), u"No client is selected: select some, or choose a service."_s);
    QVERIFY(!m_window->widget(u"SendDialog/sendButton"_s)->isEnabled());
    QVERIFY(m_window->clickRow(connections, m_window->rowOf(2)));
    QVERIFY(send(Selected, u"you"_s));
    QVERIFY(waitFor([&] { return second->received == "you\n"; }));
    QVERIFY(first->received.isEmpty());
    second.reset();
    QVERIFY(waitFor([this] {
        return message() == u"No client is selected: select some, or choose a service."_s;
    }));
    QVERIFY(!m_window->widget(u"SendDialog/sendButton"_s)->isEnabled());
}

void TestWindowSending::isForRunningServersOnly()
{
    QVERIFY(actionOf(*m_window, u"actionSend"_s).isEnabled());
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ShiftModifier));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QVERIFY(!actionOf(*m_window, u"actionSend"_s).isEnabled());
    QVERIFY(m_window->press(Qt::Key_T, Qt::ControlModifier));
    QVERIFY(!m_window->isOpen(u"SendDialog"_s));
}

QTEST_MAIN(TestWindowSending)
#include "tst_window_sending.moc"
