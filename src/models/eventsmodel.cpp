// SPDX-License-Identifier: MIT
#include "eventsmodel.h"

#include "escape.h"
#include "eventtext.h"
#include "shownvalues.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QString client(const Event &event)
{
    return event.client.isNull() ? QString() : QString::number(event.client.value());
}

QString shownDetail(const Event &event)
{
    if (event.kind != EventKind::Suppressed || !event.suppression) {
        return detail(event);
    }
    const auto count = static_cast<qint64>(event.suppression->count());
    return (count == 1 ? EventsModel::tr("%1 message event left out here under load")
                       : EventsModel::tr("%1 message events left out here under load"))
        .arg(shownCount(count));
}

QString searchText(const Event &event)
{
    const QString text = u'#' + client(event) + u' ' + words(event.kind) + u' ' + shownDetail(event)
        + u' ' + escape(event.serviceUrl);
    return text.toCaseFolded();
}

QVariant display(const Event &event, int column)
{
    switch (column) {
    case EventsModel::Time:
        return shownTime(event.time, std::chrono::system_clock::now());
    case EventsModel::Client:
        return client(event);
    case EventsModel::Kind:
        return words(event.kind);
    case EventsModel::Detail:
        return shownDetail(event);
    default:
        return {};
    }
}

/// Adds \a event, which gets no row, to the row that tells of it.
void leaveOut(const Event &event, Event &row, Suppression &suppression)
{
    if (suppression.counts.empty()) {
        row.kind = EventKind::Suppressed;
        row.seq = event.seq;
        row.time = event.time;
        suppression.firstSeq = event.seq;
    }
    suppression.lastSeq = event.seq;
    ++suppression.counts[event.kind];
}

/// \a events, with those traffic events replaced that are too many for one batch: the oldest, so
/// that what comes last is always seen.
QList<Event> thinned(const QList<Event> &events)
{
    const auto traffic = std::count_if(events.begin(), events.end(),
                                       [](const Event &event) { return isTraffic(event.kind); });
    auto excess = traffic - EventsModel::maxTrafficPerBatch;
    if (excess <= 0) {
        return events;
    }
    QList<Event> kept;
    Event row;
    Suppression suppression;
    for (const Event &event : events) {
        if (isTraffic(event.kind) && excess > 0) {
            --excess;
            leaveOut(event, row, suppression);
            continue;
        }
        if (!suppression.counts.empty()) {
            row.suppression = std::make_shared<const Suppression>(std::move(suppression));
            kept.append(std::move(row));
            row = {};
            suppression = {};
        }
        kept.append(event);
    }
    return kept;
}

} // namespace

EventsModel::EventsModel(int most, QObject *parent)
    : QAbstractTableModel(parent)
    , m_most(most)
{
    Q_ASSERT(most >= 1);
}

void EventsModel::append(const QList<Event> &events)
{
    QList<Event> rows = thinned(events);
    if (rows.size() > m_most) {
        rows.remove(0, rows.size() - m_most);
    }
    if (rows.isEmpty()) {
        return;
    }
    makeRoom(static_cast<int>(rows.size()));
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    for (Event &event : rows) {
        QString text = searchText(event);
        m_rows.push_back({std::move(event), std::move(text)});
    }
    endInsertRows();
}

void EventsModel::makeRoom(int count)
{
    const int have = static_cast<int>(m_rows.size());
    if (have + count <= m_most) {
        return;
    }
    const int excess = std::min(have, have + count - m_most + m_most / 50);
    beginRemoveRows({}, 0, excess - 1);
    m_rows.erase(m_rows.begin(), m_rows.begin() + excess);
    endRemoveRows();
}

const Event &EventsModel::eventAt(int row) const
{
    return m_rows.at(static_cast<size_t>(row)).event;
}

const QString &EventsModel::searchTextAt(int row) const
{
    return m_rows.at(static_cast<size_t>(row)).searchText;
}

int EventsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EventsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Event &event = eventAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(event, index.column());
    case Qt::ToolTipRole:
        return index.column() == Detail ? QVariant(plainToolTip(shownDetail(event))) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Client ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case KindRole:
        return static_cast<int>(event.kind);
    default:
        return {};
    }
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    const bool isClient = section == Client;
    switch (role) {
    case Qt::DisplayRole: {
        const QStringList names{tr("Time"), tr("#"), tr("Event"), tr("Detail")};
        return names.value(section);
    }
    case Qt::ToolTipRole:
        return isClient ? QVariant(tr("The client it is about")) : QVariant();
    case Qt::AccessibleTextRole:
        return isClient ? QVariant(tr("Client")) : QVariant();
    case Qt::TextAlignmentRole:
        return isClient ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

} // namespace peerglass
