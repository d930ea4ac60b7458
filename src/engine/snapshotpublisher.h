// SPDX-License-Identifier: MIT
#pragma once

#include "messages.h"
#include "session.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <unordered_set>

namespace peerglass {

/// Tells the engine how one worker's clients are: snapshots of those that have changed, at most 20
/// times a second and only when the engine has taken the last ones; and queue and conversation of
/// the one that is watched. Lives in the worker's thread; does not own the sessions.
class SnapshotPublisher : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        WorkerIndex index = 0;
        bool snapshots = false; ///< whether anybody wants ClientInfo
    };
    using FindSession = std::function<Session *(ClientId)>;

    /// \a engine must outlive it.
    SnapshotPublisher(const Options &options, EngineMailbox &engine, FindSession find);

    void changed(Session &session);
    /// \a gone is over and closed: this is the last of it.
    void left(Session &gone);
    /// Publishes this client's queue and conversation from now on; null: nobody's.
    void watch(ClientId client);
    /// The engine has taken a publication.
    void taken();
    /// Publishes what there is at once, taken or not.
    void publish();

private:
    void publishSoon();
    void publishWhenTaken();
    void publishWatched();

    const Options m_options;
    EngineMailbox &m_engine;
    FindSession m_find;
    std::unordered_set<ClientId> m_changed;
    QList<ClientInfo> m_gone; ///< last snapshots of those that have gone since the last publication
    ClientId m_watched;
    QTimer m_timer;
    int m_untaken = 0; ///< publications that the engine has not taken yet
    bool m_publishWhenTaken = false;
};

} // namespace peerglass
