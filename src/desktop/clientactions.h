// SPDX-License-Identifier: MIT
#pragma once

#include "clientsmodel.h"
#include "engine.h"

#include <QAction>
#include <QObject>

namespace Ui {
class MainWindow;
}

namespace peerglass {

/// What can be done to clients: asks the engine, and keeps the actions of the window enabled for
/// what is possible now.
class ClientActions : public QObject
{
    Q_OBJECT

public:
    /// \a ui: whose actions they are; \a window: parent of the kick prompt.
    ClientActions(Ui::MainWindow &ui, Engine &engine, const ClientsModel &clients, QWidget *window);

    /// Who is selected in Connections, those that have gone included.
    void setSelected(const QList<ClientId> &clients);
    /// Whose queue is looked at, and which of its messages are selected and may be dropped.
    void setMessages(ClientId client, const QList<quint64> &messages);
    /// Follows what has changed about the clients.
    void update();
    /// The selected clients that are connected.
    QList<ClientInfo> live() const;

private:
    /// How many of the selected clients are what.
    struct Selection
    {
        qint64 live = 0; ///< connected
        qint64 queued = 0; ///< live and with something in the queue
        qint64 open = 0; ///< live and not being ended; of these:
        qint64 held = 0;
        qint64 paused = 0; ///< not read
        qint64 waiting = 0; ///< with something to step
    };

    void connectActions();
    Selection look() const;
    void updateDropping();
    /// Asks those of the selected clients that \a wanted holds for.
    void ask(const ClientAction &action, bool (*wanted)(const ClientInfo &));
    void holdAll(bool on);
    void toggleHold();
    void toggleReading();
    void kick(EndMode mode);
    void openPrompt(const QList<ClientInfo> &clients, EndMode mode);
    void dropSelected();

    Ui::MainWindow &m_ui;
    Engine &m_engine;
    const ClientsModel &m_clients;
    QWidget *m_window;
    const QString m_holdTip; ///< of the form, while the action holds
    const QString m_pauseTip; ///< of the form, while the action pauses
    QList<ClientId> m_selected;
    ClientId m_watched;
    QList<quint64> m_messages;
    bool m_allHeld = false;
    bool m_allPaused = false;
};

} // namespace peerglass
