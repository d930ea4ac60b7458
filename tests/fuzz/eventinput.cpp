// SPDX-License-Identifier: MIT
#include "eventinput.h"

#include <limits>

namespace peerglass {

namespace {

enum Part : quint8 { Service = 1, Client = 2, Port = 4, Closes = 8, Size = 16, Time = 32 };

/// One of an enumeration that ends with \a last.
template <typename Value>
Value takeOneOf(Pieces &input, Value last)
{
    return static_cast<Value>(input.byte() % (static_cast<int>(last) + 1));
}

/// From 0 to 2^63 - 1, which is as far as Qt reads JSON's whole numbers.
qint64 takeNumber(Pieces &input)
{
    quint64 number = 0;
    for (int left = input.byte() % 9; left > 0; --left) {
        number = number << 8 | input.byte();
    }
    return static_cast<qint64>(number & std::numeric_limits<qint64>::max());
}

std::shared_ptr<const Closing> takeClosing(Pieces &input)
{
    Closing closing;
    Totals &totals = closing.totals;
    for (Totals::Amount *amount :
         {&totals.received, &totals.queued, &totals.sent, &totals.dropped, &totals.cancelled}) {
        *amount = {takeNumber(input), takeNumber(input)};
    }
    totals.bytesDiscarded = takeNumber(input);
    closing.clients = takeNumber(input);
    static constexpr qint64 century = 100ll * 366 * 86'400 * 1'000'000; // a double holds that
    closing.lasted = std::chrono::microseconds(takeNumber(input) % century);
    return std::make_shared<const Closing>(closing);
}

std::shared_ptr<const Suppression> takeSuppression(Pieces &input)
{
    Suppression suppression;
    for (int left = input.byte() % 4; left > 0; --left) {
        const EventKind kind = takeOneOf(input, EventKind::Suppressed);
        suppression.counts[kind] = static_cast<quint64>(takeNumber(input)) / 4; // so is their sum
    }
    suppression.firstSeq = static_cast<quint64>(takeNumber(input));
    suppression.lastSeq = static_cast<quint64>(takeNumber(input));
    return std::make_shared<const Suppression>(suppression);
}

void takeNumbers(Pieces &input, quint8 parts, Event &event)
{
    event.seq = static_cast<quint64>(takeNumber(input));
    if (parts & Service) {
        event.service = ServiceId(static_cast<quint64>(takeNumber(input)));
    }
    if (parts & Client) {
        event.client = ClientId(static_cast<quint64>(takeNumber(input)));
    }
    if (parts & Port) {
        event.port = static_cast<quint16>(takeNumber(input));
    }
    if (parts & Size && !(parts & Closes)) {
        event.size = takeNumber(input);
    }
    if (parts & Time) {
        event.time = std::chrono::system_clock::time_point(
            std::chrono::nanoseconds(takeNumber(input)));
    }
}

} // namespace

Event takeEvent(Pieces &input)
{
    Event event;
    event.kind = takeOneOf(input, EventKind::Suppressed);
    const quint8 parts = input.byte();
    takeNumbers(input, parts, event);
    const bool isEnd = event.kind == EventKind::Disconnected || event.kind == EventKind::Stopped;
    if (event.kind == EventKind::Disconnected || event.kind == EventKind::Refused) {
        event.reason = takeOneOf(input, CloseReason::NoDescriptors);
    }
    if (isEnd && parts & Closes) {
        event.closing = takeClosing(input);
    } else if (event.kind == EventKind::Suppressed && parts & Closes) {
        event.suppression = takeSuppression(input);
    }
    event.serviceUrl = QString::fromUtf8(input.next());
    event.address = QString::fromUtf8(input.next());
    event.text = QString::fromUtf8(input.next());
    event.data = input.next();
    return event;
}

} // namespace peerglass
