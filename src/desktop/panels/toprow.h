// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QPersistentModelIndex>
#include <QTableView>

namespace peerglass {

/// The first row in view of a table, which is to stay there while rows above it are taken out.
class TopRow : public QObject
{
    Q_OBJECT

public:
    /// To be made before \a table gets \a model: where the current row is taken out, the view
    /// scrolls to another one as soon as it hears of it.
    TopRow(QTableView *table, const QAbstractItemModel &model);

    /// After rows were taken out, and the view has heard of it.
    void restore();

private:
    QTableView *m_table;
    QPersistentModelIndex m_row; ///< valid while rows are taken out
};

} // namespace peerglass
