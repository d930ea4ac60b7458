// SPDX-License-Identifier: MIT
#pragma once

#include "clientinfo.h"
#include "requests.h"
#include "serviceinfo.h"

#include <QDialog>

#include <memory>

namespace Ui {
class SendDialog;
}

namespace peerglass {

/// Sends bytes to the selected clients or to all of a service, or speaks in a chat. Stays open, so
/// that one can send again and what was typed is never lost; show() it. Escapes (`\n`, `\x00`, see
/// typedBytes()) are optional, and so is a newline at the end; the number of bytes is
/// shown.
class SendDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SendDialog(QWidget *parent = nullptr);
    ~SendDialog() override;

    /// Who can be sent to. May be called at any time; what was chosen stays chosen if it is still
    /// there. Send is disabled, with a sentence, where nobody is chosen or nothing was typed.
    void setServices(const QList<ServiceInfo> &services);
    void setClients(const QList<ClientInfo> &clients);
    /// Chooses the selected clients.
    void chooseClients();

Q_SIGNALS:
    void sendToClients(const QList<peerglass::ClientId> &clients,
                       const peerglass::ClientAction &action);
    void sendToService(peerglass::ServiceId service, const peerglass::ServiceAction &action);

private:
    enum class TargetKind { Nobody, Clients, Service, Speak };
    struct Target
    {
        TargetKind kind = TargetKind::Nobody;
        ServiceId service;
        QString endpoint;

        friend bool operator==(const Target &, const Target &) = default;
    };

    Target target() const;
    void fillTargets(const Target &chosen);
    QString nameOf(const Target &each) const;
    QByteArray bytes() const;
    /// Why it cannot be sent; empty where it can.
    QString obstacle() const;
    void refresh();
    void send();

    std::unique_ptr<Ui::SendDialog> m_ui;
    QList<ClientId> m_clients;
    QList<Target> m_running; ///< what can be sent to of the services that run
    QList<Target> m_targets; ///< by their index in the box
};

} // namespace peerglass
