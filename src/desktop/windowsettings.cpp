// SPDX-License-Identifier: MIT
#include "windowsettings.h"

#include "escape.h"
#include "settingsfile.h"

#include <QHeaderView>

#include <algorithm>
#include <utility>

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
        const QStringList urls = value.toStringList();
        if (urls.isEmpty()) { // none is a choice too
            return value.isValid() && value.typeId() != QMetaType::QStringList;
        }
        return std::none_of(urls.begin(), urls.end(),
                            [](const QString &url) { return parseService(url).has_value(); });
    }
    return false;
}

} // namespace

WindowSettings::WindowSettings(std::unique_ptr<QSettings> settings)
    : m_settings(std::move(settings))
{
    if (m_settings->status() == QSettings::AccessError) {
        m_complaint = u"The settings in \"%1\" cannot be read; the window begins without them."_s
                          .arg(shownFileName());
    } else {
        setAsideDamaged();
    }
}

QString WindowSettings::shownFileName() const
{
    return escape(QStringView(m_settings->fileName()));
}

/// The first key whose value nobody has ever set.
QString WindowSettings::wrongValue() const
{
    const QStringList keys = m_settings->allKeys();
    const auto wrong = std::find_if(keys.begin(), keys.end(), [this](const QString &key) {
        return isWrong(key, m_settings->value(key));
    });
    return wrong == keys.end()
        ? QString()
        : u"the value of \"%1\" makes no sense"_s.arg(escape(QStringView(*wrong)));
}

void WindowSettings::setAsideDamaged()
{
    QString why = damageOf(m_settings->fileName());
    if (why.isEmpty()) {
        why = m_settings->status() == QSettings::FormatError ? u"it is no INI file"_s
                                                             : wrongValue();
    }
    if (why.isEmpty()) {
        return;
    }
    const QString kept = setAside(m_settings->fileName());
    m_complaint = u"The settings in \"%1\" are damaged: %2. The window begins without them; "_s.arg(
                      shownFileName(), why)
        + (kept.isEmpty() ? u"the file could not be renamed, and will be written over."_s
                          : u"the file is kept as \"%1\"."_s.arg(escape(QStringView(kept))));
    m_settings->clear();
}

std::optional<QString> WindowSettings::save()
{
    m_settings->sync();
    if (m_settings->status() != QSettings::AccessError) {
        return {};
    }
    return u"The settings could not be written to \"%1\"; they are forgotten at the end."_s.arg(
        shownFileName());
}

std::optional<QList<ServiceSpec>> WindowSettings::services(QStringList &complaints)
{
    if (!m_settings->contains(servicesKey)) {
        return {};
    }
    QList<ServiceSpec> services;
    const QStringList urls = m_settings->value(servicesKey).toStringList();
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
    m_settings->setValue(servicesKey, urls + m_unreadable);
}

bool WindowSettings::restoreWindow(QMainWindow *window) const
{
    return window->restoreGeometry(m_settings->value(geometryKey).toByteArray())
        && window->restoreState(m_settings->value(stateKey).toByteArray(), layoutVersion);
}

void WindowSettings::saveWindow(const QMainWindow *window)
{
    m_settings->setValue(geometryKey, window->saveGeometry());
    m_settings->setValue(stateKey, window->saveState(layoutVersion));
}

void WindowSettings::restoreTable(QTableView *table) const
{
    table->horizontalHeader()->restoreState(m_settings->value(keyOf(table)).toByteArray());
}

void WindowSettings::saveTable(const QTableView *table)
{
    m_settings->setValue(keyOf(table), table->horizontalHeader()->saveState());
}

bool WindowSettings::asksBeforeClosing() const
{
    return m_settings->value(askKey, true).toBool();
}

void WindowSettings::setAsksBeforeClosing(bool on)
{
    m_settings->setValue(askKey, on);
}

int WindowSettings::zoom() const
{
    return m_settings->value(zoomKey, 0).toInt();
}

void WindowSettings::setZoom(int level)
{
    m_settings->setValue(zoomKey, level);
}

QSet<EventKind> WindowSettings::hiddenKinds() const
{
    const QStringList names = m_settings->value(hiddenKindsKey).toStringList();
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
    m_settings->setValue(hiddenKindsKey, names);
}

} // namespace peerglass
