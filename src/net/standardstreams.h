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
/// shared with other processes, so they cannot be made non-blocking: a pipe that is writable takes
/// PIPE_BUF bytes at once (pipe(7)), but a terminal that is writable may have room for one byte
/// only, so it is opened anew, as a description of its own. A terminal that cannot be opened
/// (another user's) is written as it is.
class StandardStream
{
public:
    /// \a descriptor: STDOUT_FILENO or STDERR_FILENO.
    explicit StandardStream(int descriptor);

    /// The one to watch; not owned by who asks.
    int descriptor() const { return m_own.isValid() ? m_own.get() : m_shared; }
    /// Whether write() would take something, or fail for good, now.
    bool takesOutput() const;
    /// As write(2), of at most the first PIPE_BUF of \a bytes. Returns at once after takesOutput().
    ssize_t write(QByteArrayView bytes);

private:
    int m_shared;
    FileDescriptor m_own;
};

} // namespace peerglass
