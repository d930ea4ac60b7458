// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <array>
#include <charconv>
#include <limits>

namespace peerglass {

/// Appends the decimal digits of \a number to \a out, without making a QByteArray of them first.
template <typename Number>
void appendNumber(Number number, QByteArray &out)
{
    std::array<char, std::numeric_limits<Number>::digits10 + 2> digits; // one more, and a sign
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end - digits.data());
}

} // namespace peerglass
