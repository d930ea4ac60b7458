// SPDX-License-Identifier: MIT
#pragma once

#include "loadoptions.h"
#include "scenario.h"

#include <QStringList>

#include <memory>
#include <optional>
#include <span>

namespace peerglass {

enum class ScenarioKind { Multi, Slow, Burst, Chat, Stall, Load };

/// What there is to know of a scenario before it runs.
struct ScenarioInfo
{
    ScenarioKind kind;
    QString name; ///< the command of peerglass-client
    QString summary; ///< for people, one line
    quint16 defaultPort; ///< of the service that it is for
};

/// All of them, in the order in which they are listed for people.
std::span<const ScenarioInfo> scenarios();
/// Their names, in the same order.
QStringList scenarioNames();
/// The one called \a name, which is case-sensitive.
std::optional<ScenarioInfo> findScenario(const QString &name);

/// \a load: for ScenarioKind::Load alone.
std::unique_ptr<Scenario> makeScenario(ScenarioKind kind, const Endpoint &server,
                                       const ScenarioTimes &times, const LoadOptions &load = {});

} // namespace peerglass
