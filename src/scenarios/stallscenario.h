// SPDX-License-Identifier: MIT
#pragma once

#include "connection.h"
#include "scenario.h"

#include <QTimer>

namespace peerglass {

/// `stall`: sends lines as fast as the server takes them (and ScenarioTimes::stallPause lets it),
/// and never reads, until the server ends
/// the connection or the time limit is over. Both are right.
class StallScenario : public Scenario
{
    Q_OBJECT
public:
    StallScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent = nullptr);

protected:
    void begin() override;
    void end() override;
    ScenarioResult stopped() const override;

private:
    void connected();
    void sendMore();
    void goOn();
    void lose(const QString &reason);
    void timeOut();
    QString summary(const QString &ending) const;

    Connection m_connection;
    QTimer m_limit; // of connecting, then of sending
    QTimer m_pause;
    bool m_connected = false;
    qint64 m_sent = 0;
};

} // namespace peerglass
