// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"
#include "filethread.h"

#include <QList>
#include <QObject>
#include <QSocketNotifier>

#include <memory>
#include <optional>

class QSaveFile;

namespace peerglass {

/// Saves events to files. Lives in the GUI thread, which never waits for the disk: the lines are
/// formed and written one by one in the thread for files. What becomes of them after this has been
/// deleted is not told.
class EventExporter : public QObject
{
    Q_OBJECT

public:
    enum class Format {
        Csv, ///< eventscsv.h, with its header
        JsonLines ///< eventjson.h
    };

    /// \a files outlives it.
    explicit EventExporter(FileThread &files, QObject *parent = nullptr);

    /// Writes \a events, in their order, to a new file that only its owner can read and write
    /// (mode 0600, where the file system has modes). It takes the place of a regular file of that
    /// name, and its mode, when all of it is on the disk, and not before. saved() or failed()
    /// follows. May be called again before that: one file is written after the other.
    void save(const QString &fileName, Format format, QList<Event> events);

Q_SIGNALS:
    void saved(const QString &fileName, qint64 events);
    /// \a sentence says what could not be written, why, and that nothing is lost.
    void failed(const QString &sentence);

private:
    struct Job
    {
        QString fileName;
        Format format = Format::Csv;
        QList<Event> events;
    };
    struct Result
    {
        QString fileName;
        qint64 events = 0;
        std::optional<QString> error; // why it could not be written
    };

    static Result write(const Job &job);
    static std::optional<QString> writeFile(const Job &job);
    static bool writeLines(QSaveFile &file, const Job &job);
    void takeResults();

    FileThread &m_files;
    std::shared_ptr<Mailbox<Result>> m_results; // jobs may outlive this
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace peerglass
