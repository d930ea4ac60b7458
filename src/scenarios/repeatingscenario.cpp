// SPDX-License-Identifier: MIT
#include "repeatingscenario.h"

#include "escape.h"
#include "units.h"

namespace peerglass {

using namespace Qt::StringLiterals;

RepeatingScenario::RepeatingScenario(const Endpoint &server, const ScenarioTimes &times,
                                     QObject *parent)
    : Scenario(server, times, parent)
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        failToConnect(u"no answer for %1"_s.arg(durationToOption(Scenario::times().timeout)));
    });
    m_beat.setSingleShot(true);
    connect(&m_beat, &QTimer::timeout, this, &RepeatingScenario::sendNext);
    connect(&m_connection, &Connection::opened, this, &RepeatingScenario::sendFirst);
    connect(&m_connection, &Connection::received, this, &RepeatingScenario::take);
    connect(&m_connection, &Connection::ended, this, [this] { lose(u"it has finished"_s); });
    connect(&m_connection, &Connection::failed, this, &RepeatingScenario::lose);
    connect(&m_connection, &Connection::left, this, &Scenario::stop);
}

void RepeatingScenario::begin()
{
    m_limit.start(times().timeout);
    m_connection.open(server());
}

void RepeatingScenario::end()
{
    m_limit.stop();
    m_beat.stop();
    m_connection.close();
}

void RepeatingScenario::leave()
{
    if (!m_connection.isOpen()) {
        stop();
        return;
    }
    m_beat.stop();
    m_connection.leave(times().leaveTime);
}

void RepeatingScenario::sendFirst()
{
    m_connected = true;
    m_limit.stop();
    m_connection.setReading(true);
    m_beat.start(connected());
}

void RepeatingScenario::sendNext()
{
    if (m_connection.unsent() == 0) {
        send(nextMessage());
    }
    m_beat.start(pause());
}

void RepeatingScenario::send(const QByteArray &message)
{
    Q_EMIT said(u"%1 sends \"%2\""_s.arg(m_connection.local().toText(), escape(message)));
    m_connection.send(message);
}

void RepeatingScenario::lose(const QString &reason)
{
    if (m_connected) {
        succeed(u"the server ended it: %1"_s.arg(reason), ScenarioEnd::Server);
    } else {
        failToConnect(reason);
    }
}

} // namespace peerglass
