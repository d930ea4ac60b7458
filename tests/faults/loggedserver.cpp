// SPDX-License-Identifier: MIT
#include "loggedserver.h"

#include "records.h"
#include "serverprocess.h"
#include "waitfor.h"

#include <QFile>
#include <QJsonDocument>
#include <QMap>
#include <QTimer>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Of one file. What is being written may end within a record only at the end of the newest.
void readRecords(const QString &path, QList<QJsonObject> &records)
{
    QFile file(path);
    QByteArray lines = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    lines.truncate(lines.lastIndexOf('\n') + 1);
    for (const QByteArray &line : lines.split('\n')) {
        const QJsonDocument record = QJsonDocument::fromJson(line);
        if (record.isObject()) {
            records.append(record.object());
        } else if (!line.isEmpty()) {
            failFor({u"no record in "_s + path + u": "_s + QString::fromUtf8(line)});
        }
    }
}

} // namespace

LoggedServer::LoggedServer(const QStringList &services, Output output, const QStringList &arguments)
{
    setStandardInputFile(nullDevice());
    setChildProcessModifier(brokenOutput(output));
    QStringList all{u"--log-traffic"_s, u"on"_s, u"--log-file"_s, logFile()};
    if (!arguments.contains(u"--log"_s)) {
        all += {u"--log"_s, u"json"_s};
    }
    start(QStringLiteral(PEERGLASSD_PROGRAM), all + arguments + services);
    m_writer.close();
}

LoggedServer::~LoggedServer()
{
    kill();
    waitForFinished();
}

/// What the child does to its standard streams before the program runs.
std::function<void()> LoggedServer::brokenOutput(Output output)
{
    if (output == Output::Nowhere) {
        setStandardOutputFile(nullDevice());
        return [] {
        };
    }
    if (output == Output::Closed) {
        return [] {
            ::close(STDOUT_FILENO);
        };
    }
    if (output == Output::AllClosed) {
        return [] {
            ::close(STDIN_FILENO);
            ::close(STDOUT_FILENO);
            ::close(STDERR_FILENO);
        };
    }
    if (output == Output::Terminal || output == Output::TerminalWithErrors) {
        makeTerminal();
    } else {
        makePipe();
    }
    if (output == Output::GonePipe) {
        m_reader.close();
    }
    const bool errors = output == Output::PipeWithErrors || output == Output::TerminalWithErrors;
    return [writer = m_writer.get(), errors] {
        dup2(writer, STDOUT_FILENO);
        if (errors) {
            dup2(writer, STDERR_FILENO);
        }
    };
}

void LoggedServer::makePipe()
{
    int ends[2] = {};
    if (pipe2(ends, O_CLOEXEC) != 0) {
        failFor({u"no pipe"_s});
    }
    m_reader = FileDescriptor(ends[0]);
    m_writer = FileDescriptor(ends[1]);
    fcntl(m_reader.get(), F_SETFL, O_NONBLOCK);
}

void LoggedServer::makeTerminal()
{
    m_reader = FileDescriptor(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    grantpt(m_reader.get());
    unlockpt(m_reader.get());
    m_writer = FileDescriptor(::open(ptsname(m_reader.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!m_writer.isValid()) {
        failFor({u"no terminal"_s});
    }
}

QList<QJsonObject> LoggedServer::records() const
{
    QList<QJsonObject> all;
    for (const QString &age : {u".4"_s, u".3"_s, u".2"_s, u".1"_s, QString()}) {
        readRecords(logFile() + age, all);
    }
    return all;
}

bool LoggedServer::waitForRecords(const QString &event, const QJsonObject &fields,
                                  qsizetype atLeast) const
{
    QTimer look; // nothing else tells that a file has grown
    look.start(20ms);
    return waitFor([&] { return recordsOf(records(), event, fields).size() >= atLeast; });
}

quint16 LoggedServer::port(qsizetype index) const
{
    const QJsonObject service{{u"serviceId"_s, index + 1}};
    waitForRecords(u"listening"_s, service);
    const auto listening = recordsOf(records(), u"listening"_s, service);
    return listening.isEmpty() ? 0 : static_cast<quint16>(listening.first()[u"port"].toInteger());
}

void LoggedServer::readOutput()
{
    m_readable = std::make_unique<QSocketNotifier>(m_reader.get(), QSocketNotifier::Read);
    connect(m_readable.get(), &QSocketNotifier::activated, this, [this] {
        char bytes[65536];
        const ssize_t size = ::read(m_reader.get(), bytes, sizeof bytes);
        m_output.append(bytes, std::max<qsizetype>(size, 0));
        m_readable->setEnabled(size > 0);
    });
}

void LoggedServer::sendSignal(int number) const
{
    ::kill(static_cast<pid_t>(processId()), number);
}

int LoggedServer::waitForStatus()
{
    const bool ended = waitFor([this] { return state() == NotRunning; });
    return ended && exitStatus() == NormalExit ? exitCode() : -1;
}

} // namespace peerglass
