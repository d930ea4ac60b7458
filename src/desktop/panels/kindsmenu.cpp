// SPDX-License-Identifier: MIT
#include "kindsmenu.h"

#include "eventtext.h"

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

void setShown(QSet<EventKind> &hidden, EventKind kind, bool on)
{
    if (on) {
        hidden.remove(kind);
    } else {
        hidden.insert(kind);
    }
}

} // namespace

KindsMenu::KindsMenu(QWidget *parent)
    : QMenu(tr("&Kinds"), parent)
{
    using Kind = EventKind;
    QAction *all = addAction(tr("&All kinds"));
    all->setObjectName(u"showAllKinds"_s);
    connect(all, &QAction::triggered, this, [this] { setHidden({}); });
    addGroup(tr("&Connections"), u"connections"_s,
             {Kind::Connected, Kind::Disconnected, Kind::Refused, Kind::Named, Kind::ClientFinished,
              Kind::Paused, Kind::Resumed});
    addGroup(tr("&Messages"), u"messages"_s,
             {Kind::Received, Kind::Sent, Kind::Dropped, Kind::QueueEmpty, Kind::Urgent});
    addGroup(tr("&Operator"), u"operator"_s,
             {Kind::Held, Kind::Stepped, Kind::Released, Kind::OperatorSent, Kind::KickRequested,
              Kind::Banned, Kind::Unbanned});
    addGroup(tr("&Server"), u"server"_s,
             {Kind::Listening, Kind::ListenFailed, Kind::AcceptPaused, Kind::AcceptResumed,
              Kind::ServiceChanged, Kind::Notice, Kind::LogFailed, Kind::Stopping, Kind::Stopped,
              Kind::Suppressed});
    update();
}

void KindsMenu::addGroup(const QString &title, const QString &name, const QList<EventKind> &kinds)
{
    QMenu *menu = addMenu(title);
    menu->setObjectName(name + u"Kinds"_s);
    Group group{.kinds = kinds, .all = menu->addAction(tr("&All of these")), .each = {}};
    group.all->setObjectName(name + u"All"_s);
    group.all->setCheckable(true);
    menu->addSeparator();
    connect(group.all, &QAction::triggered, this, [this, kinds](bool on) {
        QSet<EventKind> hidden = m_hidden;
        for (const EventKind kind : kinds) {
            setShown(hidden, kind, on);
        }
        setHidden(hidden);
    });
    for (const EventKind kind : kinds) {
        QAction *action = menu->addAction(words(kind));
        action->setObjectName(u"kind-"_s + toText(kind));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, kind](bool on) {
            QSet<EventKind> hidden = m_hidden;
            setShown(hidden, kind, on);
            setHidden(hidden);
        });
        group.each.append(action);
    }
    m_groups.append(group);
}

void KindsMenu::setHidden(const QSet<EventKind> &kinds)
{
    const bool changed = kinds != m_hidden;
    m_hidden = kinds;
    update();
    if (changed) {
        Q_EMIT hiddenChanged();
    }
}

void KindsMenu::update()
{
    for (const Group &group : std::as_const(m_groups)) {
        bool all = true;
        for (qsizetype i = 0; i < group.kinds.size(); ++i) {
            const bool shown = !m_hidden.contains(group.kinds.at(i));
            group.each.at(i)->setChecked(shown);
            all = all && shown;
        }
        group.all->setChecked(all);
    }
}

} // namespace peerglass
