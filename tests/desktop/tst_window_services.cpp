// SPDX-License-Identifier: MIT
#include "rawclient.h"
#include "windowhands.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString firstChip = u"serviceChip0"_s;
const QString secondChip = u"serviceChip1"_s;

} // namespace

// Services are added, changed and removed by who sits at the window.
class TestWindowServices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void addsByTheDialog();
    void cancelAddsNothing();
    void editsInTheMenuOfTheChip();
    void removesInTheMenuOfTheChip();
    void chipFollowsItsService();
    void chipCopiesItsCommand();
    void letsOtherMachinesConnect();
    void nothingChangesWhileItRuns();
    void remembersServices();
    void remembersThatThereAreNone();
    void leavesOutWhatIsWrong();
    void servicesOfTheCommandLineAreForThisRun();
    void servicesOfTheCommandLineAreRememberedOnceEdited();

private:
    void open(const QStringList &services, const QStringList &commandLine = {});
    bool add(const QString &url);
    bool hasChip(const QString &name) { return m_window->window().findChild<QWidget *>(name); }

    std::unique_ptr<WindowFixture> m_window;
};

void TestWindowServices::init()
{
    open({u"echo://127.0.0.1:0"_s});
}

void TestWindowServices::cleanup()
{
    m_window.reset();
}

void TestWindowServices::open(const QStringList &services, const QStringList &commandLine)
{
    WindowFixture::Options options;
    options.services = services;
    options.commandLineServices = commandLine;
    m_window = std::make_unique<WindowFixture>(options);
}

bool TestWindowServices::add(const QString &url)
{
    return m_window->press(Qt::Key_N, Qt::ControlModifier)
        && m_window->waitForDialog(u"ServiceDialog"_s)
        && retype(*m_window, u"ServiceDialog/urlEdit"_s, url) && m_window->press(Qt::Key_Return)
        && waitFor([this] { return !m_window->isOpen(u"ServiceDialog"_s); });
}

void TestWindowServices::addsByTheDialog()
{
    QVERIFY(m_window->press(Qt::Key_N, Qt::ControlModifier));
    QVERIFY(m_window->waitForDialog(u"ServiceDialog"_s));
    QVERIFY(choose(*m_window, u"ServiceDialog/protocolBox"_s, 1));
    QVERIFY(choose(*m_window, u"ServiceDialog/hostBox"_s, 2));
    QVERIFY(retype(*m_window, u"ServiceDialog/hostEdit"_s, u"127.0.0.1"_s));
    QVERIFY(retype(*m_window, u"ServiceDialog/portEdit"_s, u"0"_s));
    QVERIFY(m_window->text(u"ServiceDialog/urlEdit"_s).startsWith(u"chat://127.0.0.1:0"_s));
    QVERIFY(m_window->click(u"ServiceDialog/okButton"_s));
    QVERIFY(waitFor([this] { return hasChip(secondChip); }));
    QCOMPARE(m_window->text(firstChip), u"echo · 127.0.0.1:0"_s);
    QCOMPARE(m_window->text(secondChip), u"chat · 127.0.0.1:0"_s);
    QVERIFY(m_window->window().windowTitle().contains(u"2 services"_s));

    QVERIFY(m_window->start());
    RawClient client(m_window->port(1));
    QVERIFY(waitFor([&] { return client.received.contains("guest-1"); }));
}

void TestWindowServices::cancelAddsNothing()
{
    QVERIFY(m_window->clickMenu({u"menuServer"_s, u"actionAddService"_s}));
    QVERIFY(m_window->waitForDialog(u"ServiceDialog"_s));
    QVERIFY(m_window->press(Qt::Key_Escape));
    QVERIFY(waitFor([this] { return !m_window->isOpen(u"ServiceDialog"_s); }));
    QVERIFY(!hasChip(secondChip));
}

void TestWindowServices::editsInTheMenuOfTheChip()
{
    QVERIFY(add(u"chat://127.0.0.1:0"_s));
    QVERIFY(m_window->clickMenuOf(firstChip, u"editService"_s));
    QVERIFY(m_window->waitForDialog(u"ServiceDialog"_s));
    QCOMPARE(m_window->text(u"ServiceDialog/urlEdit"_s), u"echo://127.0.0.1:0"_s);
    QVERIFY(retype(*m_window, u"ServiceDialog/urlEdit"_s, u"echo://[::1]:0?delay=1s"_s));
    QVERIFY(m_window->press(Qt::Key_Return));
    QVERIFY(waitFor([this] { return m_window->text(firstChip) == u"echo · [::1]:0"_s; }));
    QCOMPARE(m_window->text(secondChip), u"chat · 127.0.0.1:0"_s);
    QVERIFY(m_window->widget(firstChip)->toolTip().contains(u"echo://[::1]:0?delay=1s"_s));
}

