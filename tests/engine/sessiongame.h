// SPDX-License-Identifier: MIT
#pragma once

#include "session.h"
#include "sessionmodel.h"

#include "tcppair.h"
#include "virtualclock.h"

#include <QStringList>

#include <memory>
#include <random>

namespace peerglass {

/// One session from its first byte to its last event, and its model: whatever can happen to a
/// session happens to both, at random, and they are compared after every step. What is compared and
/// differs is thrown as a Mismatch.
///
/// The session is the real one, with the real poller. Its client is the other end of a pair of
/// Unix sockets, whose kernel says at once and exactly how much it holds, or of a TCP connection.
/// The time is the game's own, so that it knows it exactly and never waits.
class SessionGame : private SessionHost, private Protocol
{
public:
    enum class Link { Unix, Tcp };
    using Random = std::mt19937;

    SessionGame(Random &random, Link link);

    /// One thing happens.
    void step();
    bool isOver() const { return m_model.isOver(); }
    /// The last steps, and how the model stands: for who looks for what went wrong.
    QString story() const;
    /// Lets everything go its way until the session is over.
    void bringToEnd();
    /// After the end, which a few more steps may follow: closes it, and looks at the last event and
    /// at what the client can read.
    void closeBooks();

private:
    struct Happening
    {
        int weight;
        const char *name;
        void (SessionGame::*happens)();
    };
    // Whatever can happen.
    static std::span<const Happening> happenings();
    void happen();
    void messagesArrive();
    void clientWrites();
    void clientReads();
    void clientReadsAll();
    void clientFinishes();
    void clientGoes();
    void timePasses();
    void operatorHolds();
    void operatorSteps();
    void operatorReleases();
    void operatorDrops();
    void operatorDropsAll();
    void operatorPauses();
    void operatorResumes();
    void operatorFinishesSending();
    void operatorSends();
    void operatorKicks();
    void serviceStops();
    void protocolFinishes();

    // As a worker would.
    Poller &poller() override { return m_poller; }
    std::span<char> readBuffer() override { return m_buffer; }
    MemoryWatch &memory() override { return m_memory; }
    void schedule(Session &session, TimePoint time) override { session.scheduledAt = time; }
    void continueLater(Session &session) override;
    void changed(Session &) override { }
    void ended(Session &session) override;
    bool endTurn();
    void runDue();
    void pump();

    // A protocol that does anything a protocol may do.
    void opened(ClientId) override { }
    qsizetype received(ClientId client, QByteArrayView bytes) override;
    void finished(ClientId client) override;
    void closed(ClientId, CloseReason) override { }
    void removing(ClientId client, const QString &reason) override;
    bool say(const QString &) override { return false; }
    void stopping() override { }
    qint64 unfinishedInput(ClientId) const override { return 0; }
    void answer(QByteArrayView bytes);

    // The model follows.
    void deliver(const std::vector<QByteArray> &messages);
    void begunToFinish(CloseReason reason, TimePoint deadline);
    void follow();
    void followSending();
    void followEnd();
    void operatorActs(const ClientAction &action, bool possible);

    // And is compared.
    void expect(bool holds, const char *what) const;
    void compare();
    void compareTotals() const;
    void compareQueue();
    ClientState expectedState() const;
    void compareState();
    void compareIdle();
    bool kernelHasRoom() const;
    void readAndCompare(qsizetype most);
    void compareEvents();

    int below(int limit);
    std::vector<QByteArray> anyMessages();
    QByteArray anyBytes(int most);
    bool takesPart() const { return m_service.overflow != OverflowPolicy::Pause; }

    Random &m_random;
    const Link m_link;
    VirtualClock m_clock;
    ServiceSpec m_service;
    TcpPair m_pair;
    int m_descriptor; ///< the session's
    std::vector<char> m_buffer;
    MemoryBudget m_budget{qint64(1) << 40}; ///< never short
    MemoryWatch m_memory;
    EventMailbox m_mailbox;
    EventSource m_events;
    Poller m_poller;
    SessionModel m_model;
    QByteArray m_written; ///< by the client
    qsizetype m_given = 0; ///< of that, used by the protocol
    qsizetype m_rest = 0; ///< left by it for later
    qsizetype m_lostRest = 0; ///< left by it when the end began
    bool m_continue = false;
    bool m_clientFinished = false;
    bool m_clientGone = false;
    bool m_clientReset = false; ///< and had not read everything
    bool m_clientSawEnd = false;
    bool m_endRead = false; ///< the protocol knows that the client has finished
    int m_endings = 0;
    int m_turns = 0; ///< of the poller, since it was last asked for one
    static constexpr qsizetype toldSteps = 12;
    QStringList m_story;
    std::optional<TimePoint> m_waitingSince;
    std::unique_ptr<Session> m_session; ///< uses all of them
};

} // namespace peerglass
