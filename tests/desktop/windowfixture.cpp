// SPDX-License-Identifier: MIT
#include "windowfixture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QWidget *childOf(const QWidget *parent, const QString &name)
{
    const auto all = parent->findChildren<QWidget *>(name);
    const auto visible = std::find_if(all.begin(), all.end(),
                                      [](const QWidget *each) { return each->isVisible(); });
    return visible != all.end() ? *visible : all.value(0);
}

/// Which of the actions of a menu or a menu bar has that name, or opens the menu of that name.
QAction *actionOf(const QWidget *bar, const QString &name)
{
    const QList<QAction *> all = bar->actions();
    const auto found = std::find_if(all.begin(), all.end(), [&](const QAction *each) {
        return each->objectName() == name || (each->menu() && each->menu()->objectName() == name);
    });
    return found != all.end() ? *found : nullptr;
}

QRect placeOf(const QWidget *bar, QAction *action)
{
    const auto *menuBar = qobject_cast<const QMenuBar *>(bar);
    return menuBar ? menuBar->actionGeometry(action)
                   : qobject_cast<const QMenu *>(bar)->actionGeometry(action);
}

} // namespace

WindowFixture::WindowFixture(const Options &options)
    : m_options(options)
{
    if (!options.settings.isEmpty()) {
        QFile file(settingsFile());
        if (!file.open(QIODevice::WriteOnly) || file.write(options.settings) < 0) {
            qFatal("the settings cannot be written");
        }
    } else if (!options.firstStart) {
        QSettings settings(settingsFile(), QSettings::IniFormat);
        settings.setValue(u"services"_s, options.services);
        settings.sync();
    }
    open();
}

void WindowFixture::reopen()
{
    m_window.reset();
    m_exitStatus.reset();
    m_options.commandLineServices.clear();
    open();
}

void WindowFixture::open()
{
    auto engine = Engine::create(m_options.engine);
    if (!engine) {
        qFatal("%s", qPrintable(engine.error()));
    }
    m_window = std::make_unique<MainWindow>(
        std::move(*engine), std::make_unique<QSettings>(settingsFile(), QSettings::IniFormat));
    QObject::connect(m_window.get(), &MainWindow::finished, m_window.get(),
                     [this](int status) { m_exitStatus = status; });
    QList<ServiceSpec> services; // as main() does it
    for (const QString &url : std::as_const(m_options.commandLineServices)) {
        services.append(parseService(url).value());
    }
    if (!services.isEmpty()) {
        m_window->setServices(services);
    }
    m_window->show();
    if (!activate(m_window.get())) {
        qFatal("the window does not become active");
    }
}

/// What a window manager does; there is none under a bare X server.
bool WindowFixture::activate(QWidget *window)
{
    if (!window->isActiveWindow()) {
        window->activateWindow();
    }
    return waitFor([window] { return window->isActiveWindow(); });
}

bool WindowFixture::start()
{
    return click(u"serverButton"_s) && waitForState(u"Listening"_s);
}

bool WindowFixture::waitUntilReady(const QString &path)
{
    return waitFor([&] { return widget(path)->isVisible() && widget(path)->isEnabled(); });
}

bool WindowFixture::click(const QString &path)
{
    if (!waitUntilReady(path)) {
        return false;
    }
    QTest::mouseClick(widget(path), Qt::LeftButton, {}, QPoint(8, widget(path)->height() / 2));
    return true;
}

bool WindowFixture::clickMenu(const QStringList &names)
{
    QWidget *bar = m_window->menuBar();
    for (const QString &name : names) {
        if (!clickIn(bar, name)) {
            return false;
        }
        QAction *action = actionOf(bar, name);
        bar = action ? action->menu() : nullptr; // the last one has none
        if (bar && !waitFor([bar] { return bar->isVisible(); })) {
            return false;
        }
    }
    return true;
}

bool WindowFixture::clickIn(QWidget *menu, const QString &name)
{
    if (!waitFor([&] { return actionOf(menu, name) && actionOf(menu, name)->isEnabled(); })) {
        return false;
    }
    QTest::mouseClick(menu, Qt::LeftButton, {}, placeOf(menu, actionOf(menu, name)).center());
    return true;
}

