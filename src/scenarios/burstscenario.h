// SPDX-License-Identifier: MIT
#pragma once

#include "echoscenario.h"

namespace peerglass {

/// `burst`: the client of the delayed echo tutorial. Two sockets send four numbered messages with
/// no read between, receive once, and close, whatever else is on its way. Right when the first
/// bytes received are those that were sent first.
class BurstScenario : public EchoScenario
{
    Q_OBJECT
public:
    BurstScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent = nullptr);

protected:
    void connected() override;
    void answered() override;
    bool isAnswered(const EchoCheck &check) const override { return check.received() > 0; }
};

} // namespace peerglass
