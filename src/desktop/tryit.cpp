// SPDX-License-Identifier: MIT
#include "tryit.h"

#include "ownban.h"

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

Endpoint endpointOf(const ServiceInfo &service)
{
    const BoundAddress &bound = service.addresses.first();
    const bool all = bound.address == "::"_L1 || bound.address == "0.0.0.0"_L1;
    const QString loopback = service.spec.host == "::"_L1 ? u"::1"_s : u"127.0.0.1"_s;
    return {.host = all ? loopback : bound.address, .port = bound.port};
}

} // namespace

TryIt::TryIt(ServerControl &server, QObject *parent)
    : QObject(parent)
    , m_server(server)
{
    connect(&server, &ServerControl::changed, this, &TryIt::connectWhenListening);
    connect(&server, &ServerControl::startFailed, this, [this] {
        m_wanted = false;
        Q_EMIT changed();
    });
    connect(&m_clients, &SampleClients::changed, this, &TryIt::changed);
    connect(&m_clients, &SampleClients::failed, this, &TryIt::said);
}

void TryIt::start()
{
    if (isRunning()) {
        return;
    }
    if (m_server.specs().isEmpty()) {
        m_server.setSpecs(defaultServices());
    }
    m_wanted = true;
    m_server.start();
    connectWhenListening();
    Q_EMIT changed();
}

void TryIt::stop()
{
    m_wanted = false;
    m_clients.stop();
    Q_EMIT changed();
}

void TryIt::connectWhenListening()
{
    if (m_wanted && m_server.state() == ServerControl::State::Listening) {
        m_wanted = false;
        connectClients();
    } else if (m_wanted && !m_server.isRunning()) {
        m_wanted = false; // stopped before it came to listen
        Q_EMIT changed();
    }
}

void TryIt::connectClients()
{
    SampleServers servers;
    QString ban;
    for (const ServiceInfo &service : m_server.services()) {
        if (service.addresses.isEmpty()) {
            continue;
        }
        const Endpoint endpoint = endpointOf(service);
        if (const QString why = ownBan(endpoint.host, m_server.bans()); !why.isEmpty()) {
            ban = why;
        } else if (service.spec.protocol == ProtocolKind::Echo && !servers.echo) {
            servers.echo = endpoint;
        } else if (service.spec.protocol == ProtocolKind::Chat && !servers.chat) {
            servers.chat = endpoint;
            servers.chatNames = service.spec.names;
        }
    }
    if (!ban.isEmpty()) {
        Q_EMIT said(ban);
    } else if (!servers.chat) {
        Q_EMIT said(tr("There is no chat service, so the three chat members stay away."));
    } else if (!servers.echo) {
        Q_EMIT said(tr("There is no echo service, so the echo clients stay away."));
    }
    if (servers.echo || servers.chat) {
        m_clients.start(servers);
    } else {
        Q_EMIT changed(); // none of them comes
    }
}

} // namespace peerglass
