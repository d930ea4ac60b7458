// SPDX-License-Identifier: MIT
#pragma once

#include "engineoptions.h"
#include "servicespec.h"

#include <QCommandLineParser>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace peerglass {

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

/// `--log: "xml" is not text or json.`
UsageError wrongValue(const QString &option, const QString &value, const QString &expected);
/// The part of the command line that peerglassd and peerglass share: the engine's options,
/// `--help`, `--version` and the services. A program adds its own options before it reads, and asks
/// the parser for them afterwards. Needs an application object.
class ProgramArguments
{
public:
    /// \a program: its name. \a traffic: whether messages are written too where `--log-traffic` is
    /// not given, and \a trafficDefault the same for the help.
    ProgramArguments(const QString &program, const QString &description, bool traffic,
                     const QString &trafficDefault);

    QCommandLineParser &parser() { return m_parser; }
    /// \a arguments: with the program's name first. Reads into engine and services.
    std::variant<std::monostate, Answer, UsageError> read(const QStringList &arguments);

    EngineOptions engine;
    QList<ServiceSpec> services; ///< as given; empty: none was

private:
    std::optional<UsageError> checkRepeated();
    std::optional<UsageError> readThreads();
    std::optional<UsageError> readDrain();
    std::optional<UsageError> readMemoryLimit();
    std::optional<UsageError> readLogFile();
    std::optional<UsageError> readLogSize();
    std::optional<UsageError> readTraffic();
    std::optional<UsageError> readServices();

    QString m_program;
    QCommandLineParser m_parser;
};

} // namespace peerglass
