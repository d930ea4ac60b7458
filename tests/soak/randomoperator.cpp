// SPDX-License-Identifier: MIT
#include "randomoperator.h"

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto actInterval = 80ms;
constexpr auto goOnInterval = 4s;

} // namespace

RandomOperator::RandomOperator(Engine &engine, const RunningBooks &books, Random &random)
    : m_engine(engine)
    , m_books(books)
    , m_random(random)
{
    connect(&m_act, &QTimer::timeout, this, &RandomOperator::act);
    connect(&m_letGoOn, &QTimer::timeout, this, &RandomOperator::letGoOn);
}

void RandomOperator::start(ServiceId exact, ServiceId chat)
{
    m_exact = exact;
    m_chat = chat;
    m_act.start(actInterval);
    m_letGoOn.start(goOnInterval);
}

void RandomOperator::act()
{
    if (below(m_random, 100) == 0) {
        m_engine.ask(m_chat, action::Say{u"the operator says 你好"_s});
    }
    const auto &clients = m_books.clients();
    if (clients.isEmpty()) {
        return;
    }
    const auto chosen = std::next(clients.cbegin(),
                                  below(m_random, static_cast<int>(clients.size())));
    m_engine.ask({chosen.key()}, actionFor(*chosen));
}

ClientAction RandomOperator::actionFor(const ClientInfo &client)
{
    const int what = below(m_random, 100);
    if (what < 4) {
        return action::Kick{u"at random"_s, EndMode::AfterFlush};
    }
    if (what < 8) {
        return action::Kick{u"at random"_s, EndMode::AtOnce};
    }
    if (what < 30 || client.service == m_exact) {
        return what % 3 == 0 ? ClientAction(action::Hold{})
            : what % 3 == 1  ? ClientAction(action::Step{})
                             : ClientAction(action::PauseReading{});
    }
    if (what < 45) {
        return action::Release{};
    }
    if (what < 60) {
        const auto messages = static_cast<quint64>(client.totals.queued.messages);
        return action::Drop{messages - static_cast<quint64>(below(m_random, 3))};
    }
    if (what < 70) {
        return action::DropAll{};
    }
    if (what < 73) {
        return action::FinishSending{};
    }
    return action::Send{"* the operator to you alone\n"};
}

void RandomOperator::letGoOn()
{
    QList<ClientId> held;
    QList<ClientId> unread;
    for (const ClientInfo &client : m_books.clients()) {
        if (client.held) {
            held.append(client.id);
        }
        if (client.readingPaused) {
            unread.append(client.id);
        }
    }
    m_engine.ask(held, action::Release{});
    m_engine.ask(unread, action::ResumeReading{});
}

} // namespace peerglass
