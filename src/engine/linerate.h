// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "servicespec.h"

#include <QByteArrayView>

#include <chrono>

namespace peerglass {

/// How many lines a client may send: so many per second, and what it has not used of the last
/// second at once. Counts newlines, so that an empty line is one; with `framing=read` each read.
/// Cuts what was read accordingly; knows neither the socket nor what waits.
class LineRate
{
public:
    /// \a perSecond: lines, at least 1.
    LineRate(qint64 perSecond, Framing framing, TimePoint now);

    /// How many of \a bytes the protocol may be given at \a now: to the end of the last line that
    /// is allowed, or all where there are fewer lines.
    qsizetype allowed(QByteArrayView bytes, TimePoint now);
    /// The protocol has taken \a bytes of them.
    void take(QByteArrayView bytes);
    /// When more will be allowed after nothing was: the next line, or as many as 10 ms bring, since
    /// what is left is moved each time.
    TimePoint next() const;

private:
    std::chrono::nanoseconds m_interval; ///< between two lines
    Framing m_framing;
    TimePoint m_paidUntil; ///< never more than a second behind
};

} // namespace peerglass
