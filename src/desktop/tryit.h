// SPDX-License-Identifier: MIT
#pragma once

#include "sampleclients.h"
#include "servercontrol.h"

#include <QObject>

namespace peerglass {

/// "Try it": the sample clients, and the server for them where it does not run yet.
class TryIt : public QObject
{
    Q_OBJECT

public:
    explicit TryIt(ServerControl &server, QObject *parent = nullptr);

    /// Starts the server with the services there are, or with the two defaults where there are
    /// none; the clients follow as soon as it listens. Does nothing while they run.
    void start();
    void stop();
    bool isRunning() const { return m_wanted || m_clients.isRunning(); }

Q_SIGNALS:
    void changed();
    /// Something is not as one would expect: no chat service, an address that is banned.
    void said(const QString &sentence);

private:
    void connectWhenListening();
    void connectClients();

    ServerControl &m_server;
    SampleClients m_clients;
    bool m_wanted = false; ///< asked for, and the server does not listen yet
};

} // namespace peerglass
