// SPDX-License-Identifier: MIT
#include "reader.h"

namespace peerglass {

using namespace Qt::StringLiterals;

bool Reader::pause(Pause why)
{
    const bool changed = !isPaused(why);
    m_pauses.set(static_cast<size_t>(why));
    return changed;
}

bool Reader::resume(Pause why)
{
    const bool changed = isPaused(why);
    m_pauses.reset(static_cast<size_t>(why));
    return changed;
}

QString Reader::pausedFor() const
{
    if (isPaused(Pause::Operator)) {
        return u"operator"_s;
    }
    if (isPaused(Pause::MemoryLimit)) {
        return u"memory-limit"_s;
    }
    return isPaused(Pause::FullQueue) ? u"queue-full"_s : QString();
}

} // namespace peerglass
