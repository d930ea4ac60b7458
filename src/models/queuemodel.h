// SPDX-License-Identifier: MIT
#pragma once

#include "watchedclient.h"

#include <QAbstractTableModel>

#include <chrono>
#include <optional>

namespace peerglass {

/// What waits for the client that is looked at, the next to go first; at most
/// QueueView::maxMessages rows, waiting() tells of all. Rows that stay keep their selection. Lives
/// in the GUI thread.
class QueueModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using TimePoint = std::chrono::system_clock::time_point;

    enum Column { Number, Queued, Age, Size, State, Preview, ColumnCount };
    enum Role {
        DroppableRole = Qt::UserRole, ///< bool: it has not begun to go
        GoneRole ///< bool: its client has gone, so it never goes; in every column
    };

    explicit QueueModel(QObject *parent = nullptr);

    /// Another client is looked at: empty until its first view comes. Null: nobody.
    void setClient(ClientId client);
    ClientId client() const { return m_client; }
    /// Takes a view; one of another client is ignored.
    void apply(const WatchedClient &watched, TimePoint now);
    /// The client has gone: what waited was cancelled and ages no more.
    void setGone(bool gone);
    /// Renews the ages.
    void tick(TimePoint now);

    quint64 waiting() const { return m_waiting; } ///< messages, those without a row included
    qint64 waitingBytes() const { return m_waitingBytes; } ///< their payload
    /// When the first of them was queued; nothing where none waits.
    std::optional<TimePoint> oldest() const;
    /// When the first one may go, where that is Delayed; nothing otherwise.
    std::optional<TimePoint> firstDue() const;
    quint64 numberAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void merge(const QList<QueuedMessage> &front);
    void remove(qsizetype row, int count);
    void insert(qsizetype row, const QList<QueuedMessage> &messages);
    void changed(int firstColumn, int lastColumn);
    QString display(int row, int column) const;
    QString stateText(int row) const;

    ClientId m_client;
    QList<QueuedMessage> m_rows;
    quint64 m_waiting = 0;
    qint64 m_waitingBytes = 0;
    bool m_gone = false;
    TimePoint m_now;
};

} // namespace peerglass
