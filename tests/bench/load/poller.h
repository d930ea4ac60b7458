// SPDX-License-Identifier: MIT
#pragma once

#include <sys/epoll.h>

#include <span>

/// An epoll set. Where the load has a core of its own it is asked without ever sleeping, so that
/// neither the server pays for waking it, nor the time to wake up shows among the latencies.
class Poller
{
public:
    explicit Poller(bool sleeps);

    /// Watches for reading; `number` comes back with the event.
    void add(int descriptor, unsigned number) const;
    void watchWriting(int descriptor, unsigned number, bool on) const;

    /// What is ready, valid until the next call. Ends the process when nothing is for 30 s.
    std::span<const epoll_event> poll();

private:
    int m_set;
    int m_timeout; ///< milliseconds
    epoll_event m_events[512];
};
