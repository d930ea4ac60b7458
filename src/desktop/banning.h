// SPDX-License-Identifier: MIT
#pragma once

#include "clientsmodel.h"
#include "engine.h"

#include <QPointer>
#include <QWidget>

namespace peerglass {

class BansDialog;

/// Bans addresses and shows who is banned, with their dialogs.
class Banning : public QObject
{
    Q_OBJECT

public:
    /// \a clients: all there are. \a window: parent of the dialogs.
    Banning(Engine &engine, const ClientsModel &clients, QWidget *window);

    /// Asks how long to ban the addresses of \a clients.
    void ban(const QList<ClientInfo> &clients);
    void showBans();

private:
    qint64 connectedFrom(const QStringList &addresses) const;

    Engine &m_engine;
    const ClientsModel &m_clients;
    QWidget *m_window;
    QPointer<BansDialog> m_list;
};

} // namespace peerglass
