// SPDX-License-Identifier: MIT
#include "menuwatch.h"

#include <QCoreApplication>
#include <QEvent>
#include <QMenu>

namespace peerglass {

MenuWatch::MenuWatch(QObject *parent)
    : QObject(parent)
{
    QCoreApplication::instance()->installEventFilter(this);
}

bool MenuWatch::eventFilter(QObject *object, QEvent *event)
{
    const bool shown = event->type() == QEvent::Show;
    if ((shown || event->type() == QEvent::Hide) && qobject_cast<QMenu *>(object) != nullptr) {
        m_open += shown ? 1 : -1;
        Q_EMIT openChanged(m_open > 0);
    }
    return false;
}

} // namespace peerglass
