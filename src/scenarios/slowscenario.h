// SPDX-License-Identifier: MIT
#pragma once

#include "echoscenario.h"

namespace peerglass {

/// `slow`: connects, waits, sends two parts with a pause after each, and only then reads, 16 bytes
/// at a time, until both have come back.
class SlowScenario : public EchoScenario
{
    Q_OBJECT
public:
    SlowScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent = nullptr);

    void leave() override;

protected:
    void connected() override;
    void answered() override;
    void end() override;

private:
    void next();

    QTimer m_pause;
    size_t m_done = 0; // parts sent
};

} // namespace peerglass
