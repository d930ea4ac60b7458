// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace peerglass {

/// By how much a test is smaller than what it stands for: \a factor, or 1 where the environment has
/// PEERGLASS_FULL_SIZE=1. Prints it.
inline int scaledDown(int factor)
{
    const int used = qEnvironmentVariableIntValue("PEERGLASS_FULL_SIZE") == 1 ? 1 : factor;
    if (used == 1) {
        qInfo("full size");
    } else {
        qInfo("scaled down by %d; PEERGLASS_FULL_SIZE=1 runs the full size", used);
    }
    return used;
}

/// Whether memory is that of a sanitizer, and its figures say nothing.
constexpr bool hasSanitizer()
{
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return true;
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

} // namespace peerglass
