// SPDX-License-Identifier: MIT
#include "loadoptions.h"

#include "units.h"

namespace peerglass {

using namespace Qt::StringLiterals;

std::optional<QString> excessOf(const LoadOptions &options)
{
    const qint64 onTheWay = options.depth * options.size;
    if (onTheWay > LoadOptions::mostOnTheWay) {
        return u"%1 messages of %2 are %3 on their way for each client; "
               "--depth times --size may be at most %4"_s.arg(
                   QString::number(options.depth), sizeToOption(options.size),
                   sizeToDisplay(onTheWay), sizeToOption(LoadOptions::mostOnTheWay));
    }
    const qint64 messages = qint64(options.clients) * options.depth;
    if (messages > LoadOptions::mostMessages) {
        return u"%1 clients with %2 messages each on their way are %3 messages; "
               "--clients times --depth may be at most %4"_s.arg(
                   QString::number(options.clients), QString::number(options.depth),
                   QString::number(messages), QString::number(LoadOptions::mostMessages));
    }
    return std::nullopt;
}

} // namespace peerglass
