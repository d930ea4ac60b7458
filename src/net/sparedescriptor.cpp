// SPDX-License-Identifier: MIT
#include "sparedescriptor.h"

#include <sys/eventfd.h>

namespace peerglass {

bool SpareDescriptor::take()
{
    if (!m_descriptor.isValid()) {
        m_descriptor = FileDescriptor(eventfd(0, EFD_CLOEXEC)); // the cheapest there is
    }
    return m_descriptor.isValid();
}

} // namespace peerglass
