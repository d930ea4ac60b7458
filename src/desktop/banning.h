// SPDX-License-Identifier: MIT
#pragma once

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
    /// \a window: parent of the dialogs.
    Banning(Engine &engine, QWidget *window);

    /// Asks how long to ban the addresses of \a clients.
    void ban(const QList<ClientInfo> &clients);
    void showBans();

private:
    Engine &m_engine;
    QWidget *m_window;
    QPointer<BansDialog> m_list;
};

} // namespace peerglass
