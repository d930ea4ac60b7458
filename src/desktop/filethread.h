// SPDX-License-Identifier: MIT
#pragma once

#include "mailbox.h"

#include <QThread>

#include <chrono>
#include <functional>
#include <memory>

namespace peerglass {

/// The thread that writes files, so that the GUI thread, in which this lives, never waits for a
/// disk.
class FileThread
{
public:
    /// How long the end of the program waits for a disk that stands still.
    static constexpr std::chrono::seconds patience{3};

    FileThread();
    /// Waits until everything given to post() is done, but no longer than patience: what is stuck
    /// then is left to itself, and ends with the program.
    ~FileThread();
    FileThread(const FileThread &) = delete;
    FileThread &operator=(const FileThread &) = delete;

    /// One job is done after the other. A job owns all that it uses: it may outlive whoever posted
    /// it.
    void post(std::function<void()> job);

private:
    using Jobs = Mailbox<std::function<void()>>; // an empty one: no more will come

    static void work(Jobs &jobs);

    std::shared_ptr<Jobs> m_jobs;
    std::unique_ptr<QThread> m_thread;
};

} // namespace peerglass
