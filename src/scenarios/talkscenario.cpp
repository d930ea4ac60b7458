// SPDX-License-Identifier: MIT
#include "talkscenario.h"

#include <array>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

// Their count is no multiple of three, so that three members do not always say the same ones.
const std::array lines{"Hello everybody!"_ba,
                       "Hi, nice to see you here."_ba,
                       "Good morning, how are you?"_ba,
                       "Fine, thanks. And you?"_ba,
                       "Very well, the sun is shining."_ba,
                       "你好! Does this arrive in one piece?"_ba,
                       "It does, every character of it."_ba,
                       "Schöne Grüße from the mountains."_ba,
                       "Has anybody seen the slow client today?"_ba,
                       "It reads sixteen bytes at a time, give it a moment."_ba,
                       "And one of us never reads at all."_ba,
                       "Then its queue must be quite long by now."_ba,
                       "Shall we have a cup of tea?"_ba,
                       "With pleasure 🍵"_ba};
static_assert(lines.size() % 3 != 0);

} // namespace

TalkScenario::TalkScenario(const Endpoint &server, const ScenarioTimes &times, const Member &member,
                           QObject *parent)
    : RepeatingScenario(server, times, parent)
    , m_member(member)
    , m_next(size_t(member.number) % lines.size())
{
}

std::chrono::milliseconds TalkScenario::connected()
{
    if (!m_member.name.isEmpty()) {
        send("/nick " + m_member.name.toUtf8() + '\n');
    }
    return m_member.number * times().talkOffset;
}

QByteArray TalkScenario::nextMessage()
{
    QByteArray line = lines.at(m_next) + '\n';
    m_next = (m_next + size_t(m_member.of)) % lines.size();
    return line;
}

} // namespace peerglass
