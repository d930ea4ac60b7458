// SPDX-License-Identifier: MIT
#include "commandline.h"
#include "daemon.h"
#include "descriptorlimit.h"
#include "engine.h"
#include "standardstreams.h"
#include "unixsignals.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace {

using namespace peerglass;

// Exit statuses, as in peerglassd(1).
constexpr int cannotStart = 1;
constexpr int wrongUsage = 2;

int answer(const QString &text)
{
    std::fputs(qUtf8Printable(text), stdout);
    return 0;
}

int refuse(const QString &sentence, int status)
{
    std::fprintf(stderr, "peerglassd: %s\n", qUtf8Printable(sentence));
    return status;
}

int serve(QCoreApplication &application, const DaemonCommand &command, UnixSignals &signalSource)
{
    auto engine = Engine::create(command.engine);
    if (!engine) {
        return refuse(engine.error() + u'.', cannotStart);
    }
    Daemon daemon(std::move(*engine), signalSource);
    QObject::connect(&daemon, &Daemon::finished, &application, &QCoreApplication::exit);
    daemon.start(command.services);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    fillStandardStreams();
    // A reader of our output that has gone, or a log file that may not grow, is a complaint and not
    // death.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    QCoreApplication application(argc, argv);
    // Before any thread: they inherit the blocked signals.
    UnixSignals signalSource({SIGINT, SIGTERM, SIGHUP});
    raiseDescriptorLimit();

    const auto command = parseCommandLine(QCoreApplication::arguments(),
                                          isatty(STDOUT_FILENO) == 1);
    if (const auto *text = std::get_if<Answer>(&command)) {
        return answer(text->text);
    }
    if (const auto *error = std::get_if<UsageError>(&command)) {
        return refuse(error->sentence, wrongUsage);
    }
    return serve(application, std::get<DaemonCommand>(command), signalSource);
}
