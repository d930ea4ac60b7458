// SPDX-License-Identifier: MIT
#include "clientrun.h"
#include "commandline.h"
#include "unixsignals.h"

#include <QCoreApplication>
#include <QTextStream>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

constexpr int wrongCommandLine = 2;

/// Makes standard streams that were closed empty ones: otherwise the next descriptors to be opened
/// would take their places.
void fillStandardStreams()
{
    int descriptor = 0;
    do {
        descriptor = open("/dev/null", O_RDWR);
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    close(descriptor);
}

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
