// SPDX-License-Identifier: MIT
#include "queuemodel.h"

#include "escape.h"
#include "shownvalues.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

bool isNumber(int column)
{
    return column == QueueModel::Number || column == QueueModel::Age || column == QueueModel::Size;
}

QString preview(const QueuedMessage &message)
{
    const bool cut = message.preview.size() < message.size;
    // Nothing is quoted here, so a quote needs no escape.
    const QString text = escape(message.preview).replace(u"\\\""_s, u"\""_s);
    return text + (cut ? u"…"_s : QString());
}

/// How many messages from \a first on come before \a number.
template <typename Iterator>
int countBefore(Iterator first, Iterator last, quint64 number)
{
    const auto end = std::find_if(
        first, last, [number](const QueuedMessage &message) { return message.number >= number; });
    return static_cast<int>(end - first);
}

} // namespace

QueueModel::QueueModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void QueueModel::setClient(ClientId client)
{
    if (client == m_client) {
        return;
    }
    beginResetModel();
    m_client = client;
    m_rows.clear();
    m_waiting = 0;
    m_waitingBytes = 0;
    m_gone = false;
    endResetModel();
}

void QueueModel::apply(const WatchedClient &watched, TimePoint now)
{
    if (m_client.isNull() || watched.client != m_client) {
        return;
    }
    m_now = now;
    m_waiting = watched.queue.waiting;
    m_waitingBytes = watched.queue.waitingBytes;
    merge(watched.queue.front);
    // What is the next to go, what was sent of it and how old it is: all of it may be new.
    changed(0, ColumnCount - 1);
}

void QueueModel::setGone(bool gone)
{
    if (gone != m_gone) {
        m_gone = gone;
        changed(0, ColumnCount - 1);
    }
}

void QueueModel::tick(TimePoint now)
{
    if (!m_gone) {
        m_now = now;
        changed(Age, State);
    }
}

/// Both lists are in the order of their numbers. Whatever they are, m_rows ends as \a front.
void QueueModel::merge(const QList<QueuedMessage> &front)
{
    qsizetype row = 0;
    while (row < front.size()) {
        const auto have = m_rows.cbegin() + row;
        const auto want = front.cbegin() + row;
        if (have != m_rows.cend() && have->number == want->number) {
            m_rows[row] = *want;
            ++row;
        } else if (have != m_rows.cend() && have->number < want->number) {
            remove(row, countBefore(have, m_rows.cend(), want->number));
        } else {
            const int count = have == m_rows.cend()
                ? static_cast<int>(front.cend() - want)
                : std::max(1, countBefore(want, front.cend(), have->number));
            insert(row, front.sliced(row, count));
            row += count;
        }
    }
    if (row < m_rows.size()) {
        remove(row, static_cast<int>(m_rows.size() - row));
    }
}

void QueueModel::remove(qsizetype row, int count)
{
    const int first = static_cast<int>(row);
    beginRemoveRows({}, first, first + count - 1);
    m_rows.remove(row, count);
    endRemoveRows();
}

void QueueModel::insert(qsizetype row, const QList<QueuedMessage> &messages)
{
    const int first = static_cast<int>(row);
    beginInsertRows({}, first, first + static_cast<int>(messages.size()) - 1);
    m_rows.insert(row, messages.size(), {});
    std::copy(messages.begin(), messages.end(), m_rows.begin() + row);
    endInsertRows();
}

void QueueModel::changed(int firstColumn, int lastColumn)
{
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0, firstColumn), index(rowCount() - 1, lastColumn));
    }
}

std::optional<QueueModel::TimePoint> QueueModel::oldest() const
{
    return m_rows.isEmpty() ? std::nullopt : std::optional(m_rows.first().queuedAt);
}

std::optional<QueueModel::TimePoint> QueueModel::firstDue() const
{
    const bool delayed = !m_rows.isEmpty() && m_rows.first().state == QueuedMessage::State::Delayed;
    return delayed ? std::optional(m_rows.first().dueAt) : std::nullopt;
}

quint64 QueueModel::numberAt(int row) const
{
    return m_rows.at(row).number;
}

int QueueModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int QueueModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant QueueModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const QueuedMessage &message = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return isNumber(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case DroppableRole:
        return message.state != QueuedMessage::State::Sending;
    case GoneRole:
        return m_gone;
    default:
        return {};
    }
}

QString QueueModel::display(int row, int column) const
{
    const QueuedMessage &message = m_rows.at(row);
    switch (column) {
    case Number:
        return QString::number(message.number);
    case Queued:
        return shownTime(message.queuedAt, m_now);
    case Age:
        return shownAge(message.queuedAt, m_now);
    case Size:
        return tr("%1 B").arg(shownCount(message.size));
    case State:
        return stateText(row);
    case Preview:
        return preview(message);
    default:
        return {};
    }
}

QString QueueModel::stateText(int row) const
{
    if (m_gone) {
        return tr("cancelled");
    }
    const QueuedMessage &message = m_rows.at(row);
    switch (message.state) {
    case QueuedMessage::State::Waiting:
        return row == 0 ? tr("next") : tr("waiting");
    case QueuedMessage::State::Delayed:
        return tr("delayed, %1 left").arg(shownAge(m_now, message.dueAt));
    case QueuedMessage::State::Sending:
        return tr("sending (%1 of %2 bytes)")
            .arg(shownCount(message.sent), shownCount(message.size));
    }
    Q_UNREACHABLE();
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole: {
        const QStringList names{tr("#"),    tr("Queued"), tr("Age"),
                                tr("Size"), tr("State"),  tr("Preview")};
        return names.value(section);
    }
    case Qt::ToolTipRole: {
        const QStringList texts{tr("Number of the message, counted from the first for this client"),
                                tr("When it was queued"),
                                tr("How long it has waited"),
                                tr("Bytes of the whole message"),
                                {},
                                tr("Its first bytes")};
        return texts.value(section);
    }
    case Qt::AccessibleTextRole:
        return section == Number ? QVariant(tr("Number")) : QVariant();
    case Qt::TextAlignmentRole:
        return isNumber(section) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

} // namespace peerglass
