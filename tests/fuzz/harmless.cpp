// SPDX-License-Identifier: MIT
#include "harmless.h"

#include <QString>

#include <algorithm>
#include <array>

namespace peerglass {

namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

constexpr std::array dangerous{
    Range{0x00, 0x1F}, // C0
    Range{0x7F, 0x9F}, // DEL, C1
    Range{0xAD, 0xAD}, // soft hyphen
    Range{0x61C, 0x61C}, // Arabic letter mark
    Range{0x180E, 0x180E}, // Mongolian vowel separator
    Range{0x200B, 0x200F}, // zero-width, marks of direction
    Range{0x2028, 0x202E}, // separators, embeddings and overrides
    Range{0x2060, 0x206F}, // invisible operators, isolates
    Range{0xD800, 0xDFFF}, // half a character
    Range{0xFEFF, 0xFEFF}, // byte order mark
    Range{0xFFF0, 0xFFFB}, // annotation marks, and what is kept for more of them
    Range{0xE0000, 0xE007F}, // tags
};

} // namespace

bool isDangerous(char32_t code)
{
    const bool isAscii = code >= U' ' && code <= U'~'; // most are, and this is to be fast
    return !isAscii && std::any_of(dangerous.begin(), dangerous.end(), [code](Range range) {
        return code >= range.first && code <= range.last;
    });
}

bool isHarmless(QStringView text)
{
    return allOf(text, [](char32_t code) { return !isDangerous(code); });
}

bool isHarmlessButTabs(QByteArrayView utf8)
{
    const bool isPlain = std::all_of(utf8.begin(), utf8.end(),
                                     [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
    return isPlain || allOf(QString::fromUtf8(utf8), [](char32_t code) {
               return code == U'\t' || !isDangerous(code);
           });
}

} // namespace peerglass
