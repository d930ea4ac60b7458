// SPDX-License-Identifier: MIT
#include "scenario.h"

namespace peerglass {

using namespace Qt::StringLiterals;

Scenario::Scenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_times(times)
{
}

void Scenario::stop()
{
    finish(stopped());
}

ScenarioResult Scenario::stopped() const
{
    return {};
}

void Scenario::succeed(const QString &text, ScenarioEnd end)
{
    finish({.ok = true, .text = text, .end = end});
}

void Scenario::fail(const QString &text, ScenarioEnd end)
{
    finish({.ok = false, .text = text, .end = end});
}

void Scenario::failToConnect(const QString &reason)
{
    fail(u"cannot connect to %1: %2"_s.arg(m_server.toText(), reason), ScenarioEnd::NotConnected);
}

void Scenario::finish(const ScenarioResult &result)
{
    if (m_over) {
        return;
    }
    m_over = true;
    end();
    Q_EMIT finished(result);
}

} // namespace peerglass
