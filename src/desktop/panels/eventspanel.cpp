// SPDX-License-Identifier: MIT
#include "eventspanel.h"

#include "eventsdelegate.h"
#include "shownvalues.h"
#include "tables.h"
#include "ui_eventspanel.h"

#include <QClipboard>
#include <QGuiApplication>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

enum Page { TablePage, EmptyPage };
enum Whose { AllClients, SelectedClient };

} // namespace

EventsPanel::EventsPanel(EventsModel &model, const Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::EventsPanel>())
    , m_model(model)
    , m_actions(actions)
{
    m_ui->setupUi(this);
    m_filter.setSourceModel(&model);
    auto *top = new TopRow(m_ui->eventsTable, m_filter);
    m_ui->eventsTable->setModel(&m_filter);
    setUpTable(m_ui->eventsTable,
               {u"2026-11-22 14:03:20.118"_s, u"00000"_s, u"operator sent sent"_s, u"detail"_s});
    m_ui->eventsTable->setColumnWidth(
        EventsModel::Time,
        m_ui->eventsTable->fontMetrics().horizontalAdvance(u"14:03:20.118mmm"_s));
    m_ui->eventsTable->setItemDelegate(new EventsDelegate(m_ui->eventsTable));
    m_following = std::make_unique<FollowingView>(m_ui->eventsTable, top);
    m_ui->eventsClient->addItems({tr("All clients"), tr("Selected client")});
    m_ui->eventsKinds->setText(tr("All kinds"));
    m_ui->eventsKinds->setMenu(&m_kinds);
    m_ui->eventsKinds->setPopupMode(QToolButton::InstantPopup);
    m_ui->followButton->setDefaultAction(actions.follow);
    m_ui->exportButton->setDefaultAction(actions.exportShown);
    m_ui->filterClear->setDefaultAction(actions.clearFilter);
    connectActions();
    showCount();
}

EventsPanel::~EventsPanel() = default;

void EventsPanel::connectActions()
{
    m_actions.follow->setChecked(m_following->isFollowing());
    connect(m_actions.follow, &QAction::toggled, m_following.get(), &FollowingView::setFollowing);
    connect(m_following.get(), &FollowingView::followingChanged, m_actions.follow,
            &QAction::setChecked);
    connect(m_actions.clearFilter, &QAction::triggered, this, &EventsPanel::clearFilter);
    connect(m_actions.onlySelected, &QAction::toggled, this, [this](bool on) {
        m_ui->eventsClient->setCurrentIndex(on ? SelectedClient : AllClients);
    });
    connect(m_ui->eventsClient, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_actions.onlySelected->setChecked(index == SelectedClient);
        filterByClient();
    });
    connect(m_ui->eventsSearch, &QLineEdit::textChanged, &m_filter, &EventsFilter::setText);
    connect(&m_kinds, &KindsMenu::hiddenChanged, this, [this] {
        m_filter.setHiddenKinds(m_kinds.hidden());
        m_ui->eventsKinds->setText(m_kinds.hidden().isEmpty() ? tr("All kinds") : tr("Some kinds"));
    });
    connect(&m_filter, &EventsFilter::countChanged, this, &EventsPanel::showCount);
    connect(&m_filter, &EventsFilter::filterChanged, this, &EventsPanel::showCount);
}

QTableView *EventsPanel::table() const
{
    return m_ui->eventsTable;
}

void EventsPanel::setSelectedClient(ClientId client)
{
    m_selected = client;
    m_ui->eventsClient->setItemText(SelectedClient,
                                    client.isNull() ? tr("Selected client")
                                                    : tr("Client #%1").arg(client.value()));
    filterByClient();
}

void EventsPanel::filterByClient()
{
    const bool all = m_ui->eventsClient->currentIndex() == AllClients;
    m_filter.setClient(all ? ClientId() : m_selected);
    showCount();
}

void EventsPanel::focusSearch()
{
    m_ui->eventsSearch->setFocus(Qt::ShortcutFocusReason);
    m_ui->eventsSearch->selectAll();
}

void EventsPanel::copySelected() const
{
    QGuiApplication::clipboard()->setText(selectedAsText(m_ui->eventsTable));
}

void EventsPanel::clearFilter()
{
    m_ui->eventsClient->setCurrentIndex(AllClients);
    m_ui->eventsSearch->clear();
    m_kinds.setHidden({});
}

void EventsPanel::showCount()
{
    const int all = m_model.rowCount();
    const bool nobody = m_ui->eventsClient->currentIndex() == SelectedClient && m_selected.isNull();
    const bool filtering = m_filter.isFiltering() || nobody;
    if (all == 0) {
        m_ui->eventsEmpty->setText(tr("Nothing has happened yet"),
                                   tr("What the server and its clients do is listed here."));
    }
    m_ui->pages->setCurrentIndex(all == 0 ? EmptyPage : TablePage);
    m_ui->filterCount->setText(
        tr("%1 of %2 shown.").arg(shownCount(m_filter.rowCount()), shownCount(all))
        + (nobody ? u' ' + tr("No client is selected.") : QString()));
    m_ui->filterCount->setVisible(filtering);
    m_ui->filterClear->setVisible(filtering);
    m_actions.clearFilter->setEnabled(filtering);
    m_actions.exportShown->setEnabled(m_filter.rowCount() > 0);
}

} // namespace peerglass
