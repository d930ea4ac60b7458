// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <atomic>
#include <thread>

namespace peerglass {

/// Connects to a port of 127.0.0.1 from a thread of its own, sends a little and ends, again and
/// again until it is deleted.
class ConnectionFlood
{
public:
    enum class Ending { CloseOrReset, Reset };

    explicit ConnectionFlood(quint16 port, Ending ending = Ending::CloseOrReset)
        : m_ending(ending)
        , m_thread([this, port] { run(port); })
    {
    }
    ~ConnectionFlood();
    /// Connections made so far.
    qint64 connections() const { return m_connections; }
    ConnectionFlood(const ConnectionFlood &) = delete;
    ConnectionFlood &operator=(const ConnectionFlood &) = delete;

private:
    void run(quint16 port);

    const Ending m_ending;
    std::atomic<bool> m_on{true};
    std::atomic<qint64> m_connections{0};
    std::thread m_thread;
};

} // namespace peerglass
