// SPDX-License-Identifier: MIT
// What can happen to a session.
#include "sessiongame.h"

#include "sharedlimits.h"

#include <sys/socket.h>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

std::span<const SessionGame::Happening> SessionGame::happenings()
{
    static constexpr Happening all[] = {
        {180, "messagesArrive", &SessionGame::messagesArrive},
        {120, "clientWrites", &SessionGame::clientWrites},
        {160, "clientReads", &SessionGame::clientReads},
        {15, "clientReadsAll", &SessionGame::clientReadsAll},
        {4, "clientFinishes", &SessionGame::clientFinishes},
        {2, "clientGoes", &SessionGame::clientGoes},
        {150, "timePasses", &SessionGame::timePasses},
        {40, "operatorHolds", &SessionGame::operatorHolds},
        {90, "operatorSteps", &SessionGame::operatorSteps},
        {50, "operatorReleases", &SessionGame::operatorReleases},
        {90, "operatorDrops", &SessionGame::operatorDrops},
        {8, "operatorDropsAll", &SessionGame::operatorDropsAll},
        {20, "operatorPauses", &SessionGame::operatorPauses},
        {30, "operatorResumes", &SessionGame::operatorResumes},
        {1, "operatorFinishesSending", &SessionGame::operatorFinishesSending},
        {40, "operatorSends", &SessionGame::operatorSends},
        {2, "operatorKicks", &SessionGame::operatorKicks},
        {1, "serviceStops", &SessionGame::serviceStops},
        {1, "protocolFinishes", &SessionGame::protocolFinishes},
    };
    return all;
}

void SessionGame::happen()
{
    int sum = 0;
    for (const Happening &each : happenings()) {
        sum += each.weight;
    }
    int chosen = below(sum);
    for (const Happening &each : happenings()) {
        chosen -= each.weight;
        if (chosen < 0) {
            m_story.append(QLatin1StringView(each.name));
            m_story = m_story.last(std::min<qsizetype>(m_story.size(), toldSteps));
            (this->*each.happens)();
            return;
        }
    }
}

QByteArray SessionGame::anyBytes(int most)
{
    QByteArray bytes(1 + below(most), Qt::Uninitialized);
    for (char &byte : bytes) {
        byte = static_cast<char>(m_random());
    }
    return bytes;
}

std::vector<QByteArray> SessionGame::anyMessages()
{
    const int most = below(10) == 0 ? 3000 : 120;
    std::vector<QByteArray> messages;
    const int count = below(3) == 0 ? 1 + below(8) : 1;
    for (int i = 0; i < count; ++i) {
        messages.push_back(anyBytes(most));
    }
    return messages;
}

void SessionGame::messagesArrive()
{
    // Where a full queue pauses reading, nothing comes from elsewhere: that is echo.
    const qint64 room = m_service.queue - m_model.cost() - SendQueue::costOf(0, 1);
    if (takesPart() && room > 0 && below(20) == 0) {
        deliver({QByteArray(room, 'x')}); // exactly what it may be
    } else if (takesPart()) {
        deliver(anyMessages());
    } else {
        clientWrites();
    }
}

