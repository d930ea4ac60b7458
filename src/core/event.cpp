// SPDX-License-Identifier: MIT
#include "event.h"

#include <array>

namespace peerglass {

namespace {

struct Kind
{
    EventKind kind;
    QByteArrayView text;
    bool traffic;
};

constexpr bool life = false;
constexpr bool traffic = true;

/// In the order of EventKind.
constexpr std::array kinds{
    Kind{EventKind::Listening, "listening", life},
    Kind{EventKind::ListenFailed, "listen-failed", life},
    Kind{EventKind::AcceptPaused, "accept-paused", life},
    Kind{EventKind::AcceptResumed, "accept-resumed", life},
    Kind{EventKind::Connected, "connected", life},
    Kind{EventKind::Refused, "refused", traffic},
    Kind{EventKind::Received, "received", traffic},
    Kind{EventKind::Sent, "sent", traffic},
    Kind{EventKind::Dropped, "dropped", traffic},
    Kind{EventKind::QueueEmpty, "queue-empty", traffic},
    Kind{EventKind::Paused, "paused", traffic},
    Kind{EventKind::Resumed, "resumed", traffic},
    Kind{EventKind::ClientFinished, "client-finished", traffic},
    Kind{EventKind::Urgent, "urgent", traffic},
    Kind{EventKind::Named, "named", traffic},
    Kind{EventKind::Held, "held", life},
    Kind{EventKind::Stepped, "stepped", life},
    Kind{EventKind::Released, "released", life},
    Kind{EventKind::OperatorSent, "operator-sent", life},
    Kind{EventKind::KickRequested, "kick-requested", life},
    Kind{EventKind::Banned, "banned", life},
    Kind{EventKind::Unbanned, "unbanned", life},
    Kind{EventKind::Disconnected, "disconnected", life},
    Kind{EventKind::ServiceChanged, "service-changed", life},
    Kind{EventKind::Notice, "notice", life},
    Kind{EventKind::LogFailed, "log-failed", life},
    Kind{EventKind::Stopping, "stopping", life},
    Kind{EventKind::Stopped, "stopped", life},
    Kind{EventKind::Suppressed, "suppressed", life},
};

constexpr bool inOrder()
{
    for (size_t i = 0; i < kinds.size(); ++i) {
        if (static_cast<size_t>(kinds[i].kind) != i) {
            return false;
        }
    }
    return kinds.size() == static_cast<size_t>(EventKind::Suppressed) + 1;
}
static_assert(inOrder());

const Kind &entry(EventKind kind)
{
    return kinds.at(static_cast<size_t>(kind));
}

} // namespace

QString toText(EventKind kind)
{
    return QString::fromLatin1(entry(kind).text);
}

QByteArrayView toAscii(EventKind kind)
{
    return entry(kind).text;
}

bool isTraffic(EventKind kind)
{
    return entry(kind).traffic;
}

quint64 Suppression::count() const
{
    quint64 sum = 0;
    for (const auto &[kind, number] : counts) {
        sum += number;
    }
    return sum;
}

} // namespace peerglass
