// SPDX-License-Identifier: MIT
#include "chatvisit.h"

#include <QStringDecoder>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype mostAtOnce = 64 * 1024;
// For the server's end after the client's; nothing that the operator does keeps it away so long.
constexpr auto patience = 120s;

/// Notices and actions begin with `* `, what is said with `<NAME> `.
bool isChatLine(QByteArrayView line)
{
    QStringDecoder decode(QStringConverter::Utf8);
    const QString text = decode(line);
    return !decode.hasError() && (text.startsWith(u"* "_s) || text.startsWith(u'<'));
}

} // namespace

ChatVisit::Plan ChatVisit::anyPlan(Random &random, quint16 port)
{
    Plan plan{.port = port};
    plan.lines = below(random, 60);
    plan.pause = below(random, 50) + 1;
    plan.staysFor = below(random, 500);
    plan.readMost = below(random, 8) == 0 ? 0 : mostAtOnce;
    if (below(random, 6) == 0) {
        plan.readMost = below(random, 30) + 1; // a slow reader
    }
    plan.ending = below(random, 4);
    return plan;
}

ChatVisit::ChatVisit(const Plan &plan, Random &random)
    : m_plan(plan)
    , m_random(random)
    , m_socket(plan.port,
               {.address = {}, .receiveBuffer = plan.readMost < 64 ? 4096 : 0, .reads = false})
{
}

QByteArray ChatVisit::anyLine()
{
    switch (below(m_random, 12)) {
    case 0:
        return "/nick soak-" + QByteArray::number(below(m_random, 200)) + '\n';
    case 1:
        return "/who\r\n";
    case 2:
        return "/me waves 👋\n";
    case 3:
        return "/msg soak-" + QByteArray::number(below(m_random, 200)) + " psst\n";
    case 4:
        return QByteArray(1 << below(m_random, 12), 'L') + '\n';
    case 5:
        return "an escape \x1b[31m and half a character \xf0\x9f\n";
    case 6:
        return "a line in two par"; // the next one ends it
    default:
        return "words of no importance in 中文, to everybody who is here\n";
    }
}

Visit::Outcome ChatVisit::step(bool hurry)
{
    ++m_steps;
    if (!m_socket.isConnected()) {
        return fail(u"cannot connect to port %1"_s.arg(m_plan.port));
    }
    if (m_plan.lines > 0 && !hurry && m_steps % m_plan.pause == 0 && m_socket.unsent() == 0) {
        m_socket.send(anyLine());
        --m_plan.lines;
    }
    if (hurry) {
        m_plan = {.port = m_plan.port, .readMost = mostAtOnce, .ending = m_plan.ending};
    }
    if (!readAndCheck()) {
        return fail(u"not a line of a chat: "_s
                    + QString::fromLatin1(m_line.toPercentEncoding(" ")));
    }
    if (m_socket.wasReset || m_socket.hasEnded) {
        return m_leaving ? Outcome::Done : Outcome::Cut;
    }
    if (m_plan.lines > 0 || --m_plan.staysFor > 0) {
        return Outcome::Running;
    }
    return leave();
}

Visit::Outcome ChatVisit::leave()
{
    if (m_plan.ending == 2) {
        m_socket.close();
        return Outcome::Done;
    }
    if (m_plan.ending == 3 || m_plan.readMost == 0) {
        m_socket.reset();
        return Outcome::Done;
    }
    if (!std::exchange(m_leaving, true)) {
        gotOn();
        if (m_plan.ending == 0) {
            m_socket.send("\n/quit\n");
        } else {
            m_socket.finishSending();
        }
    }
    m_plan.readMost = mostAtOnce;
    return waited() > patience ? fail(u"the chat does not let it go"_s) : Outcome::Running;
}

bool ChatVisit::readAndCheck()
{
    if (m_plan.readMost > 0) {
        m_socket.readSome(m_plan.readMost);
    }
    m_line += std::exchange(m_socket.received, {});
    qsizetype begin = 0;
    for (qsizetype end = m_line.indexOf('\n'); end >= 0; end = m_line.indexOf('\n', begin)) {
        const QByteArrayView line = QByteArrayView(m_line).sliced(begin, end - begin);
        if (!isChatLine(line)) {
            m_line = line.toByteArray();
            return false;
        }
        begin = end + 1;
    }
    m_line.remove(0, begin);
    return true;
}

} // namespace peerglass
