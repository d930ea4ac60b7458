// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace peerglass {

/// Raises this process's soft limit of descriptors (RLIMIT_NOFILE) to its hard limit: a fresh
/// Debian user starts with 1,024. Returns the limit now in force. Call once, at start.
qint64 raiseDescriptorLimit();

/// How many descriptors this process can open beside those that it has open.
qint64 freeDescriptors();

} // namespace peerglass
