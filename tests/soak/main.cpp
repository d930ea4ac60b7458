// SPDX-License-Identifier: MIT
#include "descriptorlimit.h"
#include "soak.h"

#include <QApplication>
#include <QCommandLineParser>

#include <csignal>
#include <cstdio>
#include <random>

namespace {

using namespace peerglass;
using namespace Qt::StringLiterals;

constexpr int wrongUsage = 2;

QtMessageHandler usualHandler = nullptr;

/// The offscreen platform complains at every layout about what it cannot do, and Qt's fonts about
/// scripts that no font here has.
void leaveOutDisplay(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const bool ofDisplay = message.contains(u"propagateSizeHints"_s)
        || message.contains(u"OpenType support missing"_s);
    if (!ofDisplay) {
        usualHandler(type, context, message);
    }
}

int refuse(const QString &option, const QString &expected)
{
    std::fprintf(stderr, "peerglass_soak: --%s takes %s\n", qPrintable(option),
                 qPrintable(expected));
    return wrongUsage;
}

int runLoad(const QString &value, unsigned seed)
{
    QList<quint16> ports;
    for (const QString &part : value.split(u',')) {
        ports.append(part.toUShort());
    }
    if (ports.size() != 3 || ports.contains(0)) {
        return refuse(u"load"_s, u"three ports"_s);
    }
    Load load({.exact = ports.at(0), .rough = ports.at(1), .chat = ports.at(2)}, seed);
    QObject::connect(&load, &Load::finished, &QCoreApplication::exit);
    return QCoreApplication::exec();
}

int runSoak(int seconds, unsigned seed)
{
    std::printf("peerglass_soak --seconds %d --seed %u\n", seconds, seed);
    std::fflush(stdout);
    Soak soak(std::chrono::seconds(seconds), seed);
    QObject::connect(&soak, &Soak::finished, &QCoreApplication::exit);
    soak.start();
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    std::signal(SIGPIPE, SIG_IGN);
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    usualHandler = qInstallMessageHandler(leaveOutDisplay);
    const QApplication application(argc, argv);
    raiseDescriptorLimit();

    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Serves mixed traffic of another process with the window open, and looks whether memory, "
        "descriptors and threads stay as they are and the books balance. Exits 0 only then."_s);
    parser.addHelpOption();
    parser.addOption(
        {u"seconds"_s, u"How long it measures once the log is full."_s, u"N"_s, u"1800"_s});
    parser.addOption({u"seed"_s, u"Plays a run's choices again."_s, u"N"_s});
    parser.addOption({u"load"_s, u"Is the load, for the services on these ports."_s, u"A,B,C"_s});
    parser.process(application);

    bool isNumber = true;
    const unsigned seed = parser.isSet(u"seed"_s) ? parser.value(u"seed"_s).toUInt(&isNumber)
                                                  : std::random_device()();
    if (!isNumber) {
        return refuse(u"seed"_s, u"a number"_s);
    }
    if (parser.isSet(u"load"_s)) {
        return runLoad(parser.value(u"load"_s), seed);
    }
    const int seconds = parser.value(u"seconds"_s).toInt(&isNumber);
    if (!isNumber || seconds < 30) {
        return refuse(u"seconds"_s, u"a number from 30"_s);
    }
    return runSoak(seconds, seed);
}
