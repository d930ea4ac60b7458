// SPDX-License-Identifier: MIT
#pragma once

#include "engineoptions.h"
#include "servicespec.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <variant>

namespace peerglass {

/// What the command line of peerglassd asks for.
struct DaemonCommand
{
    EngineOptions engine;
    QList<ServiceSpec> services; ///< the defaults where none was given
};
/// The command line is answered with a text on standard output, and that is all.
struct Answer
{
    QString text;
};
/// What is wrong with the command line: one sentence.
struct UsageError
{
    QString sentence;
};

/// \a arguments: with the program's name first. \a terminal: whether standard output is one.
std::variant<DaemonCommand, Answer, UsageError> parseCommandLine(const QStringList &arguments,
                                                                 bool terminal);

} // namespace peerglass
