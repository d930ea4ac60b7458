// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace peerglass {

/// \a full, or that part of it that fits into a test run, which is then printed. The environment's
/// PEERGLASS_FULL_SIZE=1 asks for the full size.
inline qint64 sized(qint64 full, qint64 factor)
{
    if (qEnvironmentVariableIntValue("PEERGLASS_FULL_SIZE") == 1) {
        return full;
    }
    qInfo("scaled down by %lld: %lld instead of %lld; PEERGLASS_FULL_SIZE=1 for all of it", factor,
          full / factor, full);
    return full / factor;
}

/// Whether figures of memory say something: a sanitizer keeps much of its own.
constexpr bool measuresMemory()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return false;
#elif defined(__has_feature)
    return !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer);
#else
    return true;
#endif
}

} // namespace peerglass
