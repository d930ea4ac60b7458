// SPDX-License-Identifier: MIT
#pragma once

#include "clientinfo.h"
#include "clock.h"
#include "deadlines.h"
#include "finish.h"
#include "ledger.h"
#include "linerate.h"
#include "memorywatch.h"
#include "poller.h"
#include "protocol.h"
#include "reader.h"
#include "requests.h"
#include "sender.h"
#include "stream.h"

#include <QString>

#include <optional>
#include <span>

namespace peerglass {

class Session;

/// What a session needs of the worker that owns it. Same thread.
class SessionHost
{
public:
    virtual Poller &poller() = 0;
    /// One buffer for all sessions; what is in it counts until the next read only.
    virtual std::span<char> readBuffer() = 0;
    /// What all queues take together.
    virtual MemoryWatch &memory() = 0;
    /// Call session.timeout() at \a time or before.
    virtual void schedule(Session &session, TimePoint time) = 0;
    /// Call session.continueTurn() in the next turn.
    virtual void continueLater(Session &session) = 0;
    /// Something that is published has changed.
    virtual void changed(Session &session) = 0;
    /// The session is over: tell the protocol, close() and delete it once this turn has ended.
    virtual void ended(Session &session) = 0;

protected:
    ~SessionHost() = default;
};

/// The service that a session belongs to, as its worker sees it.
struct SessionService
{
    const ServiceSpec &spec;
    Protocol &protocol;
};

/// One client, from accept to close: hands what its socket reports to its parts (Reader, Sender,
/// Deadlines, Finish), none of which knows another, and decides from what they answer. Never leaves
/// its worker's thread. After ended() was told, nothing but close() happens to it.
class Session final : public PollHandler
{
public:
    Session(SessionHost &host, SessionService service, EventSource &events,
            Ledger::Identity identity, FileDescriptor socket);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    ClientId id() const { return m_ledger.identity().client; }
    const PeerAddress &peer() const { return m_ledger.identity().peer; }
    ServiceId service() const { return m_ledger.identity().service; }
    /// Announces itself, begins to be watched and tells the protocol.
    void open(bool held);

    void ready(Readiness readiness) override;
    void timeout();
    void continueTurn();

    /// Memory is short: whether its queue is to be shortened, since it costs more than \a share and
    /// nothing else would stop it.
    bool isAboveShare(qint64 share) const;
    /// Does with the queue what it would do at its own limit: ends the session, or drops the oldest
    /// messages until it costs no more than \a share.
    void shortenQueue(qint64 share);
    /// Memory is short no longer.
    void memoryRelieved();
    qint64 queueCost() const { return m_sender.queue().cost(); }

    /// Queues messages and sends what may go. Does nothing when the session is going or gone.
    void deliver(Delivery &messages);
    /// The protocol or the worker ends it in good order, to be over by \a deadline.
    void finish(CloseReason reason, const QString &text, TimePoint deadline);
    /// It will be finished right after what is sent to it now, which its limits do not apply to:
    /// the notice of its end is not to end it otherwise.
    void beginLastWords() { m_lastWords = true; }
    /// Ends it now, with a reset.
    void abort(CloseReason reason, const QString &text);
    void setName(const QString &name);
    /// The protocol has found \a messages in what was received.
    void countReceived(qint64 messages) { m_ledger.receivedMessages(messages); }

    /// Ends it as by a kick after flush, since its address was banned.
    void removeBanned();

    using Refusal = std::optional<QString>;
    /// What the operator asks for. Returns why it cannot be done, or nothing.
    Refusal act(const ClientAction &action);
    /// Queues what the operator sends to this client, maybe among others.
    Refusal send(Delivery &message);

    bool isOver() const { return m_over; }
    /// Neither over nor being finished: it still takes part.
    bool isActive() const { return !m_over && !m_finish.isActive(); }
    const Totals &totals() const { return m_ledger.totals(); }
    CloseReason closeReason() const { return m_closeReason; }
    ClientInfo info();
    void setWatched(bool watched) { m_ledger.setWatched(watched); }
    WatchedClient watched();

    /// Closes the socket of a session that is over and writes the last event.
    void close();

    /// The time of its entry with the host, if it has one; used by the host alone.
    TimePoint scheduledAt = TimePoint::max();
    /// Whether the host has it among those changed and has published it before, and its place in
    /// its service; used by its owners.
    bool isMarkedChanged = false;
    bool isPublished = false;
    size_t placeInService = 0;

private:
    enum class CloseMode { Orderly, Reset };

    void read(TimePoint now);
    bool readBeforeEnd(TimePoint now);
    bool readOnce(TimePoint now);
    void take(QByteArrayView bytes, TimePoint now);
    bool giveToProtocol(QByteArrayView bytes, TimePoint now);
    void giveRest(TimePoint now);
    void goOn(TimePoint now);
    void keepForLater(bool forRate);
    void discardRest();
    void discardInput();
    void hungUp(TimePoint now);
    void peerFinished();
    void noteUrgent(TimePoint now);
    void noteUrgentByte(QByteArrayView bytes);

    void flush(TimePoint now);
    /// Bytes that have gone are activity; \a before: how many had until now.
    void noteSent(qint64 before, TimePoint now);
    void limitQueue();
    void overflow(qint64 limit, const QString &why = {});
    void expire(TimePoint now);
    void settle(TimePoint now);
    void settleEnd();
    void settleReading();
    void stepFinish(TimePoint now);
    void updateInterest();
    void updateSchedule(TimePoint now);

    void broken(int error);
    void end(CloseReason reason, const QString &text, CloseMode mode);
    qint64 readRoom() const;
    QueueView queueView() const;
    ClientState state(TimePoint now) const;
    Refusal carryOut(const action::Kick &kick);
    Refusal carryOut(const action::Hold &hold);
    Refusal carryOut(const action::Step &step);
    Refusal carryOut(const action::Release &release);
    Refusal carryOut(const action::Drop &drop);
    Refusal carryOut(const action::DropAll &dropAll);
    Refusal carryOut(const action::PauseReading &pause);
    Refusal carryOut(const action::ResumeReading &resume);
    Refusal carryOut(const action::FinishSending &finish);

    SessionHost &m_host;
    const ServiceSpec &m_spec;
    Protocol &m_protocol;
    Stream m_stream;
    Ledger m_ledger;
    Sender m_sender;
    Reader m_reader;
    std::optional<LineRate> m_rate;
    Deadlines m_deadlines;
    Finish m_finish;
    Poller::Token m_token = 0;
    TimePoint m_connectedAt;
    std::optional<TimePoint> m_turn; ///< when ready() began, which settles at its end
    qsizetype m_entered = 0; ///< of the rest that the reader has: entered as received
    bool m_waitsForRate = false; ///< the rest that the reader has is not for the next turn
    bool m_hungUp = false; ///< it has ended: nothing is reported any more
    bool m_broken = false; ///< and by an error, not by the end of both directions
    bool m_lastWords = false;
    bool m_finishSending = false; ///< the operator ends our side
    bool m_sendingEnded = false;
    bool m_over = false;
    CloseMode m_closeMode = CloseMode::Orderly;
    CloseReason m_closeReason = CloseReason::ClientClosed;
    QString m_closeText;
    std::unique_ptr<const QueueView> m_lastQueue; ///< what was cancelled; only of one watched
    QString m_name;
};

} // namespace peerglass
