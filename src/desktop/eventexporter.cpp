// SPDX-License-Identifier: MIT
#include "eventexporter.h"

#include "escape.h"
#include "eventjson.h"
#include "eventscsv.h"
#include "systemtext.h"

#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

bool writeAll(QSaveFile &file, QByteArrayView bytes)
{
    // The device that is full takes a part first, and says so only with the next write.
    while (!bytes.isEmpty()) {
        const qint64 written = file.write(bytes.data(), bytes.size());
        if (written <= 0) {
            return false;
        }
        bytes = bytes.sliced(written);
    }
    return true;
}

/// A file that is there keeps its mode: whoever made it has said who may read.
mode_t modeFor(const QString &fileName)
{
    struct stat there = {};
    const bool exists = stat(QFile::encodeName(fileName).constData(), &there) == 0;
    return exists ? there.st_mode & 0777 : 0600;
}

} // namespace

EventExporter::EventExporter(FileThread &files, QObject *parent)
    : QObject(parent)
    , m_files(files)
    , m_results(std::make_shared<Mailbox<Result>>())
    , m_notifier(m_results->notify([this] { takeResults(); }))
{
}

void EventExporter::save(const QString &fileName, Format format, QList<Event> events)
{
    m_files.post([results = m_results,
                  job = Job{.fileName = fileName, .format = format, .events = std::move(events)}] {
        results->post(write(job));
    });
}

EventExporter::Result EventExporter::write(const Job &job)
{
    return {.fileName = job.fileName, .events = job.events.size(), .error = writeFile(job)};
}

std::optional<QString> EventExporter::writeFile(const Job &job)
{
    const QFileInfo existing(job.fileName);
    if (existing.exists() && !existing.isFile()) {
        return tr("this is not a regular file");
    }
    QSaveFile file(job.fileName);
    // Unbuffered, as commit() does not notice that the last of a buffer could not be written.
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        return file.errorString();
    }
    // Before anything is in it; where the file system can, before it has a name (O_TMPFILE). Only
    // file systems without permissions refuse: there, whoever mounted them has said who may read.
    fchmod(file.handle(), modeFor(job.fileName));
    if (!writeLines(file, job)) {
        return file.errorString();
    }
    // commit() does not tell what becomes of its own.
    if (fsync(file.handle()) != 0) {
        return systemText(errno);
    }
    return file.commit() ? std::nullopt : std::optional(file.errorString());
}

bool EventExporter::writeLines(QSaveFile &file, const Job &job)
{
    if (job.format == Format::Csv && !writeAll(file, csvHeader())) {
        return false;
    }
    return std::all_of(job.events.begin(), job.events.end(), [&](const Event &event) {
        return writeAll(file, job.format == Format::Csv ? toCsvLine(event) : toJsonLine(event));
    });
}

void EventExporter::takeResults()
{
    std::vector<Result> results;
    m_results->takeAll(results);
    for (const Result &result : results) {
        if (!result.error) {
            Q_EMIT saved(result.fileName, result.events);
            continue;
        }
        Q_EMIT failed(tr("The events could not be saved to \"%1\": %2. Nothing is lost: they are "
                         "still in the window, and what was in that place is as it was.")
                          .arg(escape(result.fileName.toUtf8()), *result.error));
    }
}

} // namespace peerglass
