// SPDX-License-Identifier: MIT
#include "menuwatch.h"

#include <QApplication>
#include <QEvent>
#include <QMenu>

namespace peerglass {

MenuWatch::MenuWatch(QObject *parent)
    : QObject(parent)
{
    QCoreApplication::instance()->installEventFilter(this);
    m_look.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, &MenuWatch::look);
}

bool MenuWatch::eventFilter(QObject *object, QEvent *event)
{
    const bool shown = event->type() == QEvent::Show;
    if ((shown || event->type() == QEvent::Hide) && qobject_cast<QMenu *>(object) != nullptr) {
        m_look.start(); // by then Qt knows whether another menu is open
        if (shown) {
            setOpen(true);
        }
    }
    return false;
}

void MenuWatch::look()
{
    setOpen(qobject_cast<QMenu *>(QApplication::activePopupWidget()) != nullptr);
}

void MenuWatch::setOpen(bool open)
{
    if (open != m_open) {
        m_open = open;
        Q_EMIT openChanged(open);
    }
}

} // namespace peerglass
