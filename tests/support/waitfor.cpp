// SPDX-License-Identifier: MIT
#include "waitfor.h"

#include "timescale.h"

#include <QCoreApplication>
#include <QTimer>

namespace peerglass {

using namespace std::chrono_literals;

bool waitFor(const std::function<bool()> &condition)
{
    QTimer limit; // its event ends the last wait too
    limit.setSingleShot(true);
    limit.start(scaled(20s));
    bool holds = condition(); // asked once a turn: it may not hold for long
    while (!holds && limit.isActive()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        holds = condition();
    }
    return holds;
}

} // namespace peerglass
