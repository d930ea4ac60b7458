// SPDX-License-Identifier: MIT
#include "servicedialog.h"

#include "dialogtest.h"
#include "servicepresets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestServiceDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsWithWhatWorks_data();
    void beginsWithWhatWorks();
    void presets_data();
    void presets();
    void presetsBeginWithTheDefaults();
    void presetFollowsTheForm();
    void readsTheForm();
    void ownAddress_data();
    void ownAddress();
    void readsUrl();
    void copiesUrl();
    void saysWhoIsLetIn_data();
    void saysWhoIsLetIn();
    void enterAccepts();
    void cancels();
    void tabFollowsThePicture();
    void controlsHaveNames();
};

namespace {

QString text(const ServiceDialog &dialog, const QString &name)
{
    return find<QLineEdit>(dialog, name)->text();
}

void openOptions(const ServiceDialog &dialog)
{
    auto *bar = find<QTabWidget>(dialog, u"pages"_s)->tabBar();
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(1).center());
}

} // namespace

void TestServiceDialog::beginsWithWhatWorks_data()
{
    QTest::addColumn<QList<QByteArray>>("others");
    QTest::addColumn<QString>("url");
    using Urls = QList<QByteArray>;
    QTest::newRow("first") << Urls() << u"echo://localhost:10000"_s;
    QTest::newRow("10000 is taken") << Urls{"chat://any:10000"} << u"chat://localhost:8008"_s;
    QTest::newRow("both are taken")
        << Urls{"echo://localhost:10000", "chat://localhost:8008"} << u"echo://localhost:10001"_s;
    QTest::newRow("the next port too")
        << Urls{"echo://any:10000", "echo://any:8008", "echo://127.0.0.1:10001"}
        << u"echo://localhost:10002"_s;
}

void TestServiceDialog::beginsWithWhatWorks()
{
    QFETCH(const QList<QByteArray>, others);
    QFETCH(const QString, url);
    QList<ServiceSpec> specs;
    for (const QByteArray &other : others) {
        specs.append(spec(other));
    }
    const ServiceDialog dialog(specs);
    QCOMPARE(text(dialog, u"urlEdit"_s), url);
    QCOMPARE(dialog.spec().toUrl(), url);
    QVERIFY(find<QPushButton>(dialog, u"okButton"_s)->isEnabled());
}

void TestServiceDialog::presets_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::newRow("0") << QByteArray("echo://localhost:10000");
    QTest::newRow("1") << QByteArray("chat://localhost:8008");
    QTest::newRow("2") << QByteArray("echo://any:8001?read=1024&urgent=close");
    QTest::newRow("3") << QByteArray("echo://localhost:10000?read=1024&urgent=close");
    QTest::newRow("4") << QByteArray("echo://0.0.0.0:8090?read=1024&delay=1s&urgent=close");
    QTest::newRow("5") << QByteArray("chat://any:8008?names=off&framing=read&read=1024");
}

void TestServiceDialog::presets()
{
    QFETCH(const QByteArray, url);
    ServiceDialog dialog({});
    dialog.open();
    const int index = QByteArray(QTest::currentDataTag()).toInt();
    choose(dialog, u"presetBox"_s, index);
    QCOMPARE(dialog.spec(), spec(url));
    QCOMPARE(servicePresets().at(index).spec, spec(url));
    QCOMPARE(find<QComboBox>(dialog, u"presetBox"_s)->count(), 6);
    QCOMPARE(text(dialog, u"urlEdit"_s), spec(url).toUrl());
    QCOMPARE(text(dialog, u"portEdit"_s), QString::number(spec(url).port));
}

void TestServiceDialog::presetsBeginWithTheDefaults()
{
    const QList<ServiceSpec> defaults = defaultServices();
    for (qsizetype i = 0; i < defaults.size(); ++i) {
        QCOMPARE(servicePresets().at(i).spec, defaults[i]);
    }
}

void TestServiceDialog::presetFollowsTheForm()
{
    ServiceDialog dialog({});
    dialog.open();
    const auto *preset = find<QComboBox>(dialog, u"presetBox"_s);
    QCOMPARE(preset->currentIndex(), 0);
    type(dialog, u"portEdit"_s, u"10001"_s);
    QCOMPARE(preset->currentIndex(), -1);
    type(dialog, u"portEdit"_s, u"10000"_s);
    QCOMPARE(preset->currentIndex(), 0);
}

void TestServiceDialog::readsTheForm()
{
    ServiceDialog dialog({});
    dialog.open();
    choose(dialog, u"protocolBox"_s, 1);
    choose(dialog, u"hostBox"_s, 1);
    type(dialog, u"portEdit"_s, u"0"_s);
    choose(dialog, u"option-names"_s, 1);
    openOptions(dialog);
    type(dialog, u"option-queue"_s, u"2MiB"_s);
    const QString url = u"chat://any:0?names=off&queue=2MiB"_s;
    QCOMPARE(text(dialog, u"urlEdit"_s), url);
    QCOMPARE(dialog.spec().toUrl(), url);
    click(dialog, u"okButton"_s);
    QCOMPARE(dialog.result(), QDialog::Accepted);
}

