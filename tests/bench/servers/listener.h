// SPDX-License-Identifier: MIT
#pragma once

/// A TCP socket that listens on a free port of 127.0.0.1, does not block, and passes TCP_NODELAY on
/// to what it accepts. Ends the process with a sentence when it cannot be had.
int listenOnLoopback();

/// Every server may have as many clients as the system allows.
void raiseDescriptorLimit();

/// The bytes that all servers read at once: the default of Peerglass.
constexpr unsigned readSize = 64 * 1024;

/// Clients that may wait to be accepted: the default of Peerglass.
constexpr int backlog = 4096;
