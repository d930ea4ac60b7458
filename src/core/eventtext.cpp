// SPDX-License-Identifier: MIT
#include "eventtext.h"

#include "appending.h"
#include "escape.h"
#include "eventtime.h"
#include "hostname.h"
#include "units.h"

#include <QStringList>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

/// A description in two parts: what happened, and the rest with the separator before it.
struct Description
{
    QString what;
    QString rest;
};

QString before(QStringView words, const QString &text)
{
    return text.isEmpty() ? QString() : words.toString() + escape(text);
}

template <typename Text>
QString quoted(const Text &text)
{
    return text.isEmpty() ? QString() : u" \""_s + escape(text) + u'"';
}

QString reason(const Event &event)
{
    return event.reason ? u": "_s + toText(*event.reason) : QString();
}

QString size(const Event &event)
{
    return event.size ? u' ' + sizeToDisplay(*event.size) : QString();
}

QString count(qint64 number, QStringView one, QStringView many)
{
    return QString::number(number).append(u' ').append(number == 1 ? one : many);
}

/// `127.0.0.1:51832`, `[::1]:51832`, and the bare address where the port is not known.
QString peer(const Event &event)
{
    const QString address = escape(event.address);
    return event.port == 0 ? address : hostAndPort(address, event.port);
}

/// Appends ` 12 B "in 中文 3\n"`, with … behind it where there was more.
void appendMessage(const Event &event, std::string &out)
{
    if (event.size) {
        out += ' ';
        appendSizeToDisplay(*event.size, out);
    }
    if (!event.data.isEmpty()) {
        out += " \"";
        appendEscaped(event.data, out);
        const bool cut = event.size && event.data.size() < *event.size;
        out += cut ? "\"…" : "\"";
    }
}

QString message(const Event &event)
{
    std::string text;
    appendMessage(event, text);
    return QString::fromStdString(text);
}

QString listener(const Event &event)
{
    return u" on %1 port %2"_s.arg(escape(event.address), QString::number(event.port))
        + before(u" for ", event.serviceUrl);
}

/// `, 204 B cancelled`; nothing for 0.
QString amount(qint64 bytes, QStringView what)
{
    return bytes == 0 ? QString() : u", %1 %2"_s.arg(sizeToDisplay(bytes), what);
}

QString totals(const Totals &totals)
{
    return sizeToDisplay(totals.received.bytes) + u" in, "_s + sizeToDisplay(totals.sent.bytes)
        + u" out"_s + amount(totals.dropped.bytes, u"dropped")
        + amount(totals.cancelled.bytes, u"cancelled")
        + amount(totals.bytesDiscarded, u"discarded");
}

Description disconnected(const Event &event)
{
    return {u"disconnected"_s,
            quoted(event.data) + reason(event) + quoted(event.text)
                + (event.closing ? u", "_s + totals(event.closing->totals) : QString())};
}

Description stopped(const Event &event)
{
    const QString service = before(u" ", event.serviceUrl);
    if (!event.closing) {
        return {u"stopped"_s, service};
    }
    return {u"stopped"_s,
            service + u": "_s + count(event.closing->clients, u"client", u"clients") + u", "_s
                + totals(event.closing->totals)};
}

Description suppressed(const Event &event)
{
    if (!event.suppression) {
        return {u"suppressed events"_s, {}};
    }
    const Suppression &left = *event.suppression;
    QStringList kinds;
    for (const auto &[kind, number] : left.counts) {
        kinds.append(toText(kind) + u' ' + QString::number(number));
    }
    return {u"suppressed"_s,
            u" %1 events (%2), numbers %3 to %4"_s.arg(
                QString::number(left.count()), kinds.join(u", "_s), QString::number(left.firstSeq),
                QString::number(left.lastSeq))};
}

/// What the operator did: to whom, how much, and the words that went with it.
Description operated(const QString &what, const Event &event)
{
    return {what, before(u" ", event.address) + message(event) + quoted(event.text)};
}

/// What happened to a service or to the engine.
Description aboutService(const QString &what, const Event &event)
{
    return {what, before(u" for ", event.serviceUrl) + before(u": ", event.text)};
}

Description describeTraffic(const Event &event)
{
    switch (event.kind) {
    case EventKind::Refused:
        return {u"refused a connection"_s,
                before(u" from ", peer(event)) + before(u" to ", event.serviceUrl) + reason(event)
                    + quoted(event.text)};
    // What pauses is no part of the kind's text, so it belongs to the rest.
    case EventKind::Paused:
        return {{}, u"reading paused"_s + before(u": ", event.text)};
    case EventKind::Resumed:
        return {{}, u"reading resumed"_s + before(u": ", event.text)};
    case EventKind::QueueEmpty:
        return {u"queue empty"_s, {}};
    case EventKind::ClientFinished:
        return {u"client finished"_s,
                u" sending"_s + (event.size ? u" after"_s + size(event) : QString())};
    case EventKind::Urgent:
        return {u"received urgent data"_s, message(event)};
    default: // received, sent, dropped, named
        return {toText(event.kind), message(event) + before(u": ", event.text)};
    }
}

Description describeLife(const Event &event)
{
    switch (event.kind) {
    case EventKind::Listening:
        return {u"listening"_s, listener(event)};
    case EventKind::ListenFailed:
        return {u"cannot listen"_s, listener(event) + before(u": ", event.text)};
    case EventKind::AcceptPaused:
        return aboutService(u"accepting paused"_s, event);
    case EventKind::AcceptResumed:
        return aboutService(u"accepting resumed"_s, event);
    case EventKind::Connected:
        return {u"connected"_s, u" from "_s + peer(event) + before(u" to ", event.serviceUrl)};
    case EventKind::Disconnected:
        return disconnected(event);
    case EventKind::Stopping:
        return {
            u"stopping"_s,
            before(u" ", event.serviceUrl)
                + (event.size ? u": "_s + count(*event.size, u"client", u"clients") : QString())};
    case EventKind::Stopped:
        return stopped(event);
    case EventKind::Suppressed:
        return suppressed(event);
    case EventKind::ServiceChanged:
    case EventKind::Notice:
    case EventKind::LogFailed:
        return aboutService(words(event.kind), event);
    default: // what the operator did, such as kick-requested
        return operated(words(event.kind), event);
    }
}

Description parts(const Event &event)
{
    return isTraffic(event.kind) ? describeTraffic(event) : describeLife(event);
}

} // namespace

QString words(EventKind kind)
{
    return toText(kind).replace(u'-', u' ');
}

QString describe(const Event &event)
{
    const Description description = parts(event);
    return description.what + description.rest;
}

QString detail(const Event &event)
{
    const QString rest = parts(event).rest;
    qsizetype separator = rest.startsWith(u':') || rest.startsWith(u',') ? 1 : 0;
    separator += rest.sliced(separator).startsWith(u' ') ? 1 : 0;
    return rest.sliced(separator);
}

void appendTextLine(const Event &event, std::string &out)
{
    appendLocalTime(event.time, out);
    if (!event.client.isNull()) {
        out += " #";
        appendNumber(event.client.value(), out);
    }
    out += ' ';
    // Of messages there may be many, so they are written without being a QString before.
    const bool isMessage = event.kind == EventKind::Received || event.kind == EventKind::Sent;
    if (isMessage && event.text.isEmpty()) {
        append(toAscii(event.kind), out);
        appendMessage(event, out);
    } else {
        append(describe(event).toUtf8(), out);
    }
    out += '\n';
}

} // namespace peerglass
