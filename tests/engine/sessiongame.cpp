// SPDX-License-Identifier: MIT
// The session's surroundings, and how the model follows it.
#include "sessiongame.h"

#include <QCoreApplication>

#include <poll.h>
#include <sys/socket.h>

namespace peerglass {

namespace {

// The least that the kernel makes of it, so that it is full soon.
constexpr int smallBuffer = 4096;

TcpPair connectPair(SessionGame::Link link)
{
    if (link == SessionGame::Link::Tcp) {
        return connectTcpPair(smallBuffer);
    }
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        qFatal("cannot make a pair of sockets");
    }
    for (const int end : ends) {
        setsockopt(end, SOL_SOCKET, SO_SNDBUF, &smallBuffer, sizeof smallBuffer);
    }
    return {.server = FileDescriptor(ends[0]), .client = FileDescriptor(ends[1])};
}

ServiceSpec anyService(SessionGame::Random &random)
{
    const auto oneOf = [&random](int of) {
        return random() % static_cast<unsigned>(of) == 0;
    };
    ServiceSpec service; // of echo: it knows no soft limit
    service.overflow = static_cast<OverflowPolicy>(random() % 3);
    service.queue = 1024LL << (random() % 5);
    service.read = 1 + static_cast<qint64>(random() % static_cast<unsigned>(service.queue));
    service.hold = oneOf(5);
    if (oneOf(2)) {
        service.delay = std::chrono::milliseconds(1 + random() % 20);
    }
    if (oneOf(3)) {
        service.throttle = 1000LL << (random() % 8);
    }
    return service;
}

} // namespace

SessionGame::SessionGame(Random &random, Link link)
    : m_random(random)
    , m_link(link)
    , m_service(anyService(random))
    , m_pair(connectPair(link))
    , m_descriptor(m_pair.server.get())
    , m_buffer(64 * 1024)
    , m_memory(m_budget, {.relieve = {}, .relieved = {}})
    , m_events(m_mailbox, random() % 2 == 0)
    , m_poller([this] { return endTurn(); })
    , m_model(m_service, m_service.hold, Clock::now())
{
    SessionHost &host = *this;
    Protocol &protocol = *this;
    m_session = std::make_unique<Session>(
        host, SessionService{m_service, protocol}, m_events,
        Ledger::Identity{
            .client = ClientId(1), .service = ServiceId(1), .serviceUrl = {}, .peer = {}},
        std::move(m_pair.server));
    m_session->open(m_service.hold);
}

void SessionGame::step()
{
    if (m_model.isFinishing() && below(10) == 0) {
        serviceStops(); // as whoever loses patience does
    } else {
        happen();
    }
    if (below(3) > 0) {
        pump();
        compareIdle();
    }
    compare();
}

void SessionGame::continueLater(Session &)
{
    m_continue = true;
}

void SessionGame::ended(Session &)
{
    ++m_endings;
}

bool SessionGame::endTurn()
{
    ++m_turns;
    follow();
    if (std::exchange(m_continue, false)) {
        m_session->continueTurn();
        follow();
    }
    return m_continue;
}

void SessionGame::runDue()
{
    while (m_session->scheduledAt <= Clock::now()) {
        m_session->scheduledAt = TimePoint::max();
        m_session->timeout();
        follow();
    }
}

void SessionGame::pump()
{
    const auto passed = [this] {
        const Totals &totals = m_session->totals();
        return totals.received.bytes + totals.sent.bytes + totals.bytesDiscarded + m_endings
            + m_given;
    };
    // Once more after nothing has happened: by then nothing may be reported any more.
    for (int idle = 0; idle < 2; ++idle) {
        const qint64 before = passed();
        m_turns = 0;
        m_poller.runSoon();
        QCoreApplication::processEvents();
        runDue();
        idle = before == passed() ? idle : -1;
    }
}

qsizetype SessionGame::received(ClientId, QByteArrayView bytes)
{
    follow();
    const bool again = std::exchange(m_rest, 0) > 0;
    expect(m_model.isActive(), "the protocol was given input of one that is being ended");
    expect(again || !m_model.isPaused() || m_clientGone
               || (m_clientFinished && m_model.sendingFinished),
           "it was read while reading was paused");
    expect(again || bytes.size() <= m_service.read, "more was read than `read` allows");
    expect(bytes == QByteArrayView(m_written).sliced(m_given, bytes.size()),
           "the protocol was given something else than what the client wrote");
    // Echo always uses everything; where it does not pause, any protocol may be meant.
    const bool all = !takesPart() || below(4) > 0;
    const qsizetype used = all ? bytes.size() : below(static_cast<int>(bytes.size()));
    m_given += used;
    answer(bytes.first(used));
    m_rest = m_model.isActive() ? bytes.size() - used : 0;
    m_lostRest += m_model.isActive() ? 0 : bytes.size() - used;
    return used;
}

