// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

#include <chrono>

namespace peerglass {

/// What this process takes of the machine at one moment, as /proc/self tells it.
struct Sample
{
    std::chrono::seconds at{0}; ///< since the first one
    qint64 resident = 0; ///< bytes (VmRSS)
    qint64 anonymous = 0; ///< bytes of it that are no file's (RssAnon): heap and stacks
    qint64 allocated = 0; ///< bytes that the program has from malloc and has not given back
    qint64 descriptors = 0;
    qint64 threads = 0;
    qint64 clients = 0; ///< connected at that moment
    qint64 events = 0; ///< that the window was told of until then

    static Sample now(std::chrono::seconds at);
};

/// A line of the table, and the one above all others.
QString toText(const Sample &sample);
QString samplesHeader();

} // namespace peerglass
