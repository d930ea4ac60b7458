// SPDX-License-Identifier: MIT
#include "fileoutput.h"

#include <utility>

namespace peerglass {

using namespace Qt::StringLiterals;

void FileOutput::add(std::string_view record)
{
    if (m_failed) {
        ++m_missing;
    } else {
        m_records.append(record);
    }
}

QStringList FileOutput::flush(TimePoint now)
{
    QStringList troubles;
    if (m_records.empty()) {
        return troubles;
    }
    const std::string gathered = std::exchange(m_records, {});
    const QByteArrayView records(gathered);
    const LogFile::Outcome outcome = m_file->write(records);
    if (outcome.notRotated) {
        troubles.append(
            u"the log file cannot be rotated and grows on: %1"_s.arg(*outcome.notRotated));
    }
    if (outcome.failed) {
        fail(now);
        m_missing += static_cast<quint64>(records.sliced(outcome.written).count('\n'));
        troubles.append(u"the log file cannot be written: %1"_s.arg(*outcome.failed));
    }
    return troubles;
}

std::optional<QString> FileOutput::reopen(TimePoint now)
{
    const auto why = m_file->reopen();
    if (!why) {
        return {};
    }
    if (m_file->hasGone()) {
        fail(now);
    }
    return u"the log file cannot be opened anew: %1"_s.arg(*why);
}

QStringList FileOutput::resume(std::string_view record, TimePoint now)
{
    const quint64 missing = std::exchange(m_missing, 0);
    m_failed = false;
    add(record);
    QStringList troubles = flush(now);
    if (m_failed) {
        m_missing = missing; // what was only tried is no loss
    }
    return troubles;
}

void FileOutput::fail(TimePoint now)
{
    m_failed = true;
    m_retryAt = now + retryInterval;
}

} // namespace peerglass
