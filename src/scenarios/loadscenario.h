// SPDX-License-Identifier: MIT
#pragma once

#include "loadclient.h"
#include "loadconnector.h"
#include "loadoptions.h"
#include "poller.h"
#include "scenario.h"

#include <QTimer>

#include <memory>
#include <vector>

class QHostInfo;

namespace peerglass {

/// `load`: connects clients and idle ones, lets the clients send for a time, waits for what is
/// still on its way, and reports how much came back and how fast. A byte that is not what was sent,
/// and a connection that ends or is silent before all is back, is a failure. Needs a descriptor for
/// each connection.
class LoadScenario : public Scenario
{
    Q_OBJECT
public:
    /// \a options: within their ranges, and excessOf() them is nothing.
    LoadScenario(const Endpoint &server, const ScenarioTimes &times, const LoadOptions &options,
                 QObject *parent = nullptr);

protected:
    void begin() override;
    void end() override;
    ScenarioResult stopped() const override;

private:
    using Clock = LoadTraffic::Clock;
    enum class Phase { Connecting, Sending, Draining };

    void lookUp();
    void takeHost(const QHostInfo &host);
    void connectTo(const QList<QHostAddress> &addresses);
    std::optional<QString> missingDescriptors() const;
    void addClient(Stream &stream);
    void startSending();
    void endSending();
    void drainOne();
    void lookForSilence();
    void lose(const QString &sentence);
    QString report() const;

    const LoadOptions m_options;
    Poller m_poller;
    LoadTraffic m_traffic;
    LoadConnector m_connector;
    std::vector<std::unique_ptr<LoadClient>> m_clients; ///< the idle ones behind those that send
    QTimer m_patience; ///< while connecting
    QTimer m_silence; ///< when to look for a silent one
    QTimer m_time; ///< while sending
    int m_lookup = -1; ///< QHostInfo's id
    Phase m_phase = Phase::Connecting;
    Clock::time_point m_phaseBegan;
    std::chrono::nanoseconds m_connecting{0}; ///< how long it took
    std::chrono::nanoseconds m_sending{0};
    qint64 m_messages = 0; ///< that were back when Phase::Sending was over
    int m_undrained = 0; ///< clients for which something is on its way, in Phase::Draining
};

} // namespace peerglass
