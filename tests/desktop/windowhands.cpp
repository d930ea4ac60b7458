// SPDX-License-Identifier: MIT
#include "windowhands.h"

#include "timescale.h"

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMenu>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>
#include <QWindow>

#include <algorithm>
#include <functional>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString plainText(const QAction *action)
{
    return QString(action->text()).remove(u'&');
}

QHash<QString, MenuEntry> entriesOf(const QMenu *menu)
{
    QHash<QString, MenuEntry> entries;
    for (const QAction *each : menu->actions()) {
        const QString text = plainText(each);
        entries.insert(each->objectName().isEmpty() ? text : each->objectName(),
                       {.text = text, .enabled = each->isEnabled(), .checked = each->isChecked()});
    }
    return entries;
}

bool clickIn(QMenu *menu, const QString &name)
{
    const QList<QAction *> all = menu->actions();
    const auto found = std::find_if(all.begin(), all.end(), [&](const QAction *each) {
        return each->objectName() == name || plainText(each) == name
            || (each->menu() && each->menu()->objectName() == name);
    });
    if (found == all.end() || !(*found)->isEnabled()) {
        return false;
    }
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(*found).center());
    return true;
}

/// Opens the menu of a tool button and lets \a hand act on the menu that is open, until it is done
/// or that takes too long.
bool withMenuOf(const WindowFixture &window, const QString &button,
                const std::function<bool(QMenu *)> &hand)
{
    bool done = false;
    QElapsedTimer since;
    since.start();
    // A tool button returns from the click only when its menu has closed.
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        done = done || (menu && hand(menu));
        const bool late = since.hasExpired(scaled(20s).count());
        if (done || late) {
            timer.stop();
        }
        for (QWidget *open = QApplication::activePopupWidget(); late && open;
             open = QApplication::activePopupWidget()) {
            open->close();
        }
    });
    timer.start(10ms);
    QWidget *widget = window.widget(button);
    QTest::mouseClick(widget, Qt::LeftButton, {},
                      QPoint(widget->rect().right() - 4, widget->rect().center().y()));
    return waitFor([&] { return !timer.isActive(); }) && done;
}

/// Through the window, as a menu is opened by the window's part of the click.
void rightClick(const QWidget *widget, const QPoint &place)
{
    const QWidget *top = widget->window();
    QTest::mouseClick(top->windowHandle(), Qt::RightButton, {}, widget->mapTo(top, place));
}

bool openMenuAt(const QWidget *widget, const QPoint &place)
{
    rightClick(widget, place);
    return waitFor([] { return QApplication::activePopupWidget() != nullptr; });
}

/// The place of a column in the header, scrolled to.
QPoint placeInHeader(const WindowFixture &window, const QString &table, const QString &column)
{
    QTableView *view = window.table(table);
    const QAbstractItemModel *model = view->model();
    const QHeaderView *header = view->horizontalHeader();
    int section = 0;
    while (model->headerData(section, Qt::Horizontal).toString() != column) {
        ++section;
    }
    if (model->rowCount() > 0) {
        view->scrollTo(model->index(0, section));
    }
    return {header->sectionViewportPosition(section) + header->sectionSize(section) / 2,
            header->height() / 2};
}

} // namespace

QHash<QString, MenuEntry> menuOf(const WindowFixture &window, const QString &button)
{
    QHash<QString, MenuEntry> entries;
    (void)withMenuOf(window, button, [&](QMenu *menu) {
        entries = entriesOf(menu);
        QTest::keyClick(menu, Qt::Key_Escape);
        return true;
    });
    return entries;
}

bool clickMenuOf(const WindowFixture &window, const QString &button, const QStringList &names)
{
    qsizetype next = 0;
    return withMenuOf(window, button, [&](QMenu *menu) {
        if (clickIn(menu, names.at(next))) {
            ++next;
        }
        return next == names.size();
    });
}

const QAction &actionOf(WindowFixture &window, const QString &name)
{
    const auto *action = window.window().findChild<QAction *>(name);
    if (!action) {
        qFatal("no action %s", qPrintable(name));
    }
    return *action;
}

