// SPDX-License-Identifier: MIT
#include "multiscenario.h"

#include <array>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr int sockets = 2;
constexpr qsizetype readSize = 1024;
const std::array messages{"This is the message. "_ba, "It will be sent "_ba, "in parts."_ba};

} // namespace

MultiScenario::MultiScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent)
    : EchoScenario(server, times, sockets, readSize, parent)
{
}

void MultiScenario::next()
{
    if (m_done == messages.size()) {
        succeed(u"multi: all messages came back on both connections"_s);
        return;
    }
    sendOnAll(messages.at(m_done++));
    receive();
}

} // namespace peerglass