void SessionGame::clientWrites()
{
    if (m_clientFinished || m_clientGone) {
        return;
    }
    const QByteArray bytes = anyBytes(below(4) == 0 ? 2000 : 60);
    const ssize_t taken = ::send(m_pair.client.get(), bytes.constData(),
                                 static_cast<size_t>(bytes.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    m_written += bytes.first(std::max<ssize_t>(taken, 0));
}

void SessionGame::clientReads()
{
    readAndCompare(1 + below(below(3) == 0 ? 4000 : 200));
}

void SessionGame::clientReadsAll()
{
    readAndCompare(1 << 20);
}

void SessionGame::clientFinishes()
{
    if (!m_clientGone) {
        ::shutdown(m_pair.client.get(), SHUT_WR);
        m_clientFinished = true;
    }
}

void SessionGame::clientGoes()
{
    if (std::exchange(m_clientGone, true)) {
        return;
    }
    const bool readAll = below(2) == 0;
    if (readAll) {
        readAndCompare(1 << 20);
    }
    m_clientReset = !m_model.wire.isEmpty();
    m_model.wire.clear();
    if (m_clientReset) {
        resetConnection(m_pair.client);
    } else {
        m_pair.client.close();
    }
}

void SessionGame::timePasses()
{
    const auto untilDue = m_session->scheduledAt - Clock::now();
    const int what = below(20);
    if (what < 8) {
        m_clock.advance(std::chrono::microseconds(below(3000)));
    } else if (what < 17 && untilDue > 0ms && untilDue < 200ms) {
        m_clock.advance(untilDue);
    } else if (m_model.isFinishing() && Clock::now() < m_model.finishDeadline) {
        m_clock.advance(m_model.finishDeadline - Clock::now());
    } else if (what < 19) {
        m_clock.advance(std::chrono::milliseconds(below(100)));
    } else {
        m_clock.advance(std::chrono::milliseconds(below(3000)));
    }
    runDue();
}

void SessionGame::operatorActs(const ClientAction &action, bool possible)
{
    const Session::Refusal refusal = m_session->act(action);
    expect(refusal.has_value() != possible, "something was refused, or not, as it should not be");
    follow();
}

void SessionGame::operatorHolds()
{
    operatorActs(action::Hold{}, m_model.hold());
}

void SessionGame::operatorSteps()
{
    operatorActs(action::Step{}, m_model.step());
}

void SessionGame::operatorReleases()
{
    operatorActs(action::Release{}, m_model.release());
}

void SessionGame::operatorDrops()
{
    const auto waiting = static_cast<int>(m_model.waiting.size());
    const auto back = static_cast<quint64>(below(waiting + 2));
    const quint64 number = m_model.nextNumber - std::min(back, m_model.nextNumber);
    operatorActs(action::Drop{number}, m_model.drop(number));
}

void SessionGame::operatorDropsAll()
{
    operatorActs(action::DropAll{}, m_model.dropAll());
}

void SessionGame::operatorPauses()
{
    operatorActs(action::PauseReading{}, m_model.pauseReading());
}

void SessionGame::operatorResumes()
{
    operatorActs(action::ResumeReading{}, m_model.resumeReading());
}

void SessionGame::operatorFinishesSending()
{
    operatorActs(action::FinishSending{}, m_model.finishSending());
}

void SessionGame::operatorSends()
{
    const QByteArray bytes = below(10) == 0 ? QByteArray() : anyBytes(300);
    const bool possible = m_model.maySendNow(bytes.size());
    if (possible) {
        m_model.deliver({bytes}, Clock::now());
    }
    operatorActs(action::Send{bytes}, possible);
}

void SessionGame::operatorKicks()
{
    const bool possible = !m_model.isOver();
    if (below(3) == 0) {
        const Session::Refusal refusal = m_session->act(
            action::Kick{.reason = {}, .mode = EndMode::AtOnce});
        expect(refusal.has_value() != possible, "a kick at once was refused, or should have been");
        if (possible) {
            m_model.end(CloseReason::Kicked);
        }
        return;
    }
    const bool first = m_model.isActive();
    const Session::Refusal refusal = m_session->act(
        action::Kick{.reason = {}, .mode = EndMode::AfterFlush});
    expect(refusal.has_value() != possible, "a kick was refused, or should have been");
    if (first) {
        begunToFinish(CloseReason::Kicked, Clock::now() + finishDeadline);
    }
}

void SessionGame::serviceStops()
{
    if (below(3) == 0) {
        m_session->abort(CloseReason::ServerStopped, {});
        if (!m_model.isOver()) {
            m_model.end(CloseReason::ServerStopped);
        }
        return;
    }
    const TimePoint deadline = Clock::now() + std::chrono::milliseconds(100 + below(5000));
    m_session->finish(CloseReason::ServerStopped, {}, deadline);
    begunToFinish(CloseReason::ServerStopped, deadline);
}

void SessionGame::protocolFinishes()
{
    const TimePoint deadline = Clock::now() + finishDeadline;
    m_session->finish(CloseReason::LineTooLong, {}, deadline);
    begunToFinish(CloseReason::LineTooLong, deadline);
}

} // namespace peerglass
