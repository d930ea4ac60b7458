// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace peerglass {

/// Bytes and messages of one client, one service or the whole engine, from its start.
/// At any time queued = sent + waiting + dropped + cancelled, in bytes and in messages.
/// A message counts as sent with its last byte; bytes count as sent when the kernel takes them.
struct Totals
{
    struct Amount
    {
        qint64 bytes = 0;
        qint64 messages = 0;

        Amount &operator+=(const Amount &other);
        Amount &operator-=(const Amount &other);
        friend bool operator==(const Amount &, const Amount &) = default;
    };

    Amount received; ///< taken from the kernel and given to the protocol
    /// Taken from the kernel and thrown away: what was read while the connection was being
    /// finished, and what `rate` kept back when it ended.
    qint64 bytesDiscarded = 0;
    Amount queued;
    Amount sent;
    Amount dropped; ///< by overflow or by the operator
    Amount cancelled; ///< the connection ended first

    /// What has been queued and has met none of the three ends yet.
    Amount waiting() const;

    Totals &operator+=(const Totals &other);
    Totals &operator-=(const Totals &other);
    friend bool operator==(const Totals &, const Totals &) = default;
};

} // namespace peerglass
