// SPDX-License-Identifier: MIT
#pragma once

#include "emptystate.h"
#include "servercontrol.h"

namespace peerglass {

/// What stands in the place of the connections while there are none: what the state is, and what
/// one can do next.
class FirstSteps
{
public:
    struct Actions
    {
        QAction *start;
        QAction *tryIt;
        QAction *addService;
    };

    FirstSteps(EmptyState *place, const Actions &actions);

    /// The program has never been used before.
    void setFirstStart(bool on) { m_firstStart = on; }
    /// \a someCame: clients have connected in this run, whether they are still there or not.
    void show(const ServerControl &server, bool someCame);

private:
    void showStopped(const ServerControl &server);
    void showListening(const ServerControl &server, bool someCame);

    EmptyState *m_place;
    Actions m_actions;
    bool m_firstStart = false;
};

} // namespace peerglass
