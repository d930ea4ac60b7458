// SPDX-License-Identifier: MIT
#pragma once

#include "servicespec.h"

#include <QDialog>
#include <QHostAddress>

#include <memory>

namespace Ui {
class AddressesDialog;
}

namespace peerglass {

/// Under which `ADDRESS:PORT` other machines can reach a service that listens on \a port of the
/// host of \a spec, where this machine has \a addresses: no loopback ones, IPv4 first, link-local
/// ones last and with their scope; only what fits the host (an IPv4 host has no IPv6 ones).
QStringList reachableEndpoints(const ServiceSpec &spec, quint16 port,
                               const QList<QHostAddress> &addresses);

/// Lists where other machines reach a service, each with Copy, and says what is open to whom: no
/// encryption, no authentication, anyone in the network. Open it with open().
class AddressesDialog : public QDialog
{
    Q_OBJECT

public:
    /// \a port: the one it listens on, or will. \a listening: whether it does.
    AddressesDialog(const ServiceSpec &spec, quint16 port, bool listening,
                    const QList<QHostAddress> &addresses, QWidget *parent = nullptr);
    ~AddressesDialog() override;

private:
    static QString introduction(const ServiceSpec &spec, quint16 port, bool listening, bool found);
    void addRow(const QString &endpoint);

    std::unique_ptr<Ui::AddressesDialog> m_ui;
};

} // namespace peerglass
