// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace peerglass {

/// Raises this process's soft limit of descriptors (RLIMIT_NOFILE) to its hard limit: a fresh
/// Debian user starts with 1,024. Returns the limit now in force. Call once, at start.
qint64 raiseDescriptorLimit();

/// The limit now in force, 0 where the system does not tell.
qint64 descriptorLimit();

/// How many descriptors this process can open beside those that it has open.
qint64 freeDescriptors();

/// So many descriptors no connection gets. They are for what the program opens beside: the files
/// and threads of a window, the next log file, an export. Without them strangers who connect could
/// end a program that cannot go on without a thread.
constexpr int keptDescriptors = 24;

/// How many are free that are not kept.
qint64 freeDescriptorsForConnections();

/// Whether \a descriptor, just opened, is one of those kept. The system gives the lowest number
/// that is free (open(2)), so all below it are in use.
bool isKept(int descriptor);

/// Whether one is free that is not kept; quicker than to count them.
bool isDescriptorForConnectionFree();

} // namespace peerglass
