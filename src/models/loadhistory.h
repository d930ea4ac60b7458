// SPDX-License-Identifier: MIT
#pragma once

#include "totals.h"

#include <QList>

#include <chrono>
#include <optional>

namespace peerglass {

/// What the last minute was like, in steps of about a second.
class LoadHistory
{
public:
    static constexpr int most = 60;

    /// To be called about once a second, \a elapsed after the last time, with the totals of all
    /// clients since the beginning. The first call only sets the start.
    void add(const Totals &totals, std::chrono::milliseconds elapsed);

    qint64 messagesPerSecond() const { return m_messages; } ///< received, in the last step
    qint64 bytesInPerSecond() const;
    qint64 bytesOutPerSecond() const;
    /// One value per step, the newest last; at most `most`.
    const QList<qint64> &bytesIn() const { return m_in; }
    const QList<qint64> &bytesOut() const { return m_out; }

private:
    std::optional<Totals> m_last;
    qint64 m_messages = 0; ///< per second, in the last step
    QList<qint64> m_in;
    QList<qint64> m_out;
};

} // namespace peerglass
