// SPDX-License-Identifier: MIT
#pragma once

#include "windowfixture.h"

#include <QAction>

/// More hands and eyes for who sits at the window. As there, whatever acts waits until it can, and
/// returns whether it could.
namespace peerglass {

struct MenuEntry
{
    QString text; ///< without its mnemonic
    bool enabled = false;
    bool checked = false;
};

/// What the menu of a tool button offers, by the names of the actions (those without a name by
/// their texts); it is closed again. Empty: it has none.
QHash<QString, MenuEntry> menuOf(const WindowFixture &window, const QString &button);
/// In the menu of a tool button: the names of its submenus, and of an action.
[[nodiscard]] bool clickMenuOf(const WindowFixture &window, const QString &button,
                               const QStringList &names);
/// What menus and buttons show of an action of the window; there has to be one of that name.
const QAction &actionOf(WindowFixture &window, const QString &name);
/// A click on the entry of the open menu that has that name or text.
[[nodiscard]] bool clickInOpenMenu(const QString &name);

/// A click of the right button, which opens a menu, on a row or on the header of a column.
[[nodiscard]] bool openMenuOfRow(const WindowFixture &window, const QString &table, int row);
[[nodiscard]] bool openMenuOfHeader(const WindowFixture &window, const QString &table,
                                    const QString &column);
[[nodiscard]] bool clickHeader(const WindowFixture &window, const QString &table,
                               const QString &column);
/// Where the columns of a table are, from left to right, as far as they are visible.
QStringList visibleColumns(const WindowFixture &window, const QString &table);

/// What the mouse over a cell gets to read, as it is written: HTML where it begins with `<qt>`.
QString toolTipOf(const WindowFixture &window, const QString &table, int row,
                  const QString &column);
/// Turns the wheel over a table; \a notches above 0: up.
void turnWheel(const WindowFixture &window, const QString &table, int notches);
/// Replaces what stands in a line or a text by typing.
[[nodiscard]] bool retype(WindowFixture &window, const QString &path, const QString &text);
/// Chooses from a box by the keys Home and Down.
[[nodiscard]] bool choose(WindowFixture &window, const QString &path, int index);

/// Exports the events that are shown; \a format: which of those of the dialog, 0: CSV.
[[nodiscard]] bool exportEvents(WindowFixture &window, const QString &path, int format);
/// Waits until nobody is connected, closes the window and opens it again.
[[nodiscard]] bool closeAndReopen(WindowFixture &window);

} // namespace peerglass
