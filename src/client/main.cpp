// SPDX-License-Identifier: MIT
#include "clientrun.h"
#include "commandline.h"
#include "descriptorlimit.h"
#include "standardstreams.h"
#include "unixsignals.h"

#include <QCoreApplication>
#include <QTextStream>

#include <csignal>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

constexpr int wrongCommandLine = 2;

int run(const CommandLine &line)
{
    const UnixSignals unixSignals({SIGINT, SIGTERM});
    ClientRun client(line);
    QObject::connect(&unixSignals, &UnixSignals::received, &client, &ClientRun::interrupt);
    QObject::connect(&client, &ClientRun::finished, qApp, &QCoreApplication::exit);
    client.start();
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    fillStandardStreams();
    raiseDescriptorLimit();
    const QCoreApplication application(argc, argv);
    const auto line = parseCommandLine(QCoreApplication::arguments().sliced(1));
    if (!line) {
        QTextStream(stderr) << u"peerglass-client: "_s << line.error() << Qt::endl;
        return wrongCommandLine;
    }
    switch (line->action) {
    case CommandLine::Action::ShowHelp:
        QTextStream(stdout) << helpText();
        return 0;
    case CommandLine::Action::ShowVersion:
        QTextStream(stdout) << u"peerglass-client " PEERGLASS_VERSION "\n"_s;
        return 0;
    case CommandLine::Action::Run:
        return run(*line);
    }
    Q_UNREACHABLE();
}
