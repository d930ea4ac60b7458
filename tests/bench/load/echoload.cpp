// SPDX-License-Identifier: MIT
#include "echoload.h"

#include "sockets.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace {
constexpr std::size_t readSize = 256 * 1024;
}

EchoLoad::EchoLoad(const Plan &plan)
    : m_poller(plan.sleeps)
    , m_batch(plan.batch)
    , m_output(plan.size * plan.batch)
    , m_input(readSize)
    , m_clients(plan.clients)
{
    for (std::size_t i = 0; i < m_output.size(); ++i) {
        m_output[i] = char('a' + i % 26);
    }
    const auto descriptors = connectAll(plan, plan.clients, 0);
    for (unsigned i = 0; i < plan.clients; ++i) {
        m_clients[i].descriptor = descriptors[i];
        m_poller.add(descriptors[i], i);
    }
    m_idle = connectAll(plan, plan.idle, plan.clients);
}

void EchoLoad::probe()
{
    for (unsigned i = 0; i < m_clients.size(); ++i) {
        start(i);
        std::vector<char> echo;
        while (m_clients[i].awaited > 0) {
            const std::size_t before = m_clients[i].awaited;
            for (const epoll_event &event : m_poller.poll()) {
                if (event.events & EPOLLOUT) {
                    send(i);
                }
                receive(m_clients[i]);
                const std::size_t got = before - m_clients[i].awaited;
                echo.insert(echo.end(), m_input.begin(), m_input.begin() + std::ptrdiff_t(got));
            }
        }
        if (echo != m_output) {
            fail("benchload: what came back is not what was sent");
        }
    }
}

std::uint64_t EchoLoad::run(const Limit &limit, Histogram &times)
{
    std::uint64_t started = 0;
    std::uint64_t finished = 0;
    for (unsigned i = 0; i < m_clients.size(); ++i) {
        start(i);
        started += m_batch;
    }
    while (finished < started) {
        for (const epoll_event &event : m_poller.poll()) {
            Client &client = m_clients[event.data.u32];
            if (event.events & EPOLLOUT) {
                send(event.data.u32);
            }
            if (!(event.events & ~unsigned(EPOLLOUT)) || !receive(client)) {
                continue;
            }
            const auto now = Clock::now();
            times.add(std::uint64_t((now - client.sent).count()), m_batch);
            finished += m_batch;
            if (now < limit.end && started < limit.messages) {
                start(event.data.u32);
                started += m_batch;
            }
        }
    }
    return finished;
}

void EchoLoad::start(unsigned number)
{
    Client &client = m_clients[number];
    client.unsent = client.awaited = m_output.size();
    client.sent = Clock::now();
    send(number);
}

void EchoLoad::send(unsigned number)
{
    Client &client = m_clients[number];
    const char *data = m_output.data() + (m_output.size() - client.unsent);
    const ssize_t put = ::send(client.descriptor, data, client.unsent, MSG_NOSIGNAL);
    if (put < 0 && errno != EAGAIN) {
        fail("benchload: a connection has failed", errno);
    }
    client.unsent -= put < 0 ? 0 : std::size_t(put);
    if (client.watchesWriting != (client.unsent > 0)) {
        client.watchesWriting = client.unsent > 0;
        m_poller.watchWriting(client.descriptor, number, client.watchesWriting);
    }
}

bool EchoLoad::receive(Client &client)
{
    const ssize_t got = recv(client.descriptor, m_input.data(), m_input.size(), 0);
    if (got < 0 && errno == EAGAIN) {
        return false;
    }
    if (got < 0) {
        fail("benchload: a connection has failed", errno);
    }
    if (got == 0 || std::size_t(got) > client.awaited) {
        fail("benchload: the server has ended a connection or sent more than it got");
    }
    client.awaited -= std::size_t(got);
    return client.awaited == 0;
}
