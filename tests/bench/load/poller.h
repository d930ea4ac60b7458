// SPDX-License-Identifier: MIT
#pragma once

#include <sys/epoll.h>

#include <span>

/// An epoll set that is asked without ever sleeping: the load has a core of its own, so neither
/// does the server pay for waking it, nor does the time to wake up show among the latencies.
class Poller
{
public:
    Poller();

    /// Watches for reading; `number` comes back with the event.
    void add(int descriptor, unsigned number) const;
    void watchWriting(int descriptor, unsigned number, bool on) const;

    /// What is ready, valid until the next call. Ends the process when nothing is for 30 s.
    std::span<const epoll_event> poll();

private:
    int m_set;
    epoll_event m_events[512];
};
