// SPDX-License-Identifier: MIT
#include "sessionmodel.h"

#include "sharedlimits.h"

#include <algorithm>
#include <limits>

namespace peerglass {

using namespace std::chrono_literals;

namespace {

// What a throttle saves up at most.
constexpr double savedSeconds = 0.05;

} // namespace

SessionModel::SessionModel(const ServiceSpec &spec, bool isHeld, TimePoint now)
    : held(isHeld)
    , m_queue(spec.queue)
    , m_overflow(spec.overflow)
    , m_delay(spec.delay)
    , m_filledAt(now)
{
    if (spec.throttle) {
        m_throttle = static_cast<double>(*spec.throttle);
        m_tokens = std::max(1.0, *m_throttle * savedSeconds);
    }
}

void SessionModel::deliver(const std::vector<QByteArray> &messages, TimePoint now)
{
    if (!isActive()) {
        return;
    }
    ++deliveries;
    for (const QByteArray &message : messages) {
        totals.queued += {message.size(), 1};
        if (sendingFinished) {
            totals.dropped += {message.size(), 1};
        } else {
            waiting.push_back({nextNumber++, deliveries, message, now});
        }
    }
}

void SessionModel::sent(qint64 bytes, TimePoint now)
{
    if (bytes == 0) {
        return;
    }
    if (bytes > mayGo(now)) {
        throw Mismatch("sent more than hold, step, delay and throttle let go");
    }
    const qint64 byStep = std::min(bytes, stepLeft);
    stepLeft -= byStep;
    if (m_throttle) {
        m_tokens = tokensAt(now) - static_cast<double>(bytes - byStep);
        m_filledAt = now;
    }
    take(bytes);
}

void SessionModel::take(qint64 bytes)
{
    totals.sent.bytes += bytes;
    while (bytes > 0) {
        const Message &front = waiting.front();
        const qint64 part = std::min(bytes, front.bytes.size() - sentOfFront);
        wire += front.bytes.sliced(sentOfFront, part);
        sentOfFront += part;
        bytes -= part;
        if (sentOfFront == front.bytes.size()) {
            totals.sent.messages += 1;
            sentOfFront = 0;
            waiting.pop_front();
        }
    }
}

void SessionModel::limit()
{
    if (!isActive() || lastWords || sendingFinished || cost() <= m_queue) {
        return;
    }
    if (m_overflow == OverflowPolicy::Disconnect) {
        end(CloseReason::QueueOverflow);
    } else if (m_overflow == OverflowPolicy::DropOldest) {
        while (cost() > m_queue && dropOldest()) { }
    }
}

void SessionModel::beginFinish(CloseReason why, TimePoint deadline)
{
    if (isOver()) {
        return;
    }
    finishDeadline = isFinishing() ? std::min(finishDeadline, deadline) : deadline;
    finishReason = finishReason.value_or(why);
    held = pausedByOperator = pausedByQueue = false;
    stepLeft = 0;
    m_delay = 0ms;
    m_throttle.reset();
}

void SessionModel::end(CloseReason why)
{
    reason = why;
    totals.cancelled.messages += static_cast<qint64>(waiting.size());
    for (const Message &message : waiting) {
        totals.cancelled.bytes += message.bytes.size();
    }
    totals.cancelled.bytes -= sentOfFront;
    waiting.clear();
    sentOfFront = 0;
}

void SessionModel::settle()
{
    if (!isActive() || m_overflow != OverflowPolicy::Pause) {
        return;
    }
    if (isFull()) {
        pausedByQueue = true;
    } else if (cost() <= m_queue / 2) {
        pausedByQueue = false;
    }
}

bool SessionModel::isFull() const
{
    const qint64 anotherMessage = runOverhead + messageOverhead;
    return m_overflow == OverflowPolicy::Pause && cost() + anotherMessage >= m_queue;
}

bool SessionModel::hold()
{
    if (!isActive() || (held && stepLeft == 0)) {
        return false;
    }
    held = true;
    stepLeft = 0;
    return true;
}

bool SessionModel::step()
{
    if (!isActive() || waiting.empty() || stepLeft > 0) {
        return false;
    }
    stepLeft = waiting.front().bytes.size() - sentOfFront;
    return true;
}

bool SessionModel::release()
{
    if (!isActive() || !held) {
        return false;
    }
    held = false;
    stepLeft = 0;
    return true;
}

bool SessionModel::drop(quint64 number)
{
    const auto found = std::find_if(waiting.begin(), waiting.end(), [number](const Message &each) {
        return each.number == number;
    });
    const bool begun = found == waiting.begin() && frontBegun();
    if (isOver() || found == waiting.end() || begun) {
        return false;
    }
    dropAt(static_cast<size_t>(found - waiting.begin()));
    return true;
}

bool SessionModel::dropAll()
{
    while (!isOver() && dropOldest()) { }
    return !isOver();
}

bool SessionModel::dropOldest()
{
    const size_t oldest = frontBegun() ? 1 : 0;
    if (waiting.size() <= oldest) {
        return false;
    }
    dropAt(oldest);
    return true;
}

void SessionModel::dropAt(size_t place)
{
    totals.dropped += {waiting[place].bytes.size(), 1};
    waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(place));
    if (place == 0) {
        stepLeft = 0; // it was for this one
    }
}