void TestWindowServices::removesInTheMenuOfTheChip()
{
    QVERIFY(add(u"chat://127.0.0.1:0"_s));
    QVERIFY(m_window->clickMenuOf(firstChip, u"removeService"_s));
    QVERIFY(waitFor([this] { return m_window->text(firstChip) == u"chat · 127.0.0.1:0"_s; }));
    QVERIFY(waitFor([this] { return !hasChip(secondChip); }));
    QVERIFY(m_window->window().windowTitle().contains(u"1 service,"_s));
}

void TestWindowServices::chipFollowsItsService()
{
    QVERIFY(add(u"echo://127.0.0.1:0"_s));
    const auto chip = [this](int service) {
        return m_window->text(u"serviceChip%1"_s.arg(service));
    };
    const auto listening = [this](int service, int clients) {
        return u"echo · 127.0.0.1:%1 · %2"_s.arg(m_window->port(service)).arg(clients);
    };
    QCOMPARE(m_window->widget(firstChip)->accessibleDescription(), u"stopped"_s);
    QVERIFY(m_window->start());
    QVERIFY(m_window->port(0) != 0 && m_window->port(1) != 0);
    QCOMPARE(chip(0), listening(0, 0));
    QCOMPARE(m_window->widget(firstChip)->accessibleDescription(), u"listening"_s);
    QCOMPARE(
        m_window->widget(firstChip)->toolTip(),
        u"<qt>echo://127.0.0.1:0<br>listening<br>127.0.0.1 port %1</qt>"_s.arg(m_window->port(0)));

    const RawClient first(m_window->port(1));
    RawClient second(m_window->port(1));
    QVERIFY(waitFor([&] { return chip(1) == listening(1, 2); }));
    QCOMPARE(chip(0), listening(0, 0));
    second.close();
    QVERIFY(waitFor([&] { return chip(1) == listening(1, 1); }));
    QVERIFY(m_window->press(Qt::Key_F5, Qt::ShiftModifier));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QCOMPARE(m_window->widget(secondChip)->accessibleDescription(), u"stopped"_s);
    QCOMPARE(chip(0), u"echo · 127.0.0.1:0"_s); // the port it had is no longer its own
    QCOMPARE(chip(1), u"echo · 127.0.0.1:0"_s);
}

void TestWindowServices::chipCopiesItsCommand()
{
    QVERIFY(m_window->start());
    QVERIFY(m_window->clickMenuOf(firstChip, u"copyCommand"_s));
    const QString command = u"nc 127.0.0.1 %1"_s.arg(m_window->port());
    QVERIFY(waitFor([&] { return QGuiApplication::clipboard()->text() == command; }));
}

void TestWindowServices::letsOtherMachinesConnect()
{
    QVERIFY(!menuOf(*m_window, firstChip).value(u"openToNetwork"_s).checked);
    QVERIFY(!menuOf(*m_window, firstChip).value(u"showAddresses"_s).enabled);
    QVERIFY(m_window->clickMenuOf(firstChip, u"openToNetwork"_s));
    QVERIFY(m_window->waitForDialog(u"AddressesDialog"_s));
    QVERIFY(m_window->text(u"AddressesDialog/introLabel"_s).contains(u"echo://any:0"_s));
    QVERIFY(m_window->isVisible(u"AddressesDialog/warningLabel"_s));
    QVERIFY(m_window->press(Qt::Key_Escape));
    QVERIFY(waitFor([this] { return !m_window->isOpen(u"AddressesDialog"_s); }));
    QCOMPARE(m_window->text(firstChip), u"echo · any:0 (network)"_s);

    QVERIFY(menuOf(*m_window, firstChip).value(u"openToNetwork"_s).checked);
    QVERIFY(m_window->clickMenuOf(firstChip, u"showAddresses"_s));
    QVERIFY(m_window->waitForDialog(u"AddressesDialog"_s));
    QVERIFY(m_window->press(Qt::Key_Escape));
    QVERIFY(waitFor([this] { return !m_window->isOpen(u"AddressesDialog"_s); }));
    QVERIFY(m_window->clickMenuOf(firstChip, u"openToNetwork"_s));
    QVERIFY(waitFor([this] { return m_window->text(firstChip) == u"echo · localhost:0"_s; }));
    QVERIFY(!m_window->isOpen(u"AddressesDialog"_s));
}

