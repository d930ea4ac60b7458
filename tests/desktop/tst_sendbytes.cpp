// SPDX-License-Identifier: MIT
#include "senddialog.h"

#include "dialogtest.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>

using namespace peerglass;
using namespace Qt::StringLiterals;

/// What the dialog sends for what is typed.
class TestSendBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void makesBytes_data();
    void makesBytes();
    void keepsNoBreakSpaces();
    void showsOnlyTheStart();
};

void TestSendBytes::initTestCase()
{
    qRegisterMetaType<ClientAction>("peerglass::ClientAction");
    qRegisterMetaType<QList<ClientId>>("QList<peerglass::ClientId>");
}

void TestSendBytes::makesBytes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("escapes");
    QTest::addColumn<bool>("newline");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("count");
    QTest::addColumn<QString>("preview");
    const auto row = [](const char *name, const QString &text, bool escapes, bool newline,
                        const QByteArray &bytes, const QString &count, const QString &preview) {
        QTest::newRow(name) << text << escapes << newline << bytes << count << preview;
    };
    row("as it opens", u"hi"_s, true, true, "hi\n", u"3 bytes"_s, u"hi\\n"_s);
    row("no newline", u"x"_s, true, false, "x", u"1 byte"_s, u"x"_s);
    row("escapes", uR"(a\r\n\xff)"_s, true, false, "a\r\n\xFF", u"4 bytes"_s, uR"(a\r\n\xFF)"_s);
    row("NUL", u"\\x00"_s, true, false, QByteArray(1, '\0'), u"1 byte"_s, u"\\0"_s);
    row("a wrong escape", u"w\\orld"_s, true, false, "w\\orld", u"6 bytes"_s, u"w\\\\orld"_s);
    row("escapes off", u"a\\n"_s, false, true, "a\\n\n", u"4 bytes"_s, u"a\\\\n\\n"_s);
    row("markup", u"<b>x</b>"_s, true, false, "<b>x</b>", u"8 bytes"_s, u"<b>x</b>"_s);
}

void TestSendBytes::makesBytes()
{
    QFETCH(const QString, text);
    QFETCH(const bool, escapes);
    QFETCH(const bool, newline);
    SendDialog dialog;
    QSignalSpy spy(&dialog, &SendDialog::sendToClients);
    dialog.setClients({client(14)});
    dialog.show();
    type(dialog, u"textEdit"_s, text);
    if (!escapes) {
        QTest::keyClick(find<QCheckBox>(dialog, u"escapesBox"_s), Qt::Key_Space);
    }
    if (!newline) {
        QTest::keyClick(find<QCheckBox>(dialog, u"newlineBox"_s), Qt::Key_Space);
    }
    QTEST(find<QLabel>(dialog, u"countLabel"_s)->text(), "count");
    QTEST(find<QLineEdit>(dialog, u"previewEdit"_s)->text(), "preview");
    click(dialog, u"sendButton"_s);
    QTEST(std::get<action::Send>(spy.at(0).at(1).value<ClientAction>()).bytes, "bytes");
}

void TestSendBytes::keepsNoBreakSpaces()
{
    SendDialog dialog;
    dialog.show();
    QGuiApplication::clipboard()->setText(u"a\u00A0b"_s);
    QTest::keyClick(find<QPlainTextEdit>(dialog, u"textEdit"_s), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(find<QLineEdit>(dialog, u"previewEdit"_s)->text(), u"a\\u{A0}b\\n"_s);
}

void TestSendBytes::showsOnlyTheStart()
{
    SendDialog dialog;
    dialog.show();
    type(dialog, u"textEdit"_s, QString(70, u'x'));
    QCOMPARE(find<QLineEdit>(dialog, u"previewEdit"_s)->text(), QString(64, u'x') + u'…');
    QCOMPARE(find<QLabel>(dialog, u"countLabel"_s)->text(), u"71 bytes"_s);
}

QTEST_MAIN(TestSendBytes)
#include "tst_sendbytes.moc"
