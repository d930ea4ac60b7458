// SPDX-License-Identifier: MIT
#include "daemon.h"

#include <csignal>
#include <cstdio>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

void complain(const QString &sentence)
{
    std::fprintf(stderr, "peerglassd: %s\n", qUtf8Printable(sentence));
}

} // namespace

Daemon::Daemon(std::unique_ptr<Engine> engine, UnixSignals &signalSource)
    : m_engine(std::move(engine))
{
    connect(&signalSource, &UnixSignals::received, this, &Daemon::handleSignal);
    connect(m_engine.get(), &Engine::logTrouble, this, &complain);
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

} // namespace peerglass
