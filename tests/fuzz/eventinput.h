// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"
#include "pieces.h"

namespace peerglass {

/// An event as event.h says it may be, out of a fuzzer's input: kind, a bit for each number that
/// follows (service, client, port, closing or suppression, size, time), the numbers, each behind
/// the count of its bytes; then the pieces service URL, address, text and data.
Event takeEvent(Pieces &input);

} // namespace peerglass
