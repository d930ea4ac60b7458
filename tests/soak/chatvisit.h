// SPDX-License-Identifier: MIT
#pragma once

#include "visit.h"

namespace peerglass {

/// A member of a chat with names: talks, changes its name, and looks whether what comes are whole
/// lines of such a chat.
class ChatVisit : public Visit
{
public:
    struct Plan
    {
        quint16 port = 0;
        int lines = 0; ///< to say
        int pause = 1; ///< steps between them, at least 1
        int staysFor = 0; ///< steps after the last one
        qsizetype readMost = 0; ///< most bytes read at once; 0: it never reads
        int ending = 0; ///< of four: /quit, half-close, close, reset
    };
    static Plan anyPlan(Random &random, quint16 port);

    ChatVisit(const Plan &plan, Random &random);

    Outcome step(bool hurry) override;
    bool isChecked() const override { return false; }

private:
    QByteArray anyLine();
    bool readAndCheck();
    Outcome leave();

    Plan m_plan;
    Random &m_random;
    RawClient m_socket;
    QByteArray m_line; ///< the beginning of the one that is coming
    int m_steps = 0;
    bool m_leaving = false;
};

} // namespace peerglass
