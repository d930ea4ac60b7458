// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"
#include "servicespec.h"

#include <QList>
#include <QMainWindow>
#include <QSet>
#include <QSettings>
#include <QStringList>
#include <QTableView>

#include <memory>
#include <optional>

namespace peerglass {

/// What the window remembers from one run to the next: an INI file, read once at the start and
/// written at the end. A file that is damaged is set aside, and all is as if it had never been
/// written.
class WindowSettings
{
public:
    /// \a settings: where they are kept; tests give their own.
    explicit WindowSettings(std::unique_ptr<QSettings> settings);

    /// What was wrong with the file at the start, and what became of it: sentences; empty: nothing.
    QString complaint() const { return m_complaint; }
    /// Writes what was set; the destructor does too, but tells nobody. Returns a sentence where the
    /// file cannot be written.
    std::optional<QString> save();

    /// The services there were last; nothing at the first start. URLs that are wrong (edited by
    /// hand, or written by a later version) are left out, told of in \a complaints, and kept.
    std::optional<QList<ServiceSpec>> services(QStringList &complaints);
    void setServices(const QList<ServiceSpec> &services);

    /// Place, docks and tool bars. False where nothing was remembered.
    bool restoreWindow(QMainWindow *window) const;
    void saveWindow(const QMainWindow *window);
    /// Widths, order, sorting and hidden columns of a table, by its object name.
    void restoreTable(QTableView *table) const;
    void saveTable(const QTableView *table);

    bool asksBeforeClosing() const;
    void setAsksBeforeClosing(bool on);
    int zoom() const;
    void setZoom(int level);
    QSet<EventKind> hiddenKinds() const;
    void setHiddenKinds(const QSet<EventKind> &kinds);

private:
    QString shownFileName() const;
    QString wrongValue() const;
    void setAsideDamaged();

    std::unique_ptr<QSettings> m_settings;
    QString m_complaint;
    QStringList m_unreadable; ///< URLs of services that could not be read
};

} // namespace peerglass
