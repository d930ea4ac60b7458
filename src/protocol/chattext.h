// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringView>

namespace peerglass {

/// Whether \a text is tab and printable ASCII alone, which everybody may see as it is.
bool isPlainText(QByteArrayView text);

/// The text of valid UTF-8. Unlike QString::fromUtf8() it keeps a byte order mark.
QString decodeText(QByteArrayView utf8);

/// \a text as others may see it, in UTF-8: characters that could drive or confuse a terminal
/// (controls but tab, format characters such as bidirectional and zero-width ones and what is kept
/// for more of them, line and paragraph separators) become escapes as escape() writes them;
/// everything else stays as typed.
QByteArray safeText(QStringView text);
/// The same for valid UTF-8.
QByteArray safeText(QByteArrayView utf8);

/// Calls \a take with each code point of \a text, as its number and as the text it is.
template <typename Take>
void forEachCodePoint(QStringView text, Take take)
{
    for (qsizetype i = 0; i < text.size();) {
        const bool pair = i + 1 < text.size() && text[i].isHighSurrogate()
            && text[i + 1].isLowSurrogate();
        const char32_t code = pair ? QChar::surrogateToUcs4(text[i], text[i + 1])
                                   : char32_t(text[i].unicode());
        take(code, text.sliced(i, pair ? 2 : 1));
        i += pair ? 2 : 1;
    }
}

} // namespace peerglass
