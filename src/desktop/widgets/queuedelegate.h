// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace peerglass {

/// Draws the rows of QueueModel: what was cancelled in grey, previews so that bytes stand below
/// bytes. The whole text of a cell is its tool tip.
class QueueDelegate : public QStyledItemDelegate
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
