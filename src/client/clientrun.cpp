// SPDX-License-Identifier: MIT
#include "clientrun.h"

#include "chatscenario.h"
#include "standardinput.h"

namespace peerglass {

using namespace Qt::StringLiterals;

ClientRun::ClientRun(const CommandLine &line, QObject *parent)
    : QObject(parent)
    , m_scenario(makeScenario(line.scenario, line.server, line.times, line.load))
{
    connect(m_scenario.get(), &Scenario::said, this, &ClientRun::say);
    connect(m_scenario.get(), &Scenario::finished, this, &ClientRun::finish);
    connectInput();
}

// The scenario asks for input when it has sent what it had, so that a server that does not read
// stops the reading of standard input too.
void ClientRun::connectInput()
{
    auto *chat = qobject_cast<ChatScenario *>(m_scenario.get());
    if (!chat) {
        return;
    }
    auto *input = new StandardInput(this);
    connect(chat, &ChatScenario::inputWanted, input, &StandardInput::readOnce);
    connect(input, &StandardInput::received, chat, &ChatScenario::input);
    connect(input, &StandardInput::ended, chat, &ChatScenario::endInput);
    connect(input, &StandardInput::failed, this, &ClientRun::failInput);
}

void ClientRun::interrupt(int number)
{
    m_signal = number;
    m_scenario->stop();
}

void ClientRun::finish(const ScenarioResult &result)
{
    const bool complains = !result.ok && m_signal == 0;
    if (!result.text.isEmpty()) {
        complains ? complain(result.text) : say(result.text);
    }
    Q_EMIT finished(m_signal != 0 ? 128 + m_signal : int(!result.ok || m_outputFailed));
}

void ClientRun::failInput(const QString &reason)
{
    complain(u"cannot read standard input: %1"_s.arg(reason));
    m_scenario->stop();
}

void ClientRun::say(const QString &line)
{
    m_output << line << Qt::endl;
    if (m_output.status() == QTextStream::WriteFailed && !m_outputFailed) {
        m_outputFailed = true;
        complain(u"cannot write standard output: %1"_s.arg(m_output.device()->errorString()));
    }
}

void ClientRun::complain(const QString &sentence)
{
    m_errors << u"peerglass-client: "_s << sentence << Qt::endl;
}

} // namespace peerglass
