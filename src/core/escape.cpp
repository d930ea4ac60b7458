// SPDX-License-Identifier: MIT
#include "escape.h"

#include "appending.h"
#include "plainbytes.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace peerglass {

namespace {

/// One code point of UTF-8 and the bytes it takes.
struct CodePoint
{
    char32_t value;
    qsizetype length;
};

bool isContinuation(char byte)
{
    return (static_cast<quint8>(byte) & 0xC0) == 0x80;
}

/// How many bytes follow a first byte; nothing where it cannot be one.
std::optional<qsizetype> followers(quint8 first)
{
    if (first >= 0xC2 && first <= 0xDF) {
        return 1;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return 2;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        return 3;
    }
    return {};
}

/// The code point that \a bytes begin with; nothing where that is not well-formed UTF-8 as in
/// table 3-7 of the Unicode Standard: no overlong forms, no surrogates, nothing above U+10FFFF.
std::optional<CodePoint> firstCodePoint(QByteArrayView bytes)
{
    const quint8 first = static_cast<quint8>(bytes.front());
    if (first < 0x80) {
        return CodePoint{first, 1};
    }
    const auto more = followers(first);
    if (!more || bytes.size() <= *more) {
        return {};
    }
    char32_t value = first & (0x3Fu >> *more);
    for (const char byte : bytes.sliced(1, *more)) {
        if (!isContinuation(byte)) {
            return {};
        }
        value = (value << 6) | (static_cast<quint8>(byte) & 0x3Fu);
    }
    static constexpr char32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    if (value < smallest[*more] || QChar::isSurrogate(value) || value > QChar::LastValidCodePoint) {
        return {};
    }
    return CodePoint{value, *more + 1};
}

/// U+180B–D and U+180F belong to Mongolian; the others choose between text and picture.
bool isVariationSelector(char32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF)
        || (c >= 0x180B && c <= 0x180F);
}

bool isPrintable(char32_t c)
{
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
        return !isVariationSelector(c);
    }
}

/// Binary data is mostly that, so this is written out by hand.
void appendHexByte(quint8 byte, std::string &out)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    const char text[] = {'\\', 'x', digits[byte >> 4], digits[byte & 0xF]};
    out.append(text, sizeof text);
}

void appendCodePoint(char32_t c, std::string &out)
{
    append("\\u{" + QByteArray::number(static_cast<uint>(c), 16).toUpper() + '}', out);
}

/// The short form of \a byte; empty: it has none. \a next is the character behind it, since a
/// digit there would make another number of `\0`.
std::string_view shortForm(char byte, char next)
{
    switch (byte) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case '\x1B':
        return "\\e";
    case '\\':
        return "\\\\";
    case '"':
        return "\\\"";
    case '\0':
        return next >= '0' && next <= '9' ? "" : "\\0";
    default:
        return {};
    }
}

/// Appends what \a bytes, which are not plain there, begin with and returns how many that was.
qsizetype escapeFirst(QByteArrayView bytes, std::string &out)
{
    const char first = bytes.front();
    const std::string_view text = shortForm(first, bytes.size() > 1 ? bytes[1] : '\0');
    if (!text.empty()) {
        out += text;
        return 1;
    }
    const auto point = firstCodePoint(bytes);
    if (!point || point->length == 1) {
        appendHexByte(static_cast<quint8>(first), out);
    } else if (isPrintable(point->value)) {
        append(bytes.first(point->length), out);
    } else {
        appendCodePoint(point->value, out);
    }
    return point ? point->length : 1;
}

/// A surrogate at \a index that has no other half behind it; the index never is within a pair.
bool isLoneSurrogate(QStringView text, qsizetype index)
{
    return text[index].isSurrogate()
        && !(text[index].isHighSurrogate() && index + 1 < text.size()
             && text[index + 1].isLowSurrogate());
}

/// The end of the escape that \a text, which begins with a backslash, begins with: `\u{…}`,
/// `\xNN`, or two characters.
qsizetype tokenLength(QStringView text)
{
    if (text.startsWith(u"\\u{")) {
        static constexpr qsizetype longest = 10; // \u{10FFFF}
        return text.first(std::min(longest, text.size())).indexOf(u'}') + 1;
    }
    return std::min<qsizetype>(text.size(), text.startsWith(u"\\x") ? 4 : 2);
}

