// SPDX-License-Identifier: MIT
#include "rawclient.h"
#include "timescale.h"
#include "unixsignals.h"
#include "windowfixture.h"

#include <QProgressBar>
#include <QTest>

#include <csignal>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString connections = u"connectionsTable"_s;

WindowFixture::Options options()
{
    WindowFixture::Options options;
    // A stop ends because the clients do or the operator cuts it short, never by itself.
    options.engine.drain = scaled(10min);
    return options;
}

} // namespace

class TestWindowClosing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void doesNotAskWhileStopped();
    void doesNotAskWithoutClients();
    void asksWithClients();
    void cancelKeepsAll_data();
    void cancelKeepsAll();
    void isNotAskedAgain();
    void canBeAskedAgain();
    void showsProgress();
    void stopsAtOnce();
    void asksWhileDraining();
    void signalDoesNotAsk_data();
    void signalDoesNotAsk();
    void menuAndKeyClose_data();
    void menuAndKeyClose();

private:
    std::unique_ptr<RawClient> connectClient(int id);
    std::unique_ptr<RawClient> connectSilentClient(int id);
    bool isDialogOpen() { return m_window->isOpen(u"CloseDialog"_s); }
    bool waitForEnd();

    std::unique_ptr<WindowFixture> m_window;
};

void TestWindowClosing::init()
{
    m_window = std::make_unique<WindowFixture>(options());
}

void TestWindowClosing::cleanup()
{
    m_window.reset();
}

std::unique_ptr<RawClient> TestWindowClosing::connectClient(int id)
{
    auto client = std::make_unique<RawClient>(m_window->port());
    const bool connected = waitFor([&] { return m_window->cellOf(id, u"State"_s) == u"Open"_s; });
    return connected ? std::move(client) : nullptr;
}

/// One for which more waits than it will ever read.
std::unique_ptr<RawClient> TestWindowClosing::connectSilentClient(int id)
{
    auto client = std::make_unique<RawClient>(m_window->port(), RawClient::notReading());
    client->send(QByteArray(8 * 1024 * 1024, 'x'));
    const bool full = waitFor([&] { return m_window->cellOf(id, u"State"_s) == u"Paused"_s; });
    return full ? std::move(client) : nullptr;
}

bool TestWindowClosing::waitForEnd()
{
    return waitFor([this] { return m_window->exitStatus().has_value(); })
        && m_window->exitStatus() == 0;
}

void TestWindowClosing::doesNotAskWhileStopped()
{
    m_window->close();
    QVERIFY(waitForEnd());
    QVERIFY(!isDialogOpen());
}

void TestWindowClosing::doesNotAskWithoutClients()
{
    QVERIFY(m_window->start());
    m_window->close();
    QVERIFY(waitForEnd());
    QVERIFY(!isDialogOpen());
    QCOMPARE(m_window->state(), u"Stopped"_s);
}

void TestWindowClosing::asksWithClients()
{
    QVERIFY(m_window->start());
    const auto first = connectClient(1);
    const auto second = connectClient(2);
    QVERIFY(first && second);
    m_window->close();
    QVERIFY(m_window->waitForDialog(u"CloseDialog"_s));
    QCOMPARE(m_window->text(u"questionLabel"_s), u"2 clients are connected."_s);
    QCOMPARE(m_window->state(), u"Listening"_s);
    QVERIFY(m_window->click(u"stopAndQuitButton"_s));
    QVERIFY(waitForEnd());
    QVERIFY(waitFor([&] { return first->hasEnded && second->hasEnded; }));
}

void TestWindowClosing::cancelKeepsAll_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("button") << false;
    QTest::newRow("Escape") << true;
}

void TestWindowClosing::cancelKeepsAll()
{
    QFETCH(const bool, byKey);
    QVERIFY(m_window->start());
    const auto client = connectClient(1);
    QVERIFY(client);
    for (int time = 0; time < 2; ++time) { // it asks again
        m_window->close();
        QVERIFY(m_window->waitForDialog(u"CloseDialog"_s));
        QVERIFY(byKey ? m_window->press(Qt::Key_Escape) : m_window->click(u"cancelButton"_s));
        QVERIFY(waitFor([this] { return !isDialogOpen(); }));
    }
    client->send("still here");
    QVERIFY(waitFor([&] { return client->received == "still here"; }));
    QCOMPARE(m_window->state(), u"Listening"_s);
    QVERIFY(!m_window->exitStatus());
}

void TestWindowClosing::isNotAskedAgain()
{
    QVERIFY(m_window->start());
    auto client = connectClient(1);
    QVERIFY(client);
    m_window->close();
    QVERIFY(m_window->waitForDialog(u"CloseDialog"_s));
    QVERIFY(m_window->click(u"dontAskBox"_s));
    QVERIFY(m_window->click(u"stopAndQuitButton"_s));
    QVERIFY(waitForEnd());

    m_window->reopen();
    QVERIFY(m_window->start());
    client = connectClient(1);
    QVERIFY(client);
    m_window->close();
    QVERIFY(waitForEnd());
    QVERIFY(waitFor([&] { return client->hasEnded; }));
}

