// SPDX-License-Identifier: MIT
#include "windowsettings.h"

#include "escape.h"
#include "settingsfile.h"

#include <QHeaderView>

#include <vector>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

const QString servicesKey = u"services"_s;
const QString geometryKey = u"window/geometry"_s;
const QString stateKey = u"window/state"_s;
const QString askKey = u"window/askBeforeClosing"_s;
const QString zoomKey = u"window/zoom"_s;
const QString hiddenKindsKey = u"events/hiddenKinds"_s;

// Of what saveState() and the headers write; another layout of the window gets another number.
constexpr int layoutVersion = 1;

QString keyOf(const QTableView *table)
{
    return u"tables/v%1/%2"_s.arg(layoutVersion).arg(table->objectName());
}

/// Not what a later version writes and this one cannot read, but what no version does.
bool isWrong(const QString &key, const QVariant &value)
{
    bool isNumber = true;
    if (key == geometryKey || key == stateKey || key.startsWith(u"tables/")) {
        return value.typeId() != QMetaType::QByteArray;
    }
    if (key == askKey) {
        return value.toString() != u"true" && value.toString() != u"false";
    }
    if (key == zoomKey) {
        value.toInt(&isNumber);
        return !isNumber;
    }
    if (key == servicesKey) {
        // One is written as a text, and none, which is a choice too, as nothing.
        return value.isValid() && value.typeId() != QMetaType::QStringList
            && value.typeId() != QMetaType::QString;
    }
    return false;
}

/// In the thread for files. QSettings waits for the lock of the file as long as anybody has it.
/// \a anew: whatever is in the file goes.
bool write(const QString &fileName, const QMap<QString, QVariant> &values, bool anew)
{
    QSettings file(fileName, QSettings::IniFormat);
    if (anew) {
        file.clear();
    }
    for (auto each = values.cbegin(); each != values.cend(); ++each) {
        file.setValue(each.key(), each.value());
    }
    file.sync();
    return file.status() != QSettings::AccessError;
}

} // namespace

WindowSettings::WindowSettings(std::unique_ptr<QSettings> settings, FileThread &files)
    : m_files(files)
    , m_fileName(settings->fileName())
    , m_results(std::make_shared<Mailbox<bool>>())
    , m_notifier(m_results->notify([this] { takeResults(); }))
{
    // Of the file as a whole: reading the values finds fault with what was edited by hand.
    const QSettings::Status status = settings->status();
    const QStringList keys = settings->allKeys();
    for (const QString &key : keys) {
        m_values.insert(key, settings->value(key));
    }
    if (status == QSettings::AccessError) {
        m_complaint = u"The settings in \"%1\" cannot be read; the window begins without them."_s
                          .arg(shownFileName());
    } else {
        setAsideDamaged(status);
    }
}

QString WindowSettings::shownFileName() const
{
    return escape(QStringView(m_fileName));
}

/// The first key whose value nobody has ever set.
QString WindowSettings::wrongValue() const
{
    for (auto each = m_values.cbegin(); each != m_values.cend(); ++each) {
        if (isWrong(each.key(), each.value())) {
            return u"the value of \"%1\" makes no sense"_s.arg(escape(QStringView(each.key())));
        }
    }
    return {};
}

void WindowSettings::setAsideDamaged(QSettings::Status status)
{
    QString why = damageOf(m_fileName);
    if (why.isEmpty()) {
        why = status == QSettings::FormatError ? u"it is no INI file"_s : wrongValue();
    }
    if (why.isEmpty()) {
        return;
    }
    const QString kept = setAside(m_fileName);
    m_complaint = u"The settings in \"%1\" are damaged: %2. The window begins without them; "_s.arg(
                      shownFileName(), why)
        + (kept.isEmpty() ? u"the file could not be renamed, and will be written over."_s
                          : u"the file is kept as \"%1\"."_s.arg(escape(QStringView(kept))));
    m_values.clear();
    m_wasDamaged = true;
}

void WindowSettings::save()
{
    ++m_pending;
    m_files.post([results = m_results, fileName = m_fileName, values = m_changed,
                  anew = m_wasDamaged] { results->post(write(fileName, values, anew)); });
}

void WindowSettings::takeResults()
{
    std::vector<bool> results;
    m_results->takeAll(results);
    for (const bool written : results) {
        if (!written) {
            Q_EMIT failed(notWritten());
        }
    }
    m_pending -= int(results.size());
    if (m_pending == 0) {
        Q_EMIT saved();
    }
}

QString WindowSettings::notWritten() const
{
    return u"The settings could not be written to \"%1\"; they are forgotten at the end."_s.arg(
        shownFileName());
}

void WindowSettings::set(const QString &key, const QVariant &value)
{
    m_values.insert(key, value);
    m_changed.insert(key, value);
}

std::optional<QList<ServiceSpec>> WindowSettings::services(QStringList &complaints)
{
    if (!m_values.contains(servicesKey)) {
        return {};
    }
    QList<ServiceSpec> services;
    const QStringList urls = m_values.value(servicesKey).toStringList();
    for (const QString &url : urls) {
        if (const auto spec = parseService(url)) {
            services.append(*spec);
        } else {
            complaints.append(spec.error().sentence());
            m_unreadable.append(url);
        }
    }
    return services;
}

void WindowSettings::setServices(const QList<ServiceSpec> &services)
{
    QStringList urls;
    for (const ServiceSpec &spec : services) {
        urls.append(spec.toUrl());
    }
    set(servicesKey, urls + m_unreadable);
}

bool WindowSettings::restoreWindow(QMainWindow *window) const
{
    return window->restoreGeometry(m_values.value(geometryKey).toByteArray())
        && window->restoreState(m_values.value(stateKey).toByteArray(), layoutVersion);
}

void WindowSettings::saveWindow(const QMainWindow *window)
{
    set(geometryKey, window->saveGeometry());
    set(stateKey, window->saveState(layoutVersion));
}

void WindowSettings::restoreTable(QTableView *table) const
{
    table->horizontalHeader()->restoreState(m_values.value(keyOf(table)).toByteArray());
}

void WindowSettings::saveTable(const QTableView *table)
{
    set(keyOf(table), table->horizontalHeader()->saveState());
}

bool WindowSettings::asksBeforeClosing() const
{
    return m_values.value(askKey, true).toBool();
}

void WindowSettings::setAsksBeforeClosing(bool on)
{
    set(askKey, on);
}

int WindowSettings::zoom() const
{
    return m_values.value(zoomKey, 0).toInt();
}

void WindowSettings::setZoom(int level)
{
    set(zoomKey, level);
}

QSet<EventKind> WindowSettings::hiddenKinds() const
{
    const QStringList names = m_values.value(hiddenKindsKey).toStringList();
    QSet<EventKind> kinds;
    for (int i = 0; i <= int(EventKind::Suppressed); ++i) {
        if (names.contains(toText(EventKind(i)))) {
            kinds.insert(EventKind(i));
        }
    }
    return kinds;
}

void WindowSettings::setHiddenKinds(const QSet<EventKind> &kinds)
{
    QStringList names;
    for (const EventKind kind : kinds) {
        names.append(toText(kind));
    }
    names.sort();
    set(hiddenKindsKey, names);
}

} // namespace peerglass
