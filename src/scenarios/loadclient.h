// SPDX-License-Identifier: MIT
#pragma once

#include "echopattern.h"
#include "latencyhistogram.h"
#include "poller.h"
#include "stream.h"

#include <QString>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace peerglass {

/// What the clients of one run share.
struct LoadTraffic
{
    using Clock = std::chrono::steady_clock;

    Poller &poller; ///< not owned
    const EchoPattern pattern;
    std::vector<char> buffer; ///< for one read
    /// From when a message was due, which is before the kernel takes it, until its last byte is
    /// back.
    LatencyHistogram latencies{};
    qint64 messages = 0; ///< that are back, whole and right
    bool goesOn = true; ///< a message that is back makes the next one due
    /// Nothing is on its way from \a client any more, and no further message is due.
    std::function<void()> drained{};
    /// \a client has closed itself. \a sentence names it.
    std::function<void(const QString &sentence)> failed{};
};

/// One connection of `load`. It keeps some messages on their way, or none if it is idle, and
/// compares all that comes with what it has sent. Lives in the thread of the poller.
class LoadClient final : public PollHandler
{
public:
    /// \a traffic outlives it. \a number: of this client, from 0.
    LoadClient(LoadTraffic &traffic, Stream stream, int number);
    LoadClient(const LoadClient &) = delete;
    LoadClient &operator=(const LoadClient &) = delete;

    /// Reads from now on. False where the kernel refuses to watch it; errno says why.
    bool watch();
    /// Sends \a depth messages, and a further one for each that comes back. One that is never
    /// started is idle.
    void start(int depth);
    /// Closes it; nothing is reported any more.
    void close();

    /// Something that was due is not back yet.
    bool isWaiting() const { return m_received < m_due; }
    /// When the last bytes moved either way.
    LoadTraffic::Clock::time_point lastMoved() const { return m_lastMoved; }
    /// Closes it and reports \a what has happened to it, with how much had come back.
    void failAfter(const QString &what);

    void ready(Readiness readiness) override;

private:
    void receive();
    void take(QByteArrayView bytes);
    std::optional<QString> faultIn(QByteArrayView bytes) const;
    qint64 completeMessages(qint64 before);
    void send();
    void fail(const QString &sentence);
    QString name() const;

    LoadTraffic &m_traffic;
    Stream m_stream;
    Poller::Token m_token = 0;
    const qint64 m_begin; ///< in the pattern's stream
    // Bytes since m_begin: received <= sent <= due.
    qint64 m_received = 0;
    qint64 m_sent = 0;
    qint64 m_due = 0;
    std::vector<LoadTraffic::Clock::time_point>
        m_dueSince; ///< of the messages on their way: a ring
    size_t m_oldest = 0; ///< in the ring
    LoadTraffic::Clock::time_point m_lastMoved;
};

} // namespace peerglass