bool WindowFixture::clickMenuOf(const QString &button, const QString &action)
{
    bool done = false;
    // A tool button returns from the click only when its menu has closed.
    QTimer hand;
    QObject::connect(&hand, &QTimer::timeout, &hand, [&] {
        if (QWidget *menu = QApplication::activePopupWidget()) {
            hand.stop();
            done = clickIn(menu, action);
            if (!done) {
                menu->close();
            }
        }
    });
    hand.start(10ms);
    if (!waitUntilReady(button)) {
        return false;
    }
    const QRect place = widget(button)->rect();
    QTest::mouseClick(widget(button), Qt::LeftButton, {},
                      QPoint(place.right() - 4, place.center().y()));
    return waitFor([&] { return !hand.isActive(); }) && done;
}

bool WindowFixture::clickRow(const QString &name, int row, Qt::KeyboardModifiers keys)
{
    QTableView *view = table(name);
    if (!view->isVisible() || row < 0 || row >= rows(name)) {
        return false;
    }
    const QModelIndex place = view->model()->index(row, 0);
    view->scrollTo(place);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, keys, view->visualRect(place).center());
    return true;
}

bool WindowFixture::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *taker = QApplication::activePopupWidget();
    if (!taker) {
        QWidget *modal = QApplication::activeModalWidget();
        const QWidget *active = QApplication::activeWindow();
        // Without a window manager a menu that has closed may stay the active window.
        const bool lost = !active || !active->isVisible();
        if (lost && !activate(modal ? modal : m_window.get())) {
            return false;
        }
        QWidget *focus = QApplication::focusWidget();
        taker = focus ? focus : QApplication::activeWindow();
    }
    QTest::keyClick(taker, key, modifiers);
    return true;
}

bool WindowFixture::type(const QString &text)
{
    QWidget *focus = QApplication::focusWidget();
    if (!focus) {
        return false;
    }
    QTest::keyClicks(focus, text);
    return true;
}

bool WindowFixture::waitForDialog(const QString &name)
{
    return waitFor([&] { return isOpen(name); }) && activate(widget(name));
}

bool WindowFixture::isOpen(const QString &dialog) const
{
    const QWidget *found = childOf(m_window.get(), dialog);
    return found && found->isVisible();
}

QWidget *WindowFixture::widget(const QString &path) const
{
    QWidget *found = m_window.get();
    for (const QString &name : path.split(u'/')) {
        found = childOf(found, name);
        if (!found) {
            qFatal("no widget %s", qPrintable(path));
        }
    }
    return found;
}

QString WindowFixture::text(const QString &path) const
{
    const QWidget *shown = widget(path);
    if (const auto *label = qobject_cast<const QLabel *>(shown)) {
        return label->text();
    }
    if (const auto *button = qobject_cast<const QAbstractButton *>(shown)) {
        return button->text();
    }
    if (const auto *line = qobject_cast<const QLineEdit *>(shown)) {
        return line->text();
    }
    qFatal("%s has no text", qPrintable(path));
}

bool WindowFixture::waitForState(const QString &sentence)
{
    return waitFor([&] { return state() == sentence; });
}

quint16 WindowFixture::port(int service) const
{
    static const QRegularExpression number(u":(\\d+)\\b"_s);
    return number.match(text(u"serviceChip%1"_s.arg(service))).captured(1).toUShort();
}

QTableView *WindowFixture::table(const QString &name) const
{
    auto *view = qobject_cast<QTableView *>(widget(name));
    if (!view) {
        qFatal("%s is no table", qPrintable(name));
    }
    return view;
}

QModelIndex WindowFixture::index(const QString &name, int row, const QString &column) const
{
    const QAbstractItemModel *model = table(name)->model();
    for (int i = 0; i < model->columnCount(); ++i) {
        if (model->headerData(i, Qt::Horizontal).toString() == column) {
            return model->index(row, i);
        }
    }
    qFatal("%s has no column %s", qPrintable(name), qPrintable(column));
}

QString WindowFixture::cell(const QString &name, int row, const QString &column) const
{
    return index(name, row, column).data().toString();
}

QStringList WindowFixture::cells(const QString &name, const QString &column) const
{
    QStringList texts;
    for (int row = 0; row < rows(name); ++row) {
        texts.append(cell(name, row, column));
    }
    return texts;
}

int WindowFixture::rowOf(int client) const
{
    return int(cells(u"connectionsTable"_s, u"#"_s).indexOf(QString::number(client)));
}

QString WindowFixture::cellOf(int client, const QString &column) const
{
    const int row = rowOf(client);
    return row < 0 ? QString() : cell(u"connectionsTable"_s, row, column);
}

} // namespace peerglass
