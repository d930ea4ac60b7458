// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"

#include <QByteArray>

namespace peerglass {

/// The first line of a table of events: the names of its columns. RFC 4180, CRLF, UTF-8.
QByteArray csvHeader();
/// One line: seq, time (UTC), event, service, client, detail. Cells that a spreadsheet would take
/// for a formula are written so that it does not.
QByteArray toCsvLine(const Event &event);

} // namespace peerglass
