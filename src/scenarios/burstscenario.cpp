// SPDX-License-Identifier: MIT
#include "burstscenario.h"

#include <array>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr int sockets = 2;
constexpr qsizetype readSize = 1024;
const std::array messages{"This is the message 0"_ba, "It will be sent 1"_ba, "in parts 2"_ba,
                          "in 中文3"_ba};

} // namespace

BurstScenario::BurstScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent)
    : EchoScenario(server, times, sockets, readSize, parent)
{
}

void BurstScenario::connected()
{
    for (const QByteArray &message : messages) {
        sendOnAll(message);
    }
    receive();
}

void BurstScenario::answered()
{
    succeed(u"burst: the first bytes that came back were those sent first"_s);
}

} // namespace peerglass
