// SPDX-License-Identifier: MIT
#include "steadyscenario.h"

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView beginning = "This is steady message ";
// More than a message has. What others send may be longer; the end of it is enough.
constexpr qsizetype mostKept = 64;

} // namespace

SteadyScenario::SteadyScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent)
    : RepeatingScenario(server, times, parent)
{
}

QByteArray SteadyScenario::nextMessage()
{
    return beginning.toByteArray() + QByteArray::number(++m_sent) + '\n';
}

void SteadyScenario::take(const QByteArray &bytes)
{
    m_line += bytes;
    for (qsizetype end = m_line.indexOf('\n'); end >= 0; end = m_line.indexOf('\n')) {
        takeLine(m_line.first(end));
        m_line.remove(0, end + 1);
    }
    m_line = m_line.right(mostKept);
}

void SteadyScenario::takeLine(const QByteArray &line)
{
    // What an operator sends need not end in a newline, so it may stand before the message.
    const qsizetype begin = line.lastIndexOf(beginning);
    bool isNumber = false;
    const quint64 number = begin < 0 ? 0
                                     : line.mid(begin + beginning.size()).toULongLong(&isNumber);
    if (!isNumber || number <= m_settled || number > m_sent) {
        return;
    }
    while (++m_settled < number) {
        Q_EMIT said(u"message %1 did not come back"_s.arg(m_settled));
    }
    Q_EMIT said(u"message %1 came back"_s.arg(number));
}

} // namespace peerglass
