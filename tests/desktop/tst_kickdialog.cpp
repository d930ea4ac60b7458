// SPDX-License-Identifier: MIT
#include "kickdialog.h"

#include "dialogtest.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSignalSpy>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestKickDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enterKicksWithTheReason();
    void escapeDoesNot();
    void asksForTheWay();
    void opensWithTheWay();
    void saysWhom_data();
    void saysWhom();
    void reasonIsOneLine();
    void controlsHaveNames();
};

void TestKickDialog::enterKicksWithTheReason()
{
    KickDialog dialog({client(14)}, EndMode::AfterFlush);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *reason = find<QLineEdit>(dialog, u"reasonEdit"_s);
    QVERIFY(reason->hasFocus());
    QTest::keyClicks(reason, u"too \\noisy <b>"_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(accepted.count(), 1);
    QVERIFY(!dialog.isVisible());
    QCOMPARE(dialog.action().reason, u"too \\noisy <b>"_s);
    QCOMPARE(dialog.action().mode, EndMode::AfterFlush);
    QCOMPARE(dialog.clients(), QList{ClientId(14)});
}

void TestKickDialog::escapeDoesNot()
{
    KickDialog dialog({client(14)}, EndMode::AfterFlush);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QSignalSpy rejected(&dialog, &QDialog::rejected);
    dialog.open();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(rejected.count(), 1);
    QCOMPARE(accepted.count(), 0);
}

void TestKickDialog::asksForTheWay()
{
    KickDialog dialog({client(14)}, EndMode::AfterFlush);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    click(dialog, u"atOnceButton"_s);
    click(dialog, u"kickButton"_s);
    QCOMPARE(accepted.count(), 1);
    QCOMPARE(dialog.action().mode, EndMode::AtOnce);
    QCOMPARE(dialog.action().reason, QString());
}

void TestKickDialog::opensWithTheWay()
{
    KickDialog dialog({client(14)}, EndMode::AtOnce);
    QVERIFY(find<QRadioButton>(dialog, u"atOnceButton"_s)->isChecked());
    click(dialog, u"afterFlushButton"_s);
    QCOMPARE(dialog.action().mode, EndMode::AfterFlush);
}

void TestKickDialog::saysWhom_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("text");
    QTest::newRow("one") << 1 << u"mei"_s << u"Kick #1"_s << u"#1, 127.0.0.1:51832, \"mei\""_s;
    QTest::newRow("hostile name") << 1 << u"<b>\n\u202Eb"_s << u"Kick #1"_s
                                  << u"#1, 127.0.0.1:51832, \"<b>\\n\\u{202E}b\""_s;
    QTest::newRow("two") << 2 << QString() << u"Kick 2 clients"_s
                         << u"#1, 127.0.0.1:51832\n#2, 127.0.0.1:51832"_s;
    QTest::newRow("more than are named")
        << 7 << QString() << u"Kick 7 clients"_s
        << u"#1, 127.0.0.1:51832\n#2, 127.0.0.1:51832\n#3, 127.0.0.1:51832\n"
           "#4, 127.0.0.1:51832\n#5, 127.0.0.1:51832\nand 2 more"_s;
}

void TestKickDialog::saysWhom()
{
    QFETCH(const int, count);
    QFETCH(const QString, name);
    QList<ClientInfo> clients;
    for (int i = 1; i <= count; ++i) {
        clients.append(client(static_cast<quint64>(i), name));
    }
    const KickDialog dialog(clients, EndMode::AfterFlush);
    QTEST(dialog.windowTitle(), "title");
    const auto *who = find<QLabel>(dialog, u"whoLabel"_s);
    QTEST(who->text(), "text");
    QCOMPARE(who->textFormat(), Qt::PlainText);
    QCOMPARE(dialog.clients().size(), count);
}

void TestKickDialog::reasonIsOneLine()
{
    KickDialog dialog({client(14)}, EndMode::AfterFlush);
    QGuiApplication::clipboard()->setText(u"two\nlines"_s);
    QTest::keyClick(find<QLineEdit>(dialog, u"reasonEdit"_s), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(dialog.action().reason, u"two lines"_s);
}

void TestKickDialog::controlsHaveNames()
{
    QCOMPARE(namelessControls(KickDialog({client(14)}, EndMode::AfterFlush)), QStringList());
    QCOMPARE(hiddenTexts(KickDialog({client(14)}, EndMode::AfterFlush)), QStringList());
}

QTEST_MAIN(TestKickDialog)
#include "tst_kickdialog.moc"
