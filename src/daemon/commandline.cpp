// SPDX-License-Identifier: MIT
#include "commandline.h"

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

const QString logOption = u"log"_s;

std::optional<UsageError> readLog(const QCommandLineParser &parser, EngineOptions &engine)
{
    const QString value = parser.value(logOption);
    if (value != "text"_L1 && value != "json"_L1) {
        return wrongValue(logOption, value, u"text or json"_s);
    }
    engine.output = value == "json"_L1 ? EngineOptions::Output::Json : EngineOptions::Output::Text;
    return {};
}

} // namespace

std::variant<DaemonCommand, Answer, UsageError> parseCommandLine(const QStringList &arguments,
                                                                 bool terminal)
{
    ProgramArguments program(
        u"peerglassd"_s,
        u"Serves TCP echo and chat, and reports every connection on standard output.\n"
        "Without SERVICE: echo://localhost:10000 chat://localhost:8008\n"
        "SIGINT and SIGTERM stop gracefully, a second one at once; SIGHUP opens the log file anew."_s,
        terminal, u"on where standard output is a terminal"_s);
    program.parser().addOption({logOption,
                                u"Form of the events on standard output: text (default) or json."_s,
                                u"text|json"_s, u"text"_s});
    const auto result = program.read(arguments);
    if (const auto *answer = std::get_if<Answer>(&result)) {
        return *answer;
    }
    if (const auto *error = std::get_if<UsageError>(&result)) {
        return *error;
    }
    DaemonCommand command{.engine = program.engine, .services = program.services};
    command.engine.snapshots = false;
    command.engine.events = false;
    if (const auto error = readLog(program.parser(), command.engine)) {
        return *error;
    }
    if (command.services.isEmpty()) {
        command.services = defaultServices();
    }
    return command;
}

} // namespace peerglass
