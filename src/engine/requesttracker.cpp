// SPDX-License-Identifier: MIT
#include "requesttracker.h"

namespace peerglass {

using namespace Qt::StringLiterals;

quint64 RequestTracker::begin(const QString &name, const QList<ClientId> &clients,
                              WorkerIndex workers)
{
    m_requests[++m_last] = {
        .name = name, .missing = {clients.begin(), clients.end()}, .answersLeft = workers};
    return m_last;
}

QStringList RequestTracker::answered(const RequestAnswered &answer)
{
    const auto found = m_requests.find(answer.request);
    if (found == m_requests.end()) {
        return {};
    }
    Request &request = found->second;
    QStringList sentences;
    for (const RequestAnswered::Refused &refused : answer.refused) {
        const QString whom = refused.client.isNull() ? QString()
                                                     : u" #%1"_s.arg(refused.client.value());
        sentences.append(u"%1%2: %3"_s.arg(request.name, whom, refused.why));
    }
    for (const ClientId client : answer.found) {
        request.missing.erase(client);
    }
    if (--request.answersLeft == 0) {
        for (const ClientId gone : request.missing) {
            sentences.append(u"%1 #%2: it has gone"_s.arg(request.name).arg(gone.value()));
        }
        m_requests.erase(found);
    }
    return sentences;
}

} // namespace peerglass
