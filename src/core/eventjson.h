// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"

#include <QByteArray>

#include <string>

namespace peerglass {

/// One JSON object (RFC 8259) in UTF-8 on one line, ending in a newline. Keys as in README.md
/// ("Events"); `time` is UTC with microseconds; `data` is escape()d.
QByteArray toJsonLine(const Event &event);
/// The same behind what is in \a out.
void appendJsonLine(const Event &event, std::string &out);

} // namespace peerglass
