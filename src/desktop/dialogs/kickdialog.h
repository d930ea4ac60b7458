// SPDX-License-Identifier: MIT
#pragma once

#include "clientinfo.h"
#include "requests.h"

#include <QDialog>

#include <memory>

namespace Ui {
class KickDialog;
}

namespace peerglass {

/// Asks for the reason and the way of a kick; Enter kicks. Says whom: one by id, address and name,
/// several by their number and the first few. Open it with open().
class KickDialog : public QDialog
{
    Q_OBJECT

public:
    /// \a clients: at least one.
    KickDialog(const QList<ClientInfo> &clients, EndMode mode, QWidget *parent = nullptr);
    ~KickDialog() override;

    QList<ClientId> clients() const { return m_clients; }
    action::Kick action() const;

private:
    std::unique_ptr<Ui::KickDialog> m_ui;
    QList<ClientId> m_clients;
};

} // namespace peerglass
