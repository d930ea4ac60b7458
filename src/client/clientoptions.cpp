// SPDX-License-Identifier: MIT
#include "clientoptions.h"

#include "units.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using std::chrono::milliseconds;

constexpr milliseconds longestRun = 24h;

bool applyHost(CommandLine &line, const QString &value)
{
    const bool bracketed = value.startsWith(u'[') && value.endsWith(u']');
    line.server.host = bracketed ? value.sliced(1, value.size() - 2) : value;
    return !line.server.host.isEmpty();
}

bool applyPort(CommandLine &line, const QString &value)
{
    const auto port = parseNumber(value, 1, 65535);
    line.server.port = quint16(port.value_or(0));
    return port.has_value();
}

bool applyTimeout(CommandLine &line, const QString &value)
{
    line.times.timeout = parseDuration(value).value_or(0ms);
    return line.times.timeout > 0ms;
}

bool applySeconds(CommandLine &line, const QString &value)
{
    const auto seconds = parseNumber(value, 1, longestRun / 1s);
    const milliseconds time = seconds ? std::chrono::seconds(*seconds)
                                      : parseDuration(value).value_or(0ms);
    line.times.stallTime = time;
    line.load.time = time;
    return time > 0ms && time <= longestRun;
}

bool applyClients(CommandLine &line, const QString &value)
{
    const auto clients = parseNumber(value, 1, LoadOptions::mostClients);
    line.load.clients = int(clients.value_or(0));
    return clients.has_value();
}

bool applyIdle(CommandLine &line, const QString &value)
{
    const auto idle = parseNumber(value, 0, LoadOptions::mostClients);
    line.load.idle = int(idle.value_or(0));
    return idle.has_value();
}

bool applySize(CommandLine &line, const QString &value)
{
    line.load.size = parseSize(value).value_or(0);
    return line.load.size >= 1 && line.load.size <= LoadOptions::largestSize;
}

bool applyDepth(CommandLine &line, const QString &value)
{
    const auto depth = parseNumber(value, 1, LoadOptions::mostDepth);
    line.load.depth = int(depth.value_or(0));
    return depth.has_value();
}

bool applyJson(CommandLine &line, const QString &)
{
    line.load.json = true;
    return true;
}

} // namespace

bool ClientOption::isFor(ScenarioKind command) const
{
    return commands.isEmpty() || commands.contains(command);
}

QString ClientOption::commandNames() const
{
    QStringList names;
    for (const ScenarioInfo &info : scenarios()) {
        if (isFor(info.kind)) {
            names += info.name;
        }
    }
    return names.join(u" or "_s);
}

std::span<const ClientOption> clientOptions()
{
    using enum ScenarioKind;
    static const std::array list{
        ClientOption{u"--host"_s, u"a host name or an IPv4 or IPv6 address"_s, applyHost},
        ClientOption{u"--port"_s, u"a number from 1 to 65535"_s, applyPort},
        ClientOption{u"--timeout"_s, u"a time such as 500ms or 10s"_s, applyTimeout},
        ClientOption{u"--seconds"_s,
                     u"a number from 1 to %1 or a time such as 500ms or 10s"_s.arg(longestRun / 1s),
                     applySeconds,
                     {Stall, Load}},
        ClientOption{u"--clients"_s,
                     u"a number from 1 to %1"_s.arg(LoadOptions::mostClients),
                     applyClients,
                     {Load}},
        ClientOption{u"--idle"_s,
                     u"a number from 0 to %1"_s.arg(LoadOptions::mostClients),
                     applyIdle,
                     {Load}},
        ClientOption{u"--size"_s,
                     u"a size from 1B to %1 such as 64B or 64KiB"_s.arg(
                         sizeToOption(LoadOptions::largestSize)),
                     applySize,
                     {Load}},
        ClientOption{u"--depth"_s,
                     u"a number from 1 to %1"_s.arg(LoadOptions::mostDepth),
                     applyDepth,
                     {Load}},
        ClientOption{u"--json"_s, {}, applyJson, {Load}},
    };
    return list;
}

const ClientOption *findClientOption(const QString &name)
{
    const auto all = clientOptions();
    const auto found = std::find_if(all.begin(), all.end(), [&name](const ClientOption &option) {
        return option.name == name;
    });
    return found == all.end() ? nullptr : &*found;
}

QString clientOptionNames()
{
    QStringList names;
    for (const ClientOption &option : clientOptions()) {
        names += option.name;
    }
    return names.join(u", "_s) + u", --help and --version"_s;
}

} // namespace peerglass
