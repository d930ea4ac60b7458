// SPDX-License-Identifier: MIT
#include "connectionspanel.h"

#include "clientsdelegate.h"
#include "shownvalues.h"
#include "tables.h"
#include "ui_connectionspanel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

ConnectionsPanel::ConnectionsPanel(ClientsModel &model, QAction *clearFilter, QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::ConnectionsPanel>())
    , m_model(model)
{
    m_ui->setupUi(this);
    m_filter.setSourceModel(&model);
    // Before the view's, whose selection changes while rows are taken out.
    connect(&m_filter, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this] { m_removing = true; });
    connect(&m_filter, &QAbstractItemModel::rowsRemoved, this, [this] { m_removing = false; });
    m_ui->connectionsTable->setModel(&m_filter);
    setUpTable(m_ui->connectionsTable,
               {u"0000"_s, u"echo :8001"_s, u"192.168.1.23:60014"_s, u"guest-123"_s,
                u"Gone: queue overflow mm"_s, u"973.4 KiB 973.4 KiB"_s, u"9,301"_s, u"999.9 KiB"_s,
                u"999.9 KiB"_s, u"99.9 KiB"_s, u"99.9 KiB"_s, u"9 min 59 s"_s, u"13:58:40"_s});
    m_ui->connectionsTable->setItemDelegate(new ClientsDelegate(m_ui->connectionsTable));
    m_ui->connectionsTable->setSortingEnabled(true);
    m_ui->connectionsTable->sortByColumn(ClientsModel::Id, Qt::AscendingOrder);
    m_ui->connectionsTable->setContextMenuPolicy(Qt::CustomContextMenu);
    m_ui->filterClear->setDefaultAction(clearFilter);
    connect(m_ui->connectionsTable, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &position) {
                Q_EMIT menuRequested(m_ui->connectionsTable->viewport()->mapToGlobal(position));
            });
    m_selectionTimer.setSingleShot(true);
    connect(m_ui->connectionsTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ConnectionsPanel::noteSelection);
    connect(&m_selectionTimer, &QTimer::timeout, this, &ConnectionsPanel::tellSelection);
    connect(&m_filter, &ClientsFilter::countChanged, this, &ConnectionsPanel::showCount);
    showCount();
}

ConnectionsPanel::~ConnectionsPanel() = default;

QTableView *ConnectionsPanel::table() const
{
    return m_ui->connectionsTable;
}

EmptyState *ConnectionsPanel::emptyState() const
{
    return m_ui->connectionsEmpty;
}

QList<ClientId> ConnectionsPanel::selected() const
{
    QModelIndexList rows = m_ui->connectionsTable->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QList<ClientId> clients;
    for (const QModelIndex &row : std::as_const(rows)) {
        clients.append(ClientId(row.data(ClientsModel::ClientIdRole).toULongLong()));
    }
    return clients;
}

ClientId ConnectionsPanel::current() const
{
    const QModelIndex current = m_ui->connectionsTable->currentIndex();
    // The view moves the current row to a neighbour when its client's row is taken out.
    if (current.isValid()
        && m_ui->connectionsTable->selectionModel()->isRowSelected(current.row())) {
        return ClientId(current.data(ClientsModel::ClientIdRole).toULongLong());
    }
    const QList<ClientId> all = selected();
    return all.isEmpty() ? ClientId() : all.first();
}

void ConnectionsPanel::setFilterText(const QString &text)
{
    m_filter.setText(text);
    showCount();
}

void ConnectionsPanel::setOnlyQueued(bool on)
{
    m_filter.setOnlyQueued(on);
    showCount();
}

void ConnectionsPanel::setPaused(bool paused)
{
    m_filter.setPaused(paused);
}

void ConnectionsPanel::copySelected() const
{
    QGuiApplication::clipboard()->setText(selectedAsText(m_ui->connectionsTable));
}

void ConnectionsPanel::noteSelection()
{
    // A filter that hides many selected rows changes the selection once for each.
    if (m_removing) {
        m_selectionTimer.start();
    } else {
        tellSelection();
    }
}

void ConnectionsPanel::tellSelection()
{
    m_selectionTimer.stop();
    m_filter.setKept(selected());
    Q_EMIT selectionChanged();
}

void ConnectionsPanel::showCount()
{
    const int all = m_model.rowCount();
    m_ui->pages->setCurrentIndex(all == 0 ? 1 : 0);
    m_ui->filterCount->setText(
        tr("%1 of %2 shown.").arg(shownCount(m_filter.rowCount()), shownCount(all)));
    m_ui->filterCount->setVisible(m_filter.isFiltering());
    m_ui->filterClear->setVisible(m_filter.isFiltering());
}

} // namespace peerglass
