// SPDX-License-Identifier: MIT
#pragma once

#include "load.h"
#include "poller.h"

#include <vector>

/// So many clients at once connect, finish sending without having sent, wait until the server
/// closes too, and close. A message is one such visit: that its end came back shows that it was
/// accepted.
class ConnectLoad : public Load
{
public:
    explicit ConnectLoad(const Plan &plan);

    void probe() override;
    std::uint64_t run(const Limit &limit, Histogram &times) override;

private:
    struct Visit
    {
        int descriptor = -1;
        Clock::time_point begun;
    };

    void begin(unsigned number);
    static void end(Visit &visit);

    Poller m_poller;
    std::uint16_t m_port;
    unsigned m_count = 0;
    std::vector<Visit> m_visits;
};
