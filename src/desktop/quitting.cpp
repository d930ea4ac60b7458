// SPDX-License-Identifier: MIT
#include "quitting.h"

namespace peerglass {

namespace {

constexpr int killedBySignal = 128; // what shells add to the number of a signal

} // namespace

Quitting::Quitting(Engine &engine, QWidget *window)
    : QObject(window)
    , m_engine(engine)
    , m_window(window)
{
    connect(&engine, &Engine::stopped, this, [this] {
        if (m_stage == Stage::Stopping) {
            shutDown();
        }
    });
    // A stop that was asked for while the server was starting may end in a failed start.
    connect(&engine, &Engine::startFailed, this, [this] {
        if (m_stage == Stage::Stopping && !m_engine.isRunning()) {
            shutDown();
        }
    });
    connect(&engine, &Engine::shutDownFinished, this, [this] { Q_EMIT finished(m_status); });
}

void Quitting::request(bool askFirst)
{
    if (m_stage == Stage::Stopping) {
        showProgress();
    } else if (m_stage != Stage::Running) {
        return;
    } else if (askFirst && m_engine.isRunning() && m_clients > 0) {
        ask();
    } else {
        stop();
    }
}

void Quitting::handleSignal(int signal)
{
    if (m_signalled) {
        m_status = killedBySignal + signal;
        m_engine.stop(StopMode::AtOnce);
    } else if (m_stage == Stage::Running || m_stage == Stage::Asking) {
        stop();
    }
    m_signalled = true;
}

void Quitting::setClients(qint64 clients)
{
    m_clients = clients;
    if (m_dialog && m_stage == Stage::Asking) {
        m_dialog->ask(clients);
    } else if (m_dialog && m_stage == Stage::Stopping) {
        m_dialog->showProgress(m_clients, m_clientsAtStop);
    }
}

void Quitting::ask()
{
    m_stage = Stage::Asking;
    dialog()->ask(m_clients);
    dialog()->open();
}

void Quitting::stop()
{
    m_stage = Stage::Stopping;
    m_clientsAtStop = m_clients;
    if (!m_engine.isRunning()) {
        shutDown();
        return;
    }
    m_engine.stop(StopMode::Graceful);
    if (m_clients > 0) {
        showProgress();
    }
}

void Quitting::showProgress()
{
    dialog()->showProgress(m_clients, m_clientsAtStop);
    dialog()->open();
}

void Quitting::shutDown()
{
    m_stage = Stage::ShuttingDown;
    m_engine.shutDown();
}

CloseDialog *Quitting::dialog()
{
    if (m_dialog) {
        return m_dialog;
    }
    m_dialog = new CloseDialog(m_window);
    connect(m_dialog, &CloseDialog::stopAndQuitChosen, this, [this] {
        if (!m_dialog->isAskingAgain()) {
            Q_EMIT askingSwitchedOff();
        }
        stop();
    });
    connect(m_dialog, &CloseDialog::stopAtOnceChosen, this,
            [this] { m_engine.stop(StopMode::AtOnce); });
    connect(m_dialog, &QDialog::rejected, this, [this] {
        if (m_stage == Stage::Asking) {
            m_stage = Stage::Running;
        }
    });
    return m_dialog;
}

} // namespace peerglass
