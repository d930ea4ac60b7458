// SPDX-License-Identifier: MIT
#include "toprow.h"

#include <QScrollBar>

namespace peerglass {

TopRow::TopRow(QTableView *table, const QAbstractItemModel &model)
    : QObject(table)
    , m_table(table)
{
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this] { m_row = m_table->indexAt(QPoint(0, 0)); });
}

void TopRow::restore()
{
    if (m_row.isValid()) {
        const int left = m_table->horizontalScrollBar()->value(); // scrollTo() shows a whole column
        m_table->scrollTo(m_row, QAbstractItemView::PositionAtTop);
        m_table->horizontalScrollBar()->setValue(left);
    }
    m_row = QPersistentModelIndex();
}

} // namespace peerglass
