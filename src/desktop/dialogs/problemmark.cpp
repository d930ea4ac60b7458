// SPDX-License-Identifier: MIT
#include "problemmark.h"

#include "shownvalues.h"

#include <QIcon>
#include <QPainter>
#include <QStyle>

namespace peerglass {

ProblemMark::ProblemMark(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    policy.setRetainSizeWhenHidden(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Wrong"));
    hide();
}

void ProblemMark::mark(QWidget *field, const QString &sentence)
{
    field->setAccessibleDescription(sentence);
    setAccessibleDescription(sentence);
    setToolTip(sentence.isEmpty() ? QString() : plainToolTip(sentence));
    setVisible(!sentence.isEmpty());
}

QSize ProblemMark::sizeHint() const
{
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    return {side, side};
}

void ProblemMark::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    style()->standardIcon(QStyle::SP_MessageBoxWarning, nullptr, this).paint(&painter, rect());
}

} // namespace peerglass
