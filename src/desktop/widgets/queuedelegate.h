// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace peerglass {

/// Draws the rows of QueueModel: in grey what was cancelled.
class QueueDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace peerglass
