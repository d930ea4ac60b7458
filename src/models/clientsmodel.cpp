// SPDX-License-Identifier: MIT
#include "clientsmodel.h"

#include "clientcells.h"

#include <algorithm>
#include <climits>

namespace peerglass {

namespace {

/// Payload that waits; of one that has gone nothing does.
qint64 queuedBytes(const ClientRow &row)
{
    return row.isGone() ? 0 : row.info.totals.waiting().bytes;
}

} // namespace

ClientsModel::ClientsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ClientsModel::setServices(const QList<ServiceInfo> &services)
{
    ClientServices known;
    for (const auto &row : m_rows) {
        const auto service = m_services.constFind(row->info.service);
        if (service != m_services.cend()) {
            known.insert(service.key(), service.value());
        }
    }
    m_connectedTo.removeIf([](const auto &clients) { return clients.value() == 0; });
    for (const ServiceInfo &service : services) {
        known.insert(service.id, toClientService(service));
    }
    setLabels(known);
    if (known != m_services) {
        m_services = std::move(known);
        changed(0, rowCount() - 1, Service, Queue);
    }
}

void ClientsModel::apply(const QList<ClientInfo> &clients, TimePoint now)
{
    m_now = now;
    Rows added;
    int first = INT_MAX;
    int last = -1;
    for (const ClientInfo &info : clients) {
        ClientRow *row = m_rowOf.value(info.id);
        if (!row) {
            row = added.emplace_back(makeRow(info)).get();
        } else if (row->isGone()) {
            continue; // an end is final
        } else if (const int at = indexOf(*row); at >= 0) {
            first = std::min(first, at);
            last = std::max(last, at);
        }
        take(*row, info);
    }
    m_summary.peak = std::max(m_summary.peak, m_summary.clients);
    insert(std::move(added));
    changed(first, last, 0, ColumnCount - 1);
    if (rowCount() - m_summary.clients > goneMost) {
        removeGone();
    }
}

/// A row for a client that has not been counted yet: as one that has gone.
std::unique_ptr<ClientRow> ClientsModel::makeRow(const ClientInfo &info)
{
    auto row = std::make_unique<ClientRow>();
    row->info.state = ClientState::Gone;
    row->arrival = m_nextArrival++;
    row->addressKey = addressSortKey(info.address, info.port);
    m_rowOf.insert(info.id, row.get());
    ++m_summary.came;
    return row;
}

void ClientsModel::take(ClientRow &row, const ClientInfo &info)
{
    count(row, -1);
    row.info = info;
    count(row, 1);
    if (row.isGone()) {
        row.end = ++m_ends;
    }
}

/// Adds what \a row amounts to to the summary, or takes it out again (\a sign -1).
void ClientsModel::count(const ClientRow &row, int sign)
{
    if (sign > 0) {
        m_summary.totals += row.info.totals;
    } else {
        m_summary.totals -= row.info.totals;
    }
    m_summary.queuedBytes += sign * queuedBytes(row);
    if (!row.isGone()) {
        m_summary.clients += sign;
        m_connectedTo[row.info.service] += sign;
    }
}

void ClientsModel::insert(Rows rows)
{
    if (rows.empty()) {
        return;
    }
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    std::move(rows.begin(), rows.end(), std::back_inserter(m_rows));
    endInsertRows();
}

void ClientsModel::changed(int firstRow, int lastRow, int firstColumn, int lastColumn)
{
    if (firstRow <= lastRow) {
        Q_EMIT dataChanged(index(firstRow, firstColumn), index(lastRow, lastColumn));
    }
}

void ClientsModel::tick(TimePoint now, std::chrono::milliseconds elapsed)
{
    m_now = now;
    ageGone(elapsed);
    removeGone();
    if (elapsed.count() > 0) {
        for (const auto &row : m_rows) {
            const Totals &totals = row->info.totals;
            row->rateIn = (totals.received.bytes - row->receivedAtTick) * 1000 / elapsed.count();
            row->rateOut = (totals.sent.bytes - row->sentAtTick) * 1000 / elapsed.count();
            row->receivedAtTick = totals.received.bytes;
            row->sentAtTick = totals.sent.bytes;
        }
    }
    changed(0, rowCount() - 1, RateIn, Idle);
}

void ClientsModel::ageGone(std::chrono::milliseconds elapsed)
{
    for (const auto &row : m_rows) {
        if (row->isGone()) {
            // Some of the time before the first tick was before it went.
            row->goneFor = row->goneFor ? *row->goneFor + elapsed : std::chrono::milliseconds(0);
        }
    }
}

void ClientsModel::removeGone()
{
    const auto isOver = [this](const std::unique_ptr<ClientRow> &row) {
        return row->isGone() && (row->goneFor >= goneStays || m_ends - row->end >= goneMost);
    };
    // From the end, so that what has to move up is as little as possible.
    auto end = m_rows.rbegin();
    while ((end = std::find_if(end, m_rows.rend(), isOver)) != m_rows.rend()) {
        const auto begin = std::find_if_not(end, m_rows.rend(), isOver);
        const int first = static_cast<int>(m_rows.rend() - begin);
        const int last = static_cast<int>(m_rows.rend() - end) - 1;
        remove(first, last);
        end = m_rows.rend() - first;
    }
}

void ClientsModel::remove(int first, int last)
{
    beginRemoveRows({}, first, last);
    const auto begin = m_rows.begin() + first;
    const auto end = m_rows.begin() + last + 1;
    std::for_each(begin, end, [this](const auto &row) { m_rowOf.remove(row->info.id); });
    m_rows.erase(begin, end);
    endRemoveRows();
}

void ClientsModel::beginRun()
{
    m_summary.peak = m_summary.clients;
    m_summary.came = m_summary.clients;
}

qint64 ClientsModel::clientsOf(ServiceId service) const
{
    return m_connectedTo.value(service);
}

QList<ClientId> ClientsModel::connected() const
{
    QList<ClientId> clients;
    for (const auto &row : m_rows) {
        if (!row->isGone()) {
            clients.append(row->info.id);
        }
    }
    std::sort(clients.begin(), clients.end());
    return clients;
}

const ClientInfo *ClientsModel::find(ClientId client) const
{
    const ClientRow *row = m_rowOf.value(client);
    return row ? &row->info : nullptr;
}

/// -1 for one that is not in the table yet. The place is looked for rather than kept, so that
/// removing a row costs nothing for those behind it.
int ClientsModel::indexOf(const ClientRow &row) const
{
    const auto at = std::lower_bound(
        m_rows.begin(), m_rows.end(), row.arrival,
        [](const auto &each, quint64 arrival) { return each->arrival < arrival; });
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

const ClientRow &ClientsModel::rowAt(int row) const
{
    return *m_rows.at(static_cast<size_t>(row));
}

int ClientsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ClientsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ClientsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ClientRow &row = rowAt(index.row());
    const auto service = m_services.constFind(row.info.service);
    const ClientCells cells(row, service == m_services.cend() ? nullptr : &*service, m_now);
    switch (role) {
    case Qt::DisplayRole:
        return cells.text(index.column());
    case Qt::ToolTipRole:
        return cells.toolTip(index.column());
    case Qt::AccessibleTextRole:
        return cells.accessibleText(index.column());
    case Qt::TextAlignmentRole:
        return ClientCells::alignment(index.column());
    case SortRole:
        return cells.sortValue(index.column());
    case ClientIdRole:
        return row.info.id.value();
    case GoneRole:
        return row.isGone();
    case StateRole:
        return static_cast<int>(row.info.state);
    case FillRole:
        // Whoever has gone has no queue any more.
        return index.column() == Queue && row.info.state != ClientState::Gone
            ? QVariant(cells.fill())
            : QVariant();
    default:
        return {};
    }
}

QVariant ClientsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return ClientCells::header(section);
    case Qt::ToolTipRole:
        return ClientCells::headerToolTip(section);
    case Qt::AccessibleTextRole:
        return section == Id ? QVariant(tr("Number")) : QVariant();
    case Qt::TextAlignmentRole:
        return ClientCells::alignment(section);
    default:
        return {};
    }
}

} // namespace peerglass
