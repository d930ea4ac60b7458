// SPDX-License-Identifier: MIT
#pragma once

#include "enginefixture.h"

#include <memory>
#include <random>
#include <vector>

namespace peerglass {

struct Talker;

/// Random clients of an echo service and a chat without names, the first and the second of an
/// engine, and a random operator. What is done follows from the seed; what comes of it from
/// the moment too.
class Chaos
{
public:
    Chaos(EngineFixture &server, quint32 seed);
    ~Chaos();

    void step();
    /// Stops the server, gracefully or not. What was wrong in what the clients have counted and
    /// read.
    QStringList end();

private:
    int below(int bound) { return std::uniform_int_distribution(0, bound - 1)(m_random); }
    Talker &anyone();
    void join();
    void forgetThoseWhoHaveEnded();
    void leave(Talker &talker);
    void talk(Talker &talker);
    void operate(ClientId client);
    ClientAction anyAction(ClientId client);
    quint64 anyMessageOf(ClientId client);
    QStringList faultsIn(const Talker &talker) const;

    EngineFixture &m_server;
    std::mt19937 m_random;
    std::vector<std::unique_ptr<Talker>> m_here;
    std::vector<std::unique_ptr<Talker>> m_gone;
    ClientId m_watched;
    ClientId m_lastId; ///< the highest so far
    int m_operatorLines = 0;
};

} // namespace peerglass