void TestServiceDialog::ownAddress_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("url");
    QTest::newRow("IPv4") << u"192.168.1.5"_s << u"echo://192.168.1.5:10000"_s;
    QTest::newRow("IPv6") << u"fd00::5"_s << u"echo://[fd00::5]:10000"_s;
    QTest::newRow("IPv6 in brackets") << u"[fd00::5]"_s << u"echo://[fd00::5]:10000"_s;
    QTest::newRow("IPv6 with scope") << u"fe80::1%eth0"_s << u"echo://[fe80::1%eth0]:10000"_s;
    QTest::newRow("spaces around") << u" 10.0.0.2 "_s << u"echo://10.0.0.2:10000"_s;
}

void TestServiceDialog::ownAddress()
{
    QFETCH(const QString, address);
    ServiceDialog dialog({});
    dialog.open();
    QVERIFY(!find<QLineEdit>(dialog, u"hostEdit"_s)->isVisible());
    choose(dialog, u"hostBox"_s, 2);
    QVERIFY(find<QLineEdit>(dialog, u"hostEdit"_s)->isVisible());
    type(dialog, u"hostEdit"_s, address);
    QTEST(dialog.spec().toUrl(), "url");
}

void TestServiceDialog::readsUrl()
{
    ServiceDialog dialog({});
    dialog.open();
    QGuiApplication::clipboard()->setText(u" chat://[::1]:9?names=off&idle=5min\n"_s);
    auto *url = find<QLineEdit>(dialog, u"urlEdit"_s);
    url->setFocus();
    QTest::keyClick(url, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(url, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(dialog.spec(), spec("chat://[::1]:9?names=off&idle=5min"));
    QCOMPARE(find<QComboBox>(dialog, u"protocolBox"_s)->currentIndex(), 1);
    QCOMPARE(text(dialog, u"hostEdit"_s), u"::1"_s);
    QCOMPARE(text(dialog, u"portEdit"_s), u"9"_s);
    QCOMPARE(find<QComboBox>(dialog, u"option-names"_s)->currentText(), u"off"_s);
    QCOMPARE(text(dialog, u"option-idle"_s), u"5min"_s);
    QVERIFY(find<QPushButton>(dialog, u"okButton"_s)->isEnabled());
}

void TestServiceDialog::copiesUrl()
{
    ServiceDialog dialog({});
    dialog.open();
    type(dialog, u"portEdit"_s, u"7"_s);
    click(dialog, u"copyButton"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"echo://localhost:7"_s);
    type(dialog, u"portEdit"_s, u"x"_s);
    QVERIFY(!find<QPushButton>(dialog, u"copyButton"_s)->isEnabled());
}

void TestServiceDialog::saysWhoIsLetIn_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("open");
    QTest::newRow("localhost") << u"echo://localhost:1"_s << false;
    QTest::newRow("loopback address") << u"echo://127.0.0.2:1"_s << false;
    QTest::newRow("any") << u"echo://any:1"_s << true;
    QTest::newRow("own address") << u"echo://192.168.1.5:1"_s << true;
    QTest::newRow("wrong address") << u"echo://example.org:1"_s << false;
}

void TestServiceDialog::saysWhoIsLetIn()
{
    QFETCH(const QString, url);
    QFETCH(const bool, open);
    ServiceDialog dialog({});
    dialog.open();
    type(dialog, u"urlEdit"_s, u"echo://any:1"_s);
    type(dialog, u"urlEdit"_s, url);
    QCOMPARE(find<QLabel>(dialog, u"networkLabel"_s)->text(),
             open ? u"Anyone in your network can connect; there is no encryption and no password."_s
                  : QString());
}

void TestServiceDialog::enterAccepts()
{
    ServiceDialog dialog({});
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    auto *port = find<QLineEdit>(dialog, u"portEdit"_s);
    type(dialog, u"portEdit"_s, u"x"_s);
    QTest::keyClick(port, Qt::Key_Return);
    QCOMPARE(accepted.count(), 0);
    QVERIFY(dialog.isVisible());
    type(dialog, u"portEdit"_s, u"7"_s);
    QTest::keyClick(port, Qt::Key_Return);
    QCOMPARE(accepted.count(), 1);
    QCOMPARE(dialog.spec().port, 7);
}

void TestServiceDialog::cancels()
{
    ServiceDialog dialog({});
    QSignalSpy rejected(&dialog, &QDialog::rejected);
    dialog.open();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(rejected.count(), 1);
}

void TestServiceDialog::tabFollowsThePicture()
{
    ServiceDialog dialog({});
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    find<QWidget>(dialog, u"presetBox"_s)->setFocus();
    QStringList names;
    for (int i = 0; i < 7; ++i) {
        QTest::keyClick(dialog.focusWidget(), Qt::Key_Tab);
        names.append(dialog.focusWidget()->objectName());
    }
    QCOMPARE(names,
             (QStringList{u"qt_tabwidget_tabbar"_s, u"protocolBox"_s, u"hostBox"_s, u"portEdit"_s,
                          u"option-delay"_s, u"urlEdit"_s, u"copyButton"_s}));
}

void TestServiceDialog::controlsHaveNames()
{
    QCOMPARE(namelessControls(ServiceDialog({})), QStringList());
    QCOMPARE(hiddenTexts(ServiceDialog({})), QStringList());
}

QTEST_MAIN(TestServiceDialog)
#include "tst_servicedialog.moc"
