// SPDX-License-Identifier: MIT
#include "typedbytes.h"

#include "escape.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestTypedBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void readsWhatEscapeWrites();
};

void TestTypedBytes::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QString &text, const QByteArray &bytes) {
        QTest::newRow(name) << text << bytes;
    };
    row("plain", u"in 中文 3"_s, "in 中文 3");
    row("short forms", uR"(\n\r\t\e\\\")"_s, "\n\r\t\x1B\\\"");
    row("NUL", u"a\\0b"_s, QByteArray("a\0b", 3));
    row("NUL in hexadecimal", u"\\x00 "_s, QByteArray("\0 ", 2));
    row("lower case", u"\\xff"_s, "\xFF");
    row("a letter in hexadecimal", u"\\x41"_s, "A");
    row("a code point", u"\\u{4e2d}"_s, "中");
    row("an escaped backslash before n", u"\\\\n"_s, "\\n");
    row("unknown letter", u"w\\orld"_s, "w\\orld");
    row("too few digits", u"\\x4"_s, "\\x4");
    row("no code point", u"\\u{110000}"_s, "\\u{110000}");
    row("a surrogate", u"\\u{D800}"_s, "\\u{D800}");
    row("backslash at the end", u"a\\"_s, "a\\");
    row("empty", {}, {});
}

void TestTypedBytes::reads()
{
    QFETCH(const QString, text);
    QTEST(typedBytes(text), "bytes");
}

void TestTypedBytes::readsWhatEscapeWrites()
{
    QByteArray bytes(2, '\0');
    for (int pair = 0; pair < 0x10000; ++pair) {
        bytes[0] = static_cast<char>(pair >> 8);
        bytes[1] = static_cast<char>(pair & 0xFF);
        if (typedBytes(escape(bytes)) != bytes) {
            QFAIL(qPrintable(escape(bytes)));
        }
    }
}

QTEST_APPLESS_MAIN(TestTypedBytes)
#include "tst_typedbytes.moc"
