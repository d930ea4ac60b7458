// SPDX-License-Identifier: MIT
#include "eventjson.h"

#include "appending.h"
#include "escape.h"
#include "eventtime.h"

#include <QByteArrayView>

namespace peerglass {

namespace {

/// Writes one object. Every text goes through escape(), which leaves no control character: what
/// JSON itself (RFC 8259, 7) wants escaped then are quotation marks and backslashes.
class JsonObject
{
public:
    explicit JsonObject(std::string &out)
        : m_out(out)
    {
        m_out += '{';
    }
    ~JsonObject() { m_out += '}'; }
    Q_DISABLE_COPY_MOVE(JsonObject)

    void key(QByteArrayView name)
    {
        if (!m_out.ends_with('{')) {
            m_out += ',';
        }
        m_out += '"';
        append(name, m_out);
        m_out += "\":";
    }
    template <typename Number>
    void number(QByteArrayView name, Number value)
    {
        key(name);
        appendNumber(value, m_out);
    }
    void seconds(QByteArrayView name, std::chrono::microseconds value)
    {
        key(name);
        append(QByteArray::number(std::chrono::duration<double>(value).count(), 'f', 6), m_out);
    }
    void time(QByteArrayView name, std::chrono::system_clock::time_point value)
    {
        key(name);
        m_out += '"';
        appendUtcTime(value, m_out);
        m_out += '"';
    }
    /// \a value: bytes, or a QString.
    template <typename Text>
    void text(QByteArrayView name, const Text &value)
    {
        key(name);
        m_out += '"';
        const size_t begin = m_out.size();
        appendEscaped(value, m_out);
        if (m_out.find('\\', begin) != std::string::npos) { // mostly there is none
            QByteArray safe = QByteArray::fromStdString(m_out.substr(begin));
            safe.replace('\\', "\\\\").replace('"', "\\\"");
            m_out.resize(begin);
            append(safe, m_out);
        }
        m_out += '"';
    }

private:
    std::string &m_out;
};

bool hasPort(EventKind kind)
{
    return kind == EventKind::Listening || kind == EventKind::ListenFailed
        || kind == EventKind::Connected;
}

/// Whether `text` is what the event is about, so that it is written even when it is empty.
bool alwaysHasText(EventKind kind)
{
    return kind == EventKind::AcceptPaused || kind == EventKind::AcceptResumed
        || kind == EventKind::ServiceChanged || kind == EventKind::Notice
        || kind == EventKind::LogFailed;
}

/// Whether `data` or `name` is what the event is about.
bool alwaysHasData(EventKind kind)
{
    return kind == EventKind::Received || kind == EventKind::Sent || kind == EventKind::Dropped
        || kind == EventKind::Urgent || kind == EventKind::Named;
}

QByteArrayView textKey(EventKind kind)
{
    const bool isReason = kind == EventKind::Dropped || kind == EventKind::Paused
        || kind == EventKind::Resumed;
    return isReason ? "reason" : "text";
}

QByteArrayView sizeKey(EventKind kind)
{
    switch (kind) {
    case EventKind::ClientFinished:
        return "bytesReceived";
    case EventKind::Stopping:
        return "clients";
    default:
        return "size";
    }
}

QByteArrayView dataKey(EventKind kind)
{
    return kind == EventKind::Named || kind == EventKind::Disconnected ? "name" : "data";
}

void writeSource(const Event &event, JsonObject &object)
{
    object.number("seq", event.seq);
    object.time("time", event.time);
    object.text("event", toAscii(event.kind));
    if (!event.serviceUrl.isEmpty()) {
        object.text("service", event.serviceUrl);
    }
    if (!event.service.isNull()) {
        object.number("serviceId", event.service.value());
    }
    if (!event.client.isNull()) {
        object.number("client", event.client.value());
    }
}

void writeDetails(const Event &event, JsonObject &object)
{
    if (!event.address.isEmpty()) {
        object.text("address", event.address);
    }
    if (hasPort(event.kind)) {
        object.number("port", event.port);
    }
    if (event.reason) {
        object.text("reason", toText(*event.reason));
    }
    if (!event.text.isEmpty() || alwaysHasText(event.kind)) {
        object.text(textKey(event.kind), event.text);
    }
    if (event.size) {
        object.number(sizeKey(event.kind), *event.size);
    }
    if (!event.data.isEmpty() || alwaysHasData(event.kind)) {
        object.text(dataKey(event.kind), event.data);
    }
}

void writeClosing(const Event &event, JsonObject &object)
{
    const Closing &closing = *event.closing;
    const Totals &totals = closing.totals;
    object.number("bytesReceived", totals.received.bytes);
    object.number("bytesDiscarded", totals.bytesDiscarded);
    object.number("bytesQueued", totals.queued.bytes);
    object.number("bytesSent", totals.sent.bytes);
    object.number("bytesDropped", totals.dropped.bytes);
    object.number("bytesCancelled", totals.cancelled.bytes);
    object.number("messagesReceived", totals.received.messages);
    object.number("messagesQueued", totals.queued.messages);
    object.number("messagesSent", totals.sent.messages);
    object.number("messagesDropped", totals.dropped.messages);
    object.number("messagesCancelled", totals.cancelled.messages);
    if (event.kind == EventKind::Stopped) {
        object.number("clients", closing.clients);
    }
    object.seconds("seconds", closing.lasted);
}

void writeSuppression(const Suppression &suppression, std::string &out, JsonObject &object)
{
    object.number("count", suppression.count());
    object.number("firstSeq", suppression.firstSeq);
    object.number("lastSeq", suppression.lastSeq);
    object.key("events");
    JsonObject events(out);
    for (const auto &[kind, count] : suppression.counts) {
        events.number(toAscii(kind), count);
    }
}

} // namespace

void appendJsonLine(const Event &event, std::string &out)
{
    {
        JsonObject object(out);
        writeSource(event, object);
        writeDetails(event, object);
        if (event.closing) {
            writeClosing(event, object);
        }
        if (event.suppression) {
            writeSuppression(*event.suppression, out, object);
        }
    }
    out += '\n';
}

QByteArray toJsonLine(const Event &event)
{
    std::string line;
    appendJsonLine(event, line);
    return QByteArray::fromStdString(line);
}

} // namespace peerglass
