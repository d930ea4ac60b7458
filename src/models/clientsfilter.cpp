// SPDX-License-Identifier: MIT
#include "clientsfilter.h"

#include "clientsmodel.h"

#include <algorithm>
#include <array>

namespace peerglass {

using namespace std::chrono_literals;

namespace {

/// Rows do not jump under the mouse more often than this.
constexpr auto shortestPause = 1s;

constexpr std::array searched{ClientsModel::Id, ClientsModel::Service, ClientsModel::Address,
                              ClientsModel::Name, ClientsModel::State};

/// Below, equal to or above 0 where \a left comes before, with or behind \a right.
int compare(const QVariant &left, const QVariant &right)
{
    if (left.typeId() == QMetaType::QString) {
        return left.toString().compare(right.toString(), Qt::CaseInsensitive);
    }
    const qint64 a = left.toLongLong();
    const qint64 b = right.toLongLong();
    return (a > b) - (a < b);
}

} // namespace

ClientsFilter::ClientsFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(false);
    setSortRole(ClientsModel::SortRole);
    sort(ClientsModel::Id);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ClientsFilter::renewIfDue);
}

void ClientsFilter::setSourceModel(QAbstractItemModel *model)
{
    if (sourceModel()) {
        disconnect(sourceModel(), nullptr, this, nullptr);
    }
    QSortFilterProxyModel::setSourceModel(model);
    if (model) { // after the connections of the base class, so that the counts are right by then
        connect(model, &QAbstractItemModel::dataChanged, this, &ClientsFilter::schedule);
        connect(model, &QAbstractItemModel::rowsInserted, this, &ClientsFilter::schedule);
        connect(model, &QAbstractItemModel::rowsInserted, this, &ClientsFilter::countChanged);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &ClientsFilter::countChanged);
        connect(model, &QAbstractItemModel::modelReset, this, &ClientsFilter::countChanged);
    }
    Q_EMIT countChanged();
}

void ClientsFilter::setText(const QString &text)
{
    if (m_text != text) {
        m_text = text;
        renew();
    }
}

void ClientsFilter::setOnlyQueued(bool on)
{
    if (m_onlyQueued != on) {
        m_onlyQueued = on;
        renew();
    }
}

void ClientsFilter::setKept(const QList<ClientId> &clients)
{
    m_kept = QSet<ClientId>(clients.begin(), clients.end());
    if (m_onlyQueued) {
        schedule();
    }
}

bool ClientsFilter::isFiltering() const
{
    return m_onlyQueued || !m_text.isEmpty();
}

void ClientsFilter::setPaused(bool paused)
{
    m_paused = paused;
    startTimer();
}

/// The timer runs for no time, to wait for what else comes in this turn of the event loop, or for
/// shortestPause after rows were put in order.
void ClientsFilter::schedule()
{
    m_changed = true;
    startTimer();
}

void ClientsFilter::startTimer()
{
    if (m_changed && !m_paused && !m_timer.isActive()) {
        m_timer.start(0ms);
    }
}

void ClientsFilter::renewIfDue()
{
    if (m_changed && !m_paused) {
        renew();
        m_timer.start(shortestPause);
    }
}

void ClientsFilter::renew()
{
    m_changed = false;
    // Not invalidate(): views are to see exactly which rows go, so that one next to a current row
    // that is hidden becomes the current one.
    invalidateRowsFilter();
    sort(sortColumn(), sortOrder());
    Q_EMIT countChanged();
}

bool ClientsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto cell = [&](int column, int role) {
        return sourceModel()->index(row, column, parent).data(role);
    };
    if (m_onlyQueued && cell(ClientsModel::Queue, ClientsModel::SortRole).toLongLong() == 0) {
        const ClientId client(cell(ClientsModel::Id, ClientsModel::ClientIdRole).toULongLong());
        if (!m_kept.contains(client)) {
            return false;
        }
    }
    const auto matches = [&](int column) {
        return cell(column, Qt::DisplayRole).toString().contains(m_text, Qt::CaseInsensitive);
    };
    return m_text.isEmpty() || std::any_of(searched.begin(), searched.end(), matches);
}

bool ClientsFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    // What does not depend on the order is turned round here, as the base class turns it too.
    const bool ascending = sortOrder() == Qt::AscendingOrder;
    const bool leftGone = left.data(ClientsModel::GoneRole).toBool();
    const bool rightGone = right.data(ClientsModel::GoneRole).toBool();
    if (leftGone != rightGone) {
        return ascending ? rightGone : leftGone;
    }
    if (const int order = compare(left.data(sortRole()), right.data(sortRole())); order != 0) {
        return order < 0;
    }
    const auto leftId = left.data(ClientsModel::ClientIdRole).toULongLong();
    const auto rightId = right.data(ClientsModel::ClientIdRole).toULongLong();
    return ascending ? leftId < rightId : leftId > rightId;
}

} // namespace peerglass
