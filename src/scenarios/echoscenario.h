// SPDX-License-Identifier: MIT
#pragma once

#include "connection.h"
#include "echocheck.h"
#include "scenario.h"

#include <QTimer>

#include <memory>
#include <vector>

namespace peerglass {

/// What the echo clients share: some connections side by side, the same messages on each, and a
/// byte-for-byte check of what comes back.
class EchoScenario : public Scenario
{
    Q_OBJECT
public:
    void leave() override;

protected:
    /// \a readSize: most bytes of one read.
    EchoScenario(const Endpoint &server, const ScenarioTimes &times, int connections,
                 qsizetype readSize, QObject *parent);

    void begin() override;
    void end() override;

    /// All connections are open.
    virtual void connected() = 0;
    /// Every connection has got what receive() was to wait for.
    virtual void answered() = 0;
    /// Whether a connection has got what it waits for: all that was sent, unless overridden.
    virtual bool isAnswered(const EchoCheck &check) const { return check.isComplete(); }

    /// Sends \a message on each connection, in a send of its own.
    void sendOnAll(const QByteArray &message);
    /// Reads on each connection until isAnswered(), then calls answered(). Nothing is read before
    /// all messages of a connection have gone.
    void receive();

private:
    struct Peer
    {
        Connection connection;
        EchoCheck check;
        bool waiting = false;
    };

    void listenTo(Peer &peer);
    void countOpened();
    static void readWhenSent(Peer &peer);
    void take(Peer &peer, const QByteArray &bytes);
    void failAfter(const Peer &peer, const QString &what, ScenarioEnd end);
    void stopWhenClosed();
    void giveUp();

    std::vector<std::unique_ptr<Peer>> m_peers;
    size_t m_opened = 0;
    QTimer m_patience; // runs while something is awaited
};

} // namespace peerglass
