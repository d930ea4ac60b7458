// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

namespace peerglass {

/// Reads standard input (terminal, pipe or file) when it is asked to, without blocking.
class StandardInput : public QObject
{
    Q_OBJECT
public:
    explicit StandardInput(QObject *parent = nullptr);

    /// Reads once, as soon as there is something: exactly one of the signals follows, later.
    void readOnce() { m_readable.setEnabled(true); }

Q_SIGNALS:
    void received(const QByteArray &bytes);
    void ended();
    /// \a reason is the system's.
    void failed(const QString &reason);

private:
    void read();

    QSocketNotifier m_readable;
};

} // namespace peerglass
