// SPDX-License-Identifier: MIT
#include "clientcells.h"

#include "escape.h"
#include "hostname.h"
#include "shownvalues.h"
#include "units.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return ClientsModel::tr(text);
}

/// `[::1]:40112`
QString endpoint(const ClientInfo &info)
{
    return hostAndPort(escape(info.address), info.port);
}

/// The sizes of most rows are 0, which is told from the others at a glance without a unit.
QString shownSize(qint64 bytes)
{
    return bytes == 0 ? u"0"_s : sizeToDisplay(bytes);
}

qint64 microseconds(ClientsModel::TimePoint time)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

} // namespace

QVariant ClientCells::alignment(int column)
{
    switch (column) {
    case ClientsModel::Id:
    case ClientsModel::Messages:
    case ClientsModel::BytesIn:
    case ClientsModel::BytesOut:
    case ClientsModel::RateIn:
    case ClientsModel::RateOut:
    case ClientsModel::Idle:
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

/// What there is only while it is connected.
bool ClientCells::isBlank(int column) const
{
    return m_row.isGone()
        && (column == ClientsModel::Queue || column == ClientsModel::Messages
            || column == ClientsModel::RateIn || column == ClientsModel::RateOut
            || column == ClientsModel::Idle);
}

QString ClientCells::text(int column) const
{
    const ClientInfo &info = m_row.info;
    if (isBlank(column)) {
        return {};
    }
    switch (column) {
    case ClientsModel::Id:
        return QString::number(info.id.value());
    case ClientsModel::Service:
        return m_service ? m_service->label : QString();
    case ClientsModel::Address:
        return endpoint(info);
    case ClientsModel::Name:
        return escape(info.name);
    case ClientsModel::State:
        return state();
    case ClientsModel::Queue:
        return shownSize(info.totals.waiting().bytes);
    case ClientsModel::Messages:
        return shownCount(info.totals.waiting().messages);
    case ClientsModel::BytesIn:
        return shownSize(info.totals.received.bytes);
    case ClientsModel::BytesOut:
        return shownSize(info.totals.sent.bytes);
    case ClientsModel::RateIn:
        return shownRate(m_row.rateIn);
    case ClientsModel::RateOut:
        return shownRate(m_row.rateOut);
    case ClientsModel::Idle:
        return shownAge(lastActivity(), m_now);
    case ClientsModel::Connected:
        return shownTime(info.connectedAt, m_now, false);
    default:
        return {};
    }
}

QString ClientCells::state() const
{
    switch (m_row.info.state) {
    case ClientState::Gone:
        return tr("Gone: %1").arg(shownReason(m_row.info.closeReason));
    case ClientState::Finishing:
        return tr("Finishing");
    case ClientState::Held:
        return tr("Held");
    case ClientState::Paused:
        return tr("Paused");
    case ClientState::NotReading:
        return tr("Not reading");
    case ClientState::HalfClosed:
        return tr("Half-closed");
    case ClientState::Open:
        return tr("Open");
    }
    Q_UNREACHABLE();
}

ClientsModel::TimePoint ClientCells::lastActivity() const
{
    return std::max(m_row.info.lastActivity, m_row.info.connectedAt);
}

double ClientCells::fill() const
{
    const ClientInfo &info = m_row.info;
    if (m_row.isGone() || info.queueLimit <= 0) {
        return 0;
    }
    return std::clamp(static_cast<double>(info.queueCost) / static_cast<double>(info.queueLimit),
                      0.0, 1.0);
}

QVariant ClientCells::toolTip(int column) const
{
    const ClientInfo &info = m_row.info;
    QString tip;
    if (column == ClientsModel::Service && m_service) {
        tip = escape(m_service->spec.endpoint());
    } else if (column == ClientsModel::State && m_row.isGone()) {
        tip = escape(info.closeText);
    } else if (column == ClientsModel::State && info.readingPaused) {
        tip = tr("reading paused: %1").arg(QString(info.pausedFor).replace(u'-', u' '));
    } else if (column == ClientsModel::Queue && !m_row.isGone()) {
        tip = queueToolTip();
    } else if (column == ClientsModel::BytesIn && info.unfinishedInput > 0) {
        tip = tr("%1, no newline yet").arg(sizeToDisplay(info.unfinishedInput));
    }
    return tip.isEmpty() ? QVariant() : plainToolTip(tip);
}

QString ClientCells::queueToolTip() const
{
    const QString cost = tr("costs %1 of %2")
                             .arg(sizeToDisplay(m_row.info.queueCost),
                                  sizeToDisplay(m_row.info.queueLimit));
    const bool warns = m_service && (m_row.info.held || fill() >= nearQueueLimit);
    return warns ? cost + u"; "_s + shownLimit(m_service->spec.overflow, m_row.info.queueLimit)
                 : cost;
}

QVariant ClientCells::accessibleText(int column) const
{
    if (isBlank(column)) {
        return {};
    }
    switch (column) {
    case ClientsModel::Id:
        return tr("client %1").arg(text(column));
    case ClientsModel::Queue:
        return tr("%1 waiting, %2 % of the limit")
            .arg(sizeToDisplay(m_row.info.totals.waiting().bytes),
                 QString::number(qRound(fill() * 100)));
    case ClientsModel::Messages:
        return tr("%1 messages waiting").arg(text(column));
    case ClientsModel::BytesIn:
        return tr("%1 received").arg(sizeToDisplay(m_row.info.totals.received.bytes));
    case ClientsModel::BytesOut:
        return tr("%1 sent").arg(sizeToDisplay(m_row.info.totals.sent.bytes));
    case ClientsModel::RateIn:
        return tr("%1 per second received").arg(sizeToDisplay(m_row.rateIn));
    case ClientsModel::RateOut:
        return tr("%1 per second sent").arg(sizeToDisplay(m_row.rateOut));
    case ClientsModel::Idle:
        return tr("idle for %1").arg(text(column));
    case ClientsModel::Connected:
        return tr("connected at %1").arg(text(column));
    default:
        return {};
    }
}

QVariant ClientCells::sortValue(int column) const
{
    const ClientInfo &info = m_row.info;
    if (isBlank(column)) {
        return qint64(0);
    }
    switch (column) {
    case ClientsModel::Id:
        return static_cast<qint64>(info.id.value());
    case ClientsModel::Address:
        return m_row.addressKey;
    case ClientsModel::Name:
        return info.name;
    case ClientsModel::State:
        return static_cast<qint64>(info.state);
    case ClientsModel::Queue:
        return info.totals.waiting().bytes;
    case ClientsModel::Messages:
        return info.totals.waiting().messages;
    case ClientsModel::BytesIn:
        return info.totals.received.bytes;
    case ClientsModel::BytesOut:
        return info.totals.sent.bytes;
    case ClientsModel::RateIn:
        return m_row.rateIn;
    case ClientsModel::RateOut:
        return m_row.rateOut;
    case ClientsModel::Idle:
        return -microseconds(lastActivity());
    case ClientsModel::Connected:
        return microseconds(info.connectedAt);
    default:
        return text(column);
    }
}

QString ClientCells::header(int column)
{
    const QStringList names{tr("#"),     tr("Service"),  tr("Client"),   tr("Name"), tr("State"),
                            tr("Queue"), tr("Messages"), tr("In"),       tr("Out"),  tr("In/s"),
                            tr("Out/s"), tr("Idle"),     tr("Connected")};
    return names.value(column);
}

QString ClientCells::headerToolTip(int column)
{
    switch (column) {
    case ClientsModel::Id:
        return tr("Number of the connection; never used again");
    case ClientsModel::Address:
        return tr("Address and port of the client");
    case ClientsModel::Queue:
        return tr("Bytes that wait to be sent; the bar shows what the queue costs against its "
                  "limit");
    case ClientsModel::Messages:
        return tr("Messages that wait to be sent");
    case ClientsModel::BytesIn:
        return tr("Bytes received from the client");
    case ClientsModel::BytesOut:
        return tr("Bytes sent to the client");
    case ClientsModel::RateIn:
        return tr("Bytes received in the last second");
    case ClientsModel::RateOut:
        return tr("Bytes sent in the last second");
    case ClientsModel::Idle:
        return tr("Time since the last byte either way");
    default:
        return {};
    }
}

} // namespace peerglass
