// SPDX-License-Identifier: MIT
#include "escape.h"
#include "eventjson.h"
#include "eventsamples.h"
#include "eventtext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void json_data();
    void json();
    void jsonTime_data();
    void jsonTime();
    void everyKindIsOneSafeLine();
    void hostileText_data();
    void hostileText();
};

namespace {

constexpr int allKinds = static_cast<int>(EventKind::Suppressed) + 1;

QJsonObject object(const char *json)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        qFatal("the row is not JSON: %s", json);
    }
    return document.object();
}

/// A row of what is written beside seq, time and event.
template <typename Change>
void addJson(const char *name, EventKind kind, const char *fields, Change change)
{
    QTest::newRow(name) << make(kind, change) << object(fields);
}

const char closingFields[]
    = R"("bytesReceived":3379,"bytesDiscarded":5,"bytesQueued":3380,"bytesSent":3174,)"
      R"("bytesDropped":2,"bytesCancelled":204,"messagesReceived":11,"messagesQueued":12,)"
      R"("messagesSent":9,"messagesDropped":1,"messagesCancelled":2,"seconds":12.345678})";

} // namespace

void TestEvent::json_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<QJsonObject>("fields");
    using Kind = EventKind;
    addJson("connected", Kind::Connected,
            R"({"service":"echo://127.0.0.1:10000","serviceId":1,"client":14,
                "address":"127.0.0.1","port":51832})",
            [](Event &e) {
                e.serviceUrl = u"echo://127.0.0.1:10000"_s;
                e.service = ServiceId(1);
                e.client = ClientId(14);
                e.address = u"127.0.0.1"_s;
                e.port = 51832;
            });
    addJson("listening", Kind::Listening, R"({"address":"::","port":8008})", [](Event &e) {
        e.address = u"::"_s;
        e.port = 8008;
    });
    addJson("listen-failed on port 0", Kind::ListenFailed,
            R"({"address":"10.9.9.9","port":0,"text":"not here"})", [](Event &e) {
                e.address = u"10.9.9.9"_s;
                e.text = u"not here"_s;
            });
    addJson("refused, address not known", Kind::Refused, R"({"reason":"reset-by-peer"})",
            [](Event &e) { e.reason = CloseReason::ResetByPeer; });
    addJson("refused has no port", Kind::Refused,
            R"({"address":"127.0.0.1","reason":"server-full"})", [](Event &e) {
                e.address = u"127.0.0.1"_s;
                e.port = 7;
                e.reason = CloseReason::ServerFull;
            });
    addJson("received", Kind::Received, R"({"size":12,"data":"in 中文 3\\n"})", [](Event &e) {
        e.size = 12;
        e.data = "in 中文 3\n";
    });
    addJson("quotation marks are escaped for display, then for JSON", Kind::Sent,
            R"({"size":4,"data":"\\\"\\\\"})", [](Event &e) {
                e.size = 4;
                e.data = "\"\\";
            });
    addJson("sent, data not kept", Kind::Sent, R"({"size":4,"data":""})",
            [](Event &e) { e.size = 4; });
    addJson("dropped", Kind::Dropped, R"({"size":1,"data":"x","reason":"queue-overflow"})",
            [](Event &e) {
                e.size = 1;
                e.data = "x";
                e.text = u"queue-overflow"_s;
            });
    addJson("paused", Kind::Paused, R"({"reason":"queue-full"})",
            [](Event &e) { e.text = u"queue-full"_s; });
    addJson("queue-empty", Kind::QueueEmpty, R"({})", [](Event &) {});
    addJson("client-finished", Kind::ClientFinished, R"({"bytesReceived":0})",
            [](Event &e) { e.size = 0; });
    addJson("urgent", Kind::Urgent, R"({"data":"!"})", [](Event &e) { e.data = "!"; });
    addJson("named", Kind::Named, R"({"name":"ann"})", [](Event &e) { e.data = "ann"; });
    addJson("operator-sent", Kind::OperatorSent, R"({"size":5})", [](Event &e) { e.size = 5; });
    addJson("banned", Kind::Banned, R"({"address":"::1","text":"spam"})", [](Event &e) {
        e.address = u"::1"_s;
        e.text = u"spam"_s;
    });
    addJson("notice without words", Kind::Notice, R"({"text":""})", [](Event &) {});
    addJson("accept-paused without words", Kind::AcceptPaused, R"({"text":""})", [](Event &) {});
    addJson("kick-requested without words", Kind::KickRequested, R"({})", [](Event &) {});
    addJson("stopping", Kind::Stopping, R"({"clients":3})", [](Event &e) { e.size = 3; });
    addJson("suppressed", Kind::Suppressed,
            R"({"count":48112,"firstSeq":7,"lastSeq":48118,
                "events":{"received":24056,"sent":24056}})",
            [](Event &e) { e.suppression = suppression(); });
    addJson("disconnected", Kind::Disconnected,
            (QByteArray(R"({"reason":"kicked","text":"flooding","name":"ann",)") + closingFields)
                .constData(),
            [](Event &e) {
                e.reason = CloseReason::Kicked;
                e.text = u"flooding"_s;
                e.data = "ann";
                e.closing = closing();
            });
    addJson("stopped", Kind::Stopped, (QByteArray(R"({"clients":3,)") + closingFields).constData(),
            [](Event &e) { e.closing = closing(); });
}

void TestEvent::json()
{
    QFETCH(Event, event);
    QFETCH(QJsonObject, fields);
    event.seq = 7;
    event.time = moment;
    fields.insert(u"seq"_s, 7);
    fields.insert(u"time"_s, u"2026-11-22T14:03:26.318412Z"_s);
    fields.insert(u"event"_s, toText(event.kind));
    const QByteArray line = toJsonLine(event);
    QVERIFY(line.endsWith('\n'));
    QCOMPARE(line.count('\n'), 1);
    QCOMPARE(QJsonDocument::fromJson(line).object(), fields);
}

