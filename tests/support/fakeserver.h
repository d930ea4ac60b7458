// SPDX-License-Identifier: MIT
#pragma once

#include "stream.h"

#include <QByteArray>
#include <QSocketNotifier>
#include <QTcpServer>

#include <functional>
#include <memory>
#include <vector>

namespace peerglass {

/// One connection of a FakeServer.
class FakePeer
{
public:
    /// Writes all of \a bytes at once: for what fits into the kernel's buffer.
    void write(const QByteArray &bytes);
    void close();
    /// Closes with a reset.
    void reset();

    QByteArray received; ///< everything so far
    bool hasEnded = false; ///< the client has finished sending
    bool wasReset = false; ///< the client has reset the connection

private:
    friend class FakeServer;
    explicit FakePeer(int descriptor);

    Stream m_stream;
    QSocketNotifier m_readable;
};

/// A server on a loopback port that behaves as a test tells it, well or badly. It lives in the
/// test's own thread and event loop.
class FakeServer : public QTcpServer
{
public:
    /// What it does about each thing that happens to a client. What is not set does nothing.
    struct Manner
    {
        std::function<void(FakePeer &)> opened{};
        std::function<void(FakePeer &, const QByteArray &bytes)> received{};
        std::function<void(FakePeer &)> ended{}; ///< closes the connection unless set
        bool reads = true;
    };

    explicit FakeServer(Manner manner);

    const std::vector<std::unique_ptr<FakePeer>> &peers() const { return m_peers; }

    // The manners that more than one test needs.
    static Manner echo();
    static Manner silent() { return {}; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read(FakePeer &peer);

    Manner m_manner;
    std::vector<std::unique_ptr<FakePeer>> m_peers;
};

/// A port on 127.0.0.1 that nobody listens on for now.
quint16 closedPort();

} // namespace peerglass
