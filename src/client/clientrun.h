// SPDX-License-Identifier: MIT
#pragma once

#include "commandline.h"
#include "scenario.h"

#include <QObject>
#include <QTextStream>

#include <memory>

namespace peerglass {

/// One run of one scenario: its steps on standard output, what went wrong on standard error. It has
/// failed, too, where its output cannot be written.
class ClientRun : public QObject
{
    Q_OBJECT
public:
    explicit ClientRun(const CommandLine &line, QObject *parent = nullptr);

    void start() { m_scenario->start(); }
    /// Ends it because Unix signal \a number came.
    void interrupt(int number);

Q_SIGNALS:
    void finished(int exitStatus);

private:
    void connectInput();
    void finish(const ScenarioResult &result);
    void failInput(const QString &reason);
    void say(const QString &line);
    void complain(const QString &sentence);

    std::unique_ptr<Scenario> m_scenario;
    QTextStream m_output{stdout};
    QTextStream m_errors{stderr};
    int m_signal = 0; // that ended it, 0: none
    bool m_outputFailed = false;
};

} // namespace peerglass
