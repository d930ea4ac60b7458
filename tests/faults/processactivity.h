// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>

namespace peerglass {

/// Waits until the processor time of \a process has stood still for 300 ms, and none of its threads
/// waits for a processor: all is done that can be done. One that spins never gets there.
bool waitUntilIdle(qint64 process);
/// How often the threads of \a process have gone to sleep and woken again in \a time: what a loop
/// does that is too slow to take processor time, such as a timer that finds nothing to do.
qint64 wakeUpsWithin(qint64 process, std::chrono::milliseconds time);

} // namespace peerglass
