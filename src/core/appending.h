// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <array>
#include <charconv>
#include <limits>
#include <string>

namespace peerglass {

// Lines of output are made of a dozen pieces each, and there may be hundreds of thousands a second,
// so they are written into a std::string: appending to one takes a few instructions, to a
// QByteArray more than a hundred (Qt 6.4, callgrind).

inline void append(QByteArrayView bytes, std::string &out)
{
    out.append(bytes.data(), static_cast<std::size_t>(bytes.size()));
}

/// Appends the decimal digits of \a number to \a out.
template <typename Number>
void appendNumber(Number number, std::string &out)
{
    std::array<char, std::numeric_limits<Number>::digits10 + 2> digits; // one more, and a sign
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

} // namespace peerglass
