// SPDX-License-Identifier: MIT
#pragma once

#include "ids.h"

#include <QList>
#include <QSet>
#include <QSortFilterProxyModel>
#include <QTimer>

namespace peerglass {

/// Sorts the connections by their real values and filters them. Clients that have gone are at the
/// end, whatever the order; equal ones are in the order of their ids. While values change, rows are
/// sorted and filtered anew at most once a second, and not while it is paused.
class ClientsFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ClientsFilter(QObject *parent = nullptr);

    /// Shows those that have \a text, whatever its case, in their id, service, address, name or
    /// state; empty: all.
    void setText(const QString &text);
    /// Shows only those for which something waits.
    void setOnlyQueued(bool on);
    /// These are shown all the same, though nothing waits for them: whoever is looked at does not
    /// vanish with the last message.
    void setKept(const QList<ClientId> &clients);
    bool isFiltering() const;
    /// Rows keep their places while it is paused: a menu is open.
    void setPaused(bool paused);

    void setSourceModel(QAbstractItemModel *model) override;

Q_SIGNALS:
    /// The number of rows shown, or of those there are, may have changed.
    void countChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    void schedule();
    void startTimer();
    void renewIfDue();
    void renew();

    QString m_text;
    QSet<ClientId> m_kept;
    bool m_onlyQueued = false;
    bool m_paused = false;
    bool m_changed = false; ///< since rows were put in order
    QTimer m_timer;
};

} // namespace peerglass
