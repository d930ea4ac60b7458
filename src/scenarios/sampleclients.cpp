// SPDX-License-Identifier: MIT
#include "sampleclients.h"

#include "slowscenario.h"
#include "stallscenario.h"
#include "steadyscenario.h"
#include "talkscenario.h"

#include <array>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int steadyClients = 2;
const std::array names{u"mei"_s, u"tom"_s, u"zoë"_s};

} // namespace

ScenarioTimes sampleTimes()
{
    // The system gives up connecting much earlier.
    constexpr auto patience = 24h;
    // Fills the default queue within a second, and costs little where a server never stops reading.
    constexpr auto stallPause = 50ms;
    return {.timeout = patience, .stallTime = patience, .stallPause = stallPause};
}

SampleClients::SampleClients(const ScenarioTimes &times, QObject *parent)
    : QObject(parent)
    , m_times(times)
{
    m_slowAgain.setSingleShot(true);
    connect(&m_slowAgain, &QTimer::timeout, this, &SampleClients::runSlowAgain);
}

void SampleClients::start(const SampleServers &servers)
{
    if (isRunning()) {
        return;
    }
    m_servers = servers;
    m_failures.clear();
    m_slowIsBack = false;
    m_stopping = false;
    if (servers.echo) {
        for (int i = 0; i < steadyClients; ++i) {
            run(new SteadyScenario(*servers.echo, m_times, this));
        }
        runSlow();
        run(new StallScenario(*servers.echo, m_times, this));
    }
    if (servers.chat) {
        for (size_t i = 0; i < names.size(); ++i) {
            const TalkScenario::Member member{.number = int(i),
                                              .of = int(names.size()),
                                              .name = servers.chatNames ? names.at(i) : QString()};
            run(new TalkScenario(*servers.chat, m_times, member, this));
        }
    }
}

void SampleClients::stop()
{
    if (m_stopping) {
        return;
    }
    m_stopping = true;
    if (m_slowAgain.isActive()) {
        m_slowAgain.stop();
        Q_EMIT changed();
    }
    const QList<Scenario *> clients = m_clients;
    for (Scenario *client : clients) {
        client->leave();
    }
}

bool SampleClients::isRunning() const
{
    return !m_clients.isEmpty() || m_slowAgain.isActive();
}

void SampleClients::run(Scenario *client)
{
    connect(client, &Scenario::finished, this,
            [this, client](const ScenarioResult &result) { remove(client, result); });
    m_clients.append(client);
    client->start();
    Q_EMIT changed();
}

void SampleClients::runSlow()
{
    m_slow = new SlowScenario(*m_servers.echo, m_times, this);
    run(m_slow);
}

void SampleClients::runSlowAgain()
{
    m_slowIsBack = true;
    runSlow();
}

void SampleClients::remove(Scenario *client, const ScenarioResult &result)
{
    m_clients.removeOne(client);
    client->deleteLater();
    const bool isSlow = client == m_slow;
    if (isSlow) {
        m_slow = nullptr;
    }
    if (isSlow && result.end == ScenarioEnd::Own && !m_stopping) {
        m_slowAgain.start(m_times.slowAgain);
    }
    Q_EMIT changed();
    // That the server has gone while the slow client was away is no news.
    if (result.end == ScenarioEnd::NotConnected && !(isSlow && m_slowIsBack)) {
        report(result.text);
    }
}

void SampleClients::report(const QString &failure)
{
    if (!m_failures.contains(failure)) {
        m_failures.insert(failure);
        Q_EMIT failed(failure);
    }
}

} // namespace peerglass
