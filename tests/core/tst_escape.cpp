// SPDX-License-Identifier: MIT
#include "escape.h"

#include <QRandomGenerator>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestEscape : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapesBytes_data();
    void escapesBytes();
    void escapesText_data();
    void escapesText();
    void everyKindOfCodePointIsSafeAndComesBack();
    void everyPairOfBytesComesBack();
    void isFoundAmongPlainBytes();
    void randomBytesComeBack();
    void cuts_data();
    void cuts();
    void takesOtherTextLiterally_data();
    void takesOtherTextLiterally();
};

void TestEscape::escapesBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &text) {
        QTest::newRow(name) << bytes << text;
    };
    row("nothing", {}, {});
    row("plain", "Hello, world! ~", u"Hello, world! ~"_s);
    row("Chinese", "in 中文 3", u"in 中文 3"_s);
    row("accent as its own code point", "e\u0301", u"e\u0301"_s);
    row("emoji", "😀", u"😀"_s);
    row("short forms", QByteArray("\n\r\t\0\x1B\\\"", 7), u"\\n\\r\\t\\0\\e\\\\\\\""_s);
    row("NUL before a digit",
        QByteArray("\0"
                   "7",
                   2),
        u"\\x007"_s);
    row("NUL before a letter", QByteArray("\0a", 2), u"\\0a"_s);
    row("NUL before NUL before a digit",
        QByteArray("\0\0"
                   "9",
                   3),
        u"\\0\\x009"_s);
    row("other controls", "\x01\x07\x08\x0B\x1F\x7F", u"\\x01\\x07\\x08\\x0B\\x1F\\x7F"_s);
    row("clears the screen", "\x1B[2J\x1B[H", u"\\e[2J\\e[H"_s);
    row("sets the title", "\x1B]0;x\x07", u"\\e]0;x\\x07"_s);
    row("CSI as C1 in UTF-8",
        "\xC2\x9B"
        "2J",
        u"\\u{9B}2J"_s);
    row("CSI as a bare byte",
        "\x9B"
        "2J",
        u"\\x9B2J"_s);
    row("next line as C1", "\xC2\x85", u"\\u{85}"_s);
    row("overwrites the line", "safe\rEVIL", u"safe\\rEVIL"_s);
    row("forged record", "x\n2026-11-22 15:03:26 #1 connected",
        u"x\\n2026-11-22 15:03:26 #1 connected"_s);
    row("HTML stays literal", "<b>&lt;<img src=x>", u"<b>&lt;<img src=x>"_s);
    row("bidirectional override", "a\u202Egnp.exe", u"a\\u{202E}gnp.exe"_s);
    row("bidirectional isolates", "\u2066\u2067\u2068\u2069",
        u"\\u{2066}\\u{2067}\\u{2068}\\u{2069}"_s);
    row("bidirectional marks", "\u061C\u200E\u200F", u"\\u{61C}\\u{200E}\\u{200F}"_s);
    row("zero-width", "\u200B\u200C\u200D\u2060\u2064\uFEFF\u00AD\u180E",
        u"\\u{200B}\\u{200C}\\u{200D}\\u{2060}\\u{2064}\\u{FEFF}\\u{AD}\\u{180E}"_s);
    row("joined emoji", "👩\u200D💻", u"👩\\u{200D}💻"_s);
    row("line and paragraph separators", "\u2028\u2029", u"\\u{2028}\\u{2029}"_s);
    row("other spaces", "\u00A0\u2003\u3000", u"\\u{A0}\\u{2003}\\u{3000}"_s);
    row("tag characters", "\U000E0041\U000E007F", u"\\u{E0041}\\u{E007F}"_s);
    row("variation selectors", "\u180B\uFE0F\U000E0100", u"\\u{180B}\\u{FE0F}\\u{E0100}"_s);
    row("annotation marks", "\uFFF9\uFFFA\uFFFB", u"\\u{FFF9}\\u{FFFA}\\u{FFFB}"_s);
    row("replacement character is a character", "\uFFFD", u"\uFFFD"_s);
    row("unassigned", "\u0378", u"\\u{378}"_s);
    row("private use", "\uE000\U0010FFFD", u"\\u{E000}\\u{10FFFD}"_s);
    row("noncharacters", "\uFFFE\uFDD0\U0010FFFF", u"\\u{FFFE}\\u{FDD0}\\u{10FFFF}"_s);
    row("bytes that never occur", "\xC0\xC1\xF5\xFF", u"\\xC0\\xC1\\xF5\\xFF"_s);
    row("continuation alone", "a\x80", u"a\\x80"_s);
    row("cut sequence", "a\xE4\xB8", u"a\\xE4\\xB8"_s);
    row("cut by ASCII", "\xE4\xB8z", u"\\xE4\\xB8z"_s);
    row("cut by another sequence", "\xE4\xB8\xE4\xB8\xAD", u"\\xE4\\xB8中"_s);
    row("overlong slash in two", "\xC0\xAF", u"\\xC0\\xAF"_s);
    row("overlong slash in three", "\xE0\x80\xAF", u"\\xE0\\x80\\xAF"_s);
    row("overlong newline in four", "\xF0\x80\x80\x8A", u"\\xF0\\x80\\x80\\x8A"_s);
    row("surrogate in UTF-8", "\xED\xA0\x80", u"\\xED\\xA0\\x80"_s);
    row("above U+10FFFF", "\xF4\x90\x80\x80", u"\\xF4\\x90\\x80\\x80"_s);
    row("last before the surrogates", "\xED\x9F\xBB", u"\uD7FB"_s);
}

