// SPDX-License-Identifier: MIT
#pragma once

#include "endpoint.h"
#include "latencyhistogram.h"
#include "loadoptions.h"

#include <QString>

#include <chrono>

namespace peerglass {

/// What a run of `load` has measured.
struct LoadFigures
{
    Endpoint server;
    LoadOptions options;
    int connected = 0; ///< clients and idle ones
    std::chrono::nanoseconds connecting{0}; ///< from the first attempt to the last connection
    std::chrono::nanoseconds sending{0}; ///< from the first message to the end of the time
    qint64 messages = 0; ///< that came back while they were sending
    LatencyHistogram latencies; ///< of these and of those that came back later

    /// Messages per second; zero where no time has passed.
    double rate() const;
};

/// A few lines for people, without the last newline.
QString reportText(const LoadFigures &figures);
/// The same as one JSON object on one line (peerglass-client(1)). Times are in the unit that ends
/// their name; percentiles are null where no message came back.
QString reportJson(const LoadFigures &figures);

} // namespace peerglass
