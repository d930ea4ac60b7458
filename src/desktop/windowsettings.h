// SPDX-License-Identifier: MIT
#pragma once

#include "event.h"
#include "filethread.h"
#include "servicespec.h"

#include <QList>
#include <QMainWindow>
#include <QMap>
#include <QObject>
#include <QSet>
#include <QSettings>
#include <QSocketNotifier>
#include <QStringList>
#include <QTableView>
#include <QVariant>

#include <memory>
#include <optional>

namespace peerglass {

/// What the window remembers from one run to the next: an INI file, read once at the start and
/// written when services are edited and at the end, in the thread for files. A file that is damaged
/// is set aside, and all is as if it had never been written.
class WindowSettings : public QObject
{
    Q_OBJECT

public:
    /// \a settings: where they are kept; tests give their own. \a files outlives it.
    WindowSettings(std::unique_ptr<QSettings> settings, FileThread &files);

    /// What was wrong with the file at the start, and what became of it: sentences; empty: nothing.
    QString complaint() const { return m_complaint; }
    /// Writes what was set. saved() follows, and failed() before it where the file cannot be
    /// written.
    void save();
    /// The sentence for settings that have not been written.
    QString notWritten() const;

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

Q_SIGNALS:
    /// Nothing is left to be written.
    void saved();
    /// \a sentence says what could not be written.
    void failed(const QString &sentence);

private:
    QString shownFileName() const;
    QString wrongValue() const;
    void setAsideDamaged(QSettings::Status status);
    void set(const QString &key, const QVariant &value);
    void takeResults();

    FileThread &m_files;
    QString m_fileName;
    bool m_wasDamaged = false;
    QMap<QString, QVariant> m_values;
    QMap<QString, QVariant> m_changed; ///< those of m_values that were set in this run
    std::shared_ptr<Mailbox<bool>> m_results; ///< of save(): whether it was written
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_pending = 0; ///< results that are to come
    QString m_complaint;
    QStringList m_unreadable; ///< URLs of services that could not be read
};

} // namespace peerglass