void SessionGame::answer(QByteArrayView bytes)
{
    if (!takesPart()) {
        deliver({bytes.toByteArray()});
        return;
    }
    const int what = below(20);
    if (what == 0) {
        protocolFinishes();
    } else if (what < 10 && !bytes.isEmpty()) {
        deliver({bytes.toByteArray()});
    } else if (what < 14) {
        deliver(anyMessages());
    }
}

void SessionGame::finished(ClientId)
{
    follow();
    expect(m_clientFinished || m_clientGone, "the protocol was told of an end that was none");
    expect(!m_endRead, "the protocol was told of the end twice");
    expect(m_given == m_written.size(), "the client's end came before its last bytes");
    m_endRead = true;
    if (takesPart() && below(2) == 0) {
        deliver(anyMessages());
    }
}

void SessionGame::removing(ClientId, const QString &)
{
    m_model.lastWords = true;
    if (takesPart()) {
        deliver({"* removed\n"});
    }
}

void SessionGame::deliver(const std::vector<QByteArray> &messages)
{
    follow();
    MessageBatch batch;
    for (const QByteArray &message : messages) {
        batch.append(message);
    }
    m_model.deliver(messages, Clock::now());
    Delivery delivery(batch);
    m_session->deliver(delivery);
    followSending();
    const bool broken = m_session->isOver() && m_session->closeReason() == CloseReason::ResetByPeer;
    if (!broken) {
        m_model.limit();
    }
    followEnd();
}

void SessionGame::begunToFinish(CloseReason reason, TimePoint deadline)
{
    m_lostRest += std::exchange(m_rest, 0);
    m_model.beginFinish(reason, deadline);
    follow();
}

void SessionGame::follow()
{
    followSending();
    followEnd();
    m_model.settle();
}

void SessionGame::followSending()
{
    m_model.sent(m_session->totals().sent.bytes - m_model.totals.sent.bytes, Clock::now());
}

void SessionGame::followEnd()
{
    if (!m_session->isOver() || m_model.isOver()) {
        expect(m_session->isOver() == m_model.isOver(), "it should be over");
        return;
    }
    const CloseReason reason = m_session->closeReason();
    if (m_model.isFinishing()) {
        expect(reason == *m_model.finishReason, "it ended for another reason than it was told");
        expect(m_model.waiting.empty() || m_clientGone || Clock::now() >= m_model.finishDeadline,
               "it was ended before its time, with messages waiting");
    } else if (reason == CloseReason::ClientClosed) {
        expect(m_clientFinished || (m_clientGone && !m_clientReset), "it ended for no reason");
        expect(m_clientGone || m_model.waiting.empty(), "it ended with messages waiting");
        expect(m_clientGone || !m_model.held || m_model.sendingFinished, "it ended while held");
        expect(m_clientReset || m_model.isFull() || m_model.pausedByQueue
                   || m_given == m_written.size(),
               "it ended before everything was read");
    } else {
        expect(reason == CloseReason::ResetByPeer && m_clientGone, "it ended for no reason");
    }
    m_model.end(reason);
}

QString SessionGame::story() const
{
    using namespace Qt::StringLiterals;
    QStringList facts{u"overflow=%1"_s.arg(toText(m_service.overflow))};
    const auto note = [&facts](bool holds, const QString &fact) {
        if (holds) {
            facts.append(fact);
        }
    };
    note(m_model.held, u"held"_s);
    note(m_model.pausedByOperator, u"paused by the operator"_s);
    note(m_model.pausedByQueue, u"paused by its queue"_s);
    note(m_model.sendingFinished, u"sending finished"_s);
    note(m_model.isFinishing(), u"being ended"_s);
    note(m_model.isOver(), u"over"_s);
    note(m_clientFinished, u"the client has finished"_s);
    note(m_clientGone, m_clientReset ? u"the client has reset"_s : u"the client has gone"_s);
    note(m_rest > 0, u"%1 B are left for later"_s.arg(m_rest));
    return u"%1\n  %2; %3 messages wait, of the first %4 B have gone; %5 B of %6 B were read"_s
        .arg(m_story.join(u", "_s), facts.join(u", "_s))
        .arg(m_model.waiting.size())
        .arg(m_model.sentOfFront)
        .arg(m_given)
        .arg(m_written.size());
}

int SessionGame::below(int limit)
{
    return static_cast<int>(m_random() % static_cast<unsigned>(std::max(limit, 1)));
}

} // namespace peerglass
