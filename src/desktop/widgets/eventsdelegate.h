// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace peerglass {

/// Draws the rows of EventsModel: the kind in the colour of what it means; rows that tell of events
/// left out in grey.
class EventsDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace peerglass
