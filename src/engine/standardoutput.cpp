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

constexpr std::size_t fullAt = 4 * 1024 * 1024;

} // namespace

StandardOutput::StandardOutput(QObject *parent)
    : QObject(parent)
    , m_stream(STDOUT_FILENO)
    , m_writable(m_stream.descriptor(), QSocketNotifier::Write)
{
    m_writable.setEnabled(false);
    connect(&m_writable, &QSocketNotifier::activated, this, &StandardOutput::writePending);
}

void StandardOutput::write(std::string_view record)
{
    if (m_givenUp) {
        ++m_missing;
        return;
    }
    if (isEmpty()) {
        m_writable.setEnabled(true);
    }
    m_records.append(record);
}

bool StandardOutput::isFull() const
{
    return pending().size() >= fullAt;
}

bool StandardOutput::isStuck()
{
    const bool hasMoved = std::exchange(m_hasMoved, false);
    return !isEmpty() && !hasMoved && !m_stream.takesOutput();
}

void StandardOutput::giveUp()
{
    m_givenUp = true;
    m_missing += static_cast<quint64>(std::ranges::count(pending(), '\n'));
    m_records = std::string(); // = {} would keep the memory
    m_written = 0;
    m_writable.setEnabled(false);
}

void StandardOutput::writePending()
{
    const bool wasFull = isFull();
    while (!isEmpty() && m_stream.takesOutput()) {
        const ssize_t result = m_stream.write(QByteArrayView(pending()));
        if (result < 0 && errno != EAGAIN && errno != EINTR) {
            const QString why = systemText(errno);
            giveUp();
            Q_EMIT failed(why);
            Q_EMIT drained();
            return;
        }
        m_written += static_cast<std::size_t>(std::max<ssize_t>(result, 0));
        m_hasMoved = m_hasMoved || result > 0;
    }
    removeWritten();
    if (isEmpty()) {
        m_writable.setEnabled(false);
    }
    if (isEmpty() || (wasFull && !isFull())) {
        Q_EMIT drained();
    }
}

/// Moving what is left for each piece that goes would cost more than to write it.
void StandardOutput::removeWritten()
{
    if (m_written >= m_records.size() / 2) {
        m_records.erase(0, m_written);
        m_written = 0;
    }
}

} // namespace peerglass
