// SPDX-License-Identifier: MIT
#include "scenariolist.h"

#include "burstscenario.h"
#include "chatscenario.h"
#include "loadscenario.h"
#include "multiscenario.h"
#include "slowscenario.h"
#include "stallscenario.h"

#include <algorithm>
#include <array>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

// The ports of the default services.
constexpr quint16 echoPort = 10000;
constexpr quint16 chatPort = 8008;

} // namespace

std::span<const ScenarioInfo> scenarios()
{
    static const std::array list{
        ScenarioInfo{ScenarioKind::Multi, u"multi"_s,
                     u"two sockets send three messages and read each echo"_s, echoPort},
        ScenarioInfo{ScenarioKind::Slow, u"slow"_s,
                     u"sends two parts with pauses, reads 16 bytes at a time"_s, echoPort},
        ScenarioInfo{ScenarioKind::Burst, u"burst"_s,
                     u"two sockets send four messages, receive once and close"_s, echoPort},
        ScenarioInfo{ScenarioKind::Chat, u"chat"_s,
                     u"standard input goes to the room, what comes is printed"_s, chatPort},
        ScenarioInfo{ScenarioKind::Stall, u"stall"_s, u"sends without pause and never reads"_s,
                     echoPort},
        ScenarioInfo{ScenarioKind::Load, u"load"_s,
                     u"measures an echo server with many clients at once"_s, echoPort},
    };
    return list;
}

QStringList scenarioNames()
{
    QStringList names;
    for (const ScenarioInfo &info : scenarios()) {
        names += info.name;
    }
    return names;
}

std::optional<ScenarioInfo> findScenario(const QString &name)
{
    const auto all = scenarios();
    const auto found = std::find_if(
        all.begin(), all.end(), [&name](const ScenarioInfo &info) { return info.name == name; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

std::unique_ptr<Scenario> makeScenario(ScenarioKind kind, const Endpoint &server,
                                       const ScenarioTimes &times, const LoadOptions &load)
{
    switch (kind) {
    case ScenarioKind::Multi:
        return std::make_unique<MultiScenario>(server, times);
    case ScenarioKind::Slow:
        return std::make_unique<SlowScenario>(server, times);
    case ScenarioKind::Burst:
        return std::make_unique<BurstScenario>(server, times);
    case ScenarioKind::Chat:
        return std::make_unique<ChatScenario>(server, times);
    case ScenarioKind::Stall:
        return std::make_unique<StallScenario>(server, times);
    case ScenarioKind::Load:
        return std::make_unique<LoadScenario>(server, times, load);
    }
    Q_UNREACHABLE();
}

} // namespace peerglass
