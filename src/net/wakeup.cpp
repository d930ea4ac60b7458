// SPDX-License-Identifier: MIT
#include "wakeup.h"

#include "systemtext.h"

#include <QtGlobal>

#include <cerrno>
#include <sys/eventfd.h>

namespace peerglass {

Wakeup::Wakeup()
    : m_descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (!m_descriptor.isValid()) {
        qFatal("cannot make a mailbox: %s", qUtf8Printable(systemText(errno)));
    }
}

void Wakeup::ring()
{
    // Fails only when the counter is full, and then it is readable anyhow.
    eventfd_write(m_descriptor.get(), 1);
}

void Wakeup::reset()
{
    eventfd_t rings = 0;
    eventfd_read(m_descriptor.get(), &rings);
}

} // namespace peerglass
