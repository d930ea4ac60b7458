// SPDX-License-Identifier: MIT
#include "logsink.h"

#include "systemtext.h"

#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <unistd.h>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype fullAt = 4 * 1024 * 1024;

bool isWritable(int descriptor)
{
    pollfd poll{.fd = descriptor, .events = POLLOUT, .revents = 0};
    return ::poll(&poll, 1, 0) == 1;
}

} // namespace

StandardOutput::StandardOutput(QObject *parent)
    : QObject(parent)
    , m_writable(STDOUT_FILENO, QSocketNotifier::Write)
{
    m_writable.setEnabled(false);
    connect(&m_writable, &QSocketNotifier::activated, this, &StandardOutput::writePending);
}

void StandardOutput::write(const QByteArray &line)
{
    if (!m_givenUp) {
        m_pending.append(line);
        m_writable.setEnabled(true);
    }
}

bool StandardOutput::isFull() const
{
    return m_pending.size() >= fullAt;
}

void StandardOutput::giveUp()
{
    m_givenUp = true;
    m_pending = {};
    m_writable.setEnabled(false);
}

void StandardOutput::writePending()
{
    const bool wasFull = isFull();
    qsizetype written = 0;
    // The descriptor is shared with other processes, so it is not made non-blocking: a writable
    // pipe takes PIPE_BUF bytes without blocking (pipe(7)).
    while (written < m_pending.size() && isWritable(STDOUT_FILENO)) {
        const qsizetype size = std::min<qsizetype>(m_pending.size() - written, PIPE_BUF);
        const ssize_t result = ::write(STDOUT_FILENO, m_pending.constData() + written,
                                       static_cast<size_t>(size));
        if (result < 0 && errno != EAGAIN && errno != EINTR) {
            const QString why = systemText(errno);
            giveUp();
            Q_EMIT failed(u"cannot write to standard output: %1"_s.arg(why));
            Q_EMIT drained();
            return;
        }
        written += std::max<ssize_t>(result, 0);
    }
    m_pending.remove(0, written);
    if (m_pending.isEmpty()) {
        m_writable.setEnabled(false);
    }
    if (m_pending.isEmpty() || (wasFull && !isFull())) {
        Q_EMIT drained();
    }
}

std::optional<QString> LogFile::open(const QString &path)
{
    m_file.setFileName(path);
    const bool open = m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered,
                                  QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return open ? std::nullopt : std::optional(m_file.errorString());
}

std::optional<QString> LogFile::write(const QByteArray &lines)
{
    if (auto why = reopenIfGone()) {
        return why;
    }
    return m_file.write(lines) == lines.size() ? std::nullopt : std::optional(m_file.errorString());
}

std::optional<QString> LogFile::reopen()
{
    m_file.close();
    return open(m_file.fileName());
}

std::optional<QString> LogFile::reopenIfGone()
{
    return QFileInfo::exists(m_file.fileName()) ? std::nullopt : reopen();
}

} // namespace peerglass
