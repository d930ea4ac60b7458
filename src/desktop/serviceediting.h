// SPDX-License-Identifier: MIT
#pragma once

#include "servercontrol.h"

#include <QPointer>
#include <QWidget>

namespace peerglass {

/// Adds, edits and removes services, with their dialogs. Nothing runs meanwhile: where the server
/// was started while a dialog was open, what the dialog says is refused with a sentence.
class ServiceEditing : public QObject
{
    Q_OBJECT

public:
    /// \a window: parent of the dialogs.
    ServiceEditing(ServerControl &server, QWidget *window);

    void add();
    void edit(int service);
    void remove(int service);
    /// Listens on all addresses, or on this computer's alone, from the next start.
    void openToNetwork(int service, bool open);
    void showAddresses(int service);

Q_SIGNALS:
    /// The services are others now.
    void edited();
    void refused(const QString &sentence);

private:
    /// \a service: which is edited; the number of services: a new one.
    void openDialog(int service);
    void replace(int service, const ServiceSpec &spec);
    bool mayChange();

    ServerControl &m_server;
    QWidget *m_window;
};

} // namespace peerglass
