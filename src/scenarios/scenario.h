// SPDX-License-Identifier: MIT
#pragma once

#include "endpoint.h"

#include <QObject>

#include <chrono>

namespace peerglass {

/// What brought a scenario to its end.
enum class ScenarioEnd {
    Own, ///< it was done, gave up or was stopped
    Server, ///< the server ended or broke a connection
    NotConnected ///< a connection could not be opened
};

struct ScenarioResult
{
    bool ok = false; ///< what came back is what should have
    /// A sentence: what was right, or what was wrong; of `load`, what was measured, in several
    /// lines. Escaped; empty: nothing to say.
    QString text;
    ScenarioEnd end = ScenarioEnd::Own;

    friend bool operator==(const ScenarioResult &, const ScenarioResult &) = default;
};

/// How long things take. The defaults are those of the tutorials; tests are faster.
struct ScenarioTimes
{
    /// Connecting, or waiting for an answer, without any progress for this long is a failure.
    std::chrono::milliseconds timeout{10'000};
    std::chrono::milliseconds slowStart{1'000}; ///< `slow`: before the first part
    std::chrono::milliseconds slowPause{1'500}; ///< `slow`: after each part
    /// `chat`: after the end of the input, silence of this long is the end.
    std::chrono::milliseconds chatSilence{2'000};
    std::chrono::milliseconds stallTime{10'000}; ///< `stall`: its own time limit
    /// `stall`: between a block that the server has taken and the next one.
    std::chrono::milliseconds stallPause{0};
    std::chrono::milliseconds steadyPause{1'500}; ///< `steady`: between two messages
    std::chrono::milliseconds talkPause{4'500}; ///< `talk`: between two lines of one member
    /// `talk`: between the first lines of two members.
    std::chrono::milliseconds talkOffset{1'500};
    /// SampleClients: between the end of the slow client and its next run.
    std::chrono::milliseconds slowAgain{3'000};
    /// leave(): the server has this long to end its side.
    std::chrono::milliseconds leaveTime{1'000};
};

/// What one test client does, once, against one server. Lives in one thread with an event loop and
/// never blocks it. Do not delete it within its signals; deleteLater() may be called.
class Scenario : public QObject
{
    Q_OBJECT
public:
    Scenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent);

    /// Begins; once. finished() follows, but not from within this call.
    void start() { begin(); }
    /// Ends it early: finished() comes from within this call, unless it came before.
    void stop();
    /// Ends it early and in good order: half-closes, throws away what still comes, and closes when
    /// the server has ended its side, at the latest after ScenarioTimes::leaveTime. finished()
    /// comes then, or from within this call. The same as stop() unless overridden.
    virtual void leave() { stop(); }

Q_SIGNALS:
    /// One step, as one line without its end. Safe for a terminal (escape.h).
    void said(const QString &line);
    /// It is over and has closed its connections. Emitted once.
    void finished(const peerglass::ScenarioResult &result);

protected:
    virtual void begin() = 0;
    /// Closes the connections and stops the timers: nothing may happen after it.
    virtual void end() = 0;
    /// What stop() gives as result: not ok, and nothing to say, unless overridden.
    virtual ScenarioResult stopped() const;

    void succeed(const QString &text, ScenarioEnd end = ScenarioEnd::Own);
    void fail(const QString &text, ScenarioEnd end = ScenarioEnd::Own);
    /// fail() because a connection could not be opened.
    void failToConnect(const QString &reason);
    bool isOver() const { return m_over; }

    const Endpoint &server() const { return m_server; }
    const ScenarioTimes &times() const { return m_times; }

private:
    void finish(const ScenarioResult &result);

    Endpoint m_server;
    ScenarioTimes m_times;
    bool m_over = false;
};

} // namespace peerglass
