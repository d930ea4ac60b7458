// SPDX-License-Identifier: MIT
#include "filedescriptor.h"

#include <unistd.h>

namespace peerglass {

void FileDescriptor::close()
{
    if (isValid()) {
        // Not repeated on EINTR: Linux has released the descriptor by then (close(2)).
        ::close(std::exchange(m_descriptor, -1));
    }
}

} // namespace peerglass