void TestWindowClosing::canBeAskedAgain()
{
    QVERIFY(m_window->clickMenu({u"menuServer"_s, u"actionAskBeforeClosing"_s}));
    m_window->close();
    QVERIFY(waitForEnd());
    m_window->reopen();
    QVERIFY(m_window->press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(m_window->start());
    const auto client = connectClient(1);
    QVERIFY(client);
    m_window->close();
    QVERIFY(m_window->waitForDialog(u"CloseDialog"_s));
    QCOMPARE(m_window->text(u"questionLabel"_s), u"One client is connected."_s);
}

void TestWindowClosing::showsProgress()
{
    QVERIFY(m_window->start());
    const auto client = connectClient(1);
    const auto silent = connectSilentClient(2);
    QVERIFY(client && silent);
    m_window->close();
    QVERIFY(m_window->waitForDialog(u"CloseDialog"_s));
    QVERIFY(m_window->click(u"stopAndQuitButton"_s));
    const QString left = u"Stopping: 1 of 2 clients left."_s;
    QVERIFY(waitFor([&] { return m_window->text(u"progressLabel"_s) == left; }));
    const auto *bar = qobject_cast<QProgressBar *>(m_window->widget(u"progressBar"_s));
    QCOMPARE(bar->value(), 1);
    QCOMPARE(bar->maximum(), 2);
    QVERIFY(m_window->press(Qt::Key_Escape)); // too late
    m_window->close();
    QVERIFY(isDialogOpen() && m_window->isVisible(u"progressBar"_s));
    QVERIFY(!m_window->exitStatus());
    silent->setReading(true);
    QVERIFY(waitForEnd());
}

void TestWindowClosing::stopsAtOnce()
{
    QVERIFY(m_window->start());
    const auto silent = connectSilentClient(1);
    QVERIFY(silent);
    m_window->close();
    QVERIFY(m_window->waitForDialog(u"CloseDialog"_s));
    QVERIFY(m_window->click(u"stopAndQuitButton"_s));
    QVERIFY(m_window->waitForState(u"Draining, 1 client left"_s));
    QVERIFY(m_window->click(u"stopAtOnceButton"_s));
    QVERIFY(waitForEnd());
    silent->setReading(true);
    QVERIFY(waitFor([&] { return silent->wasReset; }));
}

void TestWindowClosing::asksWhileDraining()
{
    QVERIFY(m_window->start());
    const auto silent = connectSilentClient(1);
    QVERIFY(silent);
    QVERIFY(m_window->clickMenuOf(u"serverButton"_s, u"actionStop"_s));
    QVERIFY(m_window->waitForState(u"Draining, 1 client left"_s));
    m_window->close();
    QVERIFY(m_window->waitForDialog(u"CloseDialog"_s));
    QVERIFY(m_window->click(u"stopAndQuitButton"_s));
    const QString left = u"Stopping: 1 of 1 clients left."_s;
    QVERIFY(waitFor([&] { return m_window->text(u"progressLabel"_s) == left; }));
    QCOMPARE(m_window->state(), u"Draining, 1 client left"_s); // and not cut short
    silent->setReading(true);
    QVERIFY(waitForEnd());
    QVERIFY(waitFor([&] { return silent->hasEnded; }));
}

void TestWindowClosing::signalDoesNotAsk_data()
{
    QTest::addColumn<bool>("whileAsking");
    QTest::newRow("the window is open") << false;
    QTest::newRow("the question is open") << true;
}

/// As main() connects them; here the window is known to have shown its client.
void TestWindowClosing::signalDoesNotAsk()
{
    QFETCH(const bool, whileAsking);
    const UnixSignals signalSource({SIGTERM});
    QObject::connect(&signalSource, &UnixSignals::received, &m_window->window(),
                     &MainWindow::handleSignal);
    QVERIFY(m_window->start());
    const auto silent = connectSilentClient(1);
    QVERIFY(silent);
    if (whileAsking) {
        m_window->close();
        QVERIFY(m_window->waitForDialog(u"CloseDialog"_s));
    }
    std::raise(SIGTERM); // for this thread: those of QtTest would end the process
    QVERIFY(m_window->waitForState(u"Draining, 1 client left"_s));
    QVERIFY(waitFor([this] { return isDialogOpen() && m_window->isVisible(u"progressBar"_s); }));
    silent->setReading(true);
    QVERIFY(waitForEnd());
}

void TestWindowClosing::menuAndKeyClose_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("menu") << false;
    QTest::newRow("Ctrl+Q") << true;
}

void TestWindowClosing::menuAndKeyClose()
{
    QFETCH(const bool, byKey);
    QVERIFY(byKey ? m_window->press(Qt::Key_Q, Qt::ControlModifier)
                  : m_window->clickMenu({u"menuServer"_s, u"actionQuit"_s}));
    QVERIFY(waitForEnd());
}

QTEST_MAIN(TestWindowClosing)
#include "tst_window_closing.moc"
