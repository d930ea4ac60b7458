// SPDX-License-Identifier: MIT
#pragma once

#include "engineoptions.h"
#include "filedescriptor.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace peerglass {

/// The log file: appended to, made with mode 0600, opened anew on request and when it has gone or
/// another is in its place, and rotated: FILE becomes FILE.1, that FILE.2, and so on up to
/// EngineOptions::keptLogFiles with FILE itself. What is no regular file (a device, a pipe) is only
/// written to. No call waits for a reader of a pipe.
///
/// A file never has the begin of a record and then another record: what could not be written whole
/// is cut off, or, where that cannot be (a pipe), completed before anything else.
class LogFile
{
public:
    struct Outcome
    {
        qsizetype written = 0; ///< bytes that are taken care of: whole records
        std::optional<QString> failed; ///< why the others could not be written
        /// Why it could not be rotated; told once until it can. It grows on then, and the next time
        /// is when it has grown by the same size again.
        std::optional<QString> notRotated;
    };

    /// \a size: bytes at which it is rotated; at least that of a record.
    explicit LogFile(qint64 size = EngineOptions::defaultLogSize)
        : m_size(size)
    {
    }

    /// Returns why it cannot be opened, or nothing.
    std::optional<QString> open(const QString &path);
    bool isOpen() const { return m_file.isValid(); }
    /// Appends \a records, each of which ends with a newline.
    Outcome write(QByteArrayView records);
    /// Opens it again, for log rotation by others. Where that fails it stays as it is, and returns
    /// why.
    std::optional<QString> reopen();
    /// What it is open on is no longer what is in its place.
    bool hasGone() const;

private:
    std::optional<QString> openInPlace();
    void completeLastRecord();
    qsizetype nextPart(QByteArrayView records, Outcome &outcome);
    void rotate(Outcome &outcome);
    std::optional<QString> tryRotation();
    qsizetype append(QByteArrayView bytes, std::optional<QString> &why);
    qsizetype endAtRecord(QByteArrayView bytes, qsizetype taken);
    bool cutOff(qsizetype size);

    const qint64 m_size;
    qint64 m_rotateAt = 0; ///< larger than m_size where it could not be rotated
    QByteArray m_path;
    FileDescriptor m_file;
    QByteArray m_unfinished; ///< the rest of a record that has begun, or what ends it
    bool m_rotationFailed = false;
};

} // namespace peerglass
