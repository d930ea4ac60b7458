// SPDX-License-Identifier: MIT
#include "banning.h"

#include "addressgroup.h"
#include "bandialog.h"
#include "bansdialog.h"

#include <QSet>

#include <algorithm>

namespace peerglass {

Banning::Banning(Engine &engine, const ClientsModel &clients, QWidget *window)
    : QObject(window)
    , m_engine(engine)
    , m_clients(clients)
    , m_window(window)
{
    connect(&m_engine, &Engine::bansChanged, this, [this](const QList<Ban> &bans) {
        if (m_list) {
            m_list->setBans(bans);
        }
    });
}

void Banning::ban(const QList<ClientInfo> &clients)
{
    QStringList addresses;
    for (const ClientInfo &client : clients) {
        if (!addresses.contains(client.address)) {
            addresses.append(client.address);
        }
    }
    if (addresses.isEmpty()) {
        return;
    }
    auto *dialog = new BanDialog(addresses, connectedFrom(addresses), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        for (const QString &address : dialog->addresses()) {
            m_engine.ban(address, dialog->duration());
        }
    });
    dialog->open();
}

qint64 Banning::connectedFrom(const QStringList &addresses) const
{
    QSet<QString> groups;
    for (const QString &address : addresses) {
        groups.insert(AddressGroup(QHostAddress(address)).toString());
    }
    const QList<ClientId> connected = m_clients.connected();
    return std::count_if(connected.begin(), connected.end(), [&](ClientId id) {
        const QHostAddress address(m_clients.find(id)->address);
        return groups.contains(AddressGroup(address).toString());
    });
}

void Banning::showBans()
{
    if (!m_list) {
        m_list = new BansDialog(m_window);
        m_list->setAttribute(Qt::WA_DeleteOnClose);
        m_list->setBans(m_engine.bans());
        connect(m_list, &BansDialog::liftRequested, &m_engine, &Engine::unban);
    }
    m_list->show();
    m_list->raise();
    m_list->activateWindow();
}

} // namespace peerglass
