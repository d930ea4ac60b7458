// SPDX-License-Identifier: MIT
#pragma once

#include "messages.h"

#include <QStringList>

#include <map>
#include <set>

namespace peerglass {

/// Only a worker knows which clients it has, so a request goes to all of them; this gathers their
/// answers and tells, once all have answered, what was refused and which clients have gone.
class RequestTracker
{
public:
    /// \a name: of what is asked for, as a sentence begins: `step`.
    quint64 begin(const QString &name, const QList<ClientId> &clients, WorkerIndex workers);
    /// Takes one worker's answer. The sentences that it completes: `step #14: it has gone`.
    QStringList answered(const RequestAnswered &answer);

private:
    struct Request
    {
        QString name;
        std::set<ClientId> missing;
        WorkerIndex answersLeft = 0;
    };

    std::map<quint64, Request> m_requests;
    quint64 m_last = 0;
};

} // namespace peerglass
