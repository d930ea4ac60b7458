// SPDX-License-Identifier: MIT
#include "followingview.h"

#include <QScopedValueRollback>
#include <QScrollBar>

namespace peerglass {

FollowingView::FollowingView(QTableView *table)
    : QObject(table)
    , m_table(table)
{
    QAbstractItemModel *model = table->model();
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &FollowingView::keepTop);
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

void FollowingView::keepTop()
{
    m_top = m_table->indexAt(QPoint(0, 0));
}

void FollowingView::restore()
{
    const QScopedValueRollback guard(m_moving, true);
    if (m_following) {
        m_table->scrollToBottom();
    } else if (m_top.isValid()) {
        m_table->scrollTo(m_top, QAbstractItemView::PositionAtTop);
    }
    m_top = QPersistentModelIndex();
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
