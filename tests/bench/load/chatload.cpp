// SPDX-License-Identifier: MIT
#include "chatload.h"

#include "sockets.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

using namespace std::chrono_literals;

namespace {
constexpr std::size_t readSize = 256 * 1024;
}

ChatLoad::ChatLoad(const Plan &plan)
    : m_poller(plan.sleeps)
    , m_batch(plan.batch)
    , m_lines(plan.size * plan.batch, 'x')
    , m_input(readSize)
    , m_sender(connectAll(plan, 1, plan.clients).front())
    , m_members(plan.clients)
{
    for (std::size_t end = plan.size; end <= m_lines.size(); end += plan.size) {
        m_lines[end - 1] = '\n';
    }
    const auto descriptors = connectAll(plan, plan.clients, 0);
    for (unsigned i = 0; i < plan.clients; ++i) {
        m_members[i].descriptor = descriptors[i];
        m_poller.add(descriptors[i], i);
    }
}

void ChatLoad::probe()
{
    discardGreetings();
    sendBatch();
    std::size_t lines = 0;
    std::size_t bytes = 0;
    for (Member &first = m_members.front(); lines < m_batch;) {
        const std::size_t got = receive(first);
        const auto begin = m_input.begin();
        lines += std::size_t(std::count(begin, begin + std::ptrdiff_t(got), '\n'));
        bytes += got;
    }
    m_relayed = bytes;
    m_due = bytes;
    m_members.front().received = bytes;
    Histogram ignored;
    awaitBatch(Clock::now(), ignored);
}

std::uint64_t ChatLoad::run(const Limit &limit, Histogram &times)
{
    std::uint64_t messages = 0;
    do {
        const auto sent = Clock::now();
        m_due += m_relayed;
        sendBatch();
        messages += awaitBatch(sent, times);
    } while (Clock::now() < limit.end && messages < limit.messages);
    return messages;
}

void ChatLoad::discardGreetings()
{
    for (auto silentSince = Clock::now(); Clock::now() - silentSince < 200ms;) {
        while (recv(m_sender, m_input.data(), m_input.size(), 0) > 0) {
            silentSince = Clock::now();
        }
        for (Member &member : m_members) {
            if (receive(member) > 0) {
                silentSince = Clock::now();
            }
        }
    }
    for (Member &member : m_members) {
        member.received = 0;
    }
}

void ChatLoad::sendBatch() const
{
    const ssize_t put = send(m_sender, m_lines.data(), m_lines.size(), MSG_NOSIGNAL);
    if (put != ssize_t(m_lines.size())) {
        fail("benchload: the lines did not go out in one send", put < 0 ? errno : 0);
    }
}

std::size_t ChatLoad::receive(Member &member)
{
    const ssize_t got = recv(member.descriptor, m_input.data(), m_input.size(), 0);
    if (got < 0 && errno == EAGAIN) {
        return 0;
    }
    if (got <= 0) {
        fail("benchload: a connection has ended", got < 0 ? errno : 0);
    }
    member.received += std::size_t(got);
    return std::size_t(got);
}

std::uint64_t ChatLoad::awaitBatch(Clock::time_point sent, Histogram &times)
{
    std::size_t waiting = std::size_t(
        std::count_if(m_members.begin(), m_members.end(),
                      [this](const Member &member) { return member.received < m_due; }));
    const std::uint64_t messages = std::uint64_t(m_members.size()) * m_batch;
    while (waiting > 0) {
        for (const epoll_event &event : m_poller.poll()) {
            Member &member = m_members[event.data.u32];
            if (receive(member) == 0 || member.received < m_due) {
                continue;
            }
            if (member.received > m_due) {
                fail("benchload: a member received more than was said");
            }
            times.add(std::uint64_t((Clock::now() - sent).count()), m_batch);
            --waiting;
        }
    }
    return messages;
}
