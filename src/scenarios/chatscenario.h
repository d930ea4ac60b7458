// SPDX-License-Identifier: MIT
#pragma once

#include "connection.h"
#include "scenario.h"

#include <QByteArray>
#include <QTimer>

namespace peerglass {

/// `chat`: what is typed goes to the room, what comes from the room is said, line by line
/// (a line of 64 KiB and more in pieces).
///
/// said() shows printable text as it came, quotes, backslashes and tabs included; other control
/// characters, bidirectional and invisible ones and bytes that are not UTF-8 are escaped
/// (escape.h), so that no peer drives the terminal.
///
/// After the end of the input it half-closes, and is right when the server then ends the
/// connection or stays silent for ScenarioTimes::chatSilence. The end before that is a failure,
/// unless the last line of input was `/quit`.
class ChatScenario : public Scenario
{
    Q_OBJECT
public:
    ChatScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent = nullptr);

    /// Sends \a bytes, not empty. Call it once after each inputWanted().
    void input(const QByteArray &bytes);
    /// The input is over: no input() after it. Call it after an inputWanted().
    void endInput();

Q_SIGNALS:
    /// Connected, or all input given so far is on its way: more may be given.
    void inputWanted();

protected:
    void begin() override;
    void end() override;

private:
    void connected();
    void countSent();
    void take(const QByteArray &bytes);
    void say(QByteArrayView line);
    void sayRest();
    void endOfServer();
    void lose(const QString &reason);
    void timeOut();

    Connection m_connection;
    QTimer m_limit; // of connecting, then of silence after the end of the input
    bool m_connected = false;
    bool m_inputEnded = false;
    QByteArray m_inputTail; // the last few bytes of the input
    QByteArray m_line; // of the server, without its end yet
};

} // namespace peerglass
