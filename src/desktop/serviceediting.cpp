// SPDX-License-Identifier: MIT
#include "serviceediting.h"

#include "addressesdialog.h"
#include "serviceconflict.h"
#include "servicedialog.h"

#include <QNetworkInterface>

namespace peerglass {

using namespace Qt::StringLiterals;

ServiceEditing::ServiceEditing(ServerControl &server, QWidget *window)
    : QObject(window)
    , m_server(server)
    , m_window(window)
{
}

void ServiceEditing::add()
{
    openDialog(int(m_server.specs().size()));
}

void ServiceEditing::edit(int service)
{
    openDialog(service);
}

void ServiceEditing::openDialog(int service)
{
    if (!mayChange()) {
        return;
    }
    QList<ServiceSpec> others = m_server.specs();
    const bool isNew = service >= others.size();
    const ServiceSpec spec = isNew ? ServiceSpec() : others.takeAt(service);
    auto *dialog = new ServiceDialog(others, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!isNew) {
        dialog->setSpec(spec);
    }
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, service] { replace(service, dialog->spec()); });
    dialog->open();
}

void ServiceEditing::replace(int service, const ServiceSpec &spec)
{
    if (!mayChange()) {
        return;
    }
    QList<ServiceSpec> specs = m_server.specs();
    if (service < specs.size()) {
        specs[service] = spec;
    } else {
        specs.append(spec);
    }
    m_server.setSpecs(specs);
    Q_EMIT edited();
}

void ServiceEditing::remove(int service)
{
    QList<ServiceSpec> specs = m_server.specs();
    if (service < specs.size() && mayChange()) {
        specs.removeAt(service);
        m_server.setSpecs(specs);
        Q_EMIT edited();
    }
}

void ServiceEditing::openToNetwork(int service, bool open)
{
    const QList<ServiceSpec> specs = m_server.specs();
    if (service >= specs.size() || !mayChange()) {
        return;
    }
    ServiceSpec spec = specs.at(service);
    spec.host = open ? u"any"_s : u"localhost"_s;
    QList<ServiceSpec> others = specs;
    others.removeAt(service);
    if (const auto other = findConflict(spec, others)) {
        Q_EMIT refused(tr("%1 would take the port of %2; give one of them another port first.")
                           .arg(spec.endpoint(), other->endpoint()));
        return;
    }
    replace(service, spec);
    if (open) {
        showAddresses(service);
    }
}

void ServiceEditing::showAddresses(int service)
{
    const QList<ServiceInfo> services = m_server.services();
    if (service >= services.size()) {
        return;
    }
    const ServiceInfo &info = services.at(service);
    const bool listening = info.state == ServiceState::Listening
        || info.state == ServiceState::AcceptPaused;
    auto *dialog = new AddressesDialog(info.spec, ServerControl::portOf(info), listening,
                                       QNetworkInterface::allAddresses(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

bool ServiceEditing::mayChange()
{
    if (m_server.isRunning()) {
        Q_EMIT refused(tr("Services can be changed only while the server is stopped."));
    }
    return !m_server.isRunning();
}

} // namespace peerglass
