// SPDX-License-Identifier: MIT
#pragma once

#include "commandline.h"

#include <QString>
#include <QStringList>

#include <span>

namespace peerglass {

/// An option of peerglass-client.
struct ClientOption
{
    QString name; ///< `--port`
    QString expected; ///< its value, as the end of a sentence; empty: it takes none
    /// Puts \a value into the command line; false where it is no such value.
    bool (*apply)(CommandLine &, const QString &value);
    QList<ScenarioKind> commands{}; ///< that have it; empty: all

    bool takesValue() const { return !expected.isEmpty(); }
    bool isFor(ScenarioKind command) const;
    /// The names of the commands that have it: `stall or load`.
    QString commandNames() const;
};

/// All of them but --help and --version.
std::span<const ClientOption> clientOptions();
/// The one with \a name, nullptr where there is none.
const ClientOption *findClientOption(const QString &name);
/// `--host, --port, … --help and --version`.
QString clientOptionNames();

} // namespace peerglass
