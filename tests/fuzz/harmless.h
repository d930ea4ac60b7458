// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QStringView>

namespace peerglass {

/// Whether \a code drives or confuses a terminal: controls, bidirectional and zero-width
/// characters, separators of lines and paragraphs, annotation marks, tags. Written out from the
/// Unicode Standard, so that it does not share a mistake with the code under test.
bool isDangerous(char32_t code);

/// Whether \a holds is true of every code point of \a text.
template <typename Holds>
bool allOf(QStringView text, Holds holds)
{
    const char16_t *const end = text.utf16() + text.size();
    for (const char16_t *unit = text.utf16(); unit != end; ++unit) {
        char32_t code = *unit;
        if (QChar::isHighSurrogate(code) && unit + 1 != end && QChar::isLowSurrogate(unit[1])) {
            code = QChar::surrogateToUcs4(*unit, unit[1]);
            ++unit;
        }
        if (!holds(code)) {
            return false;
        }
    }
    return true;
}

/// No character of \a text is dangerous.
bool isHarmless(QStringView text);
/// The same of valid UTF-8, but for tabs, which a chat lets through.
bool isHarmlessButTabs(QByteArrayView utf8);

} // namespace peerglass
