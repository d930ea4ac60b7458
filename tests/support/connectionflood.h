// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <atomic>
#include <thread>

namespace peerglass {

/// Connects to a port of 127.0.0.1 from a thread of its own, sends a little and closes or resets,
/// again and again until it is deleted.
class ConnectionFlood
{
public:
    explicit ConnectionFlood(quint16 port)
        : m_thread([this, port] { run(port); })
    {
    }
    ~ConnectionFlood();
    ConnectionFlood(const ConnectionFlood &) = delete;
    ConnectionFlood &operator=(const ConnectionFlood &) = delete;

private:
    void run(quint16 port);

    std::atomic<bool> m_on{true};
    std::thread m_thread;
};

} // namespace peerglass
