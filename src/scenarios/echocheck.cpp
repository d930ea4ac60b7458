// SPDX-License-Identifier: MIT
#include "echocheck.h"

#include "escape.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostShown = 32;

} // namespace

std::optional<QString> wrongByteIn(QByteArrayView came, QByteArrayView due, qint64 before)
{
    const auto [is, should] = std::mismatch(came.begin(), came.end(), due.begin());
    if (is == came.end()) {
        return std::nullopt;
    }
    return u"got \"%1\" as byte %2, but \"%3\" was sent"_s.arg(
        escape(QByteArrayView(is, 1)), QString::number(before + (is - came.begin()) + 1),
        escape(QByteArrayView(should, 1)));
}

QString tooManyBytes(QByteArrayView extra, qint64 sent)
{
    return u"got %1 more than the %2 bytes that were sent: \"%3\""_s.arg(
        QString::number(extra.size()), QString::number(sent), escapeStart(extra, mostShown));
}

std::optional<QString> EchoCheck::take(QByteArrayView bytes)
{
    const QByteArrayView due = QByteArrayView(m_expected).sliced(m_received);
    const QByteArrayView checked = bytes.first(std::min(due.size(), bytes.size()));
    if (auto wrong = wrongByteIn(checked, due, m_received)) {
        return wrong;
    }
    m_received += checked.size();
    if (bytes.size() > due.size()) {
        return tooManyBytes(bytes.sliced(due.size()), expected());
    }
    return std::nullopt;
}

} // namespace peerglass
