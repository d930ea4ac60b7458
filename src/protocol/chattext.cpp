// SPDX-License-Identifier: MIT
#include "chattext.h"

#include "escape.h"

#include <QStringDecoder>

#include <algorithm>

namespace peerglass {

namespace {

/// Not assigned yet, but kept for characters that are not shown (Unicode:
/// Default_Ignorable_Code_Point). What else is unassigned may be a picture that Qt does not know
/// yet.
bool isReservedForInvisible(char32_t code)
{
    return code == 0x2065 || (code >= 0xFFF0 && code <= 0xFFF8)
        || (code >= 0xE0000 && code <= 0xE0FFF);
}

bool couldDriveTerminal(char32_t code)
{
    switch (QChar::category(code)) {
    case QChar::Other_Control:
        return code != U'\t';
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    case QChar::Other_NotAssigned:
        return isReservedForInvisible(code);
    default:
        return false;
    }
}

} // namespace

bool isPlainText(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 0x20 && c <= 0x7e) || c == '\t'; });
}

QString decodeText(QByteArrayView utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder(utf8);
}

QByteArray safeText(QStringView text)
{
    QString safe;
    safe.reserve(text.size());
    forEachCodePoint(text, [&safe](char32_t code, QStringView typed) {
        if (couldDriveTerminal(code)) {
            safe += escape(typed);
        } else {
            safe += typed;
        }
    });
    return safe.toUtf8();
}

QByteArray safeText(QByteArrayView utf8)
{
    return isPlainText(utf8) ? utf8.toByteArray() : safeText(decodeText(utf8));
}

} // namespace peerglass