void TestEscape::escapesBytes()
{
    QFETCH(const QByteArray, bytes);
    QTEST(escape(bytes), "text");
    QCOMPARE(unescape(escape(bytes)), bytes);
}

void TestEscape::escapesText_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"plain 中文 😀"_s << u"plain 中文 😀"_s;
    QTest::newRow("controls") << u"a\n\u202E"_s << u"a\\n\\u{202E}"_s;
    QTest::newRow("high surrogate alone") << u"a\xD800\n"_s << u"a\\u{D800}\\n"_s;
    QTest::newRow("low surrogate alone") << u"\xDFFF"_s << u"\\u{DFFF}"_s;
    QTest::newRow("wrong order") << u"\xDC00\xD800"_s << u"\\u{DC00}\\u{D800}"_s;
    QTest::newRow("pair and half") << u"😀\xD83D"_s << u"😀\\u{D83D}"_s;
    QTest::newRow("half and pair") << u"\xD83D😀x"_s << u"\\u{D83D}😀x"_s;
}

void TestEscape::escapesText()
{
    QFETCH(const QString, given);
    QTEST(escape(given), "text");
}

namespace {

/// What escape.h promises of every result.
bool isSafe(const QString &text)
{
    const auto points = text.toUcs4();
    return std::all_of(points.begin(), points.end(), [](char32_t c) {
        switch (QChar::category(c)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Other_PrivateUse:
        case QChar::Other_NotAssigned:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return false;
        case QChar::Separator_Space:
            return c == U' ';
        default:
            return true;
        }
    });
}

} // namespace

void TestEscape::everyKindOfCodePointIsSafeAndComesBack()
{
    static constexpr char32_t blockSize = 256;
    for (char32_t block = 0; block <= QChar::LastValidCodePoint; block += blockSize) {
        // Planes 4 to 13 hold nothing but unassigned code points; plane 3 has enough of these.
        if (block == 0x40000) {
            block = 0xE0000;
        }
        QByteArray bytes;
        for (char32_t point = block; point < block + blockSize; ++point) {
            if (!QChar::isSurrogate(point)) {
                bytes += QStringView(QChar::fromUcs4(point)).toUtf8();
            }
        }
        const QString text = escape(bytes);
        QVERIFY2(isSafe(text), qPrintable(text));
        QCOMPARE(unescape(text), bytes);
    }
}

void TestEscape::everyPairOfBytesComesBack()
{
    QByteArray bytes(2, '\0');
    for (int pair = 0; pair < 0x10000; ++pair) {
        bytes[0] = static_cast<char>(pair >> 8);
        bytes[1] = static_cast<char>(pair & 0xFF);
        if (unescape(escape(bytes)) != bytes) {
            QFAIL(qPrintable(escape(bytes)));
        }
    }
}

