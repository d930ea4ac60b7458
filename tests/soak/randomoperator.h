// SPDX-License-Identifier: MIT
#pragma once

#include "engine.h"
#include "runningbooks.h"
#include "visit.h"

#include <QObject>
#include <QTimer>

namespace peerglass {

/// Kicks, holds, steps, releases, drops, pauses and sends at random. Whoever it has stopped goes on
/// a few seconds later at the latest.
class RandomOperator : public QObject
{
public:
    /// \a exact: a service from which nothing is dropped and to which nothing is sent.
    RandomOperator(Engine &engine, const RunningBooks &books, Random &random);

    void start(ServiceId exact, ServiceId chat);
    /// Does nothing any more but let everybody go on.
    void rest() { m_act.stop(); }

private:
    void act();
    void letGoOn();
    ClientAction actionFor(const ClientInfo &client);

    Engine &m_engine;
    const RunningBooks &m_books;
    Random &m_random;
    ServiceId m_exact;
    ServiceId m_chat;
    QTimer m_act;
    QTimer m_letGoOn;
};

} // namespace peerglass
