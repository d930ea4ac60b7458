// SPDX-License-Identifier: MIT
#pragma once

#include "clientrow.h"

#include <QAbstractTableModel>
#include <QHash>

#include <chrono>
#include <memory>
#include <vector>

namespace peerglass {

/// The connections: one row per client, in the order in which they came (sorting is the filter's).
/// Knows only what was reported. A client that has gone stays for goneStays, then its row is taken
/// out by tick(); of those that have gone only the last goneMost stay. Lives in the GUI thread.
/// Made for 10,000 rows and 20 batches a second: a batch emits few signals, however many rows it
/// changes.
class ClientsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using TimePoint = std::chrono::system_clock::time_point;

    enum Column {
        Id,
        Service,
        Address, ///< with port
        Name,
        State, ///< with the reason where it has gone
        Queue, ///< payload that waits, in bytes; the bar shows what it costs against the limit
        Messages, ///< that wait
        BytesIn,
        BytesOut,
        RateIn, ///< bytes of the last second
        RateOut,
        Idle, ///< since the last byte either way
        Connected,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole, ///< the raw value of the column: a number, or text
        ClientIdRole, ///< ClientId::value(), in every column
        GoneRole, ///< bool, in every column
        StateRole, ///< ClientState as int, in every column
        FillRole ///< cost of the queue against its limit, 0 … 1; Queue only, not of those gone
    };

    /// What all clients there have been amount to.
    struct Summary
    {
        qint64 clients = 0; ///< connected now
        qint64 peak = 0; ///< most at one time since beginRun()
        qint64 came = 0; ///< since beginRun(), and those that were connected then
        Totals totals; ///< of all clients, those gone included, since the model was made
        qint64 queuedBytes = 0; ///< payload that waits, all clients together
    };

    static constexpr std::chrono::seconds goneStays{10};
    static constexpr int goneMost = 10'000; // however many come and go in that time

    explicit ClientsModel(QObject *parent = nullptr);

    /// The names that the Service column shows; of stopped services too, while clients of theirs
    /// are shown.
    void setServices(const QList<ServiceInfo> &services);
    /// Takes snapshots: new rows, changes, ends. An end of a client that was never shown counts in
    /// the summary and makes a grey row.
    void apply(const QList<ClientInfo> &clients, TimePoint now);
    /// To be called about once a second, \a elapsed after the last time: renews rates and idle
    /// times and takes out those that have been gone for long enough, by \a elapsed and not by
    /// \a now, which is set back at times.
    void tick(TimePoint now, std::chrono::milliseconds elapsed);
    /// A new run of the server begins: the peak and who came count from now.
    void beginRun();

    const Summary &summary() const { return m_summary; }
    /// Clients of one service that are connected.
    qint64 clientsOf(ServiceId service) const;
    /// Those that are connected, in the order of their ids.
    QList<ClientId> connected() const;
    /// The last snapshot of a client that has a row; nullptr: it has none. Valid until the model
    /// changes.
    const ClientInfo *find(ClientId client) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    using Rows = std::vector<std::unique_ptr<ClientRow>>;

    std::unique_ptr<ClientRow> makeRow(const ClientInfo &info);
    void take(ClientRow &row, const ClientInfo &info);
    void count(const ClientRow &row, int sign);
    void insert(Rows rows);
    void ageGone(std::chrono::milliseconds elapsed);
    void removeGone();
    void remove(int first, int last);
    void changed(int firstRow, int lastRow, int firstColumn, int lastColumn);
    int indexOf(const ClientRow &row) const;
    const ClientRow &rowAt(int row) const;

    Rows m_rows;
    QHash<ClientId, ClientRow *> m_rowOf;
    quint64 m_nextArrival = 0;
    quint64 m_ends = 0; ///< clients that have gone
    ClientServices m_services;
    QHash<ServiceId, qint64> m_connectedTo;
    Summary m_summary;
    TimePoint m_now;
};

} // namespace peerglass
