// SPDX-License-Identifier: MIT
#include "standardoutput.h"

#include "systemtext.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <utility>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype fullAt = 4 * 1024 * 1024;

} // namespace

StandardOutput::StandardOutput(QObject *parent)
    : QObject(parent)
    , m_stream(STDOUT_FILENO)
    , m_writable(m_stream.descriptor(), QSocketNotifier::Write)
{
    m_writable.setEnabled(false);
    connect(&m_writable, &QSocketNotifier::activated, this, &StandardOutput::writePending);
}

void StandardOutput::write(const QByteArray &record)
{
    if (m_givenUp) {
        ++m_missing;
        return;
    }
    m_pending.append(record);
    m_writable.setEnabled(true);
}

bool StandardOutput::isFull() const
{
    return m_pending.size() >= fullAt;
}

bool StandardOutput::isStuck()
{
    const bool hasMoved = std::exchange(m_hasMoved, false);
    return !isEmpty() && !hasMoved && !m_stream.takesOutput();
}

void StandardOutput::giveUp()
{
    m_givenUp = true;
    m_missing += static_cast<quint64>(m_pending.count('\n'));
    m_pending = {};
    m_writable.setEnabled(false);
}

void StandardOutput::writePending()
{
    const bool wasFull = isFull();
    qsizetype written = 0;
    while (written < m_pending.size() && m_stream.takesOutput()) {
        const ssize_t result = m_stream.write(QByteArrayView(m_pending).sliced(written));
        if (result < 0 && errno != EAGAIN && errno != EINTR) {
            const QString why = systemText(errno);
            m_pending.remove(0, written);
            giveUp();
            Q_EMIT failed(why);
            Q_EMIT drained();
            return;
        }
        written += std::max<ssize_t>(result, 0);
    }
    m_pending.remove(0, written);
    m_hasMoved = m_hasMoved || written > 0;
    if (m_pending.isEmpty()) {
        m_writable.setEnabled(false);
    }
    if (m_pending.isEmpty() || (wasFull && !isFull())) {
        Q_EMIT drained();
    }
}

} // namespace peerglass
