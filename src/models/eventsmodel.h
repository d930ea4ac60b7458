// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"

#include <QAbstractTableModel>
#include <QList>

#include <chrono>
#include <deque>

namespace peerglass {

/// The event log: the last events, the newest at the end, at most `most` of them. Of one batch at
/// most maxTrafficPerBatch traffic events get rows; where more came, a row in their place says how
/// many. So do `suppressed` events. Lives in the GUI thread.
class EventsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Client, Kind, Detail, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole ///< EventKind as int, in every column
    };

    static constexpr int defaultMost = 100'000;
    static constexpr int maxTrafficPerBatch = 2'000;

    /// \a most: the rows it keeps, at least 1.
    explicit EventsModel(int most = defaultMost, QObject *parent = nullptr);

    /// Appends, and takes out the oldest where there would be too many (some more than that at
    /// once, so that it is not done for each batch).
    void append(const QList<Event> &events);

    const Event &eventAt(int row) const;
    /// What a text filter looks at, case folded: client, kind, detail and service.
    const QString &searchTextAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        Event event;
        QString searchText;
    };

    void makeRoom(int count);

    int m_most;
    std::deque<Row> m_rows;
};

} // namespace peerglass
