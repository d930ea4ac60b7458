// SPDX-License-Identifier: MIT
#pragma once

#include "connection.h"
#include "scenario.h"

#include <QTimer>

namespace peerglass {

/// What `steady` and `talk` share: one connection that sends a message, pauses, and sends the next
/// one, until it is stopped or the server ends it; both are right. It reads all the time, waits for
/// answers as long as it takes, and sends nothing while the system has not taken the last message.
class RepeatingScenario : public Scenario
{
    Q_OBJECT
public:
    void leave() override;

protected:
    RepeatingScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent);

    void begin() override;
    void end() override;

    /// Connected: says when the first message is due.
    virtual std::chrono::milliseconds connected() = 0;
    /// Between two messages.
    virtual std::chrono::milliseconds pause() const = 0;
    virtual QByteArray nextMessage() = 0;
    virtual void take(const QByteArray &bytes) = 0;

    /// Sends \a message and says so.
    void send(const QByteArray &message);

private:
    void sendFirst();
    void sendNext();
    void lose(const QString &reason);

    Connection m_connection;
    QTimer m_limit; // of connecting
    QTimer m_beat; // until the next message
    bool m_connected = false;
};

} // namespace peerglass
