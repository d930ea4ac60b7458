// SPDX-License-Identifier: MIT
#include "noticebar.h"

#include "icons.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>

namespace peerglass {
using namespace Qt::StringLiterals;

namespace {

// Long enough to be read twice.
constexpr std::chrono::seconds stay{20};

QStringView iconOf(Tone tone)
{
    switch (tone) {
    case Tone::Bad:
        return u"error";
    case Tone::Warning:
        return u"warning";
    case Tone::Plain:
    case Tone::Good:
    case Tone::Info:
    case Tone::Muted:
        break;
    }
    return u"info";
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new IconLabel)
    , m_text(new QLabel)
    , m_closeAction(new QAction(icon(u"close"), tr("&Close the notice"), this))
    , m_close(new QToolButton)
    , m_timer(this)
{
    m_text->setObjectName(u"noticeText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_close->setObjectName(u"noticeClose"_s);
    m_closeAction->setObjectName(u"actionCloseNotice"_s);
    m_closeAction->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_W);
    m_closeAction->setEnabled(false);
    connect(m_closeAction, &QAction::triggered, this, &NoticeBar::closeShown);
    m_close->setDefaultAction(m_closeAction);
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(m_closeAction->toolTip());
    m_timer.setSingleShot(true);
    m_timer.setInterval(stay);
    connect(&m_timer, &QTimer::timeout, this, &NoticeBar::closeShown);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 4, 4);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close);
    hide();
}

void NoticeBar::say(Tone tone, const QString &sentence, Cause cause)
{
    const Notice notice{.tone = tone, .sentence = sentence, .cause = cause};
    m_notices.removeIf([&](const Notice &each) {
        const bool same = cause != Cause::None && each.cause == cause;
        return same || each == notice || (!notice.isBad() && !each.isBad());
    });
    m_notices.insert(notice.isBad() ? 0 : m_notices.size(), notice);
    showFirst();
}

void NoticeBar::settle(Cause cause)
{
    m_notices.removeIf([cause](const Notice &each) { return each.cause == cause; });
    showFirst();
}

void NoticeBar::closeShown()
{
    m_notices.removeFirst();
    showFirst();
}

void NoticeBar::showFirst()
{
    const Notice first = m_notices.value(0);
    if (first == m_shown) {
        return;
    }
    m_shown = first;
    m_icon->setIcon(icon(iconOf(first.tone)));
    m_text->setText(first.sentence);
    setAccessibleName(first.sentence);
    setVisible(!m_notices.isEmpty());
    m_closeAction->setEnabled(!m_notices.isEmpty());
    m_timer.stop();
    if (m_notices.isEmpty()) {
        return;
    }
    if (!first.isBad()) {
        m_timer.start();
    }
    update();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), fillColor(m_shown.tone, palette()));
    // A stripe in the strong colour, at the side where reading begins.
    const QRect stripe(0, 0, 3, height());
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), stripe),
                     solidColor(m_shown.tone, palette()));
}

} // namespace peerglass
