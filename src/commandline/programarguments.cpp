// SPDX-License-Identifier: MIT
#include "programarguments.h"

#include "escape.h"
#include "units.h"

#include <QThread>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

const QString logFileOption = u"log-file"_s;
const QString logSizeOption = u"log-size"_s;
const QString threadsOption = u"threads"_s;
const QString drainOption = u"drain"_s;
const QString memoryOption = u"memory-limit"_s;
const QString trafficOption = u"log-traffic"_s;

constexpr std::chrono::hours maxDrain{24};
constexpr qint64 leastMemory = 1024 * 1024;
constexpr qint64 mostMemory = leastMemory * 1024 * 1024;

} // namespace

UsageError wrongValue(const QString &option, const QString &value, const QString &expected)
{
    return {u"--%1: \"%2\" is not %3."_s.arg(option, escape(QStringView(value)), expected)};
}

ProgramArguments::ProgramArguments(const QString &program, const QString &description, bool traffic,
                                   const QString &trafficDefault)
    : m_program(program)
{
    engine.traffic = traffic;
    m_parser.setApplicationDescription(description);
    m_parser.addPositionalArgument(
        u"SERVICE"_s,
        u"PROTOCOL://HOST:PORT[?option=value&...], e.g. echo://localhost:10000 or "
        "'chat://any:8008?names=off'."_s,
        u"[SERVICE...]"_s);
    m_parser.addOptions({
        {u"help"_s, u"Show this help."_s},
        {u"version"_s, u"Show the version."_s},
        {threadsOption, u"I/O threads (default: cores - 1, at least 1)."_s, u"N"_s},
        {drainOption, u"Deadline of a graceful stop (default: 5s)."_s, u"TIME"_s, u"5s"_s},
        {memoryOption, u"Most that all queues together may take (default: 256MiB)."_s, u"SIZE"_s,
         u"256MiB"_s},
        {logFileOption, u"Append the events to FILE as JSON lines (mode 0600)."_s, u"FILE"_s},
        {logSizeOption,
         u"Rotate FILE at this size; %1 files are kept: FILE, FILE.1 and so on (default: %2)."_s
             .arg(EngineOptions::keptLogFiles)
             .arg(sizeToOption(EngineOptions::defaultLogSize)),
         u"SIZE"_s, sizeToOption(EngineOptions::defaultLogSize)},
        {trafficOption, u"Write messages too (default: %1)."_s.arg(trafficDefault), u"on|off"_s},
    });
}

std::variant<std::monostate, Answer, UsageError> ProgramArguments::read(
    const QStringList &arguments)
{
    if (!m_parser.parse(arguments)) {
        QString text = m_parser.errorText();
        text.chop(text.endsWith(u'.') ? 1 : 0);
        return UsageError{u"%1; see %2 --help."_s.arg(escape(QStringView(text)), m_program)};
    }
    if (m_parser.isSet(u"help"_s)) {
        return Answer{m_parser.helpText().trimmed() + u'\n'};
    }
    if (m_parser.isSet(u"version"_s)) {
        return Answer{u"%1 %2\n"_s.arg(m_program, QLatin1StringView(PEERGLASS_VERSION))};
    }
    for (const auto part : {&ProgramArguments::checkRepeated, &ProgramArguments::readThreads,
                            &ProgramArguments::readDrain, &ProgramArguments::readMemoryLimit,
                            &ProgramArguments::readLogFile, &ProgramArguments::readLogSize,
                            &ProgramArguments::readTraffic, &ProgramArguments::readServices}) {
        if (const auto error = (this->*part)()) {
            return *error;
        }
    }
    return {};
}

/// All options, those of the program itself too: of several values all but one would do nothing.
std::optional<UsageError> ProgramArguments::checkRepeated()
{
    QStringList given = m_parser.optionNames();
    for (const QString &name : m_parser.optionNames()) {
        given.removeOne(name);
        if (given.contains(name)) {
            return UsageError{u"--%1 is given more than once; give it once."_s.arg(name)};
        }
    }
    return {};
}

std::optional<UsageError> ProgramArguments::readThreads()
{
    engine.threads = std::clamp(QThread::idealThreadCount() - 1, 1, EngineOptions::maxThreads);
    if (!m_parser.isSet(threadsOption)) {
        return {};
    }
    const QString value = m_parser.value(threadsOption);
    const auto threads = parseNumber(value, 1, EngineOptions::maxThreads);
    if (!threads) {
        return wrongValue(threadsOption, value,
                          u"a number from 1 to %1"_s.arg(EngineOptions::maxThreads));
    }
    engine.threads = static_cast<int>(*threads);
    return {};
}

std::optional<UsageError> ProgramArguments::readDrain()
{
    const QString value = m_parser.value(drainOption);
    const auto time = parseDuration(value);
    if (!time || *time > maxDrain) {
        return wrongValue(
            drainOption, value,
            u"0 or a whole number with ms, s or min, at most 1440min (24 hours), such "
            "as 5s"_s);
    }
    engine.drain = *time;
    return {};
}

std::optional<UsageError> ProgramArguments::readMemoryLimit()
{
    const QString value = m_parser.value(memoryOption);
    const auto size = parseSize(value);
    if (!size || *size < leastMemory || *size > mostMemory) {
        return wrongValue(
            memoryOption, value,
            u"a whole number with B, KiB, MiB, GiB or TiB, from 1MiB to 1TiB, such as "
            "256MiB"_s);
    }
    engine.memoryLimit = *size;
    return {};
}

std::optional<UsageError> ProgramArguments::readLogFile()
{
    engine.logFile = m_parser.value(logFileOption);
    if (m_parser.isSet(logFileOption) && engine.logFile.isEmpty()) {
        return wrongValue(logFileOption, {}, u"the name of a file"_s);
    }
    return {};
}

std::optional<UsageError> ProgramArguments::readLogSize()
{
    if (m_parser.isSet(logSizeOption) && !m_parser.isSet(logFileOption)) {
        return UsageError{u"--log-size is for a log file; give --log-file too."_s};
    }
    const QString value = m_parser.value(logSizeOption);
    const auto size = parseSize(value);
    if (!size || *size < EngineOptions::minLogSize || *size > EngineOptions::maxLogSize) {
        return wrongValue(
            logSizeOption, value,
            u"a whole number with B, KiB, MiB, GiB or TiB, from %1 to %2, such as 100MiB"_s.arg(
                sizeToOption(EngineOptions::minLogSize), sizeToOption(EngineOptions::maxLogSize)));
    }
    engine.logSize = *size;
    return {};
}

std::optional<UsageError> ProgramArguments::readTraffic()
{
    if (!m_parser.isSet(trafficOption)) {
        return {};
    }
    const QString value = m_parser.value(trafficOption);
    if (value != "on"_L1 && value != "off"_L1) {
        return wrongValue(trafficOption, value, u"on or off"_s);
    }
    engine.traffic = value == "on"_L1;
    return {};
}

std::optional<UsageError> ProgramArguments::readServices()
{
    const QStringList urls = m_parser.positionalArguments();
    for (const QString &url : urls) {
        const auto spec = parseService(url);
        if (!spec) {
            return UsageError{spec.error().sentence()};
        }
        services.append(*spec);
    }
    return {};
}

} // namespace peerglass
