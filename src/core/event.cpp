// SPDX-License-Identifier: MIT
#include "event.h"

#include <array>

namespace peerglass {

namespace {

struct Kind
{
    EventKind kind;
    QStringView text;
    bool traffic;
};

constexpr bool life = false;
constexpr bool traffic = true;

/// In the order of EventKind.
constexpr std::array kinds{
    Kind{EventKind::Listening, u"listening", life},
    Kind{EventKind::ListenFailed, u"listen-failed", life},
    Kind{EventKind::AcceptPaused, u"accept-paused", life},
    Kind{EventKind::AcceptResumed, u"accept-resumed", life},
    Kind{EventKind::Connected, u"connected", life},
    Kind{EventKind::Refused, u"refused", traffic},
    Kind{EventKind::Received, u"received", traffic},
    Kind{EventKind::Sent, u"sent", traffic},
    Kind{EventKind::Dropped, u"dropped", traffic},
    Kind{EventKind::QueueEmpty, u"queue-empty", traffic},
    Kind{EventKind::Paused, u"paused", traffic},
    Kind{EventKind::Resumed, u"resumed", traffic},
    Kind{EventKind::ClientFinished, u"client-finished", traffic},
    Kind{EventKind::Urgent, u"urgent", traffic},
    Kind{EventKind::Named, u"named", traffic},
    Kind{EventKind::Held, u"held", life},
    Kind{EventKind::Stepped, u"stepped", life},
    Kind{EventKind::Released, u"released", life},
    Kind{EventKind::OperatorSent, u"operator-sent", life},
    Kind{EventKind::KickRequested, u"kick-requested", life},
    Kind{EventKind::Banned, u"banned", life},
    Kind{EventKind::Unbanned, u"unbanned", life},
    Kind{EventKind::Disconnected, u"disconnected", life},
    Kind{EventKind::ServiceChanged, u"service-changed", life},
    Kind{EventKind::Notice, u"notice", life},
    Kind{EventKind::LogFailed, u"log-failed", life},
    Kind{EventKind::Stopping, u"stopping", life},
    Kind{EventKind::Stopped, u"stopped", life},
    Kind{EventKind::Suppressed, u"suppressed", life},
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
    return entry(kind).text.toString();
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
