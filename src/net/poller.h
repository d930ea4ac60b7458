// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <chrono>
#include <functional>
#include <vector>

namespace peerglass {

/// What a descriptor is watched for. Errors and hang-ups are always reported.
struct Interest
{
    bool read = false;
    bool write = false;
    bool exceptional = false; ///< TCP urgent data

    friend bool operator==(const Interest &, const Interest &) = default;
};

/// What the kernel reported of a descriptor.
struct Readiness
{
    bool readable = false;
    bool writable = false;
    bool exceptional = false;
    bool error = false; ///< EPOLLERR: the connection is broken
    bool hangUp = false; ///< EPOLLHUP: both directions have ended
};

/// Whoever wants to know when its descriptor is ready.
class PollHandler
{
public:
    virtual void ready(Readiness readiness) = 0;

protected:
    ~PollHandler() = default;
};

/// Which descriptors are readable, writable or exceptional: one level-triggered epoll set
/// (epoll(7)) behind a single QSocketNotifier, because Qt's own dispatchers hand every descriptor
/// to poll(2) on every turn. Lives in one thread, with its handlers.
class Poller : public QObject
{
    Q_OBJECT

public:
    /// Names one registration; stays invalid after remove(), also when the place is used again. 0
    /// is none: modify() and remove() do nothing then.
    using Token = quint64;

    /// \a afterBatch is called after each batch of reports, and returns whether work is left that
    /// no report will announce; then it is called again without waiting, for about 2 ms at once and
    /// then after a turn of the event loop. After a batch the poller waits up to \a linger (whole
    /// milliseconds) for the next one by itself, since a turn of the event loop costs more than a
    /// small message; the thread's timers and other notifiers come late by as much beside the 2 ms.
    explicit Poller(std::function<bool()> afterBatch, std::chrono::milliseconds linger = {},
                    QObject *parent = nullptr);

    /// Watches \a descriptor, which must stay open until remove(). \a handler is not owned. 0 where
    /// the kernel refuses (ENOMEM, ENOSPC: max_user_watches of epoll(7)); errno says why.
    Token add(int descriptor, Interest interest, PollHandler *handler);
    /// Asks the kernel only where \a interest really changes.
    void modify(Token token, Interest interest);
    /// Reports already fetched for it are thrown away.
    void remove(Token token);
    /// The same without asking the kernel, which stops by itself when the descriptor is closed
    /// (epoll(7)): for one that is about to be. Until then its reports wake the poller for nothing.
    void forget(Token token);

    /// Calls afterBatch soon even if nothing is reported.
    void runSoon();

private:
    struct Slot
    {
        PollHandler *handler = nullptr;
        int descriptor = -1;
        quint32 generation = 1; ///< counts the registrations; from 1, so that 0 is no token
        Interest interest;
    };

    void poll();
    int pollOnce(std::chrono::milliseconds wait);
    Slot *find(Token token);

    FileDescriptor m_epoll;
    QSocketNotifier m_notifier;
    QTimer m_soon;
    std::function<bool()> m_afterBatch;
    const std::chrono::milliseconds m_linger;
    std::vector<Slot> m_slots;
    std::vector<quint32> m_free;
};

} // namespace peerglass
