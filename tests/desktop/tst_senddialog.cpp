// SPDX-License-Identifier: MIT
#include "senddialog.h"

#include "dialogtest.h"

#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestSendDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void offersTargets();
    void offersOnlyWhatCanGetIt();
    void keepsWhatWasChosen();
    void neverChoosesAnotherByItself();
    void sendsToClients();
    void sendsToService();
    void sendsByKey_data();
    void sendsByKey();
    void textStaysSelected();
    void speaks();
    void saysWhyItCannotSend_data();
    void saysWhyItCannotSend();
    void controlsHaveNames();
};

namespace {

ServiceInfo service(quint64 id, QByteArrayView url, ServiceState state = ServiceState::Listening)
{
    ServiceInfo info;
    info.id = ServiceId(id);
    info.spec = spec(url);
    info.state = state;
    return info;
}

QStringList targets(const SendDialog &dialog)
{
    QStringList texts;
    const auto *box = find<QComboBox>(dialog, u"targetBox"_s);
    for (int i = 0; i < box->count(); ++i) {
        texts.append(box->itemText(i));
    }
    return texts;
}

QString chosen(const SendDialog &dialog)
{
    return find<QComboBox>(dialog, u"targetBox"_s)->currentText();
}

QString message(const SendDialog &dialog)
{
    return find<QLabel>(dialog, u"messageLabel"_s)->text();
}

bool canSend(const SendDialog &dialog)
{
    return find<QPushButton>(dialog, u"sendButton"_s)->isEnabled();
}

QByteArray sentBytes(const QSignalSpy &spy)
{
    return std::get<action::Send>(spy.at(0).at(1).value<ClientAction>()).bytes;
}

} // namespace

void TestSendDialog::initTestCase()
{
    qRegisterMetaType<ClientAction>("peerglass::ClientAction");
    qRegisterMetaType<ServiceAction>("peerglass::ServiceAction");
    qRegisterMetaType<QList<ClientId>>("QList<peerglass::ClientId>");
}

void TestSendDialog::offersTargets()
{
    SendDialog dialog;
    QCOMPARE(targets(dialog), QStringList{u"Selected clients (none)"_s});
    dialog.setClients({client(14), client(15)});
    dialog.setServices({service(1, "echo://localhost:10000"), service(2, "chat://any:8008")});
    QCOMPARE(targets(dialog),
             (QStringList{
                 u"Selected clients (2: #14, #15)"_s, u"All clients of echo://localhost:10000"_s,
                 u"All clients of chat://any:8008"_s, u"Speak in chat://any:8008 as operator"_s}));
    dialog.setClients({client(1), client(2), client(3), client(4)});
    QCOMPARE(targets(dialog).first(), u"Selected clients (4: #1, #2, #3, …)"_s);
}

void TestSendDialog::offersOnlyWhatCanGetIt()
{
    SendDialog dialog;
    ClientInfo gone = client(15);
    gone.state = ClientState::Gone;
    dialog.setClients({client(14), gone});
    dialog.setServices({service(1, "echo://any:1", ServiceState::Stopped),
                        service(2, "echo://any:2", ServiceState::Draining),
                        service(3, "echo://any:3", ServiceState::AcceptPaused),
                        service(4, "echo://any:4", ServiceState::Failed)});
    QCOMPARE(targets(dialog),
             (QStringList{u"Selected clients (1: #14)"_s, u"All clients of echo://any:3"_s}));
}

void TestSendDialog::keepsWhatWasChosen()
{
    SendDialog dialog;
    dialog.setServices({service(1, "echo://any:1"), service(2, "echo://any:2")});
    dialog.show();
    choose(dialog, u"targetBox"_s, 2);
    dialog.setClients({client(14)});
    dialog.setServices({service(2, "echo://any:2"), service(3, "echo://any:3")});
    QCOMPARE(chosen(dialog), u"All clients of echo://any:2"_s);
    dialog.chooseClients();
    QCOMPARE(chosen(dialog), u"Selected clients (1: #14)"_s);
}

void TestSendDialog::neverChoosesAnotherByItself()
{
    SendDialog dialog;
    dialog.setClients({client(14)});
    dialog.setServices({service(1, "echo://any:1")});
    dialog.show();
    choose(dialog, u"targetBox"_s, 1);
    type(dialog, u"textEdit"_s, u"x"_s);
    QVERIFY(canSend(dialog));
    dialog.setServices({});
    QCOMPARE(chosen(dialog), QString());
    QVERIFY(!canSend(dialog));
    QCOMPARE(message(dialog), u"Nobody is chosen: choose who gets it."_s);
}

void TestSendDialog::sendsToClients()
{
    SendDialog dialog;
    QSignalSpy spy(&dialog, &SendDialog::sendToClients);
    dialog.setClients({client(14), client(15)});
    dialog.show();
    type(dialog, u"textEdit"_s, u"hello world"_s);
    click(dialog, u"sendButton"_s);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy.at(0).at(0).value<QList<ClientId>>(), (QList{ClientId(14), ClientId(15)}));
    QCOMPARE(sentBytes(spy), "hello world\n");
    QCOMPARE(message(dialog), u"Asked the server to send 12 B to 2 clients"_s);
    dialog.setClients({client(15)});
    click(dialog, u"sendButton"_s);
    QCOMPARE(message(dialog), u"Asked the server to send 12 B to 1 client"_s);
}

