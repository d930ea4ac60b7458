// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayList>

#include <chrono>

namespace peerglass {

/// Stops threads of this process in the middle of whatever they do: a signal to each, whose handler
/// sleeps. That is the one sleep in the tests. Nothing else makes a thread that is not ours to
/// change stand still while it goes on to exist; that it ends by itself, after a time that is
/// known, means that no test can hang in it.
class ThreadStall
{
public:
    /// Stalls every other thread of the process whose name begins with one of \a names (as
    /// `ps -T` shows them), for \a time. One at a time.
    ThreadStall(const QByteArrayList &names, std::chrono::milliseconds time);
    ThreadStall(const ThreadStall &) = delete;
    ThreadStall &operator=(const ThreadStall &) = delete;

    /// How many threads it was sent to.
    int wanted() const { return m_wanted; }
    /// How many of them have stopped, those that go on again included.
    int begun() const;
    /// How many go on again.
    int ended() const;

private:
    int m_wanted = 0;
};

} // namespace peerglass
