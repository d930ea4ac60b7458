// SPDX-License-Identifier: MIT
#include "logfile.h"

#include "systemtext.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <limits>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr mode_t ownerOnly = 0600;
/// Without blocking, which concerns pipes alone: one that nobody reads is refused.
constexpr int openFlags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

QString errorText()
{
    return errno == ENXIO ? u"nobody reads from it"_s : systemText(errno);
}

struct stat statusOf(const FileDescriptor &file)
{
    struct stat status = {};
    fstat(file.get(), &status);
    return status;
}

/// The longest part of \a records that has whole ones and at most \a most bytes.
qsizetype wholeRecords(QByteArrayView records, qint64 most)
{
    const qsizetype size = std::clamp<qsizetype>(most, 0, records.size());
    return records.first(size).lastIndexOf('\n') + 1;
}

/// Where the file really is, so that a symbolic link is not what is renamed.
QByteArray realPath(const QByteArray &path)
{
    const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.constData(), nullptr),
                                                           &std::free);
    return real ? QByteArray(real.get()) : path;
}

QByteArray olderPath(const QByteArray &path, int age)
{
    return age == 0 ? path : path + '.' + QByteArray::number(age);
}

bool exists(const QByteArray &path)
{
    return access(path.constData(), F_OK) == 0;
}

/// Makes each file one older up to the first age that nobody has, or over the oldest.
bool makeOlder(const QByteArray &path)
{
    int age = 1;
    while (age < EngineOptions::keptLogFiles - 1 && exists(olderPath(path, age))) {
        ++age;
    }
    for (; age > 0; --age) {
        const QByteArray younger = olderPath(path, age - 1);
        if (std::rename(younger.constData(), olderPath(path, age).constData()) != 0) {
            return false;
        }
    }
    return true;
}

} // namespace

std::optional<QString> LogFile::open(const QString &path)
{
    m_path = QFile::encodeName(path);
    return openInPlace();
}

std::optional<QString> LogFile::openInPlace()
{
    FileDescriptor file(::open(m_path.constData(), openFlags, ownerOnly));
    if (!file.isValid()) {
        return errorText();
    }
    m_file = std::move(file);
    m_rotateAt = m_size;
    completeLastRecord();
    return {};
}

/// Whoever wrote it before may have been killed within a record.
void LogFile::completeLastRecord()
{
    m_unfinished.clear();
    const struct stat status = statusOf(m_file);
    if (!S_ISREG(status.st_mode) || status.st_size == 0) {
        return;
    }
    const FileDescriptor reader(::open(m_path.constData(), O_RDONLY | O_NOCTTY | O_CLOEXEC));
    char last = '\n';
    if (pread(reader.get(), &last, 1, status.st_size - 1) == 1 && last != '\n') {
        m_unfinished = "\n";
    }
}

std::optional<QString> LogFile::reopen()
{
    const QByteArray unfinished = hasGone() ? QByteArray() : m_unfinished;
    auto why = openInPlace();
    if (!why && !unfinished.isEmpty()) {
        m_unfinished = unfinished;
    }
    return why;
}

bool LogFile::hasGone() const
{
    struct stat inPlace = {};
    if (!isOpen() || stat(m_path.constData(), &inPlace) != 0) {
        return true;
    }
    const struct stat open = statusOf(m_file);
    return open.st_dev != inPlace.st_dev || open.st_ino != inPlace.st_ino;
}

LogFile::Outcome LogFile::write(QByteArrayView records)
{
    Outcome outcome;
    if (hasGone()) {
        outcome.failed = reopen();
    }
    if (!outcome.failed && !m_unfinished.isEmpty()) {
        m_unfinished.remove(0, append(m_unfinished, outcome.failed));
    }
    while (!outcome.failed && outcome.written < records.size()) {
        const QByteArrayView rest = records.sliced(outcome.written);
        const QByteArrayView part = rest.first(nextPart(rest, outcome));
        const qsizetype taken = append(part, outcome.failed);
        outcome.written += endAtRecord(part, taken);
    }
    return outcome;
}

/// How much of \a records belongs into the file as it is, or into a new one.
qsizetype LogFile::nextPart(QByteArrayView records, Outcome &outcome)
{
    const struct stat status = statusOf(m_file);
    if (!S_ISREG(status.st_mode)) {
        return records.size();
    }
    const qsizetype part = wholeRecords(records, m_rotateAt - status.st_size);
    if (part > 0) {
        return part;
    }
    if (status.st_size > 0) {
        rotate(outcome);
    }
    return std::max(wholeRecords(records, m_size), records.indexOf('\n') + 1);
}

void LogFile::rotate(Outcome &outcome)
{
    const auto why = tryRotation();
    if (why) {
        m_rotateAt = statusOf(m_file).st_size + m_size;
        if (!m_rotationFailed) {
            outcome.notRotated = why;
        }
    }
    m_rotationFailed = why.has_value();
}

std::optional<QString> LogFile::tryRotation()
{
    const QByteArray path = realPath(m_path);
    if (!makeOlder(path)) {
        return errorText();
    }
    // A new one, not what somebody has put there meanwhile.
    FileDescriptor file(::open(path.constData(), openFlags | O_EXCL, ownerOnly));
    if (!file.isValid()) {
        const QString why = errorText();
        // It is still open: the log goes on where it was.
        if (!exists(path)) {
            std::rename(olderPath(path, 1).constData(), path.constData());
        }
        return why;
    }
    m_file = std::move(file);
    m_rotateAt = m_size;
    return {};
}

/// Returns how many bytes were taken; where that is not all, \a why tells.
qsizetype LogFile::append(QByteArrayView bytes, std::optional<QString> &why)
{
    qsizetype taken = 0;
    while (taken < bytes.size()) {
        const QByteArrayView rest = bytes.sliced(taken);
        const ssize_t result = ::write(m_file.get(), rest.data(), static_cast<size_t>(rest.size()));
        if (result < 0 && errno == EINTR) {
            continue;
        }
        if (result <= 0) {
            why = errorText();
            return taken;
        }
        taken += result;
    }
    return taken;
}

/// The first \a taken of \a bytes are in the file: makes it end with a record. Returns how many of
/// them need no more care.
qsizetype LogFile::endAtRecord(QByteArrayView bytes, qsizetype taken)
{
    const qsizetype whole = wholeRecords(bytes, taken);
    if (whole == taken || cutOff(taken - whole)) {
        return whole;
    }
    const qsizetype end = bytes.indexOf('\n', taken) + 1;
    m_unfinished = bytes.first(end).sliced(taken).toByteArray();
    return end;
}

/// Only where nobody else has written behind it.
bool LogFile::cutOff(qsizetype size)
{
    const struct stat status = statusOf(m_file);
    return S_ISREG(status.st_mode) && lseek(m_file.get(), 0, SEEK_CUR) == status.st_size
        && ftruncate(m_file.get(), status.st_size - size) == 0;
}

} // namespace peerglass
