// SPDX-License-Identifier: MIT
// The log: every event is one JSON object on one line that says what the event says, and one line
// of harmless text.
// Fails when JsonObject::text() does not escape quotation marks, before() in eventtext.cpp does not
// escape, or writeClosing() takes one total for another.
#include "escape.h"
#include "eventinput.h"
#include "eventjson.h"
#include "eventtext.h"
#include "harmless.h"
#include "require.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

/// Compares an object with what it was made of, and counts the fields, so that none is left over.
class Fields
{
public:
    explicit Fields(const QJsonObject &object)
        : m_object(object)
    {
    }

    void number(QLatin1StringView key, quint64 value)
    {
        require(m_object.value(key).toInteger(-1) == static_cast<qint64>(value),
                "a number comes back");
        ++m_seen;
    }
    void text(QLatin1StringView key, const QByteArray &bytes)
    {
        require(m_object.value(key).isString(), "a text is there");
        require(m_object.value(key).toString() == escape(bytes), "a text comes back");
        ++m_seen;
    }
    /// \a bytes that may be left out where there are none.
    void textIfAny(QLatin1StringView key, const QByteArray &bytes)
    {
        if (!bytes.isEmpty() || m_object.contains(key)) {
            text(key, bytes);
        }
    }
    QJsonValue other(QLatin1StringView key)
    {
        ++m_seen;
        return m_object.value(key);
    }
    void wereAll() const { require(m_seen == m_object.size(), "nothing else is written"); }

private:
    const QJsonObject &m_object;
    qsizetype m_seen = 0;
};

void checkSource(const Event &event, Fields &fields)
{
    fields.number("seq"_L1, event.seq);
    fields.text("event"_L1, toText(event.kind).toUtf8());
    require(fields.other("time"_L1).toString().size() == 27, "a time has microseconds");
    fields.textIfAny("service"_L1, event.serviceUrl.toUtf8());
    if (!event.service.isNull()) {
        fields.number("serviceId"_L1, event.service.value());
    }
    if (!event.client.isNull()) {
        fields.number("client"_L1, event.client.value());
    }
}

void checkDetails(const Event &event, const QJsonObject &object, Fields &fields)
{
    using Kind = EventKind;
    fields.textIfAny("address"_L1, event.address.toUtf8());
    if (object.contains("port"_L1)) {
        fields.number("port"_L1, event.port);
    }
    if (event.reason) {
        fields.text("reason"_L1, toText(*event.reason).toUtf8());
    }
    const bool isReason = event.kind == Kind::Dropped || event.kind == Kind::Paused
        || event.kind == Kind::Resumed;
    fields.textIfAny(isReason ? "reason"_L1 : "text"_L1, event.text.toUtf8());
    if (event.size) {
        fields.number(event.kind == Kind::ClientFinished ? "bytesReceived"_L1
                          : event.kind == Kind::Stopping ? "clients"_L1
                                                         : "size"_L1,
                      static_cast<quint64>(*event.size));
    }
    const bool isName = event.kind == Kind::Named || event.kind == Kind::Disconnected;
    fields.textIfAny(isName ? "name"_L1 : "data"_L1, event.data);
}

void checkAmount(const Totals::Amount &amount, QLatin1StringView bytes, QLatin1StringView messages,
                 Fields &fields)
{
    fields.number(bytes, static_cast<quint64>(amount.bytes));
    fields.number(messages, static_cast<quint64>(amount.messages));
}

void checkClosing(const Event &event, Fields &fields)
{
    const Totals &totals = event.closing->totals;
    checkAmount(totals.received, "bytesReceived"_L1, "messagesReceived"_L1, fields);
    checkAmount(totals.queued, "bytesQueued"_L1, "messagesQueued"_L1, fields);
    checkAmount(totals.sent, "bytesSent"_L1, "messagesSent"_L1, fields);
    checkAmount(totals.dropped, "bytesDropped"_L1, "messagesDropped"_L1, fields);
    checkAmount(totals.cancelled, "bytesCancelled"_L1, "messagesCancelled"_L1, fields);
    fields.number("bytesDiscarded"_L1, static_cast<quint64>(totals.bytesDiscarded));
    if (event.kind == EventKind::Stopped) {
        fields.number("clients"_L1, static_cast<quint64>(event.closing->clients));
    }
    const double seconds = fields.other("seconds"_L1).toDouble(-1);
    require(std::llround(seconds * 1e6) == event.closing->lasted.count(), "a duration comes back");
}

void checkSuppression(const Suppression &suppression, Fields &fields)
{
    fields.number("count"_L1, suppression.count());
    fields.number("firstSeq"_L1, suppression.firstSeq);
    fields.number("lastSeq"_L1, suppression.lastSeq);
    const QJsonObject object = fields.other("events"_L1).toObject();
    Fields counts(object);
    for (const auto &[kind, count] : suppression.counts) {
        counts.number(QLatin1StringView(toText(kind).toLatin1()), count);
    }
    counts.wereAll();
}

void checkJson(const Event &event)
{
    const QByteArray line = toJsonLine(event);
    require(line.endsWith('\n'), "a record ends in a newline");
    require(isHarmless(QString::fromUtf8(line).chopped(1)), "a record is one harmless line");
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(line, &error).object();
    require(error.error == QJsonParseError::NoError, "a record is JSON");
    Fields fields(object);
    checkSource(event, fields);
    checkDetails(event, object, fields);
    if (event.closing) {
        checkClosing(event, fields);
    }
    if (event.suppression) {
        checkSuppression(*event.suppression, fields);
    }
    fields.wereAll();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Pieces input(data, size);
    const Event event = takeEvent(input);
    checkJson(event);
    std::string line;
    appendTextLine(event, line);
    require(line.ends_with('\n'), "a line of text ends");
    require(isHarmless(QString::fromStdString(line).chopped(1)),
            "a line of text is one harmless line");
    return 0;
}
