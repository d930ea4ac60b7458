// SPDX-License-Identifier: MIT
#include "poller.h"

#include "sockets.h"

#include <cerrno>

using namespace std::chrono_literals;

Poller::Poller(bool sleeps)
    : m_set(epoll_create1(EPOLL_CLOEXEC))
    , m_timeout(sleeps ? 1000 : 0)
{
    if (m_set < 0) {
        fail("benchload: no epoll set", errno);
    }
}

void Poller::add(int descriptor, unsigned number) const
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = number;
    epoll_ctl(m_set, EPOLL_CTL_ADD, descriptor, &event);
}

void Poller::watchWriting(int descriptor, unsigned number, bool on) const
{
    epoll_event event{};
    event.events = on ? EPOLLIN | EPOLLOUT : EPOLLIN;
    event.data.u32 = number;
    epoll_ctl(m_set, EPOLL_CTL_MOD, descriptor, &event);
}

std::span<const epoll_event> Poller::poll()
{
    int count = epoll_wait(m_set, m_events, 512, m_timeout);
    if (count > 0) {
        return {m_events, size_t(count)};
    }
    const auto deadline = Clock::now() + 30s;
    while ((count = epoll_wait(m_set, m_events, 512, m_timeout)) <= 0) {
        if (Clock::now() > deadline) {
            fail("benchload: the server has not answered for 30 s");
        }
    }
    return {m_events, size_t(count)};
}
