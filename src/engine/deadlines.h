// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"

#include <chrono>
#include <optional>

namespace peerglass {

/// A stopwatch that can be halted.
class RunningClock
{
public:
    void run(bool on, TimePoint now);
    void reset(TimePoint now);
    std::chrono::nanoseconds elapsed(TimePoint now) const;
    /// When \a limit will have elapsed; nothing while halted.
    std::optional<TimePoint> reaches(std::chrono::nanoseconds limit) const;

private:
    std::chrono::nanoseconds m_elapsed{0};
    std::optional<TimePoint> m_since; ///< running since then
};

/// The times after which a client is ended or shown as not reading. Knows them from what its
/// session tells; asks nobody.
class Deadlines
{
public:
    struct Limits
    {
        std::optional<std::chrono::milliseconds> idle;
        std::optional<std::chrono::milliseconds> stall;
        /// A queue that costs more than `softQueue` for `softTime` overflows; chat only.
        std::optional<std::chrono::milliseconds> softTime;
        qint64 softQueue = 0;
    };
    /// What the clocks depend on.
    struct Situation
    {
        bool waiting = false; ///< something is in the queue
        bool unread = false; ///< something that was received is left for a later turn
        bool maySend = false; ///< and neither hold, delay nor throttle keeps it there
        qint64 cost = 0; ///< of the queue
    };
    enum class Expired { Nothing, Idle, Stall, SoftQueue };

    Deadlines(const Limits &limits, TimePoint now);

    /// A byte came or went.
    void activity(TimePoint now) { m_lastActivity = now; }
    TimePoint lastActivity() const { return m_lastActivity; }
    /// Call whenever the situation may have changed.
    void update(const Situation &situation, TimePoint now);
    /// What is to be done about a soft queue limit has been done; its time begins anew.
    void beginSoftAnew(TimePoint now);
    /// \a acknowledged: bytes the client has acknowledged since it connected. Ask for them before
    /// expired(), while something waits.
    void acknowledged(qint64 acknowledged, TimePoint now);

    /// Data waits and may be sent, and nothing has been acknowledged for notReadingAfter.
    bool isNotReading(TimePoint now) const;
    Expired expired(TimePoint now) const;
    /// When to ask again at the latest.
    std::optional<TimePoint> next(TimePoint now) const;

private:
    bool isQuiet() const { return !m_situation.waiting && !m_situation.unread; }

    Limits m_limits;
    Situation m_situation;
    TimePoint m_lastActivity;
    qint64 m_acknowledged = 0;
    RunningClock m_stalled; ///< runs while data waits and may be sent
    RunningClock m_overSoft; ///< runs while above the soft limit and sending is allowed
};

} // namespace peerglass
