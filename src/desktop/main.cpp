// SPDX-License-Identifier: MIT
#include "descriptorlimit.h"
#include "engine.h"
#include "mainwindow.h"
#include "unixsignals.h"

#include <QApplication>
#include <QCommandLineParser>

#include <csignal>
#include <cstdio>

namespace {

using namespace peerglass;
using namespace Qt::StringLiterals;

int refuse(const QString &sentence, int status)
{
    std::fprintf(stderr, "peerglass: %s\n", qUtf8Printable(sentence));
    return status;
}

} // namespace

int main(int argc, char *argv[])
{
    std::signal(SIGPIPE, SIG_IGN);
    QApplication application(argc, argv);
    UnixSignals signalSource({SIGINT, SIGTERM});
    raiseDescriptorLimit();

    QCoreApplication::setApplicationVersion(QStringLiteral(PEERGLASS_VERSION));
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Shows a TCP echo and chat server at work."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({u"start"_s, u"Start the services at once; for now they always are."_s});
    parser.addPositionalArgument(u"SERVICE"_s, u"PROTOCOL://HOST:PORT[?option=value&...]"_s,
                                 u"[SERVICE...]"_s);
    parser.process(application);

    QList<ServiceSpec> services;
    const QStringList urls = parser.positionalArguments();
    for (const QString &url : urls) {
        const auto spec = parseService(url);
        if (!spec) {
            return refuse(spec.error().sentence(), 2);
        }
        services.append(*spec);
    }
    if (services.isEmpty()) {
        services = {ServiceSpec::make(ProtocolKind::Echo, u"localhost"_s, 10000),
                    ServiceSpec::make(ProtocolKind::Chat, u"localhost"_s, 8008)};
    }

    auto engine = Engine::create({});
    if (!engine) {
        return refuse(engine.error(), 1);
    }
    MainWindow window(std::move(*engine));
    QObject::connect(&signalSource, &UnixSignals::received, &window, &MainWindow::stopAndQuit);
    // exit(), because a dialog could veto quit().
    QObject::connect(&window, &MainWindow::finished, &application,
                     [] { QCoreApplication::exit(); });
    window.start(services);
    window.show();
    return QApplication::exec();
}
