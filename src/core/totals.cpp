// SPDX-License-Identifier: MIT
#include "totals.h"

namespace peerglass {

Totals::Amount &Totals::Amount::operator+=(const Amount &other)
{
    bytes += other.bytes;
    messages += other.messages;
    return *this;
}

Totals::Amount &Totals::Amount::operator-=(const Amount &other)
{
    bytes -= other.bytes;
    messages -= other.messages;
    return *this;
}

Totals::Amount Totals::waiting() const
{
    return {queued.bytes - sent.bytes - dropped.bytes - cancelled.bytes,
            queued.messages - sent.messages - dropped.messages - cancelled.messages};
}

Totals &Totals::operator+=(const Totals &other)
{
    received += other.received;
    bytesDiscarded += other.bytesDiscarded;
    queued += other.queued;
    sent += other.sent;
    dropped += other.dropped;
    cancelled += other.cancelled;
    return *this;
}

Totals &Totals::operator-=(const Totals &other)
{
    received -= other.received;
    bytesDiscarded -= other.bytesDiscarded;
    queued -= other.queued;
    sent -= other.sent;
    dropped -= other.dropped;
    cancelled -= other.cancelled;
    return *this;
}

} // namespace peerglass
