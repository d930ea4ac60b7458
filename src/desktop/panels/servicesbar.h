// SPDX-License-Identifier: MIT
#pragma once

#include "clientsmodel.h"
#include "servercontrol.h"

#include <QMenu>
#include <QToolBar>
#include <QToolButton>

namespace peerglass {

/// One chip per service in a tool bar: its state, its endpoint and how many clients it has. Its
/// menu, which is in the menu bar too, says what can be done to it.
class ServicesBar : public QObject
{
    Q_OBJECT

public:
    /// \a menu: gets a submenu per service. \a add: the action at the end of \a bar.
    /// \a before: Tab comes from there to the first chip.
    ServicesBar(ServerControl &server, const ClientsModel &clients, QToolBar *bar, QMenu *menu,
                QAction *add, QWidget *before);

    /// Renews the chips; cheap where nothing has changed.
    void update();

Q_SIGNALS:
    void editRequested(int service);
    void removeRequested(int service);
    /// Listen on all addresses, or on this computer's alone.
    void networkRequested(int service, bool open);
    void addressesRequested(int service);

private:
    void addChip(int service);
    void fill(QMenu *menu, int service);
    void addNetworkActions(QMenu *menu, int service);
    QString titleOf(const ServiceInfo &service) const;
    QString lampFor(const ServiceInfo &service) const;

    ServerControl &m_server;
    const ClientsModel &m_clients;
    QToolBar *m_bar;
    QMenu *m_menu;
    QAction *m_add;
    QWidget *m_before;
    QList<QToolButton *> m_chips;
    QStringList m_lamps; ///< the names of their icons
    QList<QAction *> m_places; ///< of the chips in the bar
};

} // namespace peerglass
