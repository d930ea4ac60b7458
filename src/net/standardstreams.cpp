// SPDX-License-Identifier: MIT
#include "standardstreams.h"

#include <fcntl.h>
#include <poll.h>
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

bool takesOutput(int descriptor)
{
    pollfd poll{.fd = descriptor, .events = POLLOUT, .revents = 0};
    return ::poll(&poll, 1, 0) == 1;
}

} // namespace peerglass
