// SPDX-License-Identifier: MIT
#include "descriptorlimit.h"
#include "windowtest.h"

#include <QScopeGuard>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString title = u"connectionsEmpty/emptyTitle"_s;
const QString sentence = u"connectionsEmpty/emptySentence"_s;

} // namespace

// What the system refuses is said, and goes on or can be tried again.
class TestWindowTrouble : public ServerWindowTest
{
    Q_OBJECT

public:
    static void initMain();

private Q_SLOTS:
    void init();
    void cleanup();
    void startFails();
    void startFailsAndServicesChange();
    void startFailsOnAnAddressWithScope();
    void whatFailedStaysSaid();
    void damagedSettingsStaySaid();
    void acceptingPauses();
};

/// The dialog for files remembers its folders in the user's settings.
void TestWindowTrouble::initMain()
{
    static const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
}

void TestWindowTrouble::init()
{
    open({u"echo://127.0.0.1:0"_s});
}

void TestWindowTrouble::cleanup()
{
    m_window.reset();
}

void TestWindowTrouble::startFails()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const quint16 port = other.serverPort();
    open({u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:%1"_s.arg(port)});
    QVERIFY(m_window->press(Qt::Key_F5));
    const QString inUse = u"annot listen on 127.0.0.1 port %1"_s.arg(port);
    QVERIFY(m_window->waitForState(u'C' + inUse + u": address already in use"_s));
    QCOMPARE(m_window->text(title), u"The server could not start"_s);
    QVERIFY(m_window->text(sentence).startsWith(u"All services are started, or none."_s));
    QVERIFY(m_window->isVisible(u"noticeText"_s));
    const QString notice = m_window->text(u"noticeText"_s);
    QVERIFY2(notice.startsWith(u'C' + inUse + u" (chat://127.0.0.1:"_s), qPrintable(notice));
    QVERIFY2(notice.contains(u"address already in use. "_s) && notice.endsWith(u'.'),
             qPrintable(notice));
    for (const QString &chip : {u"serviceChip0"_s, u"serviceChip1"_s}) { // all, or none
        QCOMPARE(m_window->widget(chip)->accessibleDescription(), u"failed"_s);
        QVERIFY(m_window->widget(chip)->toolTip().contains(inUse));
    }
    QCOMPARE(enabled(), QStringList({u"Start"_s, u"AddService"_s, u"TryIt"_s}));
    QVERIFY(offers({u"Start"_s, u"Try it"_s, u"Add service…"_s}));

    other.close();
    QVERIFY(m_window->start());
    QVERIFY(!m_window->isVisible(u"noticeText"_s));
    QCOMPARE(m_window->port(1), port);
}

/// What failed is no longer said of services that have never been started.
void TestWindowTrouble::startFailsAndServicesChange()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    open({u"echo://127.0.0.1:%1"_s.arg(other.serverPort())});
    QVERIFY(m_window->press(Qt::Key_F5));
    QVERIFY(waitFor([this] { return m_window->state().startsWith(u"Cannot listen"_s); }));
    QVERIFY(m_window->clickMenuOf(u"serviceChip0"_s, u"editService"_s));
    QVERIFY(m_window->waitForDialog(u"ServiceDialog"_s));
    QVERIFY(retype(*m_window, u"ServiceDialog/urlEdit"_s, u"echo://127.0.0.1:0"_s));
    QVERIFY(m_window->press(Qt::Key_Return));
    QVERIFY(m_window->waitForState(u"Stopped"_s));
    QCOMPARE(m_window->text(title), u"The server is stopped"_s);
    QVERIFY(m_window->start());
    QVERIFY(!m_window->isVisible(u"noticeText"_s));
}

