// SPDX-License-Identifier: MIT
#pragma once

#include "closedialog.h"
#include "engine.h"

#include <QObject>
#include <QPointer>
#include <QWidget>

namespace peerglass {

/// The way out: asks where it should, stops gracefully with progress, ends the engine, and only
/// then says that it has finished.
class Quitting : public QObject
{
    Q_OBJECT

public:
    /// \a engine outlives it. \a window: parent of the dialog.
    Quitting(Engine &engine, QWidget *window);

    /// The window is to be closed. \a ask: whether to ask while clients are connected.
    void request(bool ask);
    /// SIGINT or SIGTERM: never asks; a second one stops at once, and the exit status tells of it.
    void handleSignal(int signal);
    /// How many clients are connected now.
    void setClients(qint64 clients);

Q_SIGNALS:
    /// Somebody does not want to be asked again.
    void askingSwitchedOff();
    /// Nothing is left to do; \a status is the exit status.
    void finished(int status);

private:
    enum class Stage { Running, Asking, Stopping, ShuttingDown };

    void ask();
    void stop();
    void showProgress();
    void shutDown();
    CloseDialog *dialog();

    Engine &m_engine;
    QWidget *m_window;
    QPointer<CloseDialog> m_dialog;
    Stage m_stage = Stage::Running;
    qint64 m_clients = 0;
    qint64 m_clientsAtStop = 0;
    int m_status = 0;
    bool m_signalled = false;
};

} // namespace peerglass
