// SPDX-License-Identifier: MIT
#pragma once

#include "load.h"

#include <vector>

/// Prints the sentence, with the system's text for `error` unless that is 0, and ends the process.
[[noreturn]] void fail(const char *sentence, int error = 0);

/// Raises the soft limit of descriptors to the hard one.
void raiseDescriptorLimit();

/// Connects to the port of 127.0.0.1 from the `number`th of several loopback addresses, so that
/// the ports do not run out. The descriptor does not block and has TCP_NODELAY.
int connectTo(std::uint16_t port, unsigned number);

/// So many connections, with the plan's pause after each. `first` counts on from those made before.
std::vector<int> connectAll(const Plan &plan, unsigned count, unsigned first);
