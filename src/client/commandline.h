// SPDX-License-Identifier: MIT
#pragma once

#include "endpoint.h"
#include "loadoptions.h"
#include "scenariolist.h"

#include <QString>
#include <QStringList>

#include <tl/expected.hpp>

namespace peerglass {

/// What peerglass-client is asked to do.
struct CommandLine
{
    enum class Action { Run, ShowHelp, ShowVersion };
    Action action = Action::Run;

    // For Action::Run alone.
    ScenarioKind scenario = ScenarioKind::Multi;
    Endpoint server{};
    ScenarioTimes times{};
    LoadOptions load{};
};

/// Parses \a arguments (without the program's name). An error is one sentence that names the
/// offending part and what would be right.
tl::expected<CommandLine, QString> parseCommandLine(const QStringList &arguments);

/// What --help prints.
QString helpText();

} // namespace peerglass
