// SPDX-License-Identifier: MIT
#pragma once

#include "waitfor.h"

#include <QProcess>
#include <QStringList>

#include <functional>

namespace peerglass {

/// A run of peerglass-client beside a server in this process.
class ClientProcess : public QProcess
{
public:
    explicit ClientProcess(const QStringList &arguments, const QString &input = nullDevice())
    {
        setStandardInputFile(input);
        start(clientProgram(), arguments);
    }
    explicit ClientProcess(const QStringList &arguments, QIODevice::OpenMode mode)
    {
        start(clientProgram(), arguments, mode);
    }
    /// \a prepare runs in the new process, before the program.
    ClientProcess(const QStringList &arguments, const std::function<void()> &prepare)
    {
        setChildProcessModifier(prepare);
        start(clientProgram(), arguments);
    }
    ~ClientProcess() override
    {
        kill();
        waitForFinished();
    }
    ClientProcess(const ClientProcess &) = delete;
    ClientProcess &operator=(const ClientProcess &) = delete;

    bool waitForEnd()
    {
        return waitFor([this] { return state() == NotRunning; }) && exitStatus() == NormalExit;
    }
    bool waitForOutput(const QByteArray &text)
    {
        return waitFor([&] { return output().contains(text); });
    }
    QByteArray output() { return m_output += readAllStandardOutput(); }
    QByteArray errors() { return m_errors += readAllStandardError(); }

private:
    /// Set by the build.
    static QString clientProgram() { return QStringLiteral(PEERGLASS_CLIENT_PROGRAM); }

    QByteArray m_output;
    QByteArray m_errors;
};

} // namespace peerglass
