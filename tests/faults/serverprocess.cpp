// SPDX-License-Identifier: MIT
#include "serverprocess.h"

#include "processactivity.h"
#include "records.h"
#include "timescale.h"
#include "waitfor.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <filesystem>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Descriptors without those that threads wake themselves and one another with, which a thread may
/// still be making when the services listen already.
qsizetype filesAndSockets(qint64 process)
{
    const QDir directory(u"/proc/%1/fd"_s.arg(process));
    const QStringList all = directory.entryList(QDir::Files | QDir::System | QDir::Hidden);
    return std::count_if(all.begin(), all.end(), [&directory](const QString &number) {
        std::error_code gone;
        const auto what = std::filesystem::read_symlink(directory.filePath(number).toStdString(),
                                                        gone);
        return !gone && !what.string().starts_with("anon_inode:");
    });
}

bool isReportOfSanitizer(const QByteArray &text)
{
    return text.contains("Sanitizer") || text.contains("runtime error:");
}

} // namespace

void failFor(const QStringList &reasons)
{
    if (!reasons.isEmpty()) {
        QTest::qFail(qPrintable(reasons.join(u'\n')), __FILE__, __LINE__);
    }
}

ServerProcess::ServerProcess(const QStringList &services, const ServerOptions &options)
    : m_services(services.size())
    , m_looksForLeftovers(options.looksForLeftovers)
{
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &ServerProcess::readRecords);
    connect(&m_process, &QProcess::readyReadStandardError, this,
            [this] { m_complaints += m_process.readAllStandardError(); });
    m_process.setProcessEnvironment(options.environment);
    if (options.inChild) {
        m_process.setChildProcessModifier(options.inChild);
    }
    QStringList arguments{u"--log"_s, u"json"_s, u"--log-traffic"_s,
                          options.traffic ? u"on"_s : u"off"_s};
    m_process.start(QStringLiteral(PEERGLASSD_PROGRAM), arguments + options.arguments + services);
    if (!waitFor([this] { return isListening() || m_process.state() == QProcess::NotRunning; })
        || !isListening()) {
        failFor({u"peerglassd does not listen: "_s + QString::fromUtf8(m_complaints)});
        return;
    }
    m_descriptors = filesAndSockets(processId());
    m_threads = threads();
}

ServerProcess::~ServerProcess()
{
    end();
}

bool ServerProcess::isListening() const
{
    QSet<qint64> services;
    for (const QJsonObject &record : recordsOf(u"listening"_s)) {
        services.insert(record[u"serviceId"].toInteger());
    }
    return services.size() == m_services;
}

quint16 ServerProcess::port(qsizetype index) const
{
    // A service on `localhost` has two sockets on one port; ids are given in the order of services.
    QMap<qint64, quint16> ports;
    for (const QJsonObject &record : recordsOf(u"listening"_s)) {
        ports[record[u"serviceId"].toInteger()] = static_cast<quint16>(record[u"port"].toInteger());
    }
    return ports.values().value(index);
}

void ServerProcess::readRecords()
{
    m_partialLine += m_process.readAllStandardOutput();
    qsizetype begin = 0;
    for (qsizetype end = 0; (end = m_partialLine.indexOf('\n', begin)) >= 0; begin = end + 1) {
        const QByteArray line = m_partialLine.sliced(begin, end - begin);
        const QJsonDocument record = QJsonDocument::fromJson(line);
        if (record.isObject()) {
            m_records.append(record.object());
        } else {
            m_faults.append(u"no record: "_s + QString::fromUtf8(line));
        }
    }
    m_partialLine.remove(0, begin);
}

QList<QJsonObject> ServerProcess::recordsOf(const QString &event, const QJsonObject &fields) const
{
    return peerglass::recordsOf(m_records, event, fields);
}

bool ServerProcess::waitForRecords(const QString &event, const QJsonObject &fields,
                                   qsizetype atLeast) const
{
    return waitFor([&] { return recordsOf(event, fields).size() >= atLeast; });
}