void TestSendDialog::sendsToService()
{
    SendDialog dialog;
    QSignalSpy spy(&dialog, &SendDialog::sendToService);
    dialog.setServices({service(1, "echo://any:1"), service(7, "chat://any:2")});
    dialog.show();
    choose(dialog, u"targetBox"_s, 2);
    type(dialog, u"textEdit"_s, u"x"_s);
    click(dialog, u"sendButton"_s);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy.at(0).at(0).value<ServiceId>(), ServiceId(7));
    QCOMPARE(std::get<action::Broadcast>(spy.at(0).at(1).value<ServiceAction>()).bytes, "x\n");
    QCOMPARE(message(dialog), u"Asked the server to send 2 B to all clients of chat://any:2"_s);
}

void TestSendDialog::sendsByKey_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("Ctrl+Return") << Qt::Key_Return;
    QTest::newRow("Ctrl+Enter of the keypad") << Qt::Key_Enter;
}

void TestSendDialog::sendsByKey()
{
    QFETCH(const Qt::Key, key);
    SendDialog dialog;
    QSignalSpy spy(&dialog, &SendDialog::sendToClients);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *text = find<QPlainTextEdit>(dialog, u"textEdit"_s);
    QTest::keyClick(text, key, Qt::ControlModifier);
    QCOMPARE(spy.count(), 0); // there is nobody
    dialog.setClients({client(14)});
    QTest::keyClicks(text, u"a"_s);
    QTest::keyClick(text, Qt::Key_Return);
    QTest::keyClicks(text, u"b"_s);
    QTest::keyClick(text, key, Qt::ControlModifier);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(sentBytes(spy), "a\nb\n");
}

void TestSendDialog::textStaysSelected()
{
    SendDialog dialog;
    QSignalSpy spy(&dialog, &SendDialog::sendToClients);
    dialog.setClients({client(14)});
    dialog.show();
    auto *text = find<QPlainTextEdit>(dialog, u"textEdit"_s);
    QTest::keyClicks(text, u"first"_s);
    click(dialog, u"sendButton"_s);
    QCOMPARE(text->toPlainText(), u"first"_s);
    QTest::keyClicks(text, u"second"_s);
    QCOMPARE(text->toPlainText(), u"second"_s);
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(!dialog.isVisible());
    dialog.show();
    QCOMPARE(text->toPlainText(), u"second"_s);
}

void TestSendDialog::speaks()
{
    SendDialog dialog;
    QSignalSpy spy(&dialog, &SendDialog::sendToService);
    dialog.setServices({service(2, "chat://any:8008")});
    dialog.show();
    choose(dialog, u"targetBox"_s, 2);
    QVERIFY(!find<QCheckBox>(dialog, u"escapesBox"_s)->isEnabled());
    QVERIFY(!find<QCheckBox>(dialog, u"newlineBox"_s)->isEnabled());
    type(dialog, u"textEdit"_s, u"a\\n"_s);
    auto *text = find<QPlainTextEdit>(dialog, u"textEdit"_s);
    QTest::keyClick(text, Qt::Key_Return);
    QTest::keyClicks(text, u"b"_s);
    QTest::keyClick(text, Qt::Key_Return);
    click(dialog, u"sendButton"_s);
    QCOMPARE(spy.count(), 2); // a line each
    QCOMPARE(spy.at(1).at(0).value<ServiceId>(), ServiceId(2));
    QCOMPARE(std::get<action::Say>(spy.at(0).at(1).value<ServiceAction>()).text, u"a\\n"_s);
    QCOMPARE(std::get<action::Say>(spy.at(1).at(1).value<ServiceAction>()).text, u"b"_s);
    QCOMPARE(message(dialog), u"Asked the server to say 6 B in chat://any:8008"_s);
    choose(dialog, u"targetBox"_s, 1);
    QVERIFY(find<QCheckBox>(dialog, u"escapesBox"_s)->isEnabled());
}

void TestSendDialog::saysWhyItCannotSend_data()
{
    QTest::addColumn<bool>("selected");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("nobody") << false << u"x"_s
                            << u"No client is selected: select some, or choose a service."_s;
    QTest::newRow("nothing") << true << QString() << u"Type what to send."_s;
    QTest::newRow("ready") << true << u"x"_s << QString();
}

void TestSendDialog::saysWhyItCannotSend()
{
    QFETCH(const bool, selected);
    QFETCH(const QString, text);
    QFETCH(const QString, sentence);
    SendDialog dialog;
    if (selected) {
        dialog.setClients({client(14)});
    }
    dialog.show();
    type(dialog, u"textEdit"_s, text);
    QCOMPARE(message(dialog), sentence);
    QCOMPARE(canSend(dialog), sentence.isEmpty());
}

void TestSendDialog::controlsHaveNames()
{
    QCOMPARE(namelessControls(SendDialog()), QStringList());
    QCOMPARE(hiddenTexts(SendDialog()), QStringList());
}

QTEST_MAIN(TestSendDialog)
#include "tst_senddialog.moc"
