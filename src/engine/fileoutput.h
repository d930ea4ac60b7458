// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "logfile.h"

#include <QStringList>

#include <memory>
#include <string>
#include <string_view>

namespace peerglass {

/// The log file as the journal uses it: gathers records, writes them, and counts those that it
/// could not write. A file that has failed is tried again on request and now and then. Lives in the
/// journal's thread.
class FileOutput
{
public:
    /// How long a file that has failed is let alone.
    static constexpr std::chrono::seconds retryInterval{30};

    /// \a file is open; null: no log file is wanted.
    explicit FileOutput(std::unique_ptr<LogFile> file)
        : m_file(std::move(file))
    {
    }

    bool isWanted() const { return m_file != nullptr; }
    /// \a record: with its newline. Counted and forgotten where the file has failed.
    void add(std::string_view record);
    /// Writes what was added. Returns what went wrong: each fault once, however long it lasts.
    QStringList flush(TimePoint now);
    /// Opens it anew, as SIGHUP asks for. Returns why it cannot be.
    std::optional<QString> reopen(TimePoint now);

    bool hasFailed() const { return m_failed; }
    /// It has failed so long ago that it should be tried again.
    bool isToBeTried(TimePoint now) const { return m_failed && now >= m_retryAt; }
    /// Tries it with \a record, which tells what is missing, and goes on behind that if it can;
    /// hasFailed() tells. Returns what flush() does.
    QStringList resume(std::string_view record, TimePoint now);
    /// Records that could not be written, since it last went on.
    quint64 missing() const { return m_missing; }

private:
    void fail(TimePoint now);

    const std::unique_ptr<LogFile> m_file;
    std::string m_records;
    bool m_failed = false;
    TimePoint m_retryAt;
    quint64 m_missing = 0;
};

} // namespace peerglass
