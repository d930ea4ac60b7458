// SPDX-License-Identifier: MIT
#pragma once

#include "mainwindow.h"
#include "waitfor.h"

#include <QTableView>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace peerglass {

/// The window before an engine of its own, with the hands and eyes of who sits there: it is told
/// things by mouse and keyboard events alone, and only what it shows is read. What it remembers is
/// in a temporary folder.
///
/// Widgets are named by their objectName; where two panels have one of the same name, by
/// `EventsPanel/filterCount`. A name that does not exist ends the test program. Whatever acts waits
/// until it can, at most as long as waitFor(), and returns whether it could: put it in QVERIFY.
class WindowFixture
{
public:
    struct Options
    {
        /// What the window remembers of the last time: URLs of services.
        QStringList services{QStringLiteral("echo://127.0.0.1:0")};
        EngineOptions engine{.threads = 2};
        /// The whole file of what it remembers, whatever `services` says; empty: no such file.
        QByteArray settings{};
        bool firstStart = false; ///< nothing is remembered yet, whatever `services` says
        /// URLs of services as the command line gives them; none: those that are remembered.
        QStringList commandLineServices{};
    };

    WindowFixture()
        : WindowFixture(Options())
    {
    }
    explicit WindowFixture(const Options &options);
    WindowFixture(const WindowFixture &) = delete;
    WindowFixture &operator=(const WindowFixture &) = delete;

    /// Ends the program as it is, and opens it again with what it remembers, and without services
    /// on the command line.
    void reopen();
    QString settingsFile() const { return m_folder.filePath(QStringLiteral("peerglass.ini")); }
    MainWindow &window() { return *m_window; }
    /// What finished() has told.
    std::optional<int> exitStatus() const { return m_exitStatus; }
    /// As the window system asks for it.
    void close() { m_window->close(); }

    // Hands.

    /// Starts the server by its button, and waits until it listens.
    [[nodiscard]] bool start();
    /// A click at the left of a widget, where boxes have their mark, once it is visible and
    /// enabled.
    [[nodiscard]] bool click(const QString &path);
    /// From the menu bar: the names of a menu, of its submenus, and of an action.
    [[nodiscard]] bool clickMenu(const QStringList &names);
    /// In the menu of a tool button, which it opens at its arrow.
    [[nodiscard]] bool clickMenuOf(const QString &button, const QString &action);
    [[nodiscard]] bool clickRow(const QString &table, int row, Qt::KeyboardModifiers keys = {});
    /// A key for the open menu or what has the focus.
    [[nodiscard]] bool press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    [[nodiscard]] bool type(const QString &text);
    /// Until a dialog is open, and active as the window manager would make it.
    [[nodiscard]] bool waitForDialog(const QString &name);

    // Eyes.

    /// The widget, visible or not; of several, one that is visible.
    QWidget *widget(const QString &path) const;
    bool isVisible(const QString &path) const { return widget(path)->isVisible(); }
    /// Whether there is a dialog of that name and it is visible.
    bool isOpen(const QString &dialog) const;
    /// Of a label, a button or a line to type in.
    QString text(const QString &path) const;
    /// The sentence in the status bar, whole where it is shown shortened.
    QString state() const { return widget(QStringLiteral("statusState"))->accessibleName(); }
    [[nodiscard]] bool waitForState(const QString &sentence);
    /// What a service listens on, as its chip says.
    quint16 port(int service = 0) const;

    QTableView *table(const QString &name) const;
    int rows(const QString &name) const { return table(name)->model()->rowCount(); }
    QModelIndex index(const QString &table, int row, const QString &column) const;
    /// What is in a cell; \a column: its header.
    QString cell(const QString &table, int row, const QString &column) const;
    QStringList cells(const QString &table, const QString &column) const;
    /// The row of a client in the connections; -1: it has none.
    int rowOf(int client) const;
    /// What the connections say about a client; empty: it has no row.
    QString cellOf(int client, const QString &column) const;

private:
    void open();
    bool activate(QWidget *window);
    bool waitUntilReady(const QString &path);
    bool clickIn(QWidget *menu, const QString &action);

    Options m_options;
    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
    std::optional<int> m_exitStatus;
};

} // namespace peerglass
