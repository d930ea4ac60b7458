// SPDX-License-Identifier: MIT
// How a session ends.
#include "session.h"

#include "systemtext.h"

#include <cerrno>

namespace peerglass {

void Session::finish(CloseReason reason, const QString &text, TimePoint deadline)
{
    if (m_over) {
        return;
    }
    m_finish.begin(reason, text, deadline);
    m_sender.gate().openForGood();
    m_reader.resume(Reader::Pause::Operator);
    m_reader.resume(Reader::Pause::FullQueue);
    m_reader.resume(Reader::Pause::MemoryLimit);
    discardRest();
    const TimePoint now = Clock::now();
    flush(now);
    settle(now);
}

void Session::abort(CloseReason reason, const QString &text)
{
    if (!m_over) {
        end(reason, text, CloseMode::Reset);
    }
}

void Session::settleEnd()
{
    const bool allSent = m_sender.queue().isEmpty() && !m_reader.hasRest();
    if (m_finishSending && allSent && !m_sendingEnded) {
        m_stream.finishSending();
        m_sendingEnded = true;
    }
    if (m_reader.hasEnded() && allSent && !m_sender.gate().isHeld()) {
        // Closing ends our side too, once the client's place is free.
        end(CloseReason::ClientClosed, {}, CloseMode::Orderly);
    }
}

void Session::stepFinish(TimePoint now)
{
    const auto situation = [this] {
        return Finish::Situation{.queueEmpty = m_sender.queue().isEmpty(),
                                 .peerFinished = m_reader.hasEnded(),
                                 .acknowledged = m_finish.hasEnded()
                                     && m_stream.unacknowledged() == 0};
    };
    Finish::Step step = m_finish.step(situation(), now);
    if (step == Finish::Step::EndSending) {
        m_stream.finishSending();
        m_finish.ended();
        step = m_finish.step(situation(), now);
    }
    if (step == Finish::Step::Close) {
        end(m_finish.reason(), m_finish.text(), CloseMode::Orderly);
    } else if (step == Finish::Step::Abort) {
        end(m_finish.reason(), m_finish.text(), CloseMode::Reset);
    }
}

void Session::broken(int error)
{
    const bool reset = error == ECONNRESET || error == EPIPE || error == 0;
    if (m_finish.isActive()) {
        end(m_finish.reason(), m_finish.text(), CloseMode::Reset);
    } else if (reset) {
        end(CloseReason::ResetByPeer, {}, CloseMode::Reset);
    } else {
        end(CloseReason::SocketError, systemText(error), CloseMode::Reset);
    }
}

void Session::end(CloseReason reason, const QString &text, CloseMode mode)
{
    m_over = true;
    m_closeReason = reason;
    m_closeText = text;
    m_closeMode = mode;
    m_host.poller().forget(m_token); // close() comes when the turn ends, or soon after
    if (m_ledger.isWatched()) {
        m_lastQueue = std::make_unique<const QueueView>(queueView());
    }
    m_sender.cancelAll();
    discardRest();
    m_host.ended(*this);
}

void Session::close()
{
    if (m_closeMode == CloseMode::Reset) {
        m_stream.abort();
    } else {
        m_stream.close();
    }
    Event disconnected = m_ledger.event(EventKind::Disconnected);
    disconnected.reason = m_closeReason;
    disconnected.text = m_closeText;
    disconnected.data = m_name.toUtf8();
    disconnected.closing = std::make_shared<const Closing>(
        Closing{.totals = m_ledger.totals(),
                .lasted = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now()
                                                                                - m_connectedAt)});
    m_ledger.add(std::move(disconnected));
}

} // namespace peerglass
