// SPDX-License-Identifier: MIT
#include "queuepanel.h"

#include "escape.h"
#include "queuedelegate.h"
#include "shownvalues.h"
#include "tables.h"
#include "toprow.h"
#include "ui_queuepanel.h"
#include "units.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

enum Page { TablePage, EmptyPage };

QString limitText(const ClientInfo &client, const ServiceSpec *spec)
{
    const bool near = double(client.queueCost) >= nearQueueLimit * double(client.queueLimit);
    const bool warns = spec != nullptr && near && !client.readingPaused;
    return warns ? shownLimit(spec->overflow, client.queueLimit) : QString();
}

QString endOf(const ClientInfo &client)
{
    const QString reason = shownReason(client.closeReason);
    return client.closeText.isEmpty() ? reason
                                      : u"%1, \"%2\""_s.arg(reason, escape(client.closeText));
}

} // namespace

QueuePanel::QueuePanel(QueueModel &model, QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::QueuePanel>())
    , m_model(model)
{
    m_ui->setupUi(this);
    auto *top = new TopRow(m_ui->queueTable, model);
    m_ui->queueTable->setModel(&model);
    connect(&model, &QAbstractItemModel::rowsRemoved, top, &TopRow::restore);
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) { noteDropped(first, last); });
    connect(&model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first) { goOn(first); });
    connect(&model, &QAbstractItemModel::modelReset, this,
            [this] { m_dropped.clear(); }); // another client has other messages of these numbers
    setUpTable(m_ui->queueTable,
               {u"10000"_s, u"14:03:20.118"_s, u"59.9 min"_s, u"100,000 B"_s,
                u"delayed, 9.9 s left"_s, u"preview"_s});
    m_ui->queueTable->setItemDelegate(new QueueDelegate(m_ui->queueTable));
    connect(m_ui->queueTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &QueuePanel::selectionChanged);
    showNobody();
}

QueuePanel::~QueuePanel() = default;

QTableView *QueuePanel::table() const
{
    return m_ui->queueTable;
}

void QueuePanel::setActions(QAction *hold, QAction *step, QAction *drop)
{
    m_ui->holdButton->setDefaultAction(hold);
    m_ui->stepButton->setDefaultAction(step);
    m_ui->dropButton->setDefaultAction(drop);
    connect(drop, &QAction::triggered, this, [this] { m_dropped = selectedMessages(); });
}

void QueuePanel::noteDropped(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        m_goesOn = m_dropped.removeOne(m_model.numberAt(row)) || m_goesOn;
    }
}

/// Whoever drops one message after the other goes on with the next. Where a message was sent, the
/// next one is not selected: Drop would meet one that nobody chose.
void QueuePanel::goOn(int row)
{
    const bool selects = m_goesOn && m_model.rowCount() > 0
        && !m_ui->queueTable->selectionModel()->hasSelection();
    m_goesOn = false;
    if (selects) {
        m_ui->queueTable->selectRow(std::min(row, m_model.rowCount() - 1));
    }
}

void QueuePanel::show(const ClientInfo *client, const ServiceSpec *spec, TimePoint now)
{
    if (client == nullptr) {
        showNobody();
        return;
    }
    const bool gone = client->state == ClientState::Gone;
    setTitle(tr("Queue of #%1").arg(client->id.value()));
    m_ui->queueVerdict->setText(verdict(*client, spec, now));
    showSummary(gone, now);
    showPage(*client);
}

void QueuePanel::setTitle(const QString &title)
{
    if (windowTitle() != title) {
        setWindowTitle(title);
    }
}

void QueuePanel::showNobody()
{
    setTitle(tr("Queue"));
    m_ui->queueVerdict->clear();
    m_ui->queueSummary->hide();
    m_ui->queueEmpty->setText(tr("No client is selected"),
                              tr("Select one in Connections to see what waits for it."));
    m_ui->pages->setCurrentIndex(EmptyPage);
}

void QueuePanel::showSummary(bool gone, TimePoint now)
{
    const auto oldest = m_model.oldest();
    m_ui->queueSummary->setVisible(oldest.has_value());
    if (!oldest) {
        return;
    }
    const QString count = shownCount(qint64(m_model.waiting()));
    const QString size = sizeToDisplay(m_model.waitingBytes());
    QString text = gone ? tr("%1 cancelled, %2").arg(count, size)
                        : tr("%1 waiting, %2, oldest %3").arg(count, size, shownAge(*oldest, now));
    if (m_model.waiting() > quint64(m_model.rowCount())) {
        text += tr("; the first %1 are shown").arg(shownCount(m_model.rowCount()));
    }
    m_ui->queueSummary->setText(text);
}

void QueuePanel::showPage(const ClientInfo &client)
{
    if (m_model.rowCount() > 0) {
        m_ui->pages->setCurrentIndex(TablePage);
        return;
    }
    m_ui->pages->setCurrentIndex(EmptyPage);
    if (client.state == ClientState::Gone) {
        const bool lost = client.totals.cancelled.messages > 0; // who was not looked at then
        m_ui->queueEmpty->setText(lost ? tr("What waited was cancelled")
                                       : tr("Nothing was waiting"),
                                  tr("This client has gone."));
    } else if (client.held) {
        m_ui->queueEmpty->setText(
            tr("Nothing waits yet"),
            tr("This client is held: what it is sent from now on waits here."));
    } else {
        m_ui->queueEmpty->setText(tr("Nothing waits"),
                                  tr("Hold this client to catch its messages."));
    }
}

QString QueuePanel::verdict(const ClientInfo &client, const ServiceSpec *spec, TimePoint now) const
{
    QStringList parts;
    if (client.state == ClientState::Gone) {
        return client.totals.cancelled.messages == 0
            ? tr("gone: %1").arg(endOf(client))
            : tr("gone: %1; what waited was cancelled").arg(endOf(client));
    }
    if (client.state == ClientState::Finishing) {
        parts.append(tr("draining"));
    } else if (client.held) {
        parts.append(tr("held by you"));
    } else if (client.state == ClientState::NotReading) {
        parts.append(tr("the client is not reading"));
    } else if (const QString delay = delayVerdict(now); !delay.isEmpty()) {
        parts.append(delay);
    } else if (spec != nullptr && spec->throttle && m_model.waiting() > 0) {
        parts.append(tr("throttled to %1/s").arg(sizeToDisplay(*spec->throttle)));
    }
    if (client.readingPaused) {
        parts.append(tr("reading is paused"));
    }
    parts.append(limitText(client, spec));
    parts.removeAll(QString());
    return parts.join(u"; "_s);
}

QString QueuePanel::delayVerdict(TimePoint now) const
{
    const auto due = m_model.firstDue();
    return due ? tr("delayed until %1").arg(shownTime(*due, now)) : QString();
}

QList<quint64> QueuePanel::selectedMessages() const
{
    QList<quint64> numbers;
    const QModelIndexList rows = m_ui->queueTable->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows) {
        if (row.data(QueueModel::DroppableRole).toBool()) {
            numbers.append(m_model.numberAt(row.row()));
        }
    }
    return numbers;
}

} // namespace peerglass
