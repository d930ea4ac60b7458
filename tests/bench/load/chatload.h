// SPDX-License-Identifier: MIT
#pragma once

#include "load.h"
#include "poller.h"

#include <vector>

/// One more client than the plan says sends a batch of lines in one send; when every other has
/// received all of it, the next. A message is one line for one receiver.
class ChatLoad : public Load
{
public:
    explicit ChatLoad(const Plan &plan);

    /// Also finds out how long a line is as the server hands it on, which may put a name before it.
    void probe() override;
    std::uint64_t run(const Limit &limit, Histogram &times) override;

private:
    struct Member
    {
        int descriptor = -1;
        std::uint64_t received = 0; ///< bytes, since the connection was made
    };

    void discardGreetings();
    void sendBatch() const;
    std::size_t receive(Member &member);
    /// Until every member has all that was sent. Returns the messages.
    std::uint64_t awaitBatch(Clock::time_point sent, Histogram &times);

    Poller m_poller;
    unsigned m_batch;
    std::vector<char> m_lines; ///< a batch
    std::vector<char> m_input;
    std::size_t m_relayed = 0; ///< bytes of a batch as every member receives it
    std::uint64_t m_due = 0; ///< what every member has to have received
    int m_sender;
    std::vector<Member> m_members;
};
