// SPDX-License-Identifier: MIT
#pragma once

#include "poller.h"
#include "stream.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace peerglass {

/// Opens many connections to one server, a batch at a time with a short pause between, so that the
/// queue of a server that accepts in good time does not overflow, even if it is short. Where one
/// address has no port left and the server is on IPv4 loopback, it goes on from 127.0.0.2,
/// 127.0.0.3 and so on. Lives in the thread of its poller.
class LoadConnector : public QObject
{
    Q_OBJECT
public:
    /// \a poller is not owned.
    explicit LoadConnector(Poller &poller, QObject *parent = nullptr);
    ~LoadConnector() override;

    /// Opens \a count connections, at least one, to the first of \a addresses that takes one; once.
    void start(const QList<QHostAddress> &addresses, quint16 port, int count);
    /// Closes those that are not open yet; no signal follows.
    void stop();
    /// Connections opened so far.
    int opened() const { return m_opened; }

Q_SIGNALS:
    /// One is open; whoever listens takes it out of \a stream.
    void connected(peerglass::Stream &stream);
    /// One could not be opened: it has stopped. \a reason, the rest of a sentence.
    void failed(const QString &reason);

private:
    struct Attempt;

    void openBatch();
    bool openOne();
    void goOn();
    void settle(Attempt &attempt);
    void giveUp(int error);
    bool tryNextSource();
    QString reasonFor(int error) const;

    Poller &m_poller;
    QTimer m_pause;
    std::vector<std::unique_ptr<Attempt>> m_attempts; ///< of this batch, finished ones included
    QList<QHostAddress> m_servers; ///< the first is the one in use
    QHostAddress m_source; ///< null: the system's choice
    quint16 m_port = 0;
    int m_wanted = 0;
    int m_begun = 0; ///< open or on their way
    int m_opened = 0;
    int m_error = 0; ///< why no more are begun, while some are on their way
};

} // namespace peerglass
