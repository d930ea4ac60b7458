// SPDX-License-Identifier: MIT
#include "queuedelegate.h"

#include "celltooltip.h"
#include "fixedfont.h"
#include "queuemodel.h"
#include "tones.h"

namespace peerglass {

bool QueueDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                              const QStyleOptionViewItem &option, const QModelIndex &index)
{
    return showWholeText(*this, *event, view, option, index)
        || QStyledItemDelegate::helpEvent(event, view, option, index);
}

void QueueDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() == QueueModel::Preview) {
        option->font = fixedFont(option->font);
        option->fontMetrics = QFontMetrics(option->font);
    }
    if (index.data(QueueModel::GoneRole).toBool()) {
        option->palette.setColor(QPalette::Text, textColor(Tone::Muted, option->palette));
    }
}

} // namespace peerglass
