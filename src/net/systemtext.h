// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace peerglass {

/// The system's sentence for an errno value: `Connection reset by peer`. Thread-safe.
QString systemText(int error);

} // namespace peerglass
