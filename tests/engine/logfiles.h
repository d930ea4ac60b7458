// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QByteArray>
#include <QFile>
#include <QString>

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/// What the tests of log files look at.
namespace peerglass {

inline QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

inline mode_t modeOf(const QString &path)
{
    struct stat status = {};
    stat(QFile::encodeName(path).constData(), &status);
    return status.st_mode & 07777;
}

/// Ten bytes.
inline QByteArray numbered(int number)
{
    return QByteArray::number(number).rightJustified(9, '.') + '\n';
}

/// A pipe with a name and a reader that reads when it is told to.
struct NamedPipe
{
    explicit NamedPipe(const QString &path)
    {
        const QByteArray name = QFile::encodeName(path);
        mkfifo(name.constData(), 0600);
        reader = FileDescriptor(::open(name.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    }
    QByteArray read() const
    {
        QByteArray bytes(1024 * 1024, '\0');
        bytes.truncate(std::max<qsizetype>(
            ::read(reader.get(), bytes.data(), static_cast<size_t>(bytes.size())), 0));
        return bytes;
    }
    FileDescriptor reader;
};

} // namespace peerglass
