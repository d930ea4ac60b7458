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

namespace {

/// How many numbers below \a most no open descriptor of this process has; 0 where it cannot look.
qint64 freeBelow(qint64 most)
{
    const auto closeDirectory = [](DIR *directory) {
        closedir(directory);
    };
    const std::unique_ptr<DIR, decltype(closeDirectory)> open(opendir("/proc/self/fd"));
    if (!open) {
        return 0; // not even the one for the directory
    }
    qint64 used = 0;
    while (const dirent *entry = readdir(open.get())) {
        const bool isDescriptor = std::isdigit(static_cast<unsigned char>(entry->d_name[0])) != 0;
        const qint64 number = std::atoll(entry->d_name);
        // One from before the limit was lowered has a number that nobody is given any more.
        used += isDescriptor && number < most && number != dirfd(open.get()) ? 1 : 0;
    }
    return std::max<qint64>(most - used, 0);
}

} // namespace

qint64 freeDescriptors()
{
    return freeBelow(descriptorLimit());
}

qint64 freeDescriptorsForConnections()
{
    return freeBelow(descriptorLimit() - keptDescriptors);
}

bool isKept(int descriptor)
{
    return descriptor >= descriptorLimit() - keptDescriptors;
}

bool isDescriptorForConnectionFree()
{
    const FileDescriptor probe(open("/", O_PATH | O_CLOEXEC));
    return probe.isValid() && !isKept(probe.get());
}

} // namespace peerglass
