// SPDX-License-Identifier: MIT
#pragma once

#include "poller.h"

#include "tcppair.h"
#include "waitfor.h"

#include <QTimer>

#include <sys/socket.h>

namespace peerglass {

class Recorder final : public PollHandler
{
public:
    void ready(Readiness readiness) override
    {
        last = readiness;
        ++reports;
        if (then) {
            then();
        }
    }

    Readiness last;
    int reports = 0;
    std::function<void()> then;
};

/// Two connected sockets; what is written to `far` makes `near` readable.
struct Line
{
    Line()
    {
        int ends[2];
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends);
        near = FileDescriptor(ends[0]);
        far = FileDescriptor(ends[1]);
    }

    FileDescriptor near;
    FileDescriptor far;
};

inline bool noMoreWork()
{
    return false;
}

/// Runs the event loop for a while; returns how often \a count went up.
inline int risesWithin(std::chrono::milliseconds time, const int &count)
{
    const int before = count;
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(time);
    waitFor([&timer] { return !timer.isActive(); });
    return count - before;
}

} // namespace peerglass
