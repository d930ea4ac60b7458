// SPDX-License-Identifier: MIT
#include "statuspanel.h"

#include "fixedfont.h"
#include "icons.h"
#include "shownvalues.h"
#include "ui_statuspanel.h"
#include "units.h"

#include <QEvent>
#include <QProgressBar>

#include <algorithm>
#include <limits>
#include <utility>

namespace peerglass {
using namespace Qt::StringLiterals;

namespace {

int widthOf(const QWidget *widget)
{
    return qMax(widget->sizeHint().width(), widget->minimumWidth());
}

/// Whether it was another number. A label never gets narrower again, so that its neighbours do not
/// jump at each number.
bool showNumber(QLabel *label, const QString &text)
{
    if (label->text() == text) {
        return false;
    }
    label->setText(text);
    label->setMinimumWidth(widthOf(label));
    return true;
}

} // namespace

StatusPanel::StatusPanel(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::StatusPanel>())
{
    m_ui->setupUi(this);
    m_ui->statusCommand->setFont(fixedFont(font()));
    setProgress(0, 0);
    setClients(0, 0);
    setLoad({}, 0);
    reserveWidths();
}

StatusPanel::~StatusPanel() = default;

void StatusPanel::setState(const QString &lamp, const QString &sentence)
{
    if (lamp == m_lamp && sentence == m_state) {
        return;
    }
    m_lamp = lamp;
    m_state = sentence;
    m_ui->statusLamp->setIcon(icon(lamp));
    m_ui->statusState->setAccessibleName(sentence);
    arrange();
}

void StatusPanel::setProgress(qint64 done, qint64 all)
{
    const auto toInt = [](qint64 value) {
        return static_cast<int>(std::clamp<qint64>(value, 0, std::numeric_limits<int>::max()));
    };
    const int maximum = toInt(all);
    const int value = toInt(qMin(done, all));
    QProgressBar *bar = m_ui->statusProgress;
    if (bar->maximum() != maximum || bar->value() != value) {
        bar->setRange(0, maximum);
        bar->setValue(value);
        arrange();
    }
}

void StatusPanel::setCommand(const QString &command)
{
    if (m_ui->statusCommand->text() != command) {
        m_ui->statusCommand->setText(command);
        m_ui->statusCopyCommand->setCopied(command);
        arrange();
    }
}

void StatusPanel::copyCommand()
{
    m_ui->statusCopyCommand->click();
}

void StatusPanel::setClients(qint64 now, qint64 peak)
{
    const QString clients = now == 1 ? tr("%1 client (peak %2)") : tr("%1 clients (peak %2)");
    if (showNumber(m_ui->statusClients, clients.arg(shownCount(now), shownCount(peak)))) {
        arrange();
    }
}

void StatusPanel::setLoad(const LoadHistory &load, qint64 queuedBytes)
{
    const qint64 count = load.messagesPerSecond();
    const QString messages = count == 1 ? tr("%1 message/s") : tr("%1 messages/s");
    const std::pair<QLabel *, QString> numbers[] = {
        {m_ui->statusMessages, messages.arg(shownCount(count))},
        {m_ui->statusBytesIn, tr("in %1/s").arg(sizeToDisplay(load.bytesInPerSecond()))},
        {m_ui->statusBytesOut, tr("out %1/s").arg(sizeToDisplay(load.bytesOutPerSecond()))},
        {m_ui->statusQueued, tr("queued %1").arg(sizeToDisplay(queuedBytes))},
    };
    bool changed = false;
    for (const auto &[label, text] : numbers) {
        changed = showNumber(label, text) || changed;
    }
    m_ui->statusPlotIn->setValues(load.bytesIn(), LoadHistory::most);
    m_ui->statusPlotOut->setValues(load.bytesOut(), LoadHistory::most);
    if (changed) {
        arrange();
    }
}

QSize StatusPanel::minimumSizeHint() const
{
    int height = 0;
    for (const QWidget *child : findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        height = qMax(height, child->sizeHint().height());
    }
    const QMargins margins = layout()->contentsMargins();
    const int sentence = 12 * fontMetrics().averageCharWidth();
    return {widthOf(m_ui->statusLamp) + m_ui->stateLayout->spacing() + sentence + margins.left()
                + margins.right(),
            height + margins.top() + margins.bottom()};
}

void StatusPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void StatusPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        reserveWidths();
        arrange();
    }
}

/// The sentence has what it needs, the rest what is left.
void StatusPanel::arrange()
{
    const QMargins margins = layout()->contentsMargins();
    const int lampWidth = widthOf(m_ui->statusLamp) + m_ui->stateLayout->spacing();
    const int room = width() - margins.left() - margins.right() - lampWidth;
    const QFontMetrics metrics = m_ui->statusState->fontMetrics();
    m_ui->statusState->setText(metrics.elidedText(m_state, Qt::ElideRight, room));
    m_ui->statusState->setToolTip(m_ui->statusState->text() == m_state ? QString()
                                                                       : plainToolTip(m_state));
    showParts(room - m_ui->statusState->sizeHint().width());
    layout()->activate();
}

/// Shows what there is room for, the most important first.
void StatusPanel::showParts(int room)
{
    struct Part
    {
        QList<QWidget *> widgets;
        bool exists = true;
    };
    const Part parts[] = {
        {{m_ui->statusProgress}, m_ui->statusProgress->maximum() > 0},
        {{m_ui->statusClients}},
        {{m_ui->statusQueued}},
        {{m_ui->statusBytesIn, m_ui->statusBytesOut}},
        {{m_ui->statusMessages}},
        {{m_ui->statusCommandBox}, !m_ui->statusCommand->text().isEmpty()},
        {{m_ui->statusPlotIn, m_ui->statusPlotOut}},
    };
    const int spacing = layout()->spacing();
    for (const Part &part : parts) {
        for (const QWidget *widget : part.widgets) {
            room -= part.exists ? widthOf(widget) + spacing : 0;
        }
        for (QWidget *widget : part.widgets) {
            widget->setVisible(part.exists && room >= 0);
        }
    }
}

/// Room for what the numbers usually are.
void StatusPanel::reserveWidths()
{
    const auto reserve = [](QLabel *label, const QString &usual) {
        const QString text = label->text();
        label->setText(usual);
        label->setMinimumWidth(label->sizeHint().width());
        label->setText(text);
    };
    const QString size = sizeToDisplay(1'047'450);
    reserve(m_ui->statusClients, tr("%1 clients (peak %2)").arg(shownCount(99), shownCount(99)));
    reserve(m_ui->statusMessages, tr("%1 messages/s").arg(shownCount(9'999)));
    reserve(m_ui->statusBytesIn, tr("in %1/s").arg(size));
    reserve(m_ui->statusBytesOut, tr("out %1/s").arg(size));
    reserve(m_ui->statusQueued, tr("queued %1").arg(size));
}

} // namespace peerglass
