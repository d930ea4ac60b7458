// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>

/// Numbers that more than one module has to agree on. (A header called limits.h would hide the one
/// of the C library from every include of <limits.h>.)
namespace peerglass {

/// What one run in a queue costs beside its payload, in bytes: its entry, the header of its
/// shared block and what the allocator adds. Rounded up; engine/sendqueue.cpp asserts it.
inline constexpr qint64 runOverhead = 256;
/// What each message of a run costs beside its payload, in bytes: its offset in the block.
inline constexpr qint64 messageOverhead = sizeof(quint32);

/// Longest chat name, in code points and in bytes of UTF-8.
inline constexpr int maxNameCodePoints = 32;
inline constexpr int maxNameBytes = 4 * maxNameCodePoints;

/// Most bytes of a message that an event or a preview carries.
inline constexpr qsizetype maxPreviewBytes = 256;

/// A turn of one client ends after this many bytes read from it …
inline constexpr qint64 maxReadPerTurn = 256 * 1024;
/// … or this many bytes sent on to others.
inline constexpr qint64 maxFanOutPerTurn = 16 * 1024 * 1024;
/// What sending a run to one client counts there beside its bytes: in the time of that system call
/// so many bytes could be sent.
inline constexpr qint64 sendOverhead = 4096;

/// How long a thread may keep events before it hands them to the journal.
inline constexpr std::chrono::milliseconds eventInterval{20};
/// The window is told of events and of clients at most 20 times a second.
inline constexpr std::chrono::milliseconds publishInterval{50};

/// Every orderly end but the graceful stop is cut short after this time.
inline constexpr std::chrono::milliseconds finishDeadline{2000};
/// How long a finished connection waits for its client's end after the kernel has reported
/// everything acknowledged: many clients (OpenBSD nc, ncat on a terminal) never end first.
inline constexpr std::chrono::milliseconds lingerAfterAcknowledged{250};
/// A client with data waiting that may be sent, which acknowledges nothing for this long, is shown
/// as not reading.
inline constexpr std::chrono::milliseconds notReadingAfter{3000};

} // namespace peerglass
