// SPDX-License-Identifier: MIT
#pragma once

#include "programarguments.h"

namespace peerglass {

/// What the command line of peerglassd asks for.
struct DaemonCommand
{
    EngineOptions engine;
    QList<ServiceSpec> services; ///< the defaults where none was given
};

/// \a arguments: with the program's name first. \a terminal: whether standard output is one.
std::variant<DaemonCommand, Answer, UsageError> parseCommandLine(const QStringList &arguments,
                                                                 bool terminal);

} // namespace peerglass