void TestWindowServices::nothingChangesWhileItRuns()
{
    const QStringList changing{u"openToNetwork"_s, u"editService"_s, u"removeService"_s};
    const QString why = u"Stop the server to change a service"_s;
    for (const bool running : {false, true, false}) {
        if (running) {
            QVERIFY(m_window->start());
        } else if (m_window->state() != u"Stopped"_s) {
            QVERIFY(m_window->press(Qt::Key_F5, Qt::ShiftModifier));
            QVERIFY(m_window->waitForState(u"Stopped"_s));
        }
        const QHash<QString, MenuEntry> menu = menuOf(*m_window, firstChip);
        for (const QString &each : changing) {
            QVERIFY2(menu.contains(each), qPrintable(each));
            QVERIFY2(menu.value(each).enabled == !running, qPrintable(each));
        }
        QCOMPARE(menu.contains(why), running);
        QCOMPARE(menu.value(u"copyCommand"_s).enabled, running); // before, the port is not known
        QCOMPARE(actionOf(*m_window, u"actionAddService"_s).isEnabled(), !running);
        QVERIFY(m_window->press(Qt::Key_N, Qt::ControlModifier));
        QCOMPARE(m_window->isOpen(u"ServiceDialog"_s), !running);
        if (!running) {
            QVERIFY(m_window->waitForDialog(u"ServiceDialog"_s));
            QVERIFY(m_window->press(Qt::Key_Escape));
            QVERIFY(waitFor([this] { return !m_window->isOpen(u"ServiceDialog"_s); }));
        }
    }
}

void TestWindowServices::remembersServices()
{
    QVERIFY(add(u"chat://[::1]:0?names=off"_s));
    QVERIFY(m_window->clickMenuOf(firstChip, u"openToNetwork"_s));
    QVERIFY(m_window->waitForDialog(u"AddressesDialog"_s));
    QVERIFY(m_window->press(Qt::Key_Escape));
    QVERIFY(closeAndReopen(*m_window));
    QCOMPARE(m_window->text(firstChip), u"echo · any:0 (network)"_s);
    QCOMPARE(m_window->text(secondChip), u"chat · [::1]:0"_s);
    QVERIFY(m_window->widget(secondChip)->toolTip().contains(u"chat://[::1]:0?names=off"_s));
    QVERIFY(!hasChip(u"serviceChip2"_s));
    QVERIFY(!m_window->isVisible(u"noticeText"_s));
}

void TestWindowServices::remembersThatThereAreNone()
{
    QVERIFY(m_window->clickMenuOf(firstChip, u"removeService"_s));
    QVERIFY(m_window->waitForState(u"No service"_s));
    QVERIFY(closeAndReopen(*m_window));
    QCOMPARE(m_window->state(), u"No service"_s);
    QVERIFY(!hasChip(firstChip));
}

void TestWindowServices::leavesOutWhatIsWrong()
{
    open({u"echo://127.0.0.1:0"_s, u"ekko://127.0.0.1:<b>7"_s, u"chat://127.0.0.1:0"_s});
    QCOMPARE(m_window->text(firstChip), u"echo · 127.0.0.1:0"_s);
    QCOMPARE(m_window->text(secondChip), u"chat · 127.0.0.1:0"_s);
    QVERIFY(!hasChip(u"serviceChip2"_s));
    QVERIFY(m_window->isVisible(u"noticeText"_s));
    const QString notice = m_window->text(u"noticeText"_s);
    QVERIFY2(notice.startsWith(u"A remembered service was left out: ekko://127.0.0.1:<b>7: "_s),
             qPrintable(notice));
    QVERIFY(m_window->click(u"noticeClose"_s));
    QVERIFY(!m_window->isVisible(u"noticeText"_s));
    QVERIFY(m_window->start());
}

void TestWindowServices::servicesOfTheCommandLineAreForThisRun()
{
    open({u"echo://127.0.0.1:0"_s}, {u"chat://127.0.0.1:0"_s});
    QCOMPARE(m_window->text(firstChip), u"chat · 127.0.0.1:0"_s);
    QVERIFY(m_window->start());
    QVERIFY(closeAndReopen(*m_window));
    QCOMPARE(m_window->text(firstChip), u"echo · 127.0.0.1:0"_s);
}

void TestWindowServices::servicesOfTheCommandLineAreRememberedOnceEdited()
{
    open({u"echo://127.0.0.1:0"_s}, {u"chat://127.0.0.1:0"_s});
    QVERIFY(add(u"echo://[::1]:0"_s));
    QVERIFY(closeAndReopen(*m_window));
    QCOMPARE(m_window->text(firstChip), u"chat · 127.0.0.1:0"_s);
    QCOMPARE(m_window->text(secondChip), u"echo · [::1]:0"_s);
}

QTEST_MAIN(TestWindowServices)
#include "tst_window_services.moc"