/// What \a token stands for, leniently.
QByteArray tokenBytes(QStringView token)
{
    if (token.startsWith(u"\\u{")) {
        const char32_t point = token.sliced(3).chopped(1).toUInt(nullptr, 16);
        return QStringView(QChar::fromUcs4(point)).toUtf8();
    }
    if (token.startsWith(u"\\x")) {
        return QByteArray(1, static_cast<char>(token.sliced(2).toUInt(nullptr, 16)));
    }
    static constexpr QStringView letters = u"nrt0e\\\"";
    static constexpr char bytes[] = "\n\r\t\0\x1B\\\"";
    const qsizetype index = token.size() == 2 ? letters.indexOf(token.back()) : -1;
    return index < 0 ? QByteArray() : QByteArray(1, bytes[index]);
}

/// Reads the escape that \a text begins with, appends its bytes and returns its length. A
/// backslash that escape() would not have written there stands for itself.
qsizetype unescapeFirst(QStringView text, QByteArray &out)
{
    const qsizetype length = tokenLength(text);
    const QByteArray bytes = tokenBytes(text.first(length));
    const QByteArray next = text.sliced(length, std::min<qsizetype>(1, text.size() - length))
                                .toUtf8();
    const QString rewritten = escape(bytes + next);
    if (bytes.isEmpty() || !rewritten.startsWith(text.first(length))) {
        out += '\\';
        return 1;
    }
    out += bytes;
    return length;
}

/// Where a cut at \a most has to be, so that it does not divide a code point.
qsizetype cutBefore(QByteArrayView bytes, qsizetype most)
{
    static constexpr qsizetype longestHead = 3; // bytes of a code point before its last one
    for (qsizetype head = 1; head <= std::min(longestHead, most); ++head) {
        const auto point = firstCodePoint(bytes.sliced(most - head));
        if (point) {
            return point->length > head ? most - head : most;
        }
    }
    return most;
}

} // namespace

void appendEscaped(QByteArrayView bytes, std::string &out)
{
    while (!bytes.isEmpty()) {
        const qsizetype plain = plainLength(bytes);
        append(bytes.first(plain), out);
        bytes = bytes.sliced(plain);
        if (!bytes.isEmpty()) {
            bytes = bytes.sliced(escapeFirst(bytes, out));
        }
    }
}

void appendEscaped(QStringView text, std::string &out)
{
    while (!text.isEmpty()) {
        // A pair is one code point, so what is cut off here is a part without lone surrogates.
        qsizetype valid = 0;
        while (valid < text.size() && !isLoneSurrogate(text, valid)) {
            valid += text[valid].isHighSurrogate() ? 2 : 1;
        }
        appendEscaped(text.first(valid).toUtf8(), out);
        if (valid < text.size()) {
            appendCodePoint(text[valid].unicode(), out);
            ++valid;
        }
        text = text.sliced(valid);
    }
}

QString escape(QByteArrayView bytes)
{
    std::string out;
    out.reserve(static_cast<size_t>(bytes.size() + bytes.size() / 8));
    appendEscaped(bytes, out);
    return QString::fromStdString(out);
}

QString escape(QStringView text)
{
    std::string out;
    appendEscaped(text, out);
    return QString::fromStdString(out);
}

QByteArrayView startOf(QByteArrayView bytes, qsizetype most)
{
    return most < bytes.size() ? bytes.first(cutBefore(bytes, most)) : bytes;
}

QString escapeStart(QByteArrayView bytes, qsizetype most)
{
    return escape(startOf(bytes, most));
}

QByteArray unescape(QStringView text)
{
    QByteArray out;
    while (!text.isEmpty()) {
        const qsizetype backslash = text.indexOf(u'\\');
        out += text.first(backslash < 0 ? text.size() : backslash).toUtf8();
        text = backslash < 0 ? QStringView() : text.sliced(backslash);
        if (!text.isEmpty()) {
            text = text.sliced(unescapeFirst(text, out));
        }
    }
    return out;
}

} // namespace peerglass
