// SPDX-License-Identifier: MIT
#include "commandline.h"

#include "clientoptions.h"
#include "escape.h"

#include <QMap>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

using Error = tl::unexpected<QString>;

/// The words of a command line, taken apart but not yet looked into.
struct Words
{
    QString command;
    QMap<QString, QString> values; // by option
};

QString commandNames()
{
    return scenarioNames().join(u", "_s);
}

/// The value of \a option, which is \a word of the command line, from behind its `=` or from the
/// next word, which is then taken from \a rest.
tl::expected<QString, QString> takeValue(const ClientOption &option, const QString &word,
                                         QStringList &rest)
{
    const bool attached = word.size() > option.name.size();
    if (!option.takesValue() && attached) {
        return Error(u"%1 takes no value; give it alone"_s.arg(option.name));
    }
    if (!option.takesValue()) {
        return QString();
    }
    if (!attached && rest.isEmpty()) {
        return Error(u"%1 has no value; give %2"_s.arg(option.name, option.expected));
    }
    return attached ? word.sliced(option.name.size() + 1) : rest.takeFirst();
}

/// Takes the option at the front of \a rest, with its value, into \a words.
tl::expected<void, QString> takeOption(Words &words, QStringList &rest)
{
    const QString word = rest.takeFirst();
    const qsizetype equals = word.indexOf(u'=');
    const QString name = word.first(equals < 0 ? word.size() : equals);
    const ClientOption *option = findClientOption(name);
    if (!option) {
        return Error(
            u"unknown option \"%1\"; the options are %2"_s.arg(escape(name), clientOptionNames()));
    }
    if (words.values.contains(name)) {
        return Error(u"%1 is given twice; give it once"_s.arg(name));
    }
    const auto value = takeValue(*option, word, rest);
    if (!value) {
        return Error(value.error());
    }
    words.values.insert(name, *value);
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
    for (const ClientOption &option : clientOptions()) {
        const auto value = words.values.find(option.name);
        if (value == words.values.end()) {
            continue;
        }
        if (!option.isFor(line.scenario)) {
            return Error(u"%1 is not for %2; give it with %3"_s.arg(option.name, words.command,
                                                                    option.commandNames()));
        }
        if (!option.apply(line, *value)) {
            return Error(u"%1 cannot be \"%2\"; give %3"_s.arg(option.name, escape(*value),
                                                               option.expected));
        }
    }
    if (const auto excess = excessOf(line.load)) {
        return Error(*excess);
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
                  for answers (all but chat and stall): 500ms, 10s; 10s unless
                  given
  --seconds T     stall: its own time limit; load: how long the clients send;
                  10, 500ms, 10s, 1min; 10 unless given
  --help          show this
  --version       show the version

Options of load:
  --clients N     clients that send; 50 unless given
  --idle M        clients that stay connected and say nothing; 0 unless given
  --size S        of a message: 64B, 64KiB; 64B unless given
  --depth D       messages that each client keeps on their way; 1 (ping-pong)
                  unless given
  --json          the report as one JSON object, and nothing else

Every step is one line on standard output, with the address of the socket and
the data, escaped. chat prints what comes, line by line; control characters,
invisible ones and bytes that are not UTF-8 are escaped there too, so that
nobody can drive the terminal. At the end of its input, chat finishes sending
and reads on until the server ends the connection or 2 s are silent.

load works with any server that sends back what it gets. It compares every byte
and reports messages and bytes per second, and how long a message took: half of
them (p50), 99 % (p99) and 99.9 % (p99.9) no longer than that, and the longest.

Exit status: 0 when what came back is what should have (burst: the first bytes;
stall: the server or the time limit ended it), 1 when not or when there is no
connection, 2 for a wrong command line, 130 after Ctrl-C, 143 after SIGTERM.
)"_s;
}

} // namespace peerglass
