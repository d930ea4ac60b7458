// SPDX-License-Identifier: MIT
#pragma once

#include "echoscenario.h"

namespace peerglass {

/// `multi`: the client of the select() echo tutorial. Two sockets side by side send each of three
/// messages and read its echo before the next one.
class MultiScenario : public EchoScenario
{
    Q_OBJECT
public:
    MultiScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent = nullptr);

protected:
    void connected() override { next(); }
    void answered() override { next(); }

private:
    void next();

    size_t m_done = 0; // messages sent
};

} // namespace peerglass
