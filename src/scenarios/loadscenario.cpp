// SPDX-License-Identifier: MIT
#include "loadscenario.h"

#include "descriptorlimit.h"
#include "loadreport.h"
#include "systemtext.h"
#include "units.h"

#include <QHostInfo>

#include <algorithm>
#include <cerrno>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr size_t readSize = 256 * 1024;

} // namespace

LoadScenario::LoadScenario(const Endpoint &server, const ScenarioTimes &times,
                           const LoadOptions &options, QObject *parent)
    : Scenario(server, times, parent)
    , m_options(options)
    , m_poller([] { return false; })
    , m_traffic{.poller = m_poller,
                .pattern = EchoPattern(options.size, options.depth),
                .buffer = std::vector<char>(readSize)}
    , m_connector(m_poller)
{
    m_traffic.drained = [this] {
        drainOne();
    };
    m_traffic.failed = [this](const QString &sentence) {
        lose(sentence);
    };
    connect(&m_connector, &LoadConnector::connected, this, &LoadScenario::addClient);
    connect(&m_connector, &LoadConnector::failed, this, &LoadScenario::failToConnect);
    m_patience.setSingleShot(true);
    m_patience.setInterval(times.timeout);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        failToConnect(u"no answer for %1"_s.arg(durationToOption(Scenario::times().timeout)));
    });
    m_time.setSingleShot(true);
    m_time.setTimerType(Qt::PreciseTimer);
    m_time.setInterval(options.time);
    connect(&m_time, &QTimer::timeout, this, &LoadScenario::endSending);
    m_silence.setInterval(std::clamp<std::chrono::milliseconds>(times.timeout / 4, 1ms, 1s));
    connect(&m_silence, &QTimer::timeout, this, &LoadScenario::lookForSilence);
}

void LoadScenario::begin()
{
    m_patience.start();
    QMetaObject::invokeMethod(this, &LoadScenario::lookUp, Qt::QueuedConnection);
}

// QHostInfo would look for the name of a literal address, too, and wait for name servers.
void LoadScenario::lookUp()
{
    if (isOver()) {
        return;
    }
    if (const QHostAddress literal(server().host); !literal.isNull()) {
        connectTo({literal});
        return;
    }
    m_lookup = QHostInfo::lookupHost(server().host, this, &LoadScenario::takeHost);
}

void LoadScenario::takeHost(const QHostInfo &host)
{
    if (host.addresses().isEmpty()) {
        failToConnect(host.errorString());
    } else {
        connectTo(host.addresses());
    }
}

void LoadScenario::connectTo(const QList<QHostAddress> &addresses)
{
    if (const auto sentence = missingDescriptors()) {
        fail(*sentence);
        return;
    }
    m_phaseBegan = Clock::now();
    m_connector.start(addresses, server().port, m_options.connections());
}

std::optional<QString> LoadScenario::missingDescriptors() const
{
    const qint64 free = freeDescriptors();
    if (free >= m_options.connections()) {
        return std::nullopt;
    }
    const qint64 limit = descriptorLimit();
    return u"%1 clients and %2 idle ones need %3 descriptors, but the limit is %4 (ulimit -n); "
           "ask for fewer or raise the limit"_s.arg(
               QString::number(m_options.clients), QString::number(m_options.idle),
               QString::number(limit - free + m_options.connections()), QString::number(limit));
}

void LoadScenario::addClient(Stream &stream)
{
    m_patience.start();
    m_clients.push_back(
        std::make_unique<LoadClient>(m_traffic, std::move(stream), int(m_clients.size())));
    if (!m_clients.back()->watch()) {
        failToConnect(systemText(errno));
    } else if (m_connector.opened() == m_options.connections()) {
        startSending();
    }
}

void LoadScenario::startSending()
{
    m_patience.stop();
    const auto now = Clock::now();
    m_connecting = now - std::exchange(m_phaseBegan, now);
    m_phase = Phase::Sending;
    if (!m_options.json) {
        Q_EMIT said(u"load: %1 connected to %2; %3 of them send for %4"_s.arg(
            QString::number(m_connector.opened()), server().toText(),
            QString::number(m_options.clients), durationToOption(m_options.time)));
    }
    m_time.start();
    m_silence.start();
    for (int i = 0; i < m_options.clients && !isOver(); ++i) {
        m_clients[size_t(i)]->start(m_options.depth);
    }
}

void LoadScenario::endSending()
{
    m_phase = Phase::Draining;
    m_sending = Clock::now() - m_phaseBegan;
    m_messages = m_traffic.messages;
    m_traffic.goesOn = false;
    m_undrained = m_options.clients; // each has something on its way all the time
}

void LoadScenario::drainOne()
{
    if (--m_undrained == 0) {
        succeed(report());
    }
}

void LoadScenario::lookForSilence()
{
    const auto since = Clock::now() - times().timeout;
    for (const auto &client : m_clients) {
        if (client->isWaiting() && client->lastMoved() < since) {
            client->failAfter(u"no answer for %1"_s.arg(durationToOption(times().timeout)));
            return;
        }
    }
}

void LoadScenario::lose(const QString &sentence)
{
    fail(m_phase == Phase::Connecting
             ? u"%1; %2 of %3 were connected"_s.arg(sentence, QString::number(m_connector.opened()),
                                                    QString::number(m_options.connections()))
             : sentence,
         ScenarioEnd::Server);
}

void LoadScenario::end()
{
    QHostInfo::abortHostLookup(m_lookup);
    m_patience.stop();
    m_time.stop();
    m_silence.stop();
    m_connector.stop();
    for (const auto &client : m_clients) {
        client->close();
    }
}

ScenarioResult LoadScenario::stopped() const
{
    return {.ok = false, .text = m_phase == Phase::Connecting ? QString() : report()};
}

QString LoadScenario::report() const
{
    const bool isOverTime = m_phase == Phase::Draining;
    const LoadFigures figures{
        .server = server(),
        .options = m_options,
        .connected = m_connector.opened(),
        .connecting = m_connecting,
        .sending = isOverTime ? m_sending : Clock::now() - m_phaseBegan,
        .messages = isOverTime ? m_messages : m_traffic.messages,
        .latencies = m_traffic.latencies,
    };
    return m_options.json ? reportJson(figures) : reportText(figures);
}

} // namespace peerglass
