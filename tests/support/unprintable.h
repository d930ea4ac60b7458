// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace peerglass {

/// The first character of \a text that could drive a terminal, hide something or end a line: one of
/// control, format, private use or none at all, or a separator other than a space. Written as
/// `U+202E`; empty: there is none. Not asked of the code under test.
inline QString unprintableIn(const QString &text)
{
    for (const char32_t c : text.toUcs4()) {
        switch (QChar::category(c)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Other_PrivateUse:
        case QChar::Other_NotAssigned:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return QStringLiteral("U+%1").arg(c, 4, 16, QLatin1Char('0'));
        default:
            break;
        }
    }
    return {};
}

} // namespace peerglass