/// The number of an interface is no place for the port.
void TestWindowTrouble::startFailsOnAnAddressWithScope()
{
    open({u"echo://[fe80::1%2]:31005"_s});
    QCOMPARE(menuOf(*m_window, u"serviceChip0"_s).value(u"copyCommand"_s).text,
             u"Copy \"nc fe80::1%2 31005\""_s);
    QVERIFY(m_window->press(Qt::Key_F5));
    const QString start = u"Cannot listen on fe80::1%2 port 31005"_s;
    QVERIFY(waitFor([&] { return m_window->state().startsWith(start + u": "_s); }));
    const QString notice = m_window->text(u"noticeText"_s);
    QVERIFY2(notice.startsWith(start + u" (echo://[fe80::1%2]:31005): "_s), qPrintable(notice));
}

void TestWindowTrouble::whatFailedStaysSaid()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    open({u"echo://127.0.0.1:%1"_s.arg(other.serverPort())});
    QVERIFY(m_window->press(Qt::Key_F5));
    QVERIFY(waitFor([this] { return m_window->state().startsWith(u"Cannot listen"_s); }));
    QVERIFY(waitFor([this] { return m_window->rows(u"eventsTable"_s) > 0; }));
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.csv"_s);
    QVERIFY(exportEvents(*m_window, path, 0));
    QVERIFY(waitFor([&] { return QFile::exists(path); }));
    QVERIFY(m_window->clickMenu({u"menuView"_s, u"actionZoomIn"_s}));
    const QString notice = m_window->text(u"noticeText"_s);
    QVERIFY2(notice.startsWith(u"Cannot listen"_s), qPrintable(notice));
    QVERIFY(m_window->click(u"noticeClose"_s));
    QVERIFY(waitFor([&] { return m_window->text(u"noticeText"_s).startsWith(u"Saved "_s); }));
}

void TestWindowTrouble::damagedSettingsStaySaid()
{
    WindowFixture::Options options;
    options.settings = "what is this"_ba;
    m_window = std::make_unique<WindowFixture>(options);
    QVERIFY(m_window->clickMenuOf(u"serviceChip0"_s, u"removeService"_s));
    QVERIFY(m_window->clickMenuOf(u"serviceChip0"_s, u"removeService"_s));
    QVERIFY(m_window->waitForState(u"No service"_s));
    const QString notice = m_window->text(u"noticeText"_s);
    QVERIFY2(notice.contains(u" are damaged: "_s), qPrintable(notice));
}

/// No descriptors but those kept are left for whoever connects.
void TestWindowTrouble::acceptingPauses()
{
    QVERIFY(m_window->start());
    const int last = dup(STDIN_FILENO);
    close(last);
    rlimit usual{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &usual), 0);
    rlimit scarce = usual;
    scarce.rlim_cur = rlim_t(last) + 1 + keptDescriptors;
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &scarce), 0);
    const auto restore = qScopeGuard([&] { setrlimit(RLIMIT_NOFILE, &usual); });
    const RawClient turnedAway(m_window->port()); // takes the last of the others
    QVERIFY(waitFor([this] { return m_window->state().startsWith(u"Accepting paused: "_s); }));
    QVERIFY(m_window->text(title).startsWith(u"Accepting paused: "_s));
    QCOMPARE(m_window->text(sentence), u"Nobody can connect until it goes on by itself."_s);
    QCOMPARE(m_window->widget(u"serviceChip0"_s)->accessibleDescription(), u"accept-paused"_s);
    QCOMPARE(enabled(),
             QStringList({u"Stop"_s, u"StopAtOnce"_s, u"HoldNew"_s, u"Send"_s, u"TryIt"_s}));
    QVERIFY(waitFor([&] { return turnedAway.hasEnded || turnedAway.wasReset; }));
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &usual), 0);
    QVERIFY(m_window->waitForState(u"Listening"_s));
    const RawClient client(m_window->port());
    QVERIFY(waitFor([this] { return m_window->cellOf(1, u"State"_s) == u"Open"_s; }));
}

QTEST_MAIN(TestWindowTrouble)
#include "tst_window_trouble.moc"
