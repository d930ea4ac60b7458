// SPDX-License-Identifier: MIT
#pragma once

#include "toprow.h"

#include <QObject>
#include <QTableView>

namespace peerglass {

/// Keeps the end of a table in view while it grows, or what is in view where it is. Scrolling up
/// switches following off, scrolling to the end on again.
class FollowingView : public QObject
{
    Q_OBJECT

public:
    /// \a table has its model. \a top: its; lives as long.
    FollowingView(QTableView *table, TopRow *top);

    bool isFollowing() const { return m_following; }
    void setFollowing(bool on);

Q_SIGNALS:
    void followingChanged(bool on);

private:
    void restore();
    void scrolled(int value);

    QTableView *m_table;
    TopRow *m_top;
    bool m_following = true;
    bool m_moving = false; ///< it is us who scroll
};

} // namespace peerglass
