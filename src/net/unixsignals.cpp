// SPDX-License-Identifier: MIT
#include "unixsignals.h"

#include <sys/signalfd.h>
#include <unistd.h>

namespace peerglass {

namespace {

sigset_t setOf(std::initializer_list<int> numbers)
{
    sigset_t set = {};
    sigemptyset(&set);
    for (const int number : numbers) {
        sigaddset(&set, number);
    }
    return set;
}

} // namespace

void UnixSignals::block(std::initializer_list<int> numbers)
{
    const sigset_t set = setOf(numbers);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

UnixSignals::UnixSignals(std::initializer_list<int> numbers, QObject *parent)
    : QObject(parent)
{
    const sigset_t watched = setOf(numbers);
    m_descriptor = FileDescriptor(signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC));
    if (!isWatching()) {
        return;
    }
    pthread_sigmask(SIG_BLOCK, &watched, &m_former);
    connect(&m_readable, &QSocketNotifier::activated, this, &UnixSignals::readOne);
    m_readable.setSocket(m_descriptor.get());
    m_readable.setEnabled(true);
}

UnixSignals::~UnixSignals()
{
    if (isWatching()) {
        m_readable.setEnabled(false);
        pthread_sigmask(SIG_SETMASK, &m_former, nullptr);
    }
}

// One per turn: the notifier fires again while there are more, and a receiver may act in between.
void UnixSignals::readOne()
{
    signalfd_siginfo info = {};
    if (read(m_descriptor.get(), &info, sizeof info) == ssize_t(sizeof info)) {
        Q_EMIT received(int(info.ssi_signo));
    }
}

} // namespace peerglass
