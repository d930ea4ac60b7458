// SPDX-License-Identifier: MIT
#include "eventsfilter.h"

#include "eventsmodel.h"

namespace peerglass {

EventsFilter::EventsFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
}

void EventsFilter::setSourceModel(QAbstractItemModel *model)
{
    Q_ASSERT(!model || qobject_cast<EventsModel *>(model));
    if (sourceModel()) {
        disconnect(sourceModel(), nullptr, this, nullptr);
    }
    m_events = static_cast<EventsModel *>(model);
    QSortFilterProxyModel::setSourceModel(model);
    if (model) { // after the connections of the base class, so that the counts are right by then
        connect(model, &QAbstractItemModel::rowsInserted, this, &EventsFilter::countChanged);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &EventsFilter::countChanged);
        connect(model, &QAbstractItemModel::modelReset, this, &EventsFilter::countChanged);
    }
    Q_EMIT countChanged();
}

void EventsFilter::setClient(ClientId client)
{
    if (m_client != client) {
        m_client = client;
        renew();
    }
}

void EventsFilter::setHiddenKinds(const QSet<EventKind> &kinds)
{
    if (m_hidden != kinds) {
        m_hidden = kinds;
        renew();
    }
}

void EventsFilter::setText(const QString &text)
{
    const QString folded = text.toCaseFolded();
    if (m_text != folded) {
        m_text = folded;
        renew();
    }
}

bool EventsFilter::isFiltering() const
{
    return !m_client.isNull() || !m_hidden.isEmpty() || !m_text.isEmpty();
}

void EventsFilter::renew()
{
    // Not invalidateRowsFilter(): that takes out and puts in each run of rows by itself, which
    // takes seconds where every other one of 100,000 is hidden.
    invalidate();
    Q_EMIT countChanged();
    Q_EMIT filterChanged();
}

const Event &EventsFilter::eventAt(int row) const
{
    return m_events->eventAt(mapToSource(index(row, 0)).row());
}

QList<Event> EventsFilter::shown() const
{
    QList<Event> events;
    events.reserve(rowCount());
    for (int row = 0; row < rowCount(); ++row) {
        events.append(eventAt(row));
    }
    return events;
}

bool EventsFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const Event &event = m_events->eventAt(row);
    if (m_hidden.contains(event.kind)) {
        return false;
    }
    if (event.kind == EventKind::Suppressed) {
        return true;
    }
    return (m_client.isNull() || event.client == m_client)
        && (m_text.isEmpty() || m_events->searchTextAt(row).contains(m_text));
}

} // namespace peerglass
