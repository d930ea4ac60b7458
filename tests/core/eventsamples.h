// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"
#include "eventtext.h"

#include <QMetaType>

Q_DECLARE_METATYPE(peerglass::Event)

/// Events that the tests of their texts and of their JSON share.
namespace peerglass {

/// 2026-11-22T14:03:26.318412Z
inline const std::chrono::system_clock::time_point moment(
    std::chrono::microseconds(1'795'356'206'318'412));

inline Event make(EventKind kind)
{
    Event event;
    event.kind = kind;
    return event;
}

/// make() and what \a change does to it.
template <typename Change>
Event make(EventKind kind, Change change)
{
    Event event = make(kind);
    change(event);
    return event;
}

/// What appendTextLine() writes, without its newline.
inline QString lineOf(const Event &event)
{
    std::string line;
    appendTextLine(event, line);
    return QString::fromStdString(line).chopped(1);
}

inline std::shared_ptr<const Closing> closing()
{
    Closing closing;
    closing.totals.received = {3379, 11};
    closing.totals.bytesDiscarded = 5;
    closing.totals.queued = {3380, 12};
    closing.totals.sent = {3174, 9};
    closing.totals.dropped = {2, 1};
    closing.totals.cancelled = {204, 2};
    closing.clients = 3;
    closing.lasted = std::chrono::microseconds(12'345'678);
    return std::make_shared<const Closing>(closing);
}

inline std::shared_ptr<const Suppression> suppression()
{
    Suppression suppression;
    suppression.counts = {{EventKind::Received, 24056}, {EventKind::Sent, 24056}};
    suppression.firstSeq = 7;
    suppression.lastSeq = 48118;
    return std::make_shared<const Suppression>(suppression);
}

} // namespace peerglass
