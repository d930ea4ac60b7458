// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractItemDelegate>
#include <QHelpEvent>

namespace peerglass {

/// Answers a QEvent::ToolTip over an item that has no tooltip of its own and whose cell is too
/// narrow for its text: shows the whole text, as plain text. Returns whether it did. (The tooltips
/// of our models are plain already, see plainToolTip().)
bool showWholeText(const QAbstractItemDelegate &delegate, const QHelpEvent &event,
                   QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index);

} // namespace peerglass
