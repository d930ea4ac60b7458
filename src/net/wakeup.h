// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

namespace peerglass {

/// An eventfd (eventfd(2)): one thread rings, another waits for its descriptor to become readable.
/// Ends the process with a message when the system has no descriptor left: mailboxes are made
/// before anything is served.
class Wakeup
{
public:
    Wakeup();

    /// Any thread. Rings once, however often it is called before reset().
    void ring();
    /// The receiver, when woken.
    void reset();
    /// Readable while rung.
    int descriptor() const { return m_descriptor.get(); }

private:
    FileDescriptor m_descriptor;
};

} // namespace peerglass
