// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QStringList>

#include <atomic>
#include <chrono>
#include <thread>

namespace peerglass {

/// Another client's echo, which is to go on undisturbed: asks every few milliseconds from a thread
/// of its own, from its making to its end and once more then, and notes how long the answers take.
class Bystander
{
public:
    /// Connects to \a port of 127.0.0.1, where an echo service listens.
    explicit Bystander(quint16 port);
    /// Fails the test if it was disturbed.
    ~Bystander();
    Bystander(const Bystander &) = delete;
    Bystander &operator=(const Bystander &) = delete;

    /// Answers so far.
    qint64 answers() const { return m_answers; }
    /// The longest that an answer has taken; of interest once ended.
    std::chrono::milliseconds longest() const { return std::chrono::milliseconds(m_longest); }
    /// Ends it. What was wrong: an answer that was wrong or took longer than 1 s (scaled), a
    /// connection that ended, or no answer at all.
    QStringList faults();

private:
    void run();
    bool ask();

    FileDescriptor m_socket;
    std::atomic<bool> m_on{true};
    std::atomic<bool> m_disturbed{false};
    std::atomic<qint64> m_answers{0};
    std::atomic<qint64> m_longest{0}; ///< in ms
    std::thread m_thread;
};

} // namespace peerglass
