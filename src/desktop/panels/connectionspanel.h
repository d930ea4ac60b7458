// SPDX-License-Identifier: MIT
#pragma once

#include "clientsfilter.h"
#include "clientsmodel.h"
#include "emptystate.h"

#include <QTableView>
#include <QTimer>
#include <QWidget>

#include <memory>

namespace Ui {
class ConnectionsPanel;
}

namespace peerglass {

/// The table of connections, or what stands there while there are none.
class ConnectionsPanel : public QWidget
{
    Q_OBJECT

public:
    /// \a clearFilter: the action that shows all clients again.
    ConnectionsPanel(ClientsModel &model, QAction *clearFilter, QWidget *parent = nullptr);
    ~ConnectionsPanel() override;

    QTableView *table() const;
    EmptyState *emptyState() const;

    /// The selected clients in the order shown, those that have gone included.
    QList<ClientId> selected() const;
    /// The one that was selected last; null: none.
    ClientId current() const;
    void setFilterText(const QString &text);
    void setOnlyQueued(bool on);
    /// Rows keep their places while a menu is open.
    void setPaused(bool paused);
    void copySelected() const;

Q_SIGNALS:
    /// Once for all rows that are taken out together.
    void selectionChanged();
    void menuRequested(const QPoint &globalPosition);

private:
    void noteSelection();
    void tellSelection();
    void showCount();

    std::unique_ptr<Ui::ConnectionsPanel> m_ui;
    ClientsModel &m_model;
    ClientsFilter m_filter;
    QTimer m_selectionTimer;
    bool m_removing = false; ///< rows are being taken out of the table
};

} // namespace peerglass
