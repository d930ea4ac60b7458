// SPDX-License-Identifier: MIT
#include "echocheck.h"

#include "escape.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostShown = 32;

} // namespace

std::optional<QString> EchoCheck::take(QByteArrayView bytes)
{
    const QByteArrayView due = QByteArrayView(m_expected).sliced(m_received);
    const qsizetype common = std::min(due.size(), bytes.size());
    const auto [came, should] = std::mismatch(bytes.begin(), bytes.begin() + common, due.begin());
    const qsizetype same = came - bytes.begin();
    m_received += same;
    if (same < common) {
        return u"got \"%1\" as byte %2, but \"%3\" was sent"_s.arg(escape(bytes.sliced(same, 1)),
                                                                   QString::number(m_received + 1),
                                                                   escape(due.sliced(same, 1)));
    }
    if (bytes.size() > due.size()) {
        const QByteArrayView extra = bytes.sliced(same);
        return u"got %1 more than the %2 bytes that were sent: \"%3\""_s.arg(
            QString::number(extra.size()), QString::number(expected()),
            escapeStart(extra, mostShown));
    }
    return std::nullopt;
}

} // namespace peerglass
