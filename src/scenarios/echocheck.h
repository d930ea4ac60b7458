// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace peerglass {

/// What is wrong with \a came, the bytes that came back after \a before others, where \a due are
/// the next ones that were sent, as the rest of a sentence that begins with the name of the
/// connection; nothing where they are the same. Not more may have come than are due.
std::optional<QString> wrongByteIn(QByteArrayView came, QByteArrayView due, qint64 before);
/// The same where \a extra came although all of the \a sent bytes were back.
QString tooManyBytes(QByteArrayView extra, qint64 sent);

/// Compares what came back on one connection with what was sent on it, byte for byte.
class EchoCheck
{
public:
    /// These bytes were sent: they should come back after all earlier ones.
    void expect(const QByteArray &bytes) { m_expected += bytes; }
    /// These came back. What is wrong with them, as the rest of a sentence that begins with the
    /// name of the connection, where something is.
    std::optional<QString> take(QByteArrayView bytes);

    qsizetype received() const { return m_received; }
    qsizetype expected() const { return m_expected.size(); }
    bool isComplete() const { return m_received == m_expected.size(); }

private:
    QByteArray m_expected;
    qsizetype m_received = 0;
};

} // namespace peerglass
