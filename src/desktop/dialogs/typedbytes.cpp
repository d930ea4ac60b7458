// SPDX-License-Identifier: MIT
#include "typedbytes.h"

#include <QRegularExpression>
#include <QString>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(QStringView token)
{
    static constexpr int hexadecimal = 16;
    if (token.startsWith(u"\\u")) {
        const uint point = token.sliced(3).chopped(1).toUInt(nullptr, hexadecimal);
        const bool isText = point <= QChar::LastValidCodePoint && !QChar::isSurrogate(point);
        return isText ? QStringView(QChar::fromUcs4(point)).toUtf8() : token.toUtf8();
    }
    if (token.startsWith(u"\\x")) {
        return QByteArray(1, static_cast<char>(token.sliced(2).toUInt(nullptr, hexadecimal)));
    }
    static constexpr QStringView letters = u"nrt0e\\\"";
    static constexpr char bytes[] = "\n\r\t\0\x1B\\\"";
    return QByteArray(1, bytes[letters.indexOf(token.back())]);
}

} // namespace

QByteArray typedBytes(QStringView text)
{
    static const QRegularExpression escapes(
        uR"(\\(?:[nrt0e\\"]|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]{1,6}\}))"_s);
    QByteArray out;
    qsizetype end = 0;
    for (auto found = escapes.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        out += text.sliced(end, match.capturedStart() - end).toUtf8();
        out += bytesOf(match.capturedView());
        end = match.capturedEnd();
    }
    return out + text.sliced(end).toUtf8();
}

} // namespace peerglass
