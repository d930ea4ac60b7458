// SPDX-License-Identifier: MIT
#include "slowscenario.h"

#include <array>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr int sockets = 1;
constexpr qsizetype readSize = 16;
const std::array parts{"Part one of the message."_ba, "Part two of the message."_ba};

} // namespace

SlowScenario::SlowScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent)
    : EchoScenario(server, times, sockets, readSize, parent)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &SlowScenario::next);
}

void SlowScenario::connected()
{
    m_pause.start(times().slowStart);
}

void SlowScenario::next()
{
    if (m_done == parts.size()) {
        receive();
        return;
    }
    sendOnAll(parts.at(m_done++));
    m_pause.start(times().slowPause);
}

void SlowScenario::answered()
{
    succeed(u"slow: both parts came back"_s);
}

void SlowScenario::leave()
{
    m_pause.stop();
    EchoScenario::leave();
}

void SlowScenario::end()
{
    m_pause.stop();
    EchoScenario::end();
}

} // namespace peerglass
