// SPDX-License-Identifier: MIT
#include "standardinput.h"

#include "systemtext.h"

#include <cerrno>
#include <unistd.h>

namespace peerglass {

namespace {

constexpr qsizetype mostPerRead = 64 * 1024;

} // namespace

StandardInput::StandardInput(QObject *parent)
    : QObject(parent)
    , m_readable(STDIN_FILENO, QSocketNotifier::Read)
{
    m_readable.setEnabled(false);
    connect(&m_readable, &QSocketNotifier::activated, this, &StandardInput::read);
}

void StandardInput::read()
{
    QByteArray bytes(mostPerRead, Qt::Uninitialized);
    const ssize_t size = ::read(STDIN_FILENO, bytes.data(), size_t(bytes.size()));
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) {
        return; // the notifier fires again
    }
    const int error = errno;
    m_readable.setEnabled(false);
    if (size < 0) {
        Q_EMIT failed(systemText(error));
    } else if (size == 0) {
        Q_EMIT ended();
    } else {
        bytes.truncate(size);
        Q_EMIT received(bytes);
    }
}

} // namespace peerglass
