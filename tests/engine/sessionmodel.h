// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "closereason.h"
#include "servicespec.h"
#include "totals.h"

#include <QByteArray>

#include <deque>
#include <optional>
#include <stdexcept>
#include <vector>

namespace peerglass {

/// What the session did and its model would not have done.
struct Mismatch : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// What a session should be, in the plainest way: a list of messages, and the rules of holding,
/// stepping, delaying, throttling, dropping and ending as README.md tells them. It does not know
/// how much the kernel takes: that it is told, and says whether so much was allowed.
class SessionModel
{
public:
    struct Message
    {
        quint64 number = 0;
        quint64 delivery = 0; ///< that brought it
        QByteArray bytes;
        TimePoint queuedAt;
    };

    SessionModel(const ServiceSpec &spec, bool held, TimePoint now);

    // What happens to it.
    void deliver(const std::vector<QByteArray> &messages, TimePoint now);
    /// The kernel took \a bytes of what waits.
    void sent(qint64 bytes, TimePoint now);
    /// What follows from a delivery: drops the oldest, or is over.
    void limit();
    void beginFinish(CloseReason reason, TimePoint deadline);
    void end(CloseReason reason);
    /// Pauses or resumes reading as the queue asks for it.
    void settle();

    // What the operator does; each returns whether it is possible.
    bool hold();
    bool step();
    bool release();
    bool drop(quint64 number);
    bool dropAll();
    bool pauseReading();
    bool resumeReading();
    bool finishSending();
    bool maySendNow(qint64 size) const;

    // What it is.
    bool isOver() const { return reason.has_value(); }
    bool isFinishing() const { return finishReason.has_value(); }
    bool isActive() const { return !isOver() && !isFinishing(); }
    bool isPaused() const { return pausedByOperator || pausedByQueue; }
    /// Not even one more byte may be read (overflow=pause).
    bool isFull() const;
    bool frontBegun() const { return sentOfFront > 0; }
    qint64 cost() const;
    /// Places between two messages of one delivery where a message was taken out.
    qint64 splits() const;
    /// Bytes that hold, step, delay and throttle let go now.
    qint64 mayGo(TimePoint now) const;
    /// A delay or a throttle keeps things back.
    bool hasClock() const { return m_delay.count() > 0 || m_throttle; }
    /// When the front may go at the latest, by the clock alone; nothing while it is held.
    std::optional<TimePoint> opensBy(TimePoint now) const;

    std::deque<Message> waiting;
    qint64 sentOfFront = 0;
    quint64 nextNumber = 1;
    quint64 deliveries = 0;
    Totals totals; ///< all but what was received
    QByteArray wire; ///< what the kernel took and the client has not read
    bool held = false;
    qint64 stepLeft = 0;
    bool pausedByOperator = false;
    bool pausedByQueue = false;
    bool lastWords = false; ///< what comes now is to be heard, whatever the queue costs
    bool sendingFinished = false; ///< by the operator
    std::optional<CloseReason> finishReason;
    TimePoint finishDeadline;
    std::optional<CloseReason> reason; ///< it is over

private:
    qint64 due(TimePoint now) const;
    double tokensAt(TimePoint now) const;
    void take(qint64 bytes);
    void dropAt(size_t place);
    bool dropOldest();

    qint64 m_queue;
    OverflowPolicy m_overflow;
    std::chrono::milliseconds m_delay;
    std::optional<double> m_throttle; ///< bytes per second
    double m_tokens = 0;
    TimePoint m_filledAt;
};

} // namespace peerglass