void TestEvent::jsonTime_data()
{
    using std::chrono::system_clock;
    QTest::addColumn<qint64>("microseconds");
    QTest::addColumn<QString>("time");
    QTest::newRow("epoch") << qint64(0) << u"1970-01-01T00:00:00.000000Z"_s;
    QTest::newRow("zeros are kept")
        << qint64(1'795'356'206'000'042) << u"2026-11-22T14:03:26.000042Z"_s;
    QTest::newRow("last of its second")
        << qint64(1'795'356'206'999'999) << u"2026-11-22T14:03:26.999999Z"_s;
    QTest::newRow("first of the next")
        << qint64(1'795'356'207'000'000) << u"2026-11-22T14:03:27.000000Z"_s;
    QTest::newRow("the clock was set back")
        << qint64(1'795'352'606'000'000) << u"2026-11-22T13:03:26.000000Z"_s;
    QTest::newRow("before the epoch") << qint64(-1) << u"1969-12-31T23:59:59.999999Z"_s;
}

void TestEvent::jsonTime()
{
    QFETCH(const qint64, microseconds);
    Event event;
    event.time = std::chrono::system_clock::time_point(std::chrono::microseconds(microseconds));
    const auto written = QJsonDocument::fromJson(toJsonLine(event)).object();
    QTEST(written.value(u"time").toString(), "time");
}

namespace {

/// An event with \a text in every field that can hold any, from whatever source.
Event filledWith(EventKind kind, const QByteArray &text)
{
    return make(kind, [&](Event &event) {
        event.time = moment;
        event.serviceUrl = QString::fromUtf8(text);
        event.address = QString::fromUtf8(text);
        event.port = 1;
        event.client = ClientId(14);
        event.reason = CloseReason::Kicked;
        event.text = QString::fromUtf8(text);
        event.data = text;
        event.size = 1000;
        event.closing = closing();
        event.suppression = suppression();
    });
}

bool isSafe(const QString &line)
{
    // escape() of a line that holds nothing to escape changes only backslashes and quotes.
    return escape(line).replace(u"\\\""_s, u"\""_s).replace(u"\\\\"_s, u"\\"_s) == line;
}

} // namespace

void TestEvent::everyKindIsOneSafeLine()
{
    for (int value = 0; value < allKinds; ++value) {
        const auto kind = static_cast<EventKind>(value);
        const Event event = filledWith(kind, "a\nb\x1B[2J\u202E\u2028");
        QVERIFY2(isSafe(lineOf(event)), qPrintable(lineOf(event)));
        QVERIFY2(!describe(make(kind)).isEmpty(), qPrintable(toText(kind)));
        const QByteArray line = toJsonLine(event);
        QVERIFY2(isSafe(QString::fromUtf8(line.chopped(1))), line.constData());
        const auto object = QJsonDocument::fromJson(line).object();
        QCOMPARE(object.value(u"event").toString(), toText(kind));
        QVERIFY(QJsonDocument::fromJson(toJsonLine(make(kind))).isObject());
    }
}

void TestEvent::hostileText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("escaped");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &escaped) {
        QTest::newRow(name) << bytes << escaped;
    };
    row("escape sequence", "\x1B[31m", u"\\e[31m"_s);
    row("CSI as C1",
        "\xC2\x9B"
        "31m",
        u"\\u{9B}31m"_s);
    row("CSI as a bare byte",
        "\x9B"
        "31m",
        u"\\x9B31m"_s);
    row("bell", "\a", u"\\x07"_s);
    row("carriage return", "x\ry", u"x\\ry"_s);
    row("right-to-left override", "\u202E", u"\\u{202E}"_s);
    row("isolate", "\u2066", u"\\u{2066}"_s);
    row("zero width space", "\u200B", u"\\u{200B}"_s);
    row("line separator", "\u2028", u"\\u{2028}"_s);
    row("invalid UTF-8", "\xFF\xE4\xB8", u"\\xFF\\xE4\\xB8"_s);
    row("overlong NUL", "\xC0\x80", u"\\xC0\\x80"_s);
    row("NUL", QByteArray("a\0b", 3), u"a\\0b"_s);
    row("forged JSON record", "\"}\n{\"seq\":8,\"event\":\"connected\"}",
        u"\\\"}\\n{\\\"seq\\\":8,\\\"event\\\":\\\"connected\\\"}"_s);
    row("forged text record", "\"\n2026-11-22 15:03:26.318412+01:00 #1 connected",
        u"\\\"\\n2026-11-22 15:03:26.318412+01:00 #1 connected"_s);
    row("HTML", "<b>", u"<b>"_s);
}

void TestEvent::hostileText()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, escaped);
    for (const EventKind kind : {EventKind::Received, EventKind::Named, EventKind::Disconnected}) {
        Event event = make(kind);
        event.data = bytes;
        QVERIFY2(describe(event).contains(u'"' + escaped + u'"'), qPrintable(describe(event)));
        const QByteArray line = toJsonLine(event);
        QCOMPARE(line.count('\n'), 1);
        const auto object = QJsonDocument::fromJson(line).object();
        const QString key = kind == EventKind::Received ? u"data"_s : u"name"_s;
        QCOMPARE(object.value(key).toString(), escaped);
        QCOMPARE(object.value(u"event").toString(), toText(kind));
        QCOMPARE(unescape(object.value(key).toString()), bytes);
    }
}

QTEST_APPLESS_MAIN(TestEvent)
#include "tst_event.moc"
