// SPDX-License-Identifier: MIT
#pragma once

#include "repeatingscenario.h"

namespace peerglass {

/// `talk`: a member of a chat who says a line after each ScenarioTimes::talkPause and throws away
/// what comes. Several members with numbers 0, 1, 2 … share a small list of lines and begin one
/// after the other, so that it looks like a conversation.
class TalkScenario : public RepeatingScenario
{
    Q_OBJECT
public:
    struct Member
    {
        int number = 0; ///< 0 … \a of - 1: says the lines \a number, \a number + \a of, …
        int of = 1; ///< how many members there are
        QString name{}; ///< taken with `/nick`; empty: none, for a chat with names=off
    };

    TalkScenario(const Endpoint &server, const ScenarioTimes &times, const Member &member,
                 QObject *parent = nullptr);

protected:
    std::chrono::milliseconds connected() override;
    std::chrono::milliseconds pause() const override { return times().talkPause; }
    QByteArray nextMessage() override;
    void take(const QByteArray &) override { }

private:
    Member m_member;
    size_t m_next; // line of the list
};

} // namespace peerglass
