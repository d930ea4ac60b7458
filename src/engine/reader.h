// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <bitset>
#include <utility>

namespace peerglass {

/// Why and how a client is read: what keeps the server from reading it, and what was read but has
/// to wait for a later turn. Touches no socket.
class Reader
{
public:
    enum class Pause { Operator, MemoryLimit, FullQueue };

    /// Both return whether that changed anything.
    bool pause(Pause why);
    bool resume(Pause why);
    bool isPaused() const { return m_pauses.any(); }
    bool isPaused(Pause why) const { return m_pauses.test(static_cast<size_t>(why)); }

    /// The first that applies, as the `paused` event says it; empty where none does.
    QString pausedFor() const;

    /// The client has finished sending.
    void setEnded() { m_ended = true; }
    bool hasEnded() const { return m_ended; }

    /// Whether the socket is to be read now.
    bool wantsInput() const { return !m_ended && !isPaused() && m_rest.isEmpty(); }

    /// Bytes that the protocol left for a later turn.
    void keep(QByteArrayView rest) { m_rest = rest.toByteArray(); }
    QByteArray takeRest() { return std::exchange(m_rest, {}); }
    bool hasRest() const { return !m_rest.isEmpty(); }

    /// Urgent data has been announced and its byte not been read yet.
    void setUrgentPending(bool pending) { m_urgentPending = pending; }
    bool isUrgentPending() const { return m_urgentPending; }

private:
    QByteArray m_rest;
    std::bitset<3> m_pauses; ///< by Pause
    bool m_ended = false;
    bool m_urgentPending = false;
};

} // namespace peerglass
