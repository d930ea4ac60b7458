// SPDX-License-Identifier: MIT
#pragma once

#include "visit.h"

namespace peerglass {

/// A client of an echo service: sends bytes that tell their place in the stream, and compares what
/// comes back.
class EchoVisit : public Visit
{
public:
    enum class Ending {
        HalfClose, ///< ends its side after the last byte, reads all and sees the end
        Close, ///< reads all and closes
        Reset ///< resets in the middle
    };
    struct Plan
    {
        quint16 port = 0;
        bool checked = true; ///< nothing may be missing or between
        qsizetype total = 0; ///< bytes to send
        qsizetype chunk = 1; ///< most bytes sent at once
        qsizetype readMost = 0; ///< most bytes read at once; 0: it never reads
        int silentSteps = 0; ///< it does not read that long
        bool urgent = false; ///< some bytes go as urgent data
        Ending ending = Ending::Close;
        int receiveBuffer = 0; ///< 0: the system's
    };
    /// What \a random makes of it; \a checked: for a service whose operator takes nothing out.
    static Plan anyPlan(Random &random, quint16 port, bool checked);

    EchoVisit(const Plan &plan, Random &random);

    Outcome step(bool hurry) override;
    bool isChecked() const override { return m_plan.checked; }

private:
    void send();
    bool readAndCompare(bool hurry);
    void finishSending();
    QByteArray streamAt(qsizetype place, qsizetype size) const;
    Outcome leave();

    Plan m_plan;
    RawClient m_socket;
    qsizetype m_start; ///< of the stream in what all streams are cut from
    qsizetype m_sent = 0;
    qsizetype m_received = 0;
    qsizetype m_resetAt = 0; ///< bytes sent
    int m_steps = 0;
    bool m_finished = false;
};

} // namespace peerglass
