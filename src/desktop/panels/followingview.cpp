// SPDX-License-Identifier: MIT
#include "followingview.h"

#include <QScopedValueRollback>
#include <QScrollBar>

namespace peerglass {

FollowingView::FollowingView(QTableView *table, TopRow *top)
    : QObject(table)
    , m_table(table)
    , m_top(top)
{
    QAbstractItemModel *model = table->model();
    connect(model, &QAbstractItemModel::rowsRemoved, this, &FollowingView::restore);
    connect(model, &QAbstractItemModel::rowsInserted, this, &FollowingView::restore);
    connect(model, &QAbstractItemModel::layoutChanged, this, &FollowingView::restore);
    connect(model, &QAbstractItemModel::modelReset, this, &FollowingView::restore);
    connect(table->verticalScrollBar(), &QScrollBar::valueChanged, this, &FollowingView::scrolled);
    // A table that becomes lower or higher shows its end all the same.
    connect(table->verticalScrollBar(), &QScrollBar::rangeChanged, this, &FollowingView::restore);
}

void FollowingView::setFollowing(bool on)
{
    if (on != m_following) {
        m_following = on;
        Q_EMIT followingChanged(on);
    }
    restore();
}

void FollowingView::restore()
{
    const QScopedValueRollback guard(m_moving, true);
    m_top->restore();
    if (m_following) {
        m_table->scrollToBottom();
    }
}

void FollowingView::scrolled(int value)
{
    if (m_moving) {
        return;
    }
    const bool atEnd = value == m_table->verticalScrollBar()->maximum();
    if (atEnd != m_following) {
        m_following = atEnd;
        Q_EMIT followingChanged(atEnd);
    }
}

} // namespace peerglass
