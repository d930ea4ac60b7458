// SPDX-License-Identifier: MIT
#pragma once

#include "rawclient.h"

#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QStringList>

#include <functional>

namespace peerglass {

/// How a peerglassd of a test runs and ends.
struct ServerOptions
{
    QStringList arguments{}; ///< beside the services and `--log json`
    /// Runs in the child before the program does: limits, signals. Only what is safe after fork(2).
    std::function<void()> inChild{};
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    bool traffic = true; ///< have traffic events written too
    /// At its end the test looks whether descriptors or threads are left over from the clients.
    bool looksForLeftovers = true;
};

/// A peerglassd as users run it, and what it has written. Made before the test's clients: its end
/// waits until what they have taken is free again, stops it gracefully if it still runs, and fails
/// the test where it did not exit with 0, the books do not balance, or a sanitizer has complained.
class ServerProcess : public QObject
{
public:
    /// Starts it and waits until every one of \a services listens.
    explicit ServerProcess(const QStringList &services, const ServerOptions &options = {});
    ~ServerProcess() override;

    /// The real port of a service, counted from 0 as given.
    quint16 port(qsizetype index = 0) const;
    qint64 processId() const { return m_process.processId(); }

    /// What it has written, one record per event; and what is no JSON object on one line.
    const QList<QJsonObject> &records() const { return m_records; }
    /// Those of this event that have these \a fields.
    QList<QJsonObject> recordsOf(const QString &event, const QJsonObject &fields = {}) const;
    bool waitForRecords(const QString &event, const QJsonObject &fields = {},
                        qsizetype atLeast = 1) const;
    /// The `disconnected` record of this client, once there is one; empty if none comes.
    QJsonObject endOf(const RawClient &client) const { return endOf(client.localPort()); }
    QJsonObject endOf(quint16 clientPort) const;
    /// The same of a client that was not reset; fails the test where the bytes in the record are
    /// not those that the client has counted.
    QJsonObject countedEndOf(const RawClient &client) const;
    /// Waits until the server has read \a bytes of this client; needs its traffic events.
    bool waitForInput(quint16 clientPort, qint64 bytes) const;
    QByteArray complaints() const { return m_complaints; }

    /// A line of /proc/PID/status in bytes: `VmRSS`, `VmHWM`.
    qint64 memory(const QByteArray &what) const;
    qsizetype descriptors() const;
    qsizetype threads() const;
    /// See processactivity.h.
    bool waitUntilIdle() const;

    void sendSignal(int number) const;
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    /// Waits until it has ended, and all that it wrote has been read.
    bool waitForExit() const;
    /// -1: it runs, or was ended by a signal.
    int exitStatus() const;
    /// It will not end in good order: only its records are looked at.
    void expectNoGracefulEnd() { m_graceful = false; }

    /// Stops it and checks it; the destructor does the same.
    void end();

private:
    void readRecords();
    bool isListening() const;
    void checkLeftovers() const;

    QProcess m_process;
    const qsizetype m_services;
    QList<QJsonObject> m_records;
    QByteArray m_partialLine;
    QByteArray m_complaints;
    QStringList m_faults;
    qsizetype m_descriptors = 0; ///< files and sockets once it listened
    qsizetype m_threads = 0;
    bool m_looksForLeftovers = true;
    bool m_graceful = true;
    bool m_ended = false;
};

/// Fails the running test for \a reasons, if there are any.
void failFor(const QStringList &reasons);

} // namespace peerglass
