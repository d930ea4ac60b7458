// SPDX-License-Identifier: MIT
#pragma once

#include "eventsfilter.h"
#include "eventsmodel.h"
#include "followingview.h"
#include "kindsmenu.h"

#include <QAction>
#include <QTableView>
#include <QWidget>

#include <memory>

namespace Ui {
class EventsPanel;
}

namespace peerglass {

/// The event log with its filters.
class EventsPanel : public QWidget
{
    Q_OBJECT

public:
    /// The actions of the window that the panel has buttons for, or acts on.
    struct Actions
    {
        QAction *follow; ///< checkable
        QAction *onlySelected; ///< checkable
        QAction *clearFilter;
        QAction *exportShown;
    };

    EventsPanel(EventsModel &model, const Actions &actions, QWidget *parent = nullptr);
    ~EventsPanel() override;

    QTableView *table() const;
    KindsMenu *kinds() { return &m_kinds; }
    /// Who is selected in Connections; null: nobody.
    void setSelectedClient(ClientId client);
    void focusSearch();
    void copySelected() const;
    /// All that is shown, in its order.
    QList<Event> shown() const { return m_filter.shown(); }

private:
    void connectActions();
    void filterByClient();
    void clearFilter();
    void showCount();

    std::unique_ptr<Ui::EventsPanel> m_ui;
    EventsModel &m_model;
    EventsFilter m_filter;
    KindsMenu m_kinds;
    Actions m_actions;
    std::unique_ptr<FollowingView> m_following;
    ClientId m_selected;
};

} // namespace peerglass
