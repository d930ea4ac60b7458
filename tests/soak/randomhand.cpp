// SPDX-License-Identifier: MIT
#include "randomhand.h"

#include <QAbstractProxyModel>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

template <typename Part>
Part &find(QWidget &window, const QString &name)
{
    auto *part = window.findChild<Part *>(name);
    if (part == nullptr) {
        qFatal("the window has no %s", qPrintable(name));
    }
    return *part;
}

} // namespace

RandomHand::RandomHand(QWidget &window, Random &random)
    : m_window(window)
    , m_random(random)
    , m_clients(find<QTableView>(window, u"connectionsTable"_s))
    , m_events(find<QTableView>(window, u"eventsTable"_s))
    , m_clientsFilter(find<QLineEdit>(window, u"clientsFilter"_s))
    , m_eventsSearch(find<QLineEdit>(window, u"eventsSearch"_s))
{
    connect(&m_timer, &QTimer::timeout, this, &RandomHand::act);
}

void RandomHand::start(std::chrono::milliseconds interval)
{
    m_timer.start(interval);
}

void RandomHand::rest()
{
    m_timer.stop();
    m_clientsFilter.clear();
    m_eventsSearch.clear();
}

int RandomHand::logRows() const
{
    const auto *shown = qobject_cast<QAbstractProxyModel *>(m_events.model());
    return shown == nullptr ? m_events.model()->rowCount() : shown->sourceModel()->rowCount();
}

void RandomHand::act()
{
    static const QStringList actions{
        u"actionHold"_s,        u"actionStep"_s,         u"actionPauseReading"_s,
        u"actionStep"_s,        u"actionOnlySelected"_s, u"actionFollow"_s,
        u"actionCopyClients"_s, u"actionOnlyQueued"_s,   u"actionSelectAll"_s,
    };
    static const QStringList filters{{}, {}, u"guest"_s, u"soak"_s, u"echo"_s, u"nothing such"_s};
    const int what = below(m_random, 20);
    if (what == 0) {
        m_clientsFilter.setText(filters.at(below(m_random, int(filters.size()))));
    } else if (what == 1) {
        m_eventsSearch.setText(filters.at(below(m_random, int(filters.size()))));
    } else if (what == 2) {
        m_clients.sortByColumn(below(m_random, m_clients.model()->columnCount()),
                               static_cast<Qt::SortOrder>(below(m_random, 2)));
    } else if (what < 12) {
        take(actions.at(below(m_random, int(actions.size()))));
    } else {
        select();
    }
}

void RandomHand::select()
{
    const int rows = m_clients.model()->rowCount();
    if (rows > 0) {
        m_clients.selectRow(below(m_random, rows));
    }
}

void RandomHand::take(const QString &action)
{
    auto &found = find<QAction>(m_window, action);
    if (found.isEnabled()) {
        found.trigger();
    }
}

} // namespace peerglass
