// SPDX-License-Identifier: MIT
#include "daemon.h"

#include <csignal>
#include <unistd.h>

namespace peerglass {

using namespace Qt::StringLiterals;

Daemon::Daemon(std::unique_ptr<Engine> engine, UnixSignals &signalSource)
    : m_engine(std::move(engine))
    , m_errors(STDERR_FILENO)
{
    connect(&signalSource, &UnixSignals::received, this, &Daemon::handleSignal);
    connect(m_engine.get(), &Engine::logTrouble, this, &Daemon::complain);
    connect(m_engine.get(), &Engine::startFailed, this, [this](const StartError &error) {
        complain(error.complaint());
        m_status = 1;
        m_stopping = true;
        m_engine->shutDown();
    });
    connect(m_engine.get(), &Engine::stopped, this, [this] { m_engine->shutDown(); });
    connect(m_engine.get(), &Engine::shutDownFinished, this, [this] { Q_EMIT finished(m_status); });
}

void Daemon::start(const QList<ServiceSpec> &services)
{
    m_engine->start(services);
}

void Daemon::handleSignal(int signal)
{
    if (signal == SIGHUP) {
        m_engine->reopenLogFile();
        return;
    }
    if (m_stopping) {
        m_status = 128 + signal;
        m_engine->stop(StopMode::AtOnce);
        return;
    }
    m_stopping = true;
    m_engine->stop(StopMode::Graceful);
}

/// Waits for nobody: where standard error is as stuck as standard output may be, signals are still
/// heard. What does not fit then is not said.
void Daemon::complain(const QString &sentence)
{
    const QByteArray line = "peerglassd: " + sentence.toUtf8() + '\n';
    if (m_errors.takesOutput()) {
        // Where this is refused there is nobody left to tell.
        [[maybe_unused]] const ssize_t written = m_errors.write(line);
    }
}

} // namespace peerglass
