// SPDX-License-Identifier: MIT
#include "windowsettings.h"

#include <QHeaderView>

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

} // namespace

WindowSettings::WindowSettings(std::unique_ptr<QSettings> settings)
    : m_settings(std::move(settings))
{
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
