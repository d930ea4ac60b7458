// SPDX-License-Identifier: MIT
#include "descriptorlimit.h"
#include "mainwindow.h"
#include "programarguments.h"
#include "standardstreams.h"
#include "unixsignals.h"

#include <QApplication>
#include <QPalette>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>

namespace {

using namespace peerglass;
using namespace Qt::StringLiterals;

// Exit statuses, as in peerglass(1).
constexpr int cannotStart = 1;
constexpr int wrongUsage = 2;

int refuse(const QString &sentence, int status)
{
    std::fprintf(stderr, "peerglass: %s\n", qUtf8Printable(sentence));
    return status;
}

bool contains(std::span<char *> arguments, std::initializer_list<const char *> wanted)
{
    return std::any_of(arguments.begin(), arguments.end(), [&](const char *argument) {
        return std::any_of(wanted.begin(), wanted.end(),
                           [&](const char *each) { return std::strcmp(argument, each) == 0; });
    });
}

/// Qt ends the process itself, and not with one sentence, where it finds no display.
bool hasDisplay(std::span<char *> arguments)
{
    return contains(arguments, {"-platform", "--platform", "-display", "--display"})
        || qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

QtMessageHandler usualHandler = nullptr;

/// Qt would end the process with a core dump where the display that there should be cannot be used.
void refuseDisplay(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type == QtFatalMsg) {
        std::_Exit(refuse(u"the display cannot be used; check DISPLAY, WAYLAND_DISPLAY and "
                          "QT_QPA_PLATFORM, or use peerglassd, which serves without one."_s,
                          cannotStart));
    }
    usualHandler(type, context, message);
}

std::unique_ptr<QCoreApplication> makeApplication(int &argc, char *argv[])
{
    // These two are answered on machines without a display too.
    if (contains({argv, size_t(argc)}, {"--help", "--version"})) {
        return std::make_unique<QCoreApplication>(argc, argv);
    }
    usualHandler = qInstallMessageHandler(refuseDisplay);
    auto application = std::make_unique<QApplication>(argc, argv);
    qInstallMessageHandler(usualHandler);
    return application;
}

/// Qt's own theme for KDE knows no colour of placeholders, and black stays on a dark palette.
void mendPlaceholders()
{
    QPalette palette = QGuiApplication::palette();
    QColor color = palette.color(QPalette::Text);
    color.setAlphaF(0.6F);
    palette.setColor(QPalette::PlaceholderText, color);
    QGuiApplication::setPalette(palette);
}

int run(const ProgramArguments &arguments, bool start, UnixSignals &signalSource)
{
    auto engine = Engine::create(arguments.engine);
    if (!engine) {
        return refuse(engine.error() + u'.', cannotStart);
    }
    mendPlaceholders();
    MainWindow window(std::move(*engine),
                      std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                                  u"peerglass"_s, u"peerglass"_s));
    QObject::connect(&signalSource, &UnixSignals::received, &window, &MainWindow::handleSignal);
    // exit(), because a dialog could veto quit().
    QObject::connect(&window, &MainWindow::finished, &QCoreApplication::exit);
    if (!arguments.services.isEmpty()) {
        window.setServices(arguments.services);
    }
    window.show();
    if (start) {
        window.start();
    }
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    fillStandardStreams();
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a log file that may not grow is a complaint
    UnixSignals::block({SIGINT, SIGTERM, SIGHUP});
    if (!hasDisplay({argv, size_t(argc)})
        && !contains({argv, size_t(argc)}, {"--help", "--version"})) {
        return refuse(
            u"there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); peerglassd "
            "serves without one."_s,
            cannotStart);
    }
    const auto application = makeApplication(argc, argv);
    UnixSignals signalSource({SIGINT, SIGTERM, SIGHUP});
    raiseDescriptorLimit();

    ProgramArguments arguments(
        u"peerglass"_s,
        u"Serves TCP echo and chat, and shows every connection, every message that waits and\n"
        "everything that happens. Without SERVICE: those of the last time, at the first start\n"
        "echo://localhost:10000 chat://localhost:8008"_s,
        true, u"on"_s);
    arguments.parser().addOption({u"start"_s, u"Start the services at once."_s});
    const auto result = arguments.read(QCoreApplication::arguments());
    if (const auto *text = std::get_if<Answer>(&result)) {
        std::fputs(qUtf8Printable(text->text), stdout);
        return 0;
    }
    if (const auto *error = std::get_if<UsageError>(&result)) {
        return refuse(error->sentence, wrongUsage);
    }
    return run(arguments, arguments.parser().isSet(u"start"_s), signalSource);
}
