// SPDX-License-Identifier: MIT
#include "celltooltip.h"

#include "shownvalues.h"

#include <QAbstractItemView>
#include <QToolTip>

namespace peerglass {

bool showWholeText(const QAbstractItemDelegate &delegate, const QHelpEvent &event,
                   QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index)
{
    const QString text = index.data(Qt::DisplayRole).toString();
    if (event.type() != QEvent::ToolTip || text.isEmpty()
        || !index.data(Qt::ToolTipRole).toString().isEmpty()
        || delegate.sizeHint(option, index).width() <= option.rect.width()) {
        return false;
    }
    QToolTip::showText(event.globalPos(), plainToolTip(text), view->viewport(), option.rect);
    return true;
}

} // namespace peerglass
