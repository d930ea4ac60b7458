// SPDX-License-Identifier: MIT
#pragma once

#include "standardstreams.h"

#include <QObject>
#include <QSocketNotifier>
#include <QString>

#include <string>
#include <string_view>

namespace peerglass {

/// Standard output, written without ever blocking: what a stuck pipe or terminal does not take
/// waits here.
/// Lives in the journal's thread.
class StandardOutput : public QObject
{
    Q_OBJECT

public:
    explicit StandardOutput(QObject *parent = nullptr);

    /// \a record: with its newline.
    void write(std::string_view record);
    /// So much waits that the journal should take no more events for now.
    bool isFull() const;
    bool isEmpty() const { return pending().empty(); }
    /// Something waits, nothing of it has gone since the last call, and it would not go now.
    bool isStuck();
    /// Throws away what waits and what comes.
    void giveUp();
    /// Records that were thrown away, or of which only the begin was written.
    quint64 missing() const { return m_missing; }

Q_SIGNALS:
    /// What waited has gone, or is no longer too much.
    void drained();
    /// Nobody reads any more; \a text says why. Once.
    void failed(const QString &text);

private:
    std::string_view pending() const { return std::string_view(m_records).substr(m_written); }
    void removeWritten();
    void writePending();

    std::string m_records;
    std::size_t m_written = 0; ///< bytes of those
    StandardStream m_stream;
    QSocketNotifier m_writable;
    quint64 m_missing = 0;
    bool m_givenUp = false;
    bool m_hasMoved = false; ///< since isStuck() was asked
};

} // namespace peerglass
