// SPDX-License-Identifier: MIT
#include "clientsdelegate.h"

#include "celltooltip.h"
#include "clientsmodel.h"
#include "fixedfont.h"
#include "tones.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>

namespace peerglass {
using namespace Qt::StringLiterals;

namespace {

const QStyle *styleOf(const QStyleOptionViewItem &option)
{
    return option.widget ? option.widget->style() : QApplication::style();
}

/// What a style leaves free at each side of an item's text.
int marginOf(const QStyleOptionViewItem &option)
{
    return styleOf(option)->pixelMetric(QStyle::PM_FocusFrameHMargin, &option, option.widget) + 1;
}

int pillPadding(const QFontMetrics &metrics)
{
    return metrics.height() / 2;
}

/// What elidedText() needs to leave \a text as it is: it reckons in fractions of a pixel.
int widthOf(const QString &text, const QFontMetrics &metrics)
{
    return metrics.horizontalAdvance(text) + 1;
}

/// At least that of the widest text that a queue usually has, so that all bars are equally long.
int queueTextWidth(const QStyleOptionViewItem &cell)
{
    return qMax(widthOf(cell.text, cell.fontMetrics), widthOf(u"1023.9 KiB"_s, cell.fontMetrics));
}

Tone toneOf(ClientState state)
{
    switch (state) {
    case ClientState::Open:
        return Tone::Good;
    case ClientState::Held:
    case ClientState::Paused:
        return Tone::Warning;
    case ClientState::NotReading:
        return Tone::Bad;
    case ClientState::Finishing:
        return Tone::Info;
    case ClientState::HalfClosed:
    case ClientState::Gone:
        return Tone::Muted;
    }
    return Tone::Plain;
}

Tone toneOfFill(double fill)
{
    if (fill < 0.5) {
        return Tone::Good;
    }
    return fill < 0.8 ? Tone::Warning : Tone::Bad;
}

/// Everything but the text.
void drawGround(QPainter *painter, QStyleOptionViewItem cell)
{
    cell.text.clear();
    styleOf(cell)->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
}

QColor plainText(const QStyleOptionViewItem &cell)
{
    const bool selected = cell.state.testFlag(QStyle::State_Selected);
    return cell.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
}

void drawText(QPainter *painter, const QStyleOptionViewItem &cell, const QRect &rect,
              const QColor &color)
{
    const QString text = cell.fontMetrics.elidedText(cell.text, Qt::ElideRight, rect.width());
    const auto alignment = QStyle::visualAlignment(cell.direction, Qt::AlignLeft);
    painter->setFont(cell.font);
    painter->setPen(color);
    painter->drawText(rect, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
                      text);
}

/// The pill keeps its own ground, so it reads on a selected row as well.
void drawState(QPainter *painter, const QStyleOptionViewItem &cell, Tone tone)
{
    const int margin = marginOf(cell);
    const int padding = pillPadding(cell.fontMetrics);
    const int height = qMin(cell.fontMetrics.height() + 2, cell.rect.height() - 2);
    const int wanted = widthOf(cell.text, cell.fontMetrics) + 2 * padding;
    const QSize size(qMin(wanted, cell.rect.width() - 2 * margin), height);
    const QRect pill = QStyle::alignedRect(cell.direction, Qt::AlignLeft | Qt::AlignVCenter, size,
                                           cell.rect.adjusted(margin, 0, -margin, 0));
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fillColor(tone, cell.palette));
    painter->drawRoundedRect(pill, height / 2.0, height / 2.0);
    drawText(painter, cell, pill.adjusted(padding, 0, -padding, 0), textColor(tone, cell.palette));
}

void drawBar(QPainter *painter, const QStyleOptionViewItem &cell, const QRectF &bar, double fill)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fillColor(Tone::Muted, cell.palette));
    painter->drawRoundedRect(bar, 2, 2);
    if (fill <= 0) {
        return;
    }
    // What waits is seen, however little it is.
    QRectF part = bar;
    part.setWidth(qMax(bar.width() * qMin(fill, 1.0), 2.0));
    if (cell.direction == Qt::RightToLeft) {
        part.moveRight(bar.right());
    }
    painter->setBrush(solidColor(toneOfFill(fill), cell.palette));
    painter->drawRoundedRect(part, 2, 2);
}

/// The text keeps its place; the bar has what is left.
void drawQueue(QPainter *painter, const QStyleOptionViewItem &cell, double fill)
{
    const int margin = marginOf(cell);
    const QRect all = cell.rect.adjusted(margin, 0, -margin, 0);
    const int gap = pillPadding(cell.fontMetrics);
    const int barWidth = all.width() - queueTextWidth(cell) - gap;
    QRect text = all;
    if (barWidth >= cell.fontMetrics.averageCharWidth() * 2) {
        const int height = qMax(cell.fontMetrics.height() * 6 / 10, 4);
        const QRect bar(all.left(), all.center().y() - height / 2, barWidth, height);
        drawBar(painter, cell, QStyle::visualRect(cell.direction, all, bar), fill);
        text.setLeft(bar.right() + 1 + gap);
    }
    drawText(painter, cell, QStyle::visualRect(cell.direction, all, text), plainText(cell));
}

} // namespace

void ClientsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const QVariant fill = index.data(ClientsModel::FillRole);
    const bool isQueue = index.column() == ClientsModel::Queue && fill.isValid();
    if (index.column() != ClientsModel::State && !isQueue) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    painter->save();
    painter->setClipRect(cell.rect, Qt::IntersectClip);
    drawGround(painter, cell);
    if (isQueue) {
        drawQueue(painter, cell, fill.toDouble());
    } else if (!cell.text.isEmpty()) {
        const auto state = static_cast<ClientState>(index.data(ClientsModel::StateRole).toInt());
        drawState(painter, cell, toneOf(state));
    }
    painter->restore();
}

QSize ClientsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QFontMetrics &metrics = cell.fontMetrics;
    if (index.column() == ClientsModel::State) {
        size.rwidth() += 2 * pillPadding(metrics) + 1;
    } else if (index.column() == ClientsModel::Queue) {
        const int bar = 10 * metrics.averageCharWidth();
        size.setWidth(bar + pillPadding(metrics) + queueTextWidth(cell) + 2 * marginOf(cell));
    }
    return size.expandedTo(QSize(0, metrics.height() + 6));
}

bool ClientsDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                                const QStyleOptionViewItem &option, const QModelIndex &index)
{
    return showWholeText(*this, *event, view, option, index)
        || QStyledItemDelegate::helpEvent(event, view, option, index);
}

void ClientsDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() == ClientsModel::Address) {
        option->font = fixedFont(option->font);
        option->fontMetrics = QFontMetrics(option->font);
    }
    if (index.data(ClientsModel::GoneRole).toBool()) {
        option->palette.setColor(QPalette::Text, textColor(Tone::Muted, option->palette));
    }
}

} // namespace peerglass
