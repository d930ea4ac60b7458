// SPDX-License-Identifier: MIT
#pragma once

#include "load.h"
#include "poller.h"

#include <vector>

/// Every client sends its batch, waits until all of it has come back, and sends the next.
class EchoLoad : public Load
{
public:
    explicit EchoLoad(const Plan &plan);

    void probe() override;
    std::uint64_t run(const Limit &limit, Histogram &times) override;

private:
    struct Client
    {
        int descriptor = -1;
        std::size_t unsent = 0;
        bool watchesWriting = false;
        std::size_t awaited = 0;
        Clock::time_point sent;
    };

    void start(unsigned number);
    void send(unsigned number);
    /// Whether that was the last byte of the echo.
    bool receive(Client &client);

    Poller m_poller;
    unsigned m_batch;
    std::vector<char> m_output; ///< a batch
    std::vector<char> m_input;
    std::vector<Client> m_clients;
    std::vector<int> m_idle;
};
