// SPDX-License-Identifier: MIT
#include "commandline.h"

#include "escape.h"
#include "units.h"

#include <QMap>

#include <algorithm>
#include <array>
#include <chrono>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

using Error = tl::unexpected<QString>;

constexpr qint64 mostSeconds = 24 * 60 * 60;

/// The words of a command line, taken apart but not yet looked into.
struct Words
{
    QString command;
    QMap<QString, QString> values; // by option
};

/// An option that takes a value.
struct Option
{
    QString name;
    QString expected;
    bool (*apply)(CommandLine &, const QString &value);
};

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
    line.times.timeout = parseDuration(value).value_or(std::chrono::milliseconds::zero());
    return line.times.timeout > std::chrono::milliseconds::zero();
}

bool applySeconds(CommandLine &line, const QString &value)
{
    const auto seconds = parseNumber(value, 1, mostSeconds);
    line.times.stallTime = std::chrono::seconds(seconds.value_or(0));
    return seconds.has_value();
}

const std::array<Option, 4> &options()
{
    static const std::array list{
        Option{u"--host"_s, u"a host name or an IPv4 or IPv6 address"_s, applyHost},
        Option{u"--port"_s, u"a number from 1 to 65535"_s, applyPort},
        Option{u"--timeout"_s, u"a time such as 500ms or 10s"_s, applyTimeout},
        Option{u"--seconds"_s, u"a number from 1 to %1"_s.arg(mostSeconds), applySeconds},
    };
    return list;
}

const Option *findOption(const QString &name)
{
    const auto found = std::find_if(options().begin(), options().end(),
                                    [&name](const Option &option) { return option.name == name; });
    return found == options().end() ? nullptr : &*found;
}

QString commandNames()
{
    return scenarioNames().join(u", "_s);
}

/// Takes the option at the front of \a rest, with its value, into \a words.
tl::expected<void, QString> takeOption(Words &words, QStringList &rest)
{
    const QString word = rest.takeFirst();
    const qsizetype equals = word.indexOf(u'=');
    const QString name = word.first(equals < 0 ? word.size() : equals);
    const Option *option = findOption(name);
    if (!option) {
        return Error(u"unknown option \"%1\"; the options are --host, --port, --timeout, "
                     "--seconds, --help and --version"_s.arg(escape(name)));
    }
    if (words.values.contains(name)) {
        return Error(u"%1 is given twice; give it once"_s.arg(name));
    }
    if (equals < 0 && rest.isEmpty()) {
        return Error(u"%1 has no value; give %2"_s.arg(name, option->expected));
    }
    words.values.insert(name, equals < 0 ? rest.takeFirst() : word.sliced(equals + 1));
    return {};
}

tl::expected<Words, QString> takeApart(QStringList rest)
{
    Words words;
    while (!rest.isEmpty()) {
        if (rest.first().startsWith(u'-')) {
            if (const auto taken = takeOption(words, rest); !taken) {
                return Error(taken.error());
            }
        } else if (words.command.isEmpty()) {
            words.command = rest.takeFirst();
        } else {
            return Error(u"unexpected \"%1\" after the command %2; give one command"_s.arg(
                escape(rest.first()), escape(words.command)));
        }
    }
    return words;
}

tl::expected<CommandLine, QString> applyOptions(CommandLine line, const Words &words)
{
    for (const Option &option : options()) {
        const auto value = words.values.find(option.name);
        if (value != words.values.end() && !option.apply(line, *value)) {
            return Error(u"%1 cannot be \"%2\"; give %3"_s.arg(option.name, escape(*value),
                                                               option.expected));
        }
    }
    return line;
}

} // namespace

tl::expected<CommandLine, QString> parseCommandLine(const QStringList &arguments)
{
    if (arguments.contains(u"--help"_s)) {
        return CommandLine{.action = CommandLine::Action::ShowHelp};
    }
    if (arguments.contains(u"--version"_s)) {
        return CommandLine{.action = CommandLine::Action::ShowVersion};
    }
    const auto words = takeApart(arguments);
    if (!words) {
        return Error(words.error());
    }
    if (words->command.isEmpty()) {
        return Error(u"no command; give one of %1"_s.arg(commandNames()));
    }
    const auto info = findScenario(words->command);
    if (!info) {
        return Error(u"unknown command \"%1\"; give one of %2"_s.arg(escape(words->command),
                                                                     commandNames()));
    }
    if (info->kind != ScenarioKind::Stall && words->values.contains(u"--seconds"_s)) {
        return Error(u"--seconds is not for %1; give it with stall"_s.arg(info->name));
    }
    return applyOptions({.scenario = info->kind, .server = {u"localhost"_s, info->defaultPort}},
                        *words);
}

QString helpText()
{
    QString text = u"Usage: peerglass-client COMMAND [options]\n"
                   "Test clients for TCP echo and chat servers.\n\nCommands:\n"_s;
    for (const ScenarioInfo &info : scenarios()) {
        text += u"  %1%2 (port %3)\n"_s.arg(info.name.leftJustified(8), info.summary,
                                            QString::number(info.defaultPort));
    }
    return text + uR"(
Options:
  --host HOST     the server: a name or an address; localhost unless given
  --port N        its port; the one in brackets above unless given
  --timeout TIME  how long to wait without any progress for the connection, and
                  for answers (multi, slow, burst): 500ms, 10s; 10s unless given
  --seconds T     stall: its own time limit; 10 unless given
  --help          show this
  --version       show the version

Every step is one line on standard output, with the address of the socket and
the data, escaped. chat prints what comes, line by line; control characters,
invisible ones and bytes that are not UTF-8 are escaped there too, so that
nobody can drive the terminal. At the end of its input, chat finishes sending
and reads on until the server ends the connection or 2 s are silent.

Exit status: 0 when what came back is what should have (burst: the first bytes;
stall: the server or the time limit ended it), 1 when not or when there is no
connection, 2 for a wrong command line, 130 after Ctrl-C, 143 after SIGTERM.
)"_s;
}

} // namespace peerglass
