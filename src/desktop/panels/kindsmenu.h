// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"

#include <QMenu>
#include <QSet>

namespace peerglass {

/// Chooses which kinds of events are shown: a menu per group, each with all of its kinds.
class KindsMenu : public QMenu
{
    Q_OBJECT

public:
    explicit KindsMenu(QWidget *parent = nullptr);

    const QSet<EventKind> &hidden() const { return m_hidden; }
    /// Emits hiddenChanged() where that is a change.
    void setHidden(const QSet<EventKind> &kinds);

Q_SIGNALS:
    void hiddenChanged();

private:
    void addGroup(const QString &title, const QString &name, const QList<EventKind> &kinds);
    void update();

    struct Group
    {
        QList<EventKind> kinds;
        QAction *all;
        QList<QAction *> each; ///< as `kinds`
    };
    QList<Group> m_groups;
    QSet<EventKind> m_hidden;
};

} // namespace peerglass
