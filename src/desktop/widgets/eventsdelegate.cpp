// SPDX-License-Identifier: MIT
#include "eventsdelegate.h"

#include "celltooltip.h"
#include "eventsmodel.h"
#include "fixedfont.h"
#include "tones.h"

namespace peerglass {
namespace {

Tone toneOf(EventKind kind)
{
    switch (kind) {
    case EventKind::Listening:
    case EventKind::AcceptResumed:
    case EventKind::Connected:
    case EventKind::Sent:
    case EventKind::Resumed:
    case EventKind::Released:
        return Tone::Good;
    case EventKind::ListenFailed:
    case EventKind::Refused:
    case EventKind::KickRequested:
    case EventKind::Banned:
    case EventKind::Disconnected:
    case EventKind::LogFailed:
        return Tone::Bad;
    case EventKind::AcceptPaused:
    case EventKind::Dropped:
    case EventKind::Paused:
    case EventKind::Urgent:
    case EventKind::Held:
    case EventKind::Stepped:
    case EventKind::Stopping:
        return Tone::Warning;
    case EventKind::Received:
    case EventKind::OperatorSent:
    case EventKind::Notice:
        return Tone::Info;
    case EventKind::QueueEmpty:
    case EventKind::ClientFinished:
    case EventKind::Named:
    case EventKind::Unbanned:
    case EventKind::ServiceChanged:
    case EventKind::Stopped:
        return Tone::Plain;
    case EventKind::Suppressed:
        return Tone::Muted;
    }
    return Tone::Plain;
}

} // namespace

bool EventsDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                               const QStyleOptionViewItem &option, const QModelIndex &index)
{
    return showWholeText(*this, *event, view, option, index)
        || QStyledItemDelegate::helpEvent(event, view, option, index);
}

void EventsDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto kind = static_cast<EventKind>(index.data(EventsModel::KindRole).toInt());
    const bool leftOut = kind == EventKind::Suppressed;
    if (leftOut || index.column() == EventsModel::Kind) {
        option->palette.setColor(QPalette::Text, textColor(toneOf(kind), option->palette));
    }
    if (leftOut) {
        option->font.setItalic(true);
    } else if (index.column() == EventsModel::Time || index.column() == EventsModel::Detail) {
        option->font = fixedFont(option->font);
    }
    option->fontMetrics = QFontMetrics(option->font);
}

} // namespace peerglass
