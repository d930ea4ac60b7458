// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"

#include <QSet>
#include <QSortFilterProxyModel>

namespace peerglass {

class EventsModel;

/// Which events are shown: of one client or all, of some kinds, with a text. Rows that tell of
/// events left out are always shown, unless their kind is hidden. Keeps the order of its source,
/// an EventsModel.
class EventsFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit EventsFilter(QObject *parent = nullptr);

    /// Null: all.
    void setClient(ClientId client);
    void setHiddenKinds(const QSet<EventKind> &kinds);
    /// Whatever its case; empty: all.
    void setText(const QString &text);
    bool isFiltering() const;

    const Event &eventAt(int row) const;
    /// All that is shown, in its order.
    QList<Event> shown() const;

    void setSourceModel(QAbstractItemModel *model) override;

Q_SIGNALS:
    /// The number of rows shown, or of those there are, may have changed.
    void countChanged();
    /// The filter was changed by one of the setters.
    void filterChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    void renew();

    const EventsModel *m_events = nullptr;
    ClientId m_client;
    QSet<EventKind> m_hidden;
    QString m_text;
};

} // namespace peerglass
