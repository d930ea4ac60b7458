// SPDX-License-Identifier: MIT
#pragma once

#include <QHeaderView>
#include <QList>
#include <QMenu>
#include <QString>
#include <QTableView>

namespace peerglass {

/// What the window's tables have in common: whole rows, no grid, one height for all rows, columns
/// that can be moved, and a menu of the header that hides and shows them.
/// \a samples: per column a text that should fit without being cut.
void setUpTable(QTableView *table, const QStringList &samples);

/// A menu that hides and shows the columns of \a table, which owns it.
QMenu *makeColumnMenu(QTableView *table);

/// The selected rows in the order shown, one line each, the visible columns separated by tabs.
QString selectedAsText(const QTableView *table);

/// Enlarges the text of several tables together.
class TableZoom
{
public:
    static constexpr int least = -4;
    static constexpr int most = 16;

    void add(QTableView *table);
    /// In points above the usual size, least … most.
    void setLevel(int level);
    int level() const { return m_level; }

private:
    struct Column
    {
        double usual = 0; ///< its width at level 0, in pixels and their parts
        int shown = -1; ///< its width as it was set last
    };
    struct Table
    {
        QTableView *view = nullptr;
        QList<Column> columns;
    };

    static void zoom(Table &table, int level);
    static void zoomColumn(QHeaderView *header, int section, Column &column, double before,
                           double after);

    QList<Table> m_tables;
    int m_level = 0;
};

} // namespace peerglass
