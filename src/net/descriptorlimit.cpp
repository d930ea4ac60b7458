// SPDX-License-Identifier: MIT
#include "descriptorlimit.h"

#include "filedescriptor.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
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

qint64 descriptorLimit()
{
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<qint64>(limit.rlim_cur) : 0;
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
    const auto most = static_cast<qint64>(limit.rlim_cur);
    qint64 used = -1; // the one for the directory is free again
    while (const dirent *entry = readdir(open.get())) {
        const bool isDescriptor = std::isdigit(static_cast<unsigned char>(entry->d_name[0])) != 0;
        // One from before the limit was lowered has a number that nobody is given any more.
        used += isDescriptor && std::atoll(entry->d_name) < most ? 1 : 0;
    }
    return std::max<qint64>(most - used, 0);
}

bool isKept(int descriptor)
{
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) != 0
        || descriptor >= static_cast<qint64>(limit.rlim_cur) - keptDescriptors;
}

bool isDescriptorForConnectionFree()
{
    const FileDescriptor probe(open("/", O_PATH | O_CLOEXEC));
    return probe.isValid() && !isKept(probe.get());
}

} // namespace peerglass