QJsonObject ServerProcess::endOf(quint16 clientPort) const
{
    const QJsonObject from{{u"port"_s, clientPort}};
    if (!waitForRecords(u"connected"_s, from)) {
        return {};
    }
    const QJsonObject of{{u"client"_s, recordsOf(u"connected"_s, from).last()[u"client"]}};
    return waitForRecords(u"disconnected"_s, of) ? recordsOf(u"disconnected"_s, of).first()
                                                 : QJsonObject();
}

QJsonObject ServerProcess::countedEndOf(const RawClient &client) const
{
    const QJsonObject end = endOf(client);
    const qint64 taken = end[u"bytesReceived"].toInteger() + end[u"bytesDiscarded"].toInteger();
    const qint64 given = end[u"bytesSent"].toInteger();
    if (taken != client.sent || given != client.received.size()) {
        failFor({u"the client has sent %1 bytes and received %2, the server has taken %3 and given "
                 "%4"_s.arg(client.sent)
                     .arg(client.received.size())
                     .arg(taken)
                     .arg(given)});
    }
    return end;
}

bool ServerProcess::waitForInput(quint16 clientPort, qint64 bytes) const
{
    const QJsonObject from{{u"port"_s, clientPort}};
    if (!waitForRecords(u"connected"_s, from)) {
        return false;
    }
    const QJsonObject of{{u"client"_s, recordsOf(u"connected"_s, from).last()[u"client"]}};
    return waitFor([&] {
        qint64 sum = 0;
        for (const QJsonObject &record : recordsOf(u"received"_s, of)) {
            sum += record[u"size"].toInteger();
        }
        return sum >= bytes;
    });
}

qint64 ServerProcess::memory(const QByteArray &what) const
{
    const QByteArray status = contentOf(u"/proc/%1/status"_s.arg(processId()));
    for (const QByteArray &line : status.split('\n')) {
        if (line.startsWith(what + ':')) {
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
        }
    }
    return 0;
}

qsizetype ServerProcess::descriptors() const
{
    return QDir(u"/proc/%1/fd"_s.arg(processId()))
        .entryList(QDir::Files | QDir::System | QDir::Hidden)
        .size();
}

qsizetype ServerProcess::threads() const
{
    return QDir(u"/proc/%1/task"_s.arg(processId()))
        .entryList(QDir::Dirs | QDir::NoDotAndDotDot)
        .size();
}

bool ServerProcess::waitUntilIdle() const
{
    return peerglass::waitUntilIdle(processId());
}

void ServerProcess::sendSignal(int number) const
{
    kill(static_cast<pid_t>(processId()), number);
}

bool ServerProcess::waitForExit() const
{
    return waitFor([this] { return m_process.state() == QProcess::NotRunning; });
}

int ServerProcess::exitStatus() const
{
    const bool exited = !isRunning() && m_process.exitStatus() == QProcess::NormalExit;
    return exited ? m_process.exitCode() : -1;
}

void ServerProcess::checkLeftovers() const
{
    QTimer look;
    look.start(20ms);
    const bool asBefore = waitFor([this] { // or it is ending already
        return !isRunning()
            || (filesAndSockets(processId()) == m_descriptors && threads() == m_threads);
    });
    if (!asBefore) {
        failFor({u"left over: %1 files and sockets (%2 before the clients), %3 threads (%4)"_s
                     .arg(filesAndSockets(processId()))
                     .arg(m_descriptors)
                     .arg(threads())
                     .arg(m_threads)});
    }
}

void ServerProcess::end()
{
    if (std::exchange(m_ended, true)) {
        return;
    }
    if (isRunning() && m_looksForLeftovers) {
        checkLeftovers();
    }
    if (isRunning()) {
        sendSignal(SIGTERM);
    }
    if (!waitForExit()) {
        m_faults.append(u"peerglassd does not end"_s);
        m_process.kill();
        waitForExit();
    }
    if (m_graceful && exitStatus() != 0) {
        m_faults.append(u"peerglassd ended with status %1"_s.arg(exitStatus()));
    }
    if (isReportOfSanitizer(m_complaints)) {
        m_faults.append(QString::fromUtf8(m_complaints));
    }
    failFor(m_faults + faultsInRecords(m_records, m_graceful));
}

} // namespace peerglass
