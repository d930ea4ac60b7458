// SPDX-License-Identifier: MIT
#pragma once

#include "closereason.h"
#include "ids.h"
#include "totals.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <map>
#include <memory>
#include <optional>

namespace peerglass {

enum class EventKind {
    Listening,
    ListenFailed,
    AcceptPaused,
    AcceptResumed,
    Connected,
    Refused,
    Received,
    Sent,
    Dropped,
    QueueEmpty,
    Paused,
    Resumed,
    ClientFinished,
    Urgent,
    Named,
    Held,
    Stepped,
    Released,
    OperatorSent,
    KickRequested,
    Banned,
    Unbanned,
    Disconnected,
    ServiceChanged,
    Notice,
    LogFailed,
    Stopping,
    Stopped,
    Suppressed
};

/// The one text of each kind: `client-finished`.
QString toText(EventKind kind);
QByteArrayView toAscii(EventKind kind);
/// Traffic events may be left out under load (a `suppressed` event then counts them); life events
/// never are.
bool isTraffic(EventKind kind);

/// How many events of which kind were left out, and the numbers they would have had.
struct Suppression
{
    std::map<EventKind, quint64> counts;
    quint64 firstSeq = 0; ///< set by the journal, as seq is
    quint64 lastSeq = 0;

    quint64 count() const;
    friend bool operator==(const Suppression &, const Suppression &) = default;
};

/// The totals that close a client (`disconnected`) or a service (`stopped`).
struct Closing
{
    Totals totals;
    qint64 clients = 0; ///< `stopped` only: clients there have been
    std::chrono::microseconds lasted{0};

    friend bool operator==(const Closing &, const Closing &) = default;
};

/// One thing that happened. Plain value; crosses threads by copy or move.
/// Which fields a kind has is in the table of README.md ("Events"); the others keep their defaults
/// and are not written.
struct Event
{
    EventKind kind = EventKind::Notice;
    quint64 seq = 0; ///< from 1, without gaps; given by the journal, also to what is not written
    std::chrono::system_clock::time_point time; ///< microseconds count
    ServiceId service; ///< null: the engine itself
    QString serviceUrl; ///< the endpoint as given, without options
    ClientId client; ///< null: no client
    QString address; ///< numeric; empty: not known
    quint16 port = 0;
    std::optional<CloseReason> reason;
    /// The system's or the operator's words: an error, a reason, a notice; raw. For Dropped, Paused
    /// and Resumed why, which is no CloseReason there: `queue-full`; written as `reason`.
    QString text;
    /// Bytes of the message or request, of all input (ClientFinished), or the number of clients
    /// (Stopping).
    std::optional<qint64> size;
    /// What came from a client, raw: the message's first bytes, at most maxPreviewBytes; for Named
    /// and Disconnected the client's name.
    QByteArray data;
    std::shared_ptr<const Closing> closing; ///< Disconnected, Stopped
    std::shared_ptr<const Suppression> suppression; ///< Suppressed
};

} // namespace peerglass
