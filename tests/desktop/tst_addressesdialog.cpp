// SPDX-License-Identifier: MIT
#include "addressesdialog.h"

#include "dialogtest.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestAddressesDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reachable_data();
    void reachable();
    void showsEachWithCopy();
    void says_data();
    void says();
    void escapeCloses();
    void controlsHaveNames();
};

namespace {

QList<QHostAddress> addresses()
{
    QList<QHostAddress> all;
    for (const QString &text :
         {u"fe80::1%eth0"_s, u"127.0.0.1"_s, u"2001:db8::5"_s, u"::1"_s, u"169.254.7.7"_s,
          u"192.168.1.5"_s, u"10.0.0.2"_s, u"192.168.1.5"_s, u"ff02::1"_s}) {
        all.append(QHostAddress(text));
    }
    return all;
}

} // namespace

void TestAddressesDialog::reachable_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QStringList>("endpoints");
    const QStringList ipv4{u"192.168.1.5:8"_s, u"10.0.0.2:8"_s};
    const QString link4 = u"169.254.7.7:8"_s;
    const QString global6 = u"[2001:db8::5]:8"_s;
    const QString link6 = u"[fe80::1%eth0]:8"_s;
    const auto row = [](const char *name, const char *url, const QStringList &endpoints) {
        QTest::newRow(name) << QByteArray(url) << endpoints;
    };
    row("any", "echo://any:8", ipv4 + QStringList{global6, link6, link4});
    row("all IPv4", "echo://0.0.0.0:8", ipv4 + QStringList{link4});
    row("all IPv6", "echo://[::]:8", {global6, link6});
    row("one address", "echo://192.168.1.5:8", {ipv4[0]});
    row("one IPv6 address", "echo://[2001:db8::5]:8", {global6});
    row("an address of another machine", "echo://192.168.1.9:8", {});
    row("localhost", "echo://localhost:8", {});
    row("a loopback address", "echo://127.0.0.1:8", {});
}

void TestAddressesDialog::reachable()
{
    QFETCH(const QByteArray, url);
    QTEST(reachableEndpoints(spec(url), 8, addresses()), "endpoints");
}

void TestAddressesDialog::showsEachWithCopy()
{
    AddressesDialog dialog(spec("echo://0.0.0.0:10000"), 10000, true, addresses());
    dialog.open();
    QCOMPARE(dialog.windowTitle(), u"Reachable from other machines"_s);
    QCOMPARE(find<QLineEdit>(dialog, u"endpoint-0"_s)->text(), u"192.168.1.5:10000"_s);
    QCOMPARE(find<QLineEdit>(dialog, u"endpoint-2"_s)->text(), u"169.254.7.7:10000"_s);
    QVERIFY(!dialog.findChild<QWidget *>(u"endpoint-3"_s));
    click(dialog, u"copy-1"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"10.0.0.2:10000"_s);
    QCOMPARE(find<QLabel>(dialog, u"copiedLabel"_s)->text(), u"Copied 10.0.0.2:10000"_s);
}

void TestAddressesDialog::says_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<quint16>("port");
    QTest::addColumn<bool>("listening");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("warns");
    const auto row = [](const char *name, const char *url, quint16 port, bool listening,
                        const QString &text, bool warns) {
        QTest::newRow(name) << QByteArray(url) << port << listening << text << warns;
    };
    row("listening", "echo://any:8", 8, true, u"Other machines reach echo://any:8 at:"_s, true);
    row("listening on a port of the system's choice", "echo://any:0", 40001, true,
        u"Other machines reach echo://any:0 at:"_s, true);
    row("stopped", "echo://any:8", 8, false,
        u"echo://any:8 is not listening now. Once it is, other machines reach it at:"_s, true);
    row("port not yet known", "echo://any:0", 0, false,
        u"echo://any:0 gets a free port when it is started; how to reach it is known then."_s,
        true);
    row("no address", "echo://192.168.1.9:8", 8, true,
        u"Other machines cannot reach echo://192.168.1.9:8: this computer has no network address "
        "that fits. Connect it to a network and open this window again."_s,
        false);
    row("this computer only", "echo://localhost:8", 8, true,
        u"echo://localhost:8 is for this computer only. To let other machines connect, edit it and "
        "choose \"Any machine\"."_s,
        false);
}

void TestAddressesDialog::says()
{
    QFETCH(const QByteArray, url);
    QFETCH(const quint16, port);
    QFETCH(const bool, listening);
    QFETCH(const bool, warns);
    AddressesDialog dialog(spec(url), port, listening, addresses());
    dialog.open();
    QTEST(find<QLabel>(dialog, u"introLabel"_s)->text(), "text");
    const auto *warning = find<QLabel>(dialog, u"warningLabel"_s);
    QCOMPARE(warning->isVisible(), warns);
    QCOMPARE(warning->text(),
             u"Anyone in your network can connect; there is no encryption and no password."_s);
    QCOMPARE(dialog.findChild<QWidget *>(u"endpoint-0"_s) != nullptr, warns && port != 0);
}

void TestAddressesDialog::escapeCloses()
{
    AddressesDialog dialog(spec("echo://any:8"), 8, true, addresses());
    QSignalSpy rejected(&dialog, &QDialog::rejected);
    dialog.open();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(rejected.count(), 1);
}

void TestAddressesDialog::controlsHaveNames()
{
    QCOMPARE(hiddenTexts(AddressesDialog(spec("echo://any:8"), 8, true, addresses())),
             QStringList());
    QCOMPARE(namelessControls(AddressesDialog(spec("echo://any:8"), 8, true, addresses())),
             QStringList());
}

QTEST_MAIN(TestAddressesDialog)
#include "tst_addressesdialog.moc"
