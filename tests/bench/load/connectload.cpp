// SPDX-License-Identifier: MIT
#include "connectload.h"

#include "sockets.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

ConnectLoad::ConnectLoad(const Plan &plan)
    : m_poller(plan.sleeps)
    , m_port(plan.port)
    , m_visits(plan.clients)
{
}

void ConnectLoad::probe()
{
    Histogram ignored;
    run({Clock::time_point::max(), 1}, ignored);
}

std::uint64_t ConnectLoad::run(const Limit &limit, Histogram &times)
{
    std::uint64_t begun = m_visits.size();
    std::uint64_t ended = 0;
    for (unsigned i = 0; i < m_visits.size(); ++i) {
        begin(i);
    }
    while (ended < begun) {
        for (const epoll_event &event : m_poller.poll()) {
            Visit &visit = m_visits[event.data.u32];
            end(visit);
            const auto now = Clock::now();
            times.add(std::uint64_t((now - visit.begun).count()), 1);
            ++ended;
            if (now < limit.end && begun < limit.messages) {
                begin(event.data.u32);
                ++begun;
            }
        }
    }
    return ended;
}

void ConnectLoad::begin(unsigned number)
{
    Visit &visit = m_visits[number];
    visit.begun = Clock::now();
    visit.descriptor = connectTo(m_port, m_count++);
    shutdown(visit.descriptor, SHUT_WR);
    m_poller.add(visit.descriptor, number);
}

void ConnectLoad::end(Visit &visit)
{
    char byte = 0;
    const ssize_t got = recv(visit.descriptor, &byte, 1, 0);
    if (got != 0) {
        fail("benchload: a connection did not end in good order", got < 0 ? errno : 0);
    }
    close(visit.descriptor);
}
