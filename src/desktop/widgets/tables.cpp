// SPDX-License-Identifier: MIT
#include "tables.h"

#include <QApplication>
#include <QHeaderView>
#include <QMenu>
#include <QSignalBlocker>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowMargin = 6; // pixels above and below the text together
constexpr int columnMargin = 18; // pixels beside the text, and room for the sort indicator

void fitRows(QTableView *table)
{
    const int height = table->fontMetrics().height() + rowMargin;
    {
        // It would tell of each of 100,000 rows.
        const QSignalBlocker quiet(table->verticalHeader());
        table->verticalHeader()->setMinimumSectionSize(height);
        table->verticalHeader()->setDefaultSectionSize(height);
    }
    table->doItemsLayout();
}

void fillColumnMenu(QMenu *menu, QTableView *table)
{
    menu->clear();
    const QHeaderView *header = table->horizontalHeader();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        const auto title = table->model()->headerData(column, Qt::Horizontal).toString();
        QAction *action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(!table->isColumnHidden(column));
        // One column has to stay, or there is no header to bring the others back with.
        action->setEnabled(header->count() - header->hiddenSectionCount() > 1
                           || table->isColumnHidden(column));
        QObject::connect(action, &QAction::toggled, table,
                         [table, column](bool on) { table->setColumnHidden(column, !on); });
    }
}

} // namespace

void setUpTable(QTableView *table, const QStringList &samples)
{
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    fitRows(table);
    QHeaderView *header = table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(true);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int column = 0; column < samples.size(); ++column) {
        const QString title = table->model()->headerData(column, Qt::Horizontal).toString();
        const int width = std::max(table->fontMetrics().horizontalAdvance(samples.at(column)),
                                   header->fontMetrics().horizontalAdvance(title));
        table->setColumnWidth(column, width + columnMargin);
    }
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    QObject::connect(header, &QHeaderView::customContextMenuRequested, table,
                     [table](const QPoint &position) {
                         QMenu *menu = makeColumnMenu(table);
                         menu->setAttribute(Qt::WA_DeleteOnClose);
                         menu->popup(table->horizontalHeader()->mapToGlobal(position));
                     });
}

QMenu *makeColumnMenu(QTableView *table)
{
    auto *menu = new QMenu(table->accessibleName(), table);
    menu->setObjectName(u"columnMenu"_s);
    QObject::connect(menu, &QMenu::aboutToShow, table,
                     [menu, table] { fillColumnMenu(menu, table); });
    return menu;
}

QString selectedAsText(const QTableView *table)
{
    QModelIndexList rows = table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    const QHeaderView *header = table->horizontalHeader();
    QString text;
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (int visual = 0; visual < header->count(); ++visual) {
            const int column = header->logicalIndex(visual);
            if (!table->isColumnHidden(column)) {
                cells.append(row.siblingAtColumn(column).data().toString());
            }
        }
        text += cells.join(u'\t') + u'\n';
    }
    return text;
}

void TableZoom::add(QTableView *table)
{
    m_tables.append(Table{.view = table, .columns = {}});
}

void TableZoom::setLevel(int level)
{
    m_level = std::clamp(level, least, most);
    for (Table &table : m_tables) {
        zoom(table, m_level);
    }
}

void TableZoom::zoom(Table &table, int level)
{
    QTableView *view = table.view;
    const QFont usual = QApplication::font(view);
    const double height = QFontMetrics(usual, view).height();
    const double before = view->fontMetrics().height() / height;
    QFont font = usual;
    font.setPointSizeF(std::max(usual.pointSizeF() + level, 4.0));
    view->setFont(font);
    view->horizontalHeader()->setFont(font);
    fitRows(view);
    const double after = view->fontMetrics().height() / height;
    QHeaderView *header = view->horizontalHeader();
    header->setStretchLastSection(false); // what it was stretched to is not its width
    table.columns.resize(header->count());
    for (int section = 0; section < table.columns.size(); ++section) {
        zoomColumn(header, section, table.columns[section], before, after);
    }
    header->setStretchLastSection(true);
}

/// \a before, \a after: the factors of the zoom.
void TableZoom::zoomColumn(QHeaderView *header, int section, Column &column, double before,
                           double after)
{
    // The header tells nobody how wide a hidden column will be.
    const bool hidden = header->isSectionHidden(section);
    header->setSectionHidden(section, false);
    const int width = header->sectionSize(section);
    if (width != column.shown) {
        column.usual = width / before; // the user has changed it
    }
    // From the usual width each time: what is rounded away would add up.
    column.shown = qRound(column.usual * after);
    header->resizeSection(section, column.shown);
    header->setSectionHidden(section, hidden);
}

} // namespace peerglass
