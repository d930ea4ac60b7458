// SPDX-License-Identifier: MIT
#pragma once

#include "filedescriptor.h"

#include <QObject>
#include <QSocketNotifier>

#include <csignal>
#include <initializer_list>

namespace peerglass {

/// Turns Unix signals into Qt signals (signalfd(2)), so that whatever they cause runs in the event
/// loop and not in a signal handler. A signal that comes before the loop runs is reported when it
/// does.
///
/// Create it in main(), after the application object, in the thread whose event loop reports the
/// signals, and before any other thread exists: threads inherit the blocked signals, and one that
/// has them unblocked would be killed by them. For the same reason start no other program while it
/// lives: that would inherit the blocked signals too.
///
/// Several signals of one kind that come at once may be reported as one. SIGPIPE is not its
/// business: senders use MSG_NOSIGNAL.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
    /// Takes over \a numbers (SIGINT, SIGTERM, …) from their handlers and default actions.
    explicit UnixSignals(std::initializer_list<int> numbers, QObject *parent = nullptr);
    /// For programs whose application object starts threads of its own (Qt's xcb plugin does):
    /// blocks \a numbers before, so that those threads inherit it. A UnixSignals then watches them.
    static void block(std::initializer_list<int> numbers);
    /// Gives them back: one that is pending then does what it would have done before.
    ~UnixSignals() override;

    /// False where the system had no descriptor for it; the signals then act as if it did not
    /// exist.
    bool isWatching() const { return m_descriptor.isValid(); }

Q_SIGNALS:
    void received(int number);

private:
    void readOne();

    FileDescriptor m_descriptor;
    sigset_t m_former = {};
    QSocketNotifier m_readable{QSocketNotifier::Read};
};

} // namespace peerglass
