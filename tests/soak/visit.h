// SPDX-License-Identifier: MIT
#pragma once

#include "rawclient.h"

#include <QString>

#include <chrono>
#include <random>

namespace peerglass {

using Random = std::mt19937;

/// From 0 to \a limit - 1.
inline int below(Random &random, int limit)
{
    return std::uniform_int_distribution<int>(0, limit - 1)(random);
}

/// One client of the load, from connect to its end.
class Visit
{
public:
    using Clock = std::chrono::steady_clock;

    enum class Outcome {
        Running,
        Done, ///< it ended as it meant to
        Cut, ///< the server ended it before; what had come until then was right
        Faulty ///< see fault()
    };

    virtual ~Visit() = default;

    /// Looks after the connection; to be called every few milliseconds until it is over. \a hurry:
    /// bring it to its end.
    virtual Outcome step(bool hurry) = 0;
    /// What was wrong.
    const QString &fault() const { return m_fault; }
    /// Whether every byte that comes back is compared.
    virtual bool isChecked() const = 0;

protected:
    Outcome fail(const QString &fault)
    {
        m_fault = fault;
        return Outcome::Faulty;
    }
    Clock::duration age() const { return Clock::now() - m_begin; }
    /// It got on: what it waits for now begins to be waited for.
    void gotOn() { m_since = Clock::now(); }
    /// Since it got on, or since it began.
    Clock::duration waited() const { return Clock::now() - m_since; }

private:
    QString m_fault;
    Clock::time_point m_begin = Clock::now();
    Clock::time_point m_since = m_begin;
};

} // namespace peerglass
