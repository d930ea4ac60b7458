// SPDX-License-Identifier: MIT
#include "chatname.h"

#include "chattext.h"
#include "escape.h"
#include "sharedlimits.h"

#include <algorithm>
#include <array>
#include <optional>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

/// Letters and marks that show nothing (Unicode: Default_Ignorable_Code_Point). Two names that
/// differ in these alone look the same.
constexpr std::array<Range, 8> invisible{{{0x034f, 0x034f},
                                          {0x115f, 0x1160},
                                          {0x17b4, 0x17b5},
                                          {0x180b, 0x180f},
                                          {0x3164, 0x3164},
                                          {0xfe00, 0xfe0f},
                                          {0xffa0, 0xffa0},
                                          {0xe0000, 0xe0fff}}};

bool isNameCharacter(char32_t code)
{
    const bool isInvisible = std::any_of(invisible.begin(), invisible.end(), [code](Range range) {
        return code >= range.first && code <= range.last;
    });
    if (isInvisible) {
        return false;
    }
    return QChar::isLetter(code) || QChar::isMark(code) || QChar::isDigit(code) || code == U'-'
        || code == U'_' || code == U'.';
}

QString refusalOf(char32_t code, QStringView typed)
{
    const QString number = QString::number(code, 16).toUpper().rightJustified(4, u'0');
    return u"\""_s + escape(typed) + u"\" (U+"_s + number
        + u") is not allowed; right are letters, marks and digits of any script, -, _ and ."_s;
}

} // namespace

tl::expected<QString, QString> checkName(const QString &wanted)
{
    const QString name = wanted.normalized(QString::NormalizationForm_C);
    int length = 0;
    std::optional<QString> refusal;
    forEachCodePoint(name, [&](char32_t code, QStringView typed) {
        ++length;
        if (!refusal && !isNameCharacter(code)) {
            refusal = refusalOf(code, typed);
        } else if (!refusal && length == 1 && QChar::isMark(code)) {
            refusal = u"it begins with a combining mark; begin with a letter or digit"_s;
        }
    });
    if (!refusal && (length < 1 || length > maxNameCodePoints)) {
        refusal = u"it has "_s + QString::number(length) + u" characters; right are 1 to "_s
            + QString::number(maxNameCodePoints);
    }
    if (refusal) {
        return tl::unexpected(*refusal);
    }
    return name;
}

QString nameKey(const QString &name)
{
    return name.normalized(QString::NormalizationForm_D)
        .toCaseFolded()
        .normalized(QString::NormalizationForm_D);
}

bool isReservedName(const QString &key)
{
    return key == "operator"_L1 || key == "server"_L1 || key.startsWith("guest-"_L1);
}

} // namespace peerglass
