// SPDX-License-Identifier: MIT
#include "sparkline.h"

#include "tones.h"
#include "units.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>

namespace peerglass {

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void Sparkline::setValues(const QList<qint64> &values, int most)
{
    const int count = qMax(most, 1);
    const QList<qint64> shown = values.last(qMin(values.size(), qsizetype(count)));
    if (count == m_most && shown == m_values) {
        return;
    }
    m_most = count;
    m_values = shown;
    const auto largest = std::ranges::max_element(m_values);
    const qint64 peak = largest == m_values.end() ? 0 : *largest;
    const qint64 last = m_values.isEmpty() ? 0 : m_values.last();
    setAccessibleDescription(
        tr("%1/s now, at most %2/s").arg(sizeToDisplay(last), sizeToDisplay(peak)));
    update();
}

QSize Sparkline::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 14, fontMetrics().height()};
}

void Sparkline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor color = solidColor(Tone::Info, palette());
    const QRectF area = QRectF(rect()).adjusted(0, 1, 0, -1);
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), color);
    if (m_values.isEmpty()) {
        return;
    }
    const qint64 peak = std::max<qint64>(std::ranges::max(m_values), 1);
    const double step = area.width() / m_most;
    double left = area.right() - step * static_cast<double>(m_values.size());
    QPolygonF shape{{left, area.bottom()}};
    for (const qint64 value : m_values) {
        const double share = static_cast<double>(value) / static_cast<double>(peak);
        const double top = area.bottom() - share * area.height();
        shape << QPointF(left, top) << QPointF(left + step, top);
        left += step;
    }
    shape << area.bottomRight();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(shape);
}

} // namespace peerglass