// Plain bytes are looked through eight at a time. Fails when bytesToEscape() leaves out one of its
// terms, or the highest bit that it finds is taken for the first.
void TestEscape::isFoundAmongPlainBytes()
{
    for (int code = 0; code < 256; ++code) {
        const auto byte = static_cast<char>(code);
        const QString alone = escape(QByteArray(1, byte));
        QCOMPARE(alone == QLatin1Char(byte),
                 code >= 0x20 && code < 0x7F && byte != '\\' && byte != '"');
        for (qsizetype place = 0; place < 17; ++place) {
            for (qsizetype rest = 0; rest < 17; ++rest) {
                const QString before(place, u'x');
                const QString after(rest, u'x');
                const QByteArray bytes = before.toLatin1() + byte + after.toLatin1();
                QVERIFY2(escape(bytes) == before + alone + after, qPrintable(alone));
            }
        }
    }
}

void TestEscape::randomBytesComeBack()
{
    QRandomGenerator random(20261122); // always the same bytes
    for (int round = 0; round < 20'000; ++round) {
        QByteArray bytes(random.bounded(1, 24), '\0');
        for (char &byte : bytes) {
            // Half of them from what escapes are made of and what UTF-8 begins with.
            static constexpr char likely[] = "\\\\\"xu{}0123nrte\xC2\x9B\xE4\xB8\xAD\xF0\x9F";
            byte = random.bounded(2) ? likely[random.bounded(int(sizeof likely))]
                                     : static_cast<char>(random.bounded(256));
        }
        const QString text = escape(bytes);
        QVERIFY(isSafe(text));
        QCOMPARE(unescape(text), bytes);
    }
}

void TestEscape::cuts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("most");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QByteArray &bytes, int most, const QString &text) {
        QTest::newRow(name) << bytes << most << text;
    };
    row("shorter", "abc", 4, u"abc"_s);
    row("as long", "abc", 3, u"abc"_s);
    row("longer", "abcd", 3, u"abc"_s);
    row("to nothing", "abc", 0, {});
    row("behind a code point", "a中文", 4, u"a中"_s);
    row("one byte into a code point", "a中文", 5, u"a中"_s);
    row("two bytes into a code point", "a中文", 6, u"a中"_s);
    row("whole", "a中文", 7, u"a中文"_s);
    row("three bytes into an emoji", "a😀", 4, u"a"_s);
    row("into the first code point", "中", 2, {});
    row("into two bytes", "é", 1, {});
    row("between continuations", "\x80\x80\x80\x80\x80\x80", 4, u"\\x80\\x80\\x80\\x80"_s);
    row("behind a lead without its rest", "a\xE4zz", 2, u"a\\xE4"_s);
    row("within an overlong form", "a\xE0\x80\xAF", 3, u"a\\xE0\\x80"_s);
    row("behind an escaped character", "a\nb", 2, u"a\\n"_s);
}

void TestEscape::cuts()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, most);
    QTEST(escapeStart(bytes, most), "text");
}

void TestEscape::takesOtherTextLiterally_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) {
        QTest::newRow(name) << text;
    };
    row("backslash at the end", u"a\\"_s);
    row("unknown letter", u"\\q"_s);
    row("printable as number", u"\\x41"_s);
    row("short form as number", u"\\x0A"_s);
    row("lower-case number", u"\\xff"_s);
    row("half a number", u"\\x8"_s);
    row("number with a sign", u"\\x+8"_s);
    row("number that is none", u"\\xZZ"_s);
    row("printable code point", u"\\u{4E2D}"_s);
    row("code point with zeros", u"\\u{0085}"_s);
    row("code point without end", u"\\u{85"_s);
    row("code point without braces", u"\\u0085"_s);
    row("empty code point", u"\\u{}"_s);
    row("code point too large", u"\\u{110000}"_s);
    row("code point far too large", u"\\u{FFFFFFFFFF}"_s);
    row("surrogate", u"\\u{D800}"_s);
    row("control", u"a\nb"_s);
    row("NUL's short form before a digit", u"\\07"_s);
}

void TestEscape::takesOtherTextLiterally()
{
    QFETCH(const QString, text);
    QCOMPARE(unescape(text), text.toUtf8());
}

QTEST_APPLESS_MAIN(TestEscape)
#include "tst_escape.moc"
