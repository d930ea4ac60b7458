// SPDX-License-Identifier: MIT
#include "poller.h"

#include "systemtext.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <sys/epoll.h>

namespace peerglass {

namespace {

// Asking again at once saves a turn of Qt's event loop per batch, which costs as much as two small
// messages; bounded, so that timers get their turn.
constexpr int maxRounds = 256;
constexpr std::chrono::milliseconds maxTime{2};
constexpr int batchSize = 256;

FileDescriptor makeEpoll()
{
    FileDescriptor epoll(epoll_create1(EPOLL_CLOEXEC));
    if (!epoll.isValid()) {
        qFatal("cannot make an epoll set: %s", qUtf8Printable(systemText(errno)));
    }
    return epoll;
}

quint32 toEvents(Interest interest)
{
    return (interest.read ? EPOLLIN : 0U) | (interest.write ? EPOLLOUT : 0U)
        | (interest.exceptional ? EPOLLPRI : 0U);
}

Readiness toReadiness(quint32 events)
{
    return {.readable = (events & EPOLLIN) != 0,
            .writable = (events & EPOLLOUT) != 0,
            .exceptional = (events & EPOLLPRI) != 0,
            .error = (events & EPOLLERR) != 0,
            .hangUp = (events & EPOLLHUP) != 0};
}

quint32 placeOf(Poller::Token token)
{
    return static_cast<quint32>(token);
}

} // namespace

Poller::Poller(std::function<bool()> afterBatch, std::chrono::milliseconds linger, QObject *parent)
    : QObject(parent)
    , m_epoll(makeEpoll())
    , m_notifier(m_epoll.get(), QSocketNotifier::Read)
    , m_afterBatch(std::move(afterBatch))
    , m_linger(linger)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_notifier, &QSocketNotifier::activated, this, &Poller::poll);
    connect(&m_soon, &QTimer::timeout, this, &Poller::poll);
}

Poller::Token Poller::add(int descriptor, Interest interest, PollHandler *handler)
{
    if (m_free.empty()) {
        m_free.push_back(static_cast<quint32>(m_slots.size()));
        m_slots.emplace_back();
    }
    const quint32 place = m_free.back();
    m_free.pop_back();
    Slot &slot = m_slots[place];
    slot.handler = handler;
    slot.descriptor = descriptor;
    slot.interest = interest;

    const Token token = (Token(slot.generation) << 32) | place;
    epoll_event event{.events = toEvents(interest), .data = {.u64 = token}};
    if (epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, descriptor, &event) != 0) {
        slot.handler = nullptr;
        m_free.push_back(place);
        return 0;
    }
    return token;
}

void Poller::modify(Token token, Interest interest)
{
    Slot *slot = find(token);
    if (slot == nullptr || slot->interest == interest) {
        return;
    }
    slot->interest = interest;
    epoll_event event{.events = toEvents(interest), .data = {.u64 = token}};
    epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, slot->descriptor, &event);
}

void Poller::remove(Token token)
{
    if (const Slot *slot = find(token)) {
        epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, slot->descriptor, nullptr);
        forget(token);
    }
}

void Poller::forget(Token token)
{
    if (Slot *slot = find(token)) {
        slot->handler = nullptr;
        ++slot->generation;
        m_free.push_back(placeOf(token));
    }
}

void Poller::runSoon()
{
    if (!m_soon.isActive()) {
        m_soon.start();
    }
}

void Poller::poll()
{
    const auto until = std::chrono::steady_clock::now() + maxTime;
    std::chrono::milliseconds wait{0};
    bool moreWork = false;
    for (int round = 0; round < maxRounds; ++round) {
        const int reports = pollOnce(wait);
        moreWork = m_afterBatch();
        if ((reports == 0 && !moreWork) || std::chrono::steady_clock::now() >= until) {
            break;
        }
        wait = moreWork ? std::chrono::milliseconds(0) : m_linger;
    }
    if (moreWork) {
        runSoon();
    }
}

int Poller::pollOnce(std::chrono::milliseconds wait)
{
    std::array<epoll_event, batchSize> events;
    const int count = epoll_wait(m_epoll.get(), events.data(), batchSize,
                                 static_cast<int>(wait.count()));
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<size_t>(i)];
        // An earlier report of this batch may have removed it.
        if (const Slot *slot = find(event.data.u64)) {
            slot->handler->ready(toReadiness(event.events));
        }
    }
    return std::max(count, 0);
}

Poller::Slot *Poller::find(Token token)
{
    if (placeOf(token) >= m_slots.size()) {
        return nullptr;
    }
    Slot &slot = m_slots[placeOf(token)];
    const bool current = slot.handler != nullptr && slot.generation == token >> 32;
    return current ? &slot : nullptr;
}

} // namespace peerglass
