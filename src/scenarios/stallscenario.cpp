// SPDX-License-Identifier: MIT
#include "stallscenario.h"

#include "units.h"

namespace peerglass {

using namespace Qt::StringLiterals;

StallScenario::StallScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent)
    : Scenario(server, times, parent)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &StallScenario::sendMore);
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, &StallScenario::timeOut);
    connect(&m_connection, &Connection::opened, this, &StallScenario::connected);
    connect(&m_connection, &Connection::failed, this, &StallScenario::lose);
    connect(&m_connection, &Connection::sent, this, [this](qint64 bytes) {
        m_sent += bytes;
        goOn();
    });
}

void StallScenario::begin()
{
    m_limit.start(times().timeout);
    m_connection.open(server());
}

void StallScenario::end()
{
    m_limit.stop();
    m_pause.stop();
    m_connection.close();
}

void StallScenario::connected()
{
    m_connected = true;
    m_limit.start(times().stallTime);
    Q_EMIT said(u"%1 sends and does not read"_s.arg(m_connection.local().toText()));
    sendMore();
}

void StallScenario::sendMore()
{
    // Lines, so that a chat server has something to relay; 64 KiB of them in one send.
    static const QByteArray block
        = "stall sends and never reads, and what comes back waits for it..\n"_ba.repeated(1024);
    m_connection.send(block);
}

void StallScenario::goOn()
{
    if (m_connection.unsent() > 0) {
        return;
    }
    if (times().stallPause.count() > 0) {
        m_pause.start(times().stallPause);
    } else {
        sendMore();
    }
}

void StallScenario::lose(const QString &reason)
{
    if (m_connected) {
        succeed(summary(u"the server ended it: %1"_s.arg(reason)), ScenarioEnd::Server);
    } else {
        failToConnect(reason);
    }
}

void StallScenario::timeOut()
{
    if (m_connected) {
        succeed(
            summary(u"its time limit of %1 was over"_s.arg(durationToOption(times().stallTime))));
    } else {
        failToConnect(u"no answer for %1"_s.arg(durationToOption(times().timeout)));
    }
}

ScenarioResult StallScenario::stopped() const
{
    return {.ok = false, .text = summary(u"it was stopped"_s)};
}

QString StallScenario::summary(const QString &ending) const
{
    return u"stall: sent %1 (%2 bytes), read nothing; %3"_s.arg(sizeToDisplay(m_sent),
                                                                QString::number(m_sent), ending);
}

} // namespace peerglass
