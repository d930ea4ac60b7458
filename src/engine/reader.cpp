// SPDX-License-Identifier: MIT
#include "reader.h"

#include <utility>

namespace peerglass {

bool Reader::pause(Pause why)
{
    bool &flag = why == Pause::Operator ? m_byOperator : m_fullQueue;
    return !std::exchange(flag, true);
}

bool Reader::resume(Pause why)
{
    bool &flag = why == Pause::Operator ? m_byOperator : m_fullQueue;
    return std::exchange(flag, false);
}

} // namespace peerglass
