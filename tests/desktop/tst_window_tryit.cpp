// SPDX-License-Identifier: MIT
#include "rawclient.h"
#include "timescale.h"
#include "windowhands.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString connections = u"connectionsTable"_s;
const QString events = u"eventsTable"_s;
const QString echo = u"echo://127.0.0.1:0"_s;
const QString chat = u"chat://127.0.0.1:0"_s;

bool isFree(quint16 port)
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost, port);
}

} // namespace

// "Try it" shows a newcomer life.
class TestWindowTryIt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void showsLifeWithinSeconds();
    void stopsTheSampleClients();
    void startsTheServerOnce();
    void forgetsWhoWasLookedAtBefore();
    void saysWhoStaysAway_data();
    void saysWhoStaysAway();
    void saysWhyItCannotStart();
    void saysWhoIsBanned_data();
    void saysWhoIsBanned();
    void takesTheDefaultsWithoutAService();

private:
    void open(const QStringList &services);
    qsizetype connected() const;
    bool isRunning() { return actionOf(*m_window, u"actionStopSamples"_s).isEnabled(); }
    bool canTry() { return actionOf(*m_window, u"actionTryIt"_s).isEnabled(); }

    std::unique_ptr<WindowFixture> m_window;
};

void TestWindowTryIt::cleanup()
{
    m_window.reset();
}

void TestWindowTryIt::open(const QStringList &services)
{
    m_window.reset();
    m_window = std::make_unique<WindowFixture>(WindowFixture::Options{.services = services});
}

/// How many clients the table has that have not gone.
qsizetype TestWindowTryIt::connected() const
{
    const QStringList states = m_window->cells(connections, u"State"_s);
    return states.size() - states.filter(u"Gone"_s).size();
}

void TestWindowTryIt::showsLifeWithinSeconds()
{
    // At the first start the services have fixed ports, which may be another's.
    m_window = std::make_unique<WindowFixture>(
        WindowFixture::Options{.firstStart = true, .commandLineServices = {echo, chat}});
    QCOMPARE(m_window->text(u"connectionsEmpty/emptyTitle"_s), u"Welcome to Peerglass"_s);
    QElapsedTimer since;
    since.start();
    QVERIFY(m_window->click(u"connectionsEmpty/actionTryItButton"_s));
    QVERIFY(m_window->waitForState(u"Listening"_s));
    QVERIFY(waitFor([this] { return connected() == 7; }));
    QVERIFY(waitFor([this] { // the one that never reads
        return m_window->cells(connections, u"Queue"_s).filter(u"B"_s).size() > 0;
    }));
    QVERIFY(waitFor([this] {
        const QStringList kinds = m_window->cells(events, u"Event"_s);
        return kinds.contains(u"received"_s) && kinds.contains(u"sent"_s);
    }));
    QVERIFY(waitFor([this] {
        const QStringList names = m_window->cells(connections, u"Name"_s);
        return names.contains(u"mei"_s) && names.contains(u"tom"_s) && names.contains(u"zoë"_s);
    }));
    QCOMPARE_LT(since.elapsed(), scaled(10s).count());
    QVERIFY(isRunning() && !canTry());
    QVERIFY(m_window->port(0) != 0 && m_window->port(1) != 0);
}

void TestWindowTryIt::stopsTheSampleClients()
{
    open({echo, chat});
    for (int time = 0; time < 2; ++time) {
        QVERIFY(m_window->clickMenu({u"menuTryIt"_s, u"actionTryIt"_s}));
        QVERIFY(waitFor([this] { return connected() == 7; }));
        QVERIFY(m_window->clickMenu({u"menuTryIt"_s, u"actionStopSamples"_s}));
        QVERIFY(waitFor([this] { return connected() == 0; }));
        QVERIFY(waitFor([this] { return !isRunning() && canTry(); }));
        QCOMPARE(m_window->state(), u"Listening"_s);
        QVERIFY(!m_window->isVisible(u"noticeText"_s));
    }
}

