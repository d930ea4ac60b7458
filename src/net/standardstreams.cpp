// SPDX-License-Identifier: MIT
#include "standardstreams.h"

#include <QByteArray>

#include <algorithm>
#include <climits>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace peerglass {

void fillStandardStreams()
{
    // The lowest number that is free is taken, so this ends with the first one behind them.
    int descriptor = 0;
    do {
        descriptor = open("/dev/null", O_RDONLY);
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor > STDERR_FILENO) {
        close(descriptor);
    }
}

StandardStream::StandardStream(int descriptor)
    : m_shared(descriptor)
{
    struct stat status = {};
    const bool isPipe = fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode);
    // The end of a pipe that is read stays one that cannot be written.
    const bool isForWriting = (fcntl(descriptor, F_GETFL) & O_ACCMODE) != O_RDONLY;
    if (isForWriting && (isPipe || isatty(descriptor) == 1)) {
        const QByteArray link = "/proc/self/fd/" + QByteArray::number(descriptor);
        m_own = FileDescriptor(
            open(link.constData(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    }
}

bool StandardStream::takesOutput() const
{
    pollfd poll{.fd = descriptor(), .events = POLLOUT, .revents = 0};
    return ::poll(&poll, 1, 0) == 1;
}

ssize_t StandardStream::write(QByteArrayView bytes)
{
    const qsizetype most = m_own.isValid() ? bytes.size() : PIPE_BUF;
    return ::write(descriptor(), bytes.data(), static_cast<size_t>(std::min(bytes.size(), most)));
}

} // namespace peerglass
