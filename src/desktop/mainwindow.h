// SPDX-License-Identifier: MIT
#pragma once

#include "engine.h"

#include <QHash>
#include <QLabel>
#include <QMainWindow>

#include <memory>

namespace peerglass {

/// The window beside a running engine: says what the engine reported, and nothing else. Closing it
/// stops the engine gracefully first.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(std::unique_ptr<Engine> engine);

    void start(const QList<ServiceSpec> &services);
    /// Stops gracefully and closes; a second call stops at once.
    void stopAndQuit();

Q_SIGNALS:
    /// The engine has ended: nothing is left to do.
    void finished();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void showServices();
    void countClients(const QList<ClientInfo> &clients);

    std::unique_ptr<Engine> m_engine;
    QLabel *m_text;
    QHash<ClientId, ServiceId> m_clients;
    QString m_error;
    bool m_quitting = false;
};

} // namespace peerglass
