// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QSocketNotifier>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace peerglass {

/// A peerglassd whose standard output is the test's to break: what it does is read from its log
/// file, all kept files of it. Unlike ServerProcess it looks at nothing by itself; ended by force
/// with the object.
class LoggedServer : public QProcess
{
public:
    enum class Output {
        Nowhere, ///< to /dev/null
        Pipe, ///< which nobody reads before readOutput()
        PipeWithErrors, ///< the same, and standard error goes there too
        GonePipe, ///< which nobody can read
        Terminal, ///< which nobody reads
        TerminalWithErrors, ///< the same, and standard error goes there too
        Closed, ///< not open at the start
        AllClosed ///< nor are standard input and error
    };

    /// Starts it with `--log json` and a log file in a folder of its own.
    LoggedServer(const QStringList &services, Output output, const QStringList &arguments = {});
    ~LoggedServer() override;
    LoggedServer(const LoggedServer &) = delete;
    LoggedServer &operator=(const LoggedServer &) = delete;

    QString logFile() const { return m_folder.filePath(QStringLiteral("log")); }
    /// All records in the kept files, the oldest first. Fails the test for what is no whole record.
    QList<QJsonObject> records() const;
    bool waitForRecords(const QString &event, const QJsonObject &fields = {},
                        qsizetype atLeast = 1) const;
    /// The real port of a service, counted from 0 as given; waits until it listens.
    quint16 port(qsizetype index = 0) const;

    /// From now on what waits in the pipe is read, to its end.
    void readOutput();
    QByteArray output() const { return m_output; }
    QByteArray errors() { return m_errors += readAllStandardError(); }
    void sendSignal(int number) const;
    /// The exit status; -1: it does not end, or was killed.
    int waitForStatus();

private:
    std::function<void()> brokenOutput(Output output);
    void makePipe();
    void makeTerminal();

    QTemporaryDir m_folder;
    FileDescriptor m_reader; ///< this end of the pipe or terminal
    FileDescriptor m_writer; ///< the server's
    std::unique_ptr<QSocketNotifier> m_readable;
    QByteArray m_output;
    QByteArray m_errors;
};

} // namespace peerglass
