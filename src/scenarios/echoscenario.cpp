// SPDX-License-Identifier: MIT
#include "echoscenario.h"

#include "escape.h"
#include "units.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

EchoScenario::EchoScenario(const Endpoint &server, const ScenarioTimes &times, int connections,
                           qsizetype readSize, QObject *parent)
    : Scenario(server, times, parent)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(times.timeout);
    connect(&m_patience, &QTimer::timeout, this, &EchoScenario::giveUp);
    for (int i = 0; i < connections; ++i) {
        m_peers.push_back(std::make_unique<Peer>());
        m_peers.back()->connection.setReadSize(readSize);
        listenTo(*m_peers.back());
    }
}

void EchoScenario::listenTo(Peer &peer)
{
    const Connection *connection = &peer.connection;
    connect(connection, &Connection::opened, this, &EchoScenario::countOpened);
    connect(connection, &Connection::sent, this, [&peer] { readWhenSent(peer); });
    connect(connection, &Connection::received, this,
            [this, &peer](const QByteArray &bytes) { take(peer, bytes); });
    connect(connection, &Connection::ended, this, [this, &peer] {
        failAfter(peer, u"the server ended the connection"_s, ScenarioEnd::Server);
    });
    connect(connection, &Connection::left, this, &EchoScenario::stopWhenClosed);
    connect(connection, &Connection::failed, this, [this, &peer](const QString &reason) {
        if (m_opened < m_peers.size()) {
            failToConnect(reason);
        } else {
            failAfter(peer, reason, ScenarioEnd::Server);
        }
    });
}

void EchoScenario::begin()
{
    m_patience.start();
    for (const auto &peer : m_peers) {
        peer->connection.open(server());
    }
}

void EchoScenario::end()
{
    m_patience.stop();
    for (const auto &peer : m_peers) {
        peer->connection.close();
    }
}

void EchoScenario::leave()
{
    if (m_opened < m_peers.size() || isOver()) {
        stop();
        return;
    }
    m_patience.stop();
    for (const auto &peer : m_peers) {
        peer->connection.leave(times().leaveTime);
    }
}

void EchoScenario::stopWhenClosed()
{
    if (std::none_of(m_peers.begin(), m_peers.end(),
                     [](const auto &peer) { return peer->connection.isOpen(); })) {
        stop();
    }
}

void EchoScenario::countOpened()
{
    m_patience.start();
    if (++m_opened == m_peers.size()) {
        m_patience.stop();
        connected();
    }
}

void EchoScenario::sendOnAll(const QByteArray &message)
{
    for (const auto &peer : m_peers) {
        Q_EMIT said(u"%1 sends \"%2\""_s.arg(peer->connection.local().toText(), escape(message)));
        peer->check.expect(message);
        peer->connection.send(message);
    }
}

void EchoScenario::receive()
{
    m_patience.start();
    for (const auto &peer : m_peers) {
        peer->waiting = true;
        readWhenSent(*peer);
    }
}

void EchoScenario::readWhenSent(Peer &peer)
{
    if (peer.waiting && peer.connection.unsent() == 0) {
        peer.connection.setReading(true);
    }
}

void EchoScenario::take(Peer &peer, const QByteArray &bytes)
{
    const QString name = peer.connection.local().toText();
    Q_EMIT said(u"%1 receives \"%2\""_s.arg(name, escape(bytes)));
    if (const auto wrong = peer.check.take(bytes)) {
        fail(u"%1 %2"_s.arg(name, *wrong));
        return;
    }
    m_patience.start();
    if (!isAnswered(peer.check)) {
        return;
    }
    peer.waiting = false;
    peer.connection.setReading(false);
    if (std::none_of(m_peers.begin(), m_peers.end(), [](const auto &p) { return p->waiting; })) {
        m_patience.stop();
        answered();
    }
}

void EchoScenario::failAfter(const Peer &peer, const QString &what, ScenarioEnd end)
{
    fail(u"%1: %2 after %3 of %4 bytes had come back"_s.arg(peer.connection.local().toText(), what,
                                                            QString::number(peer.check.received()),
                                                            QString::number(peer.check.expected())),
         end);
}

void EchoScenario::giveUp()
{
    const QString silence = u"no answer for %1"_s.arg(durationToOption(times().timeout));
    const auto waiting = std::find_if(m_peers.begin(), m_peers.end(),
                                      [](const auto &peer) { return peer->waiting; });
    if (waiting == m_peers.end()) {
        failToConnect(silence);
    } else {
        failAfter(**waiting, silence, ScenarioEnd::Own);
    }
}

} // namespace peerglass
