// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <chrono>

namespace peerglass {

/// How an engine runs, from its start to its end.
struct EngineOptions
{
    enum class Output { None, Text, Json };

    int threads = 1; ///< I/O threads, 1 … maxThreads
    std::chrono::milliseconds drain{5000}; ///< deadline of a graceful stop
    bool traffic = true; ///< make traffic events too
    bool snapshots = true; ///< publish ClientInfo
    bool events = true; ///< publish events by signal, beside what is written
    Output output = Output::None; ///< form of the events on standard output
    QString logFile{}; ///< JSON lines are appended to it; empty: none

    static constexpr int maxThreads = 64;
};

} // namespace peerglass
