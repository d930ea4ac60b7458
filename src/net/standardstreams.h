// SPDX-License-Identifier: MIT
#pragma once

namespace peerglass {

/// Opens /dev/null in the place of each standard stream that is closed, so that no socket and no
/// file can take it: what the program or a library writes there would go into it. Who reads there
/// finds the end, who writes is refused (EBADF) and not silently heard by nobody. Call it first in
/// main().
void fillStandardStreams();

/// Whether write(2) of at most PIPE_BUF bytes to \a descriptor returns at once. For descriptors
/// that are shared with other processes and so cannot be made non-blocking.
bool takesOutput(int descriptor);

} // namespace peerglass
