// SPDX-License-Identifier: MIT
#include "descriptorlimit.h"

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

} // namespace peerglass
