// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

namespace peerglass {

/// Owns one descriptor and closes it. Movable between threads, so that a descriptor on its way
/// is closed even when nobody takes it out of its mailbox.
class FileDescriptor
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;
    ~FileDescriptor() { close(); }

    int get() const { return m_descriptor; }
    bool isValid() const { return m_descriptor >= 0; }
    /// Closes it now; does nothing when there is none.
    void close();

private:
    int m_descriptor = -1;
};

} // namespace peerglass