bool SessionModel::pauseReading()
{
    return isActive() && !std::exchange(pausedByOperator, true);
}

bool SessionModel::resumeReading()
{
    return isActive() && std::exchange(pausedByOperator, false);
}

bool SessionModel::finishSending()
{
    return isActive() && !std::exchange(sendingFinished, true);
}

bool SessionModel::maySendNow(qint64 size) const
{
    return isActive() && size > 0 && !sendingFinished
        && cost() + size + messageOverhead + runOverhead <= m_queue;
}

qint64 SessionModel::cost() const
{
    // Neighbours of one delivery share an entry; where one between them is gone, there are two.
    qint64 sum = 0;
    const Message *before = nullptr;
    for (const Message &message : waiting) {
        const bool together = before != nullptr && before->delivery == message.delivery
            && before->number + 1 == message.number;
        sum += message.bytes.size() + messageOverhead + (together ? 0 : runOverhead);
        before = &message;
    }
    return sum;
}

qint64 SessionModel::splits() const
{
    qint64 count = 0;
    for (size_t i = 1; i < waiting.size(); ++i) {
        const bool split = waiting[i].delivery == waiting[i - 1].delivery
            && waiting[i].number != waiting[i - 1].number + 1;
        count += split ? 1 : 0;
    }
    return count;
}

qint64 SessionModel::due(TimePoint now) const
{
    qint64 sum = -sentOfFront;
    for (const Message &message : waiting) {
        if (message.queuedAt + m_delay > now) {
            break;
        }
        sum += message.bytes.size();
    }
    return std::max<qint64>(sum, 0);
}

double SessionModel::tokensAt(TimePoint now) const
{
    const std::chrono::duration<double> passed = now - m_filledAt;
    return std::min(std::max(1.0, *m_throttle * savedSeconds),
                    m_tokens + passed.count() * *m_throttle);
}

qint64 SessionModel::mayGo(TimePoint now) const
{
    if (isOver() || held) {
        return isOver() ? 0 : stepLeft;
    }
    // What a step was for goes whatever the delay says; what is behind it is asked for.
    const qint64 all = std::max(due(now), stepLeft);
    if (!m_throttle) {
        return all;
    }
    const auto byThrottle = static_cast<qint64>(tokensAt(now) + 1e-6);
    return stepLeft + std::min(all - stepLeft, byThrottle);
}

std::optional<TimePoint> SessionModel::opensBy(TimePoint now) const
{
    if (waiting.empty() || held) {
        return std::nullopt;
    }
    const TimePoint opens = std::max(waiting.front().queuedAt + m_delay, now) + 1ms;
    return m_throttle ? opens + 50ms : opens;
}

} // namespace peerglass
