// SPDX-License-Identifier: MIT
#pragma once

#include "scenario.h"
#include "waitfor.h"

#include <QStringList>

#include <optional>

namespace peerglass {

/// Runs a scenario and remembers what it said.
class ScenarioWatch
{
public:
    explicit ScenarioWatch(Scenario &scenario);

    /// Starts it and waits until it is over. Nothing where it is not over in time (waitfor.h).
    std::optional<ScenarioResult> run();
    void start() { m_scenario.start(); }
    /// Waits until it is over, as run() does.
    std::optional<ScenarioResult> waitForResult();

    const QStringList &said() const { return m_said; }
    const std::optional<ScenarioResult> &result() const { return m_result; }
    int timesFinished() const { return m_timesFinished; }

private:
    Scenario &m_scenario;
    QStringList m_said;
    std::optional<ScenarioResult> m_result;
    int m_timesFinished = 0;
};

} // namespace peerglass
