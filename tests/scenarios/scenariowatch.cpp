// SPDX-License-Identifier: MIT
#include "scenariowatch.h"

namespace peerglass {

ScenarioWatch::ScenarioWatch(Scenario &scenario)
    : m_scenario(scenario)
{
    QObject::connect(&scenario, &Scenario::said, &scenario,
                     [this](const QString &line) { m_said += line; });
    QObject::connect(&scenario, &Scenario::finished, &scenario,
                     [this](const ScenarioResult &result) {
                         m_result = result;
                         ++m_timesFinished;
                     });
}

std::optional<ScenarioResult> ScenarioWatch::run()
{
    start();
    return waitForResult();
}

std::optional<ScenarioResult> ScenarioWatch::waitForResult()
{
    waitFor([this] { return m_result.has_value(); });
    return m_result;
}

} // namespace peerglass
