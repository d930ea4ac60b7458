// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QFile>
#include <QObject>
#include <QSocketNotifier>
#include <QString>

#include <memory>
#include <optional>

namespace peerglass {

/// Standard output, written without ever blocking: what a stuck pipe does not take waits here.
/// Lives in the journal's thread.
class StandardOutput : public QObject
{
    Q_OBJECT

public:
    explicit StandardOutput(QObject *parent = nullptr);

    void write(const QByteArray &line);
    /// So much waits that the journal should take no more events for now.
    bool isFull() const;
    bool isEmpty() const { return m_pending.isEmpty(); }
    /// Throws away what waits and what comes.
    void giveUp();

Q_SIGNALS:
    /// What waited has gone, or is no longer too much.
    void drained();
    /// Nobody reads any more; \a text says why. Once.
    void failed(const QString &text);

private:
    void writePending();

    QByteArray m_pending;
    QSocketNotifier m_writable;
    bool m_givenUp = false;
};

/// The log file: appended, made with mode 0600, opened anew on request and when it has gone.
class LogFile
{
public:
    /// Returns why it cannot be opened, or nothing.
    std::optional<QString> open(const QString &path);
    bool isOpen() const { return m_file.isOpen(); }
    /// Returns why it could not be written, or nothing.
    std::optional<QString> write(const QByteArray &lines);
    /// Closes and opens it again, for log rotation by others.
    std::optional<QString> reopen();

private:
    std::optional<QString> reopenIfGone();

    QFile m_file;
};

} // namespace peerglass
