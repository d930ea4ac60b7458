// SPDX-License-Identifier: MIT
#pragma once

#include "wakeup.h"

#include <QMutex>
#include <QSocketNotifier>

#include <cstddef>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace peerglass {

/// How much of a mailbox's capacity a value takes; specialised for values that hold several.
template <typename T>
struct MailboxCost
{
    std::size_t operator()(const T &) const { return 1; }
};

/// The one way in which values cross threads. Any thread posts; one thread, the receiver, is woken
/// by its event loop and takes everything that is there. Values of one sender arrive in the order
/// in which they were posted. The lock is held for a push or a swap and nothing else.
template <typename T>
class Mailbox
{
public:
    /// \a capacity: how many values may wait, or the sum of their costs; post() refuses more, but
    /// for a single one that is larger than that.
    explicit Mailbox(std::size_t capacity = std::numeric_limits<std::size_t>::max())
        : m_capacity(capacity)
    {
    }

    /// Any thread. False, and \a value is left as it was, when the mailbox is full.
    bool post(T &&value) { return push(std::move(value), m_capacity); }

    /// Any thread. Posts all of \a values, however full the mailbox is, and rings once, so that the
    /// receiver does not begin with the first before the others are there. \a values is empty then.
    void postAll(std::vector<T> &values)
    {
        bool ring = false;
        {
            const QMutexLocker lock(&m_mutex);
            ring = m_values.empty() && !values.empty();
            for (T &value : values) {
                m_waiting += MailboxCost<T>()(value);
                m_values.push_back(std::move(value));
            }
        }
        values.clear();
        if (ring) {
            m_wakeup.ring();
        }
    }

    /// Any thread. Posts however full the mailbox is.
    void postAnyway(T &&value) { push(std::move(value), std::numeric_limits<std::size_t>::max()); }

    /// The receiver. Replaces \a values by everything that waits, oldest first.
    void takeAll(std::vector<T> &values)
    {
        values.clear();
        // Before the swap: a ring after it must not be lost.
        m_wakeup.reset();
        const QMutexLocker lock(&m_mutex);
        m_values.swap(values);
        m_waiting = 0;
    }

    /// Readable when something has been posted, until takeAll().
    int descriptor() const { return m_wakeup.descriptor(); }

    /// The receiver, in its own thread. Calls \a handler from the event loop whenever something has
    /// been posted, for as long as the notifier that it returns lives; \a handler calls takeAll().
    template <typename Handler>
    std::unique_ptr<QSocketNotifier> notify(Handler handler)
    {
        auto notifier = std::make_unique<QSocketNotifier>(descriptor(), QSocketNotifier::Read);
        QObject::connect(notifier.get(), &QSocketNotifier::activated, notifier.get(), handler);
        return notifier;
    }

private:
    bool push(T &&value, std::size_t capacity)
    {
        {
            const QMutexLocker lock(&m_mutex);
            const std::size_t cost = MailboxCost<T>()(value);
            if (!m_values.empty() && m_waiting + cost > capacity) {
                return false;
            }
            m_waiting += cost;
            m_values.push_back(std::move(value));
            if (m_values.size() > 1) {
                return true; // whoever posted the first has rung
            }
        }
        m_wakeup.ring();
        return true;
    }

    const std::size_t m_capacity;
    QMutex m_mutex; ///< guards m_values and m_waiting
    std::size_t m_waiting = 0; ///< the cost of m_values
    std::vector<T> m_values;
    Wakeup m_wakeup;
};

} // namespace peerglass
