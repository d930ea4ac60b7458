// SPDX-License-Identifier: MIT
#include "echovisit.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype mostAtOnce = 64 * 1024;
// Nothing that the operator does keeps a client waiting for so long, on a busy machine either.
constexpr auto patience = 120s;
// One that never reads would wait for ever.
constexpr auto attention = 10s;

/// Mostly letters: the log keeps other bytes escaped, and so many of them would make its size a
/// matter of chance. None that begins a character of UTF-8 with several: the log would show a
/// character of yet another script every few minutes, and Qt keep the fonts for it.
char anyByte(Random &random)
{
    if (below(random, 16) > 0) {
        return static_cast<char>('a' + below(random, 26));
    }
    const int byte = below(random, 256);
    return static_cast<char>(byte >= 0xc2 && byte <= 0xf4 ? byte - 0x80 : byte);
}

/// What all streams are cut from. Its length has no factor in common with the sizes of reads and
/// messages, so that bytes from another place are noticed.
const QByteArray &source()
{
    static const QByteArray bytes = [] {
        Random random(1);
        QByteArray made(65'521, Qt::Uninitialized);
        std::generate(made.begin(), made.end(), [&] { return anyByte(random); });
        return made;
    }();
    return bytes;
}

} // namespace

EchoVisit::Plan EchoVisit::anyPlan(Random &random, quint16 port, bool checked)
{
    Plan plan{.port = port, .checked = checked};
    plan.total = below(random, 1 << below(random, 20)) + 1;
    plan.chunk = below(random, 1 << below(random, 16)) + 1;
    plan.chunk = std::max(plan.chunk, plan.total / 200);
    plan.readMost = mostAtOnce;
    switch (below(random, 6)) {
    case 0: // reads slowly
        plan.readMost = plan.total / 300 + 1;
        plan.receiveBuffer = 4096;
        break;
    case 1: // begins to read late
        plan.silentSteps = below(random, 400);
        break;
    case 2: // never reads
        plan.readMost = 0;
        plan.receiveBuffer = 4096;
        break;
    default:
        break;
    }
    plan.urgent = below(random, 4) == 0;
    plan.ending = plan.readMost == 0 ? Ending::Reset : static_cast<Ending>(below(random, 3));
    return plan;
}

EchoVisit::EchoVisit(const Plan &plan, Random &random)
    : m_plan(plan)
    , m_socket(plan.port, {.address = {}, .receiveBuffer = plan.receiveBuffer, .reads = false})
    , m_start(below(random, static_cast<int>(source().size())))
    , m_resetAt(below(random, static_cast<int>(plan.total) + 1))
{
}

QByteArray EchoVisit::streamAt(qsizetype place, qsizetype size) const
{
    QByteArray bytes;
    while (bytes.size() < size) {
        const qsizetype from = (m_start + place + bytes.size()) % source().size();
        bytes += source().mid(from, size - bytes.size());
    }
    return bytes;
}

Visit::Outcome EchoVisit::step(bool hurry)
{
    ++m_steps;
    if (!m_socket.isConnected()) {
        return fail(u"cannot connect to port %1"_s.arg(m_plan.port));
    }
    if (hurry) {
        m_plan.total = m_sent;
        m_plan.silentSteps = 0;
    }
    send();
    if (!readAndCompare(hurry)) {
        return fail(u"an echo differs from what was sent behind byte %1 of %2"_s.arg(m_received)
                        .arg(m_sent));
    }
    const bool neverReads = m_plan.readMost == 0;
    const bool reset = m_plan.ending == Ending::Reset
        && (m_sent >= m_resetAt || hurry || m_socket.wasReset)
        && (!neverReads || age() > attention || hurry);
    if (reset) {
        m_socket.reset();
        return Outcome::Done;
    }
    return leave();
}

Visit::Outcome EchoVisit::leave()
{
    // One that sends nothing does not care for what a chat says to it.
    const bool whole = m_sent == m_plan.total && (m_received == m_sent || m_plan.total == 0);
    if (m_socket.wasReset) {
        return Outcome::Cut;
    }
    if (m_socket.hasEnded) {
        return whole && m_finished ? Outcome::Done : Outcome::Cut;
    }
    if (m_plan.ending == Ending::Close && (whole || (!m_plan.checked && age() > attention))) {
        m_socket.close();
        return Outcome::Done;
    }
    if (waited() > patience) {
        return fail(u"nothing comes any more behind byte %1 of %2"_s.arg(m_received).arg(m_sent));
    }
    return Outcome::Running;
}

void EchoVisit::send()
{
    if (m_socket.unsent() > 0 || m_finished) {
        return;
    }
    const qsizetype size = std::min(m_plan.chunk, m_plan.total - m_sent);
    // Only when everything has come back does the kernel surely have room for it.
    if (m_plan.urgent && size > 0 && m_received == m_sent && m_steps % 8 == 0) {
        m_socket.sendUrgent(streamAt(m_sent, 1).front());
        m_sent += 1;
    } else if (size > 0) {
        m_socket.send(streamAt(m_sent, size));
        m_sent += size;
    } else if (m_plan.ending == Ending::HalfClose) {
        m_socket.finishSending();
        m_finished = true;
    }
}

bool EchoVisit::readAndCompare(bool hurry)
{
    if (m_plan.readMost == 0 || m_steps <= m_plan.silentSteps) {
        return true;
    }
    m_socket.readSome(hurry ? mostAtOnce : m_plan.readMost);
    const QByteArray got = std::exchange(m_socket.received, {});
    const bool right = !m_plan.checked
        || (m_received + got.size() <= m_sent && got == streamAt(m_received, got.size()));
    m_received += right ? got.size() : 0;
    if (!got.isEmpty()) {
        gotOn();
    }
    return right;
}

} // namespace peerglass
