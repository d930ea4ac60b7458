// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

namespace peerglass {

/// A descriptor kept for the moment in which there is no other, so that who waits at a full server
/// can be accepted and told to go. Given up and taken again by its owner.
class SpareDescriptor
{
public:
    SpareDescriptor() { take(); }

    /// Takes one again, if there is one. True where it is had.
    bool take();
    bool isTaken() const { return m_descriptor.isValid(); }
    /// Gives it up: one can be opened now.
    void giveUp() { m_descriptor.close(); }

private:
    FileDescriptor m_descriptor;
};

} // namespace peerglass
