// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"

#include <QString>

#include <string>

namespace peerglass {

/// What happened, without time and client: `received 12 B "in 中文 3\n"`. Escaped; one line.
QString describe(const Event &event);
/// What describe() says beside words(), for where a column of its own shows those:
/// `12 B "in 中文 3\n"`; empty where it says no more. Escaped; one line.
QString detail(const Event &event);
/// The kind for people to read: `client finished`.
QString words(EventKind kind);

/// Appends one line of UTF-8 with local time, UTC offset and client, and a newline at its end:
/// `2026-11-22 15:03:26.318412+01:00 #14 received 12 B "in 中文 3\n"`.
void appendTextLine(const Event &event, std::string &out);

} // namespace peerglass
