// SPDX-License-Identifier: MIT
#include "chatscenario.h"

#include "escape.h"
#include "units.h"

#include <utility>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

// A line of the server that gets longer is shown in pieces, so that memory stays bounded.
constexpr qsizetype longestLine = 64 * 1024;

constexpr QByteArrayView quitCommand = "/quit";
constexpr qsizetype tailSize = 64;

/// escape(), but what is harmless on a terminal stays as it is: tabs, quotes and backslashes.
QString showable(QByteArrayView line)
{
    QString shown;
    qsizetype begin = 0;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == '\t' || line[i] == '"' || line[i] == '\\') {
            shown += escape(line.sliced(begin, i - begin)) + QLatin1Char(line[i]);
            begin = i + 1;
        }
    }
    return shown + escape(line.sliced(begin));
}

bool endsWithQuit(const QByteArray &input)
{
    const QByteArray lines = input.trimmed();
    return lines.mid(lines.lastIndexOf('\n') + 1).trimmed() == quitCommand;
}

} // namespace

ChatScenario::ChatScenario(const Endpoint &server, const ScenarioTimes &times, QObject *parent)
    : Scenario(server, times, parent)
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, &ChatScenario::timeOut);
    connect(&m_connection, &Connection::opened, this, &ChatScenario::connected);
    connect(&m_connection, &Connection::received, this, &ChatScenario::take);
    connect(&m_connection, &Connection::ended, this, &ChatScenario::endOfServer);
    connect(&m_connection, &Connection::failed, this, &ChatScenario::lose);
    connect(&m_connection, &Connection::sent, this, &ChatScenario::countSent);
}

void ChatScenario::begin()
{
    m_limit.start(times().timeout);
    m_connection.open(server());
}

void ChatScenario::end()
{
    m_limit.stop();
    m_connection.close();
    sayRest();
}

void ChatScenario::connected()
{
    m_connected = true;
    m_limit.stop();
    m_connection.setReading(true);
    Q_EMIT inputWanted();
}

void ChatScenario::input(const QByteArray &bytes)
{
    m_inputTail = (m_inputTail + bytes).right(tailSize);
    m_connection.send(bytes);
}

void ChatScenario::endInput()
{
    m_inputEnded = true;
    m_connection.finishSending();
    countSent();
}

void ChatScenario::countSent()
{
    if (m_connection.unsent() > 0) {
        return;
    }
    if (m_inputEnded) {
        m_limit.start(times().chatSilence);
    } else {
        Q_EMIT inputWanted();
    }
}

void ChatScenario::take(const QByteArray &bytes)
{
    if (m_limit.isActive()) {
        m_limit.start();
    }
    m_line += bytes;
    for (qsizetype end = m_line.indexOf('\n'); end >= 0; end = m_line.indexOf('\n')) {
        const QByteArray line = m_line.first(end);
        m_line.remove(0, end + 1);
        say(line);
    }
    if (m_line.size() >= longestLine) {
        sayRest();
    }
}

void ChatScenario::say(QByteArrayView line)
{
    Q_EMIT said(showable(line.endsWith('\r') ? line.chopped(1) : line));
}

void ChatScenario::sayRest()
{
    if (!m_line.isEmpty()) {
        say(std::exchange(m_line, {}));
    }
}

void ChatScenario::endOfServer()
{
    if (m_inputEnded || endsWithQuit(m_inputTail)) {
        succeed({});
    } else {
        lose(u"the server ended it"_s);
    }
}

void ChatScenario::lose(const QString &reason)
{
    if (m_connected) {
        fail(u"the connection to %1 is lost: %2"_s.arg(server().toText(), reason),
             ScenarioEnd::Server);
    } else {
        failToConnect(reason);
    }
}

void ChatScenario::timeOut()
{
    if (m_connected) {
        succeed({});
    } else {
        failToConnect(u"no answer for %1"_s.arg(durationToOption(times().timeout)));
    }
}

} // namespace peerglass
