// SPDX-License-Identifier: MIT
#pragma once

#include "engine.h"
#include "standardstreams.h"
#include "unixsignals.h"

#include <QObject>

#include <memory>

namespace peerglass {

/// Runs an engine until a signal or a failure ends it: the first SIGINT or SIGTERM stops
/// gracefully, the second at once; SIGHUP reopens the log file. Lives in the main thread.
class Daemon : public QObject
{
    Q_OBJECT

public:
    Daemon(std::unique_ptr<Engine> engine, UnixSignals &signalSource);

    void start(const QList<ServiceSpec> &services);

Q_SIGNALS:
    /// Everything has ended; \a status is the exit status.
    void finished(int status);

private:
    void handleSignal(int signal);
    void complain(const QString &sentence);

    std::unique_ptr<Engine> m_engine;
    StandardStream m_errors;
    int m_status = 0;
    bool m_stopping = false;
};

} // namespace peerglass
