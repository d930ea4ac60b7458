// SPDX-License-Identifier: MIT
#include "queuedelegate.h"

#include "queuemodel.h"
#include "tones.h"

namespace peerglass {

void QueueDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.data(QueueModel::GoneRole).toBool()) {
        option->palette.setColor(QPalette::Text, textColor(Tone::Muted, option->palette));
    }
}

} // namespace peerglass