void TestWindowTryIt::startsTheServerOnce()
{
    open({echo, chat});
    QVERIFY(m_window->start());
    const quint16 port = m_window->port();
    QVERIFY(m_window->press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(waitFor([this] { return connected() == 7; }));
    QCOMPARE(m_window->port(), port);
    QCOMPARE(m_window->cells(events, u"Event"_s).count(u"listening"_s), 2);
    // The server stops, and with it the clients it had.
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QVERIFY(waitFor([this] { return !isRunning() && canTry(); }));
}

// As when it is started by its button: a client of the last run has nothing to do with this one.
void TestWindowTryIt::forgetsWhoWasLookedAtBefore()
{
    open({echo, chat});
    QVERIFY(m_window->start());
    const RawClient client(m_window->port());
    QVERIFY(waitFor([this] { return connected() == 1; }));
    QVERIFY(m_window->clickRow(connections, 0));
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QVERIFY(waitFor([this] { return connected() == 0; }));
    const QWidget *queue = m_window->widget(u"queueDock"_s);
    QCOMPARE(queue->windowTitle(), u"Queue of #1"_s);
    QVERIFY(m_window->clickMenu({u"menuTryIt"_s, u"actionTryIt"_s}));
    QVERIFY(waitFor([queue] { return queue->windowTitle() == u"Queue"_s; }));
    QVERIFY(!m_window->table(connections)->selectionModel()->hasSelection()); // of its grey row
}

void TestWindowTryIt::saysWhoStaysAway_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<int>("clients");
    QTest::addColumn<QString>("notice");
    QTest::newRow("no chat") << echo << 4
                             << u"There is no chat service, so the three chat members stay away."_s;
    QTest::newRow("no echo") << chat << 3
                             << u"There is no echo service, so the echo clients stay away."_s;
}

void TestWindowTryIt::saysWhoStaysAway()
{
    QFETCH(const QString, service);
    QFETCH(const int, clients);
    QFETCH(const QString, notice);
    open({service});
    QVERIFY(m_window->click(u"connectionsEmpty/actionTryItButton"_s));
    QVERIFY(waitFor([&] { return m_window->text(u"noticeText"_s) == notice; }));
    QVERIFY(waitFor([&] { return connected() == clients; }));
}

void TestWindowTryIt::saysWhyItCannotStart()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    open({u"echo://127.0.0.1:%1"_s.arg(other.serverPort())});
    QVERIFY(m_window->click(u"connectionsEmpty/actionTryItButton"_s));
    QVERIFY(waitFor([this] { return m_window->state().startsWith(u"Cannot listen"_s); }));
    QVERIFY(m_window->text(u"noticeText"_s).contains(u"address already in use"_s));
    QVERIFY(!isRunning() && canTry());
    other.close();
    QVERIFY(m_window->clickMenu({u"menuTryIt"_s, u"actionTryIt"_s}));
    QVERIFY(waitFor([this] { return connected() == 4; }));
}

void TestWindowTryIt::saysWhoIsBanned_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("address");
    QTest::newRow("IPv4") << echo << u"127.0.0.1"_s;
    QTest::newRow("IPv6") << u"echo://[::1]:0"_s << u"::1"_s;
    QTest::newRow("from another address of loopback") << u"chat://127.0.0.2:0"_s << u"127.0.0.1"_s;
}

void TestWindowTryIt::saysWhoIsBanned()
{
    QFETCH(const QString, service);
    QFETCH(const QString, address);
    open({service});
    QVERIFY(m_window->start());
    const QString command = m_window->text(u"statusCommand"_s); // nc 127.0.0.2 10000
    const quint16 port = command.section(u' ', 2).toUShort();
    QTcpSocket client;
    client.connectToHost(command.section(u' ', 1, 1), port);
    if (!waitFor([&] { return m_window->rows(connections) == 1; })) {
        QSKIP("this machine has no such address");
    }
    const QString sentence = u"connectionsEmpty/emptySentence"_s;
    const QString ban = u"%1 is banned, so connections from it are refused; Ctrl+Shift+B lists "
                        "the bans and lifts them."_s.arg(address);
    QVERIFY(m_window->clickRow(connections, 0));
    QVERIFY(m_window->clickMenu({u"menuClient"_s, u"actionBan"_s}));
    QVERIFY(m_window->waitForDialog(u"BanDialog"_s));
    QVERIFY(m_window->press(Qt::Key_Return));
    QVERIFY(waitFor([this] { return connected() == 0; }));
    QVERIFY(waitFor([&] { return m_window->text(sentence) == ban; }));
    QCOMPARE(m_window->text(u"connectionsEmpty/emptyCommand"_s), QString());
    QVERIFY(m_window->clickMenu({u"menuTryIt"_s, u"actionTryIt"_s}));
    QVERIFY(waitFor([&] { return m_window->text(u"noticeText"_s) == ban; }));
    QVERIFY(!isRunning() && canTry());
}

void TestWindowTryIt::takesTheDefaultsWithoutAService()
{
    if (!isFree(10000) || !isFree(8008)) {
        QSKIP("port 10000 or 8008 is another's");
    }
    open({});
    QVERIFY(m_window->click(u"connectionsEmpty/actionTryItButton"_s));
    QVERIFY(waitFor([this] { return connected() == 7; }));
    QVERIFY(m_window->text(u"serviceChip0"_s).startsWith(u"echo · localhost:10000 · "_s));
    QVERIFY(m_window->text(u"serviceChip1"_s).startsWith(u"chat · localhost:8008 · "_s));
}

QTEST_MAIN(TestWindowTryIt)
#include "tst_window_tryit.moc"
