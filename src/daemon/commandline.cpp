// SPDX-License-Identifier: MIT
#include "commandline.h"

#include "escape.h"
#include "units.h"

#include <QCommandLineParser>
#include <QThread>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

const QString logOption = u"log"_s;
const QString logFileOption = u"log-file"_s;
const QString logTrafficOption = u"log-traffic"_s;
const QString threadsOption = u"threads"_s;
const QString drainOption = u"drain"_s;

constexpr std::chrono::hours maxDrain{24};

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Serves TCP echo and chat, and reports every connection on standard output.\n"
        "Without SERVICE: echo://localhost:10000 chat://localhost:8008"_s);
    parser.addPositionalArgument(
        u"SERVICE"_s,
        u"PROTOCOL://HOST:PORT[?option=value&...], e.g. echo://localhost:10000 or "
        "'chat://any:8008?names=off'."_s,
        u"[SERVICE...]"_s);
    parser.addOptions({
        {u"help"_s, u"Show this help."_s},
        {u"version"_s, u"Show the version."_s},
        {threadsOption, u"I/O threads (default: cores - 1, at least 1)."_s, u"N"_s},
        {drainOption, u"Deadline of a graceful stop (default: 5s)."_s, u"TIME"_s, u"5s"_s},
        {logOption, u"Form of the events on standard output: text (default) or json."_s,
         u"text|json"_s, u"text"_s},
        {logFileOption,
         u"Also append the events to FILE as JSON lines (mode 0600; reopened on "
         "SIGHUP)."_s,
         u"FILE"_s},
        {logTrafficOption,
         u"Report messages too (default: on where standard output is a "
         "terminal)."_s,
         u"on|off"_s},
    });
}

UsageError wrongValue(const QString &option, const QString &value, const QString &expected)
{
    return {u"--%1: \"%2\" is not %3."_s.arg(option, escape(QStringView(value)), expected)};
}

/// Reads the options into \a engine one by one; stops at the first that is wrong.
class OptionReader
{
public:
    OptionReader(const QCommandLineParser &parser, EngineOptions &engine)
        : m_parser(parser)
        , m_engine(engine)
    {
    }

    std::optional<UsageError> read(bool terminal)
    {
        for (const auto part : {&OptionReader::threads, &OptionReader::drain, &OptionReader::log,
                                &OptionReader::logFile}) {
            if (auto error = (this->*part)()) {
                return error;
            }
        }
        return logTraffic(terminal);
    }

private:
    std::optional<UsageError> threads()
    {
        m_engine.threads = std::clamp(QThread::idealThreadCount() - 1, 1,
                                      EngineOptions::maxThreads);
        if (!m_parser.isSet(threadsOption)) {
            return {};
        }
        const QString value = m_parser.value(threadsOption);
        const auto threads = parseNumber(value, 1, EngineOptions::maxThreads);
        if (!threads) {
            return wrongValue(threadsOption, value,
                              u"a number from 1 to %1"_s.arg(EngineOptions::maxThreads));
        }
        m_engine.threads = static_cast<int>(*threads);
        return {};
    }

    std::optional<UsageError> drain()
    {
        const QString value = m_parser.value(drainOption);
        const auto time = parseDuration(value);
        if (!time || *time > maxDrain) {
            return wrongValue(drainOption, value,
                              u"a time such as 500ms, 5s or 2min, at most 24 hours"_s);
        }
        m_engine.drain = *time;
        return {};
    }

    std::optional<UsageError> log()
    {
        const QString value = m_parser.value(logOption);
        if (value != "text"_L1 && value != "json"_L1) {
            return wrongValue(logOption, value, u"text or json"_s);
        }
        m_engine.output = value == "json"_L1 ? EngineOptions::Output::Json
                                             : EngineOptions::Output::Text;
        return {};
    }

    std::optional<UsageError> logFile()
    {
        m_engine.logFile = m_parser.value(logFileOption);
        if (m_parser.isSet(logFileOption) && m_engine.logFile.isEmpty()) {
            return wrongValue(logFileOption, {}, u"the name of a file"_s);
        }
        return {};
    }

    std::optional<UsageError> logTraffic(bool terminal)
    {
        m_engine.traffic = terminal;
        if (!m_parser.isSet(logTrafficOption)) {
            return {};
        }
        const QString value = m_parser.value(logTrafficOption);
        if (value != "on"_L1 && value != "off"_L1) {
            return wrongValue(logTrafficOption, value, u"on or off"_s);
        }
        m_engine.traffic = value == "on"_L1;
        return {};
    }

    const QCommandLineParser &m_parser;
    EngineOptions &m_engine;
};

std::optional<UsageError> readServices(const QStringList &urls, QList<ServiceSpec> &services)
{
    for (const QString &url : urls) {
        const auto spec = parseService(url);
        if (!spec) {
            return UsageError{spec.error().sentence()};
        }
        services.append(*spec);
    }
    if (services.isEmpty()) {
        services = {ServiceSpec::make(ProtocolKind::Echo, u"localhost"_s, 10000),
                    ServiceSpec::make(ProtocolKind::Chat, u"localhost"_s, 8008)};
    }
    return {};
}

} // namespace

std::variant<DaemonCommand, Answer, UsageError> parseCommandLine(const QStringList &arguments,
                                                                 bool terminal)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments)) {
        QString text = parser.errorText();
        text.chop(text.endsWith(u'.') ? 1 : 0);
        return UsageError{u"%1; see peerglassd --help."_s.arg(escape(QStringView(text)))};
    }
    if (parser.isSet(u"help"_s)) {
        return Answer{parser.helpText()};
    }
    if (parser.isSet(u"version"_s)) {
        return Answer{u"peerglassd %1\n"_s.arg(QLatin1StringView(PEERGLASS_VERSION))};
    }
    DaemonCommand command;
    command.engine.snapshots = false;
    command.engine.events = false;
    if (const auto error = OptionReader(parser, command.engine).read(terminal)) {
        return *error;
    }
    if (const auto error = readServices(parser.positionalArguments(), command.services)) {
        return *error;
    }
    return command;
}

} // namespace peerglass
