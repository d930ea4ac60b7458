// SPDX-License-Identifier: MIT
#include "firststeps.h"

#include <QStringList>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return ServerControl::tr(text);
}

QString endpoints(const ServerControl &server)
{
    QStringList urls;
    for (const ServiceSpec &spec : server.specs()) {
        urls.append(spec.endpoint());
    }
    return urls.join(u", "_s);
}

} // namespace

FirstSteps::FirstSteps(EmptyState *place, const Actions &actions)
    : m_place(place)
    , m_actions(actions)
{
}

void FirstSteps::show(const ServerControl &server, bool someCame)
{
    m_place->setCommand({});
    switch (server.state()) {
    case ServerControl::State::NoService:
        m_place->setText(
            tr("There is no service"),
            tr("Add one to start: echo or chat, on a port of your choice. Try it takes "
               "the two default ones."));
        m_place->setActions({m_actions.addService, m_actions.tryIt});
        return;
    case ServerControl::State::Stopped:
        showStopped(server);
        return;
    case ServerControl::State::Failed:
        m_place->setText(tr("The server could not start"),
                         tr("All services are started, or none. Change the one with the cross in "
                            "its menu above, or try again."));
        m_place->setActions({m_actions.start, m_actions.tryIt, m_actions.addService});
        return;
    case ServerControl::State::Listening:
        showListening(server, someCame);
        return;
    case ServerControl::State::AcceptPaused:
        m_place->setText(server.sentence(0), tr("Nobody can connect until it goes on by itself."));
        m_place->setActions({});
        return;
    case ServerControl::State::Starting:
    case ServerControl::State::Draining:
        m_place->setText(server.sentence(0), {});
        m_place->setActions({});
        return;
    }
}

void FirstSteps::showListening(const ServerControl &server, bool someCame)
{
    const QString ban = server.commandBan();
    m_place->setText(someCame ? tr("Nobody is connected") : tr("Nobody has connected yet"),
                     ban.isEmpty() ? tr("Try this in a terminal:") : ban);
    m_place->setCommand(server.command());
    m_place->setActions({m_actions.tryIt});
}

void FirstSteps::showStopped(const ServerControl &server)
{
    m_place->setText(
        m_firstStart ? tr("Welcome to Peerglass") : tr("The server is stopped"),
        m_firstStart
            ? tr("A TCP server whose inside you can see: every connection, every message that "
                 "waits, everything that happens. Press Try it: it starts the server (%1) and "
                 "connects seven sample clients.")
                  .arg(endpoints(server))
            : tr("Start listens on %1. Try it also connects seven sample clients.")
                  .arg(endpoints(server)));
    m_place->setActions({m_actions.tryIt, m_actions.start, m_actions.addService});
}

} // namespace peerglass
