// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QByteArrayView>

#include <sys/types.h>

namespace peerglass {

/// Opens /dev/null in the place of each standard stream that is closed, so that no socket and no
/// file can take it: what the program or a library writes there would go into it. Who reads there
/// finds the end, who writes is refused (EBADF) and not silently heard by nobody. Call it first in
/// main().
void fillStandardStreams();

/// Standard output or standard error, written without ever waiting for who reads it. Both are
/// shared with other processes, so they cannot be made non-blocking; but a pipe or a terminal can
/// be opened anew, as a description of its own, which takes what fits in one call. Where it cannot
/// (another user's), and for all else, PIPE_BUF bytes are written at once: so much a writable pipe
/// takes without blocking (pipe(7)).
class StandardStream
{
public:
    /// \a descriptor: STDOUT_FILENO or STDERR_FILENO.
    explicit StandardStream(int descriptor);

    /// The one to watch; not owned by who asks.
    int descriptor() const { return m_own.isValid() ? m_own.get() : m_shared; }
    /// Whether write() would take something, or fail for good, now.
    bool takesOutput() const;
    /// As write(2), maybe of the first bytes only. Returns at once after takesOutput().
    ssize_t write(QByteArrayView bytes);

private:
    int m_shared;
    FileDescriptor m_own;
};

} // namespace peerglass
