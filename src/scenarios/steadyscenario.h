// SPDX-License-Identifier: MIT
#pragma once

#include "repeatingscenario.h"

namespace peerglass {

/// `steady`: an echo client that sends a numbered line at once and after each
/// ScenarioTimes::steadyPause, and says of each one whether it came back. It takes whatever else
/// comes in its stride: an operator may have sent it, and may have dropped an echo.
class SteadyScenario : public RepeatingScenario
{
    Q_OBJECT
public:
    SteadyScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent = nullptr);

protected:
    std::chrono::milliseconds connected() override { return std::chrono::milliseconds(0); }
    std::chrono::milliseconds pause() const override { return times().steadyPause; }
    QByteArray nextMessage() override;
    void take(const QByteArray &bytes) override;

private:
    void takeLine(const QByteArray &line);

    quint64 m_sent = 0; // the number of the last message sent
    quint64 m_settled = 0; // messages up to this number came back or will not come any more
    QByteArray m_line; // the last bytes of a line without its end yet
};

} // namespace peerglass