bool clickInOpenMenu(const QString &name)
{
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    return menu && clickIn(menu, name);
}

bool openMenuOfRow(const WindowFixture &window, const QString &table, int row)
{
    QTableView *view = window.table(table);
    if (row < 0 || row >= window.rows(table)) {
        return false;
    }
    view->scrollTo(view->model()->index(row, 0));
    return openMenuAt(view->viewport(), view->visualRect(view->model()->index(row, 0)).center());
}

bool openMenuOfHeader(const WindowFixture &window, const QString &table, const QString &column)
{
    return openMenuAt(window.table(table)->horizontalHeader()->viewport(),
                      placeInHeader(window, table, column));
}

bool clickHeader(const WindowFixture &window, const QString &table, const QString &column)
{
    QWidget *header = window.table(table)->horizontalHeader()->viewport();
    const QPoint place = placeInHeader(window, table, column);
    if (!header->isVisible() || !header->rect().contains(place)) {
        return false;
    }
    QTest::mouseClick(header, Qt::LeftButton, {}, place);
    return true;
}

QStringList visibleColumns(const WindowFixture &window, const QString &table)
{
    const QTableView *view = window.table(table);
    const QHeaderView *header = view->horizontalHeader();
    QStringList columns;
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        if (!header->isSectionHidden(column)) {
            columns.append(view->model()->headerData(column, Qt::Horizontal).toString());
        }
    }
    return columns;
}

QString toolTipOf(const WindowFixture &window, const QString &table, int row, const QString &column)
{
    QTableView *view = window.table(table);
    const QModelIndex index = window.index(table, row, column);
    view->scrollTo(index);
    const QPoint place = view->visualRect(index).center();
    QToolTip::hideText();
    QHelpEvent hover(QEvent::ToolTip, place, view->viewport()->mapToGlobal(place));
    QApplication::sendEvent(view->viewport(), &hover);
    return QToolTip::text();
}

void turnWheel(const WindowFixture &window, const QString &table, int notches)
{
    QWidget *over = window.table(table)->viewport();
    const QPointF place = over->rect().center();
    QWheelEvent turn(place, over->mapToGlobal(place), {}, QPoint(0, notches * 120), Qt::NoButton,
                     Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(over, &turn);
}

bool retype(WindowFixture &window, const QString &path, const QString &text)
{
    return window.click(path) && window.press(Qt::Key_A, Qt::ControlModifier)
        && window.press(Qt::Key_Delete) && window.type(text);
}

bool choose(WindowFixture &window, const QString &path, int index)
{
    auto *box = qobject_cast<QComboBox *>(window.widget(path));
    if (!box || !waitFor([box] { return box->isVisible() && box->isEnabled(); })) {
        return false;
    }
    QTest::keyClick(box, Qt::Key_Home);
    for (int i = 0; i < index; ++i) {
        QTest::keyClick(box, Qt::Key_Down);
    }
    return box->currentIndex() == index;
}

bool closeAndReopen(WindowFixture &window)
{
    // Events come before the counts do, and with somebody connected a question is asked.
    if (!waitFor([&] { return window.text(u"statusClients"_s).startsWith(u"0 clients"_s); })) {
        return false;
    }
    window.close();
    if (!waitFor([&] { return window.exitStatus().has_value(); })) {
        return false;
    }
    window.reopen();
    return true;
}

bool exportEvents(WindowFixture &window, const QString &path, int format)
{
    if (!window.press(Qt::Key_S, Qt::ControlModifier) || !window.waitForDialog(u"exportDialog"_s)
        || !choose(window, u"exportDialog/fileTypeCombo"_s, format)
        || !retype(window, u"exportDialog/fileNameEdit"_s, path)) {
        return false;
    }
    // The first Enter may be for the list of files that begin like it.
    for (int time = 0; time < 2 && window.isOpen(u"exportDialog"_s); ++time) {
        if (!window.press(Qt::Key_Return)) {
            return false;
        }
    }
    return waitFor([&window] { return !window.isOpen(u"exportDialog"_s); });
}

} // namespace peerglass
