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
    qint64 memoryLimit = 256 * 1024 * 1024; ///< of all queues together, bytes, 1 MiB … 1 TiB
    bool traffic = true; ///< write traffic events too; events by signal always have them
    bool snapshots = true; ///< publish ClientInfo
    bool events = true; ///< publish events by signal, beside what is written
    Output output = Output::None; ///< form of the events on standard output
    QString logFile{}; ///< JSON lines are appended to it; empty: none
    qint64 logSize = defaultLogSize; ///< bytes the log file is rotated at, min … maxLogSize

    /// Whether traffic events are worth making.
    bool wantsTraffic() const { return traffic || events; }

    static constexpr int maxThreads = 64;
    static constexpr qint64 minLogSize = 64 * 1024; ///< many of the longest records
    static constexpr qint64 maxLogSize = qint64(1) << 40;
    static constexpr int keptLogFiles = 5; ///< the log file and four older ones
    static constexpr qint64 defaultLogSize = 100 * 1024 * 1024;
};

} // namespace peerglass
