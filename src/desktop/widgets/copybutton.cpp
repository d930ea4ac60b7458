// SPDX-License-Identifier: MIT
#include "copybutton.h"

#include "icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QToolTip>

namespace peerglass {
using namespace Qt::StringLiterals;
using std::chrono_literals::operator""s;

CopyButton::CopyButton(QWidget *parent)
    : QToolButton(parent)
{
    setIcon(peerglass::icon(u"copy"));
    setAutoRaise(true);
    describe(tr("Copy"));
    m_moment.setSingleShot(true);
    m_moment.setInterval(2s);
    connect(&m_moment, &QTimer::timeout, this, [this] { describe(tr("Copy")); });
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
}

void CopyButton::copy()
{
    QGuiApplication::clipboard()->setText(m_copied);
    describe(tr("Copied"));
    QToolTip::showText(mapToGlobal(rect().bottomLeft()), toolTip(), this);
    m_moment.start();
}

void CopyButton::describe(const QString &text)
{
    setToolTip(text);
    setAccessibleName(text);
}

} // namespace peerglass
