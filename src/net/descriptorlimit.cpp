// SPDX-License-Identifier: MIT
#include "descriptorlimit.h"

#include <algorithm>
#include <dirent.h>
#include <memory>
#include <sys/resource.h>

namespace peerglass {

qint64 raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 0;
    }
    rlimit raised = limit;
    raised.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) {
        limit = raised;
    }
    return static_cast<qint64>(limit.rlim_cur);
}

qint64 freeDescriptors()
{
    const auto closeDirectory = [](DIR *directory) {
        closedir(directory);
    };
    const std::unique_ptr<DIR, decltype(closeDirectory)> open(opendir("/proc/self/fd"));
    rlimit limit{};
    if (!open || getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 0; // not even the one for the directory
    }
    static constexpr qint64 notOthers = 3; // "." and "..", and the directory itself
    qint64 entries = 0;
    while (readdir(open.get()) != nullptr) {
        ++entries;
    }
    return std::max<qint64>(static_cast<qint64>(limit.rlim_cur) - (entries - notOthers), 0);
}

} // namespace peerglass
