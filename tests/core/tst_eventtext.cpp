// SPDX-License-Identifier: MIT
#include "eventsamples.h"
#include "eventtext.h"

#include <QRegularExpression>
#include <QTest>

#include <ctime>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestEventText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text();
    void detail_data();
    void detail();
    void textLine();
    void localTimeHasItsOffset_data();
    void localTimeHasItsOffset();
};

namespace {

Totals someTotals()
{
    Totals totals;
    totals.received.bytes = 3379;
    totals.sent.bytes = 3174;
    totals.cancelled.bytes = 204;
    return totals;
}

std::shared_ptr<const Closing> closing(const Totals &totals, qint64 clients)
{
    return std::make_shared<const Closing>(Closing{totals, clients, 1s});
}

} // namespace

void TestEventText::text_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<QString>("text");
    using Kind = EventKind;
    const auto row = [](const QString &text, Kind kind, auto change) {
        QTest::newRow(qPrintable(text)) << make(kind, change) << text;
    };
    const auto url = u"echo://localhost:10000"_s;
    row(u"listening on 127.0.0.1 port 10000"_s, Kind::Listening, [](Event &e) {
        e.address = u"127.0.0.1"_s;
        e.port = 10000;
    });
    row(u"listening on ::1 port 10000 for echo://localhost:10000"_s, Kind::Listening,
        [&](Event &e) {
            e.address = u"::1"_s;
            e.port = 10000;
            e.serviceUrl = url;
        });
    row(u"cannot listen on 127.0.0.1 port 1 for echo://localhost:10000: in use"_s,
        Kind::ListenFailed, [&](Event &e) {
            e.address = u"127.0.0.1"_s;
            e.port = 1;
            e.serviceUrl = url;
            e.text = u"in use"_s;
        });
    row(u"accepting paused for echo://localhost:10000: no descriptors"_s, Kind::AcceptPaused,
        [&](Event &e) {
            e.serviceUrl = url;
            e.text = u"no descriptors"_s;
        });
    row(u"accepting resumed"_s, Kind::AcceptResumed, [](Event &) {});
    row(u"connected from 127.0.0.1:51832"_s, Kind::Connected, [](Event &e) {
        e.address = u"127.0.0.1"_s;
        e.port = 51832;
    });
    row(u"connected from [::1]:51832 to echo://localhost:10000"_s, Kind::Connected, [&](Event &e) {
        e.address = u"::1"_s;
        e.port = 51832;
        e.serviceUrl = url;
    });
    row(u"refused a connection from 10.0.0.1: server-full"_s, Kind::Refused, [](Event &e) {
        e.address = u"10.0.0.1"_s;
        e.reason = CloseReason::ServerFull;
    });
    row(u"refused a connection to echo://localhost:10000: reset-by-peer"_s, Kind::Refused,
        [&](Event &e) {
            e.serviceUrl = url;
            e.reason = CloseReason::ResetByPeer;
        });
    row(u"received 12 B \"in 中文 3\\n\""_s, Kind::Received, [](Event &e) {
        e.size = 12;
        e.data = "in 中文 3\n";
    });
    row(u"sent 64 KiB \"abc\"…"_s, Kind::Sent, [](Event &e) {
        e.size = 65536;
        e.data = "abc";
    });
    row(u"sent 4 B"_s, Kind::Sent, [](Event &e) { e.size = 4; });
    row(u"dropped 3 B \"abc\": queue-overflow"_s, Kind::Dropped, [](Event &e) {
        e.size = 3;
        e.data = "abc";
        e.text = u"queue-overflow"_s;
    });
    row(u"queue empty"_s, Kind::QueueEmpty, [](Event &) {});
    row(u"reading paused: queue-overflow"_s, Kind::Paused,
        [](Event &e) { e.text = u"queue-overflow"_s; });
    row(u"reading resumed"_s, Kind::Resumed, [](Event &) {});
    row(u"client finished sending after 3.3 KiB"_s, Kind::ClientFinished,
        [](Event &e) { e.size = 3379; });
    row(u"received urgent data \"!\""_s, Kind::Urgent, [](Event &e) { e.data = "!"; });
    row(u"named \"ann\""_s, Kind::Named, [](Event &e) { e.data = "ann"; });
    row(u"held"_s, Kind::Held, [](Event &) {});
    row(u"stepped 12 B"_s, Kind::Stepped, [](Event &e) { e.size = 12; });
    row(u"operator sent 5 B \"hello\""_s, Kind::OperatorSent, [](Event &e) {
        e.size = 5;
        e.text = u"hello"_s;
    });
    row(u"kick requested \"flooding\""_s, Kind::KickRequested,
        [](Event &e) { e.text = u"flooding"_s; });
    row(u"banned 10.0.0.1 \"spam\""_s, Kind::Banned, [](Event &e) {
        e.address = u"10.0.0.1"_s;
        e.text = u"spam"_s;
    });
    row(u"disconnected: kicked \"flooding\", 3.3 KiB in, 3.1 KiB out, 204 B cancelled"_s,
        Kind::Disconnected, [](Event &e) {
            e.reason = CloseReason::Kicked;
            e.text = u"flooding"_s;
            e.closing = closing(someTotals(), 0);
        });
    row(u"disconnected \"ann\": client-closed, 3.3 KiB in, 3.1 KiB out, 2 B dropped, "
        "204 B cancelled, 5 B discarded"_s,
        Kind::Disconnected, [](Event &e) {
            e.reason = CloseReason::ClientClosed;
            e.data = "ann";
            e.closing = closing();
        });
    row(u"notice: IPv6 is missing"_s, Kind::Notice,
        [](Event &e) { e.text = u"IPv6 is missing"_s; });
    row(u"service changed for echo://localhost:10000: new clients start held"_s,
        Kind::ServiceChanged, [&](Event &e) {
            e.serviceUrl = url;
            e.text = u"new clients start held"_s;
        });
    row(u"log failed: disk full"_s, Kind::LogFailed, [](Event &e) { e.text = u"disk full"_s; });
    row(u"stopping echo://localhost:10000: 1 client"_s, Kind::Stopping, [&](Event &e) {
        e.serviceUrl = url;
        e.size = 1;
    });
    row(u"stopped echo://localhost:10000: 2 clients, 3.3 KiB in, 3.1 KiB out, 204 B cancelled"_s,
        Kind::Stopped, [&](Event &e) {
            e.serviceUrl = url;
            e.closing = closing(someTotals(), 2);
        });
    row(u"stopped: 0 clients, 0 B in, 0 B out"_s, Kind::Stopped,
        [](Event &e) { e.closing = closing({}, 0); });
    row(u"suppressed 48112 events (received 24056, sent 24056), numbers 7 to 48118"_s,
        Kind::Suppressed, [](Event &e) { e.suppression = suppression(); });
}

void TestEventText::text()
{
    QFETCH(const Event, event);
    QTEST(describe(event), "text");
    QVERIFY(describe(event).endsWith(peerglass::detail(event)));
}

void TestEventText::detail_data()
{
    QTest::addColumn<Event>("event");
    QTest::addColumn<QString>("text");
    using Kind = EventKind;
    const auto row = [](const char *name, Kind kind, auto change, const QString &text) {
        QTest::newRow(name) << make(kind, change) << text;
    };
    const auto nothing = [](Event &) {
    };
    const auto because = [](Event &e) {
        e.text = u"queue-full"_s;
    };
    row(
        "a message", Kind::Received, [](Event &e) { e.data = "hi"; }, u"\"hi\""_s);
    row(
        "urgent data", Kind::Urgent, [](Event &e) { e.size = 1; }, u"1 B"_s);
    row("nothing more to say", Kind::QueueEmpty, nothing, {});
    row("held", Kind::Held, nothing, {});
    row("behind a colon", Kind::Notice, because, u"queue-full"_s);
    row(
        "a text that begins as a separator", Kind::Notice, [](Event &e) { e.text = u": ,"_s; },
        u": ,"_s);
    row(
        "behind a comma", Kind::Disconnected, [](Event &e) { e.closing = closing({}, 0); },
        u"0 B in, 0 B out"_s);
    row(
        "the end of one with a name", Kind::Disconnected,
        [](Event &e) {
            e.data = "ann";
            e.reason = CloseReason::Kicked;
        },
        u"\"ann\": kicked"_s);
    row("what pauses is not in the kind's text", Kind::Paused, because,
        u"reading paused: queue-full"_s);
    row("what resumes neither", Kind::Resumed, nothing, u"reading resumed"_s);
    row("client finished", Kind::ClientFinished, nothing, u"sending"_s);
    row(
        "refused", Kind::Refused, [](Event &e) { e.address = u"::1"_s; }, u"from ::1"_s);
    row(
        "a service that listens", Kind::Listening,
        [](Event &e) {
            e.address = u"::1"_s;
            e.port = 80;
        },
        u"on ::1 port 80"_s);
    row(
        "all services stop", Kind::Stopping, [](Event &e) { e.size = 2; }, u"2 clients"_s);
    row(
        "two words", Kind::KickRequested, [](Event &e) { e.text = u"spam"_s; }, u"\"spam\""_s);
    row(
        "suppressed", Kind::Suppressed, [](Event &e) { e.suppression = suppression(); },
        u"48112 events (received 24056, sent 24056), numbers 7 to 48118"_s);
    row("suppressed, but not told what", Kind::Suppressed, nothing, {});
}

void TestEventText::detail()
{
    QFETCH(const Event, event);
    QTEST(peerglass::detail(event), "text");
}

void TestEventText::textLine()
{
    Event event = make(EventKind::Received);
    event.time = moment;
    event.size = 2;
    event.data = "hi";
    static const QRegularExpression service(
        u"^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.318412[+-]\\d\\d:\\d\\d "
        "received 2 B \"hi\"$"_s);
    QVERIFY2(service.match(lineOf(event)).hasMatch(), qPrintable(lineOf(event)));
    event.client = ClientId(14);
    QVERIFY(lineOf(event).endsWith(u" #14 received 2 B \"hi\""));
}

void TestEventText::localTimeHasItsOffset_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("time");
    QTest::newRow("east") << QByteArray("XXX-1") << u"2026-11-22 15:03:26.318412+01:00 "_s;
    QTest::newRow("west with minutes")
        << QByteArray("XXX3:30") << u"2026-11-22 10:33:26.318412-03:30 "_s;
    QTest::newRow("Greenwich") << QByteArray("XXX0") << u"2026-11-22 14:03:26.318412+00:00 "_s;
}

void TestEventText::localTimeHasItsOffset()
{
    QFETCH(const QByteArray, zone);
    QFETCH(const QString, time);
    const QByteArray before = qgetenv("TZ");
    qputenv("TZ", zone);
    tzset();
    Event event = make(EventKind::Notice);
    event.time = moment - 1s;
    lineOf(event); // another second, so that nothing remembered is used
    event.time = moment;
    const QString line = lineOf(event);
    before.isNull() ? qunsetenv("TZ") : qputenv("TZ", before);
    tzset();
    QVERIFY2(line.startsWith(time), qPrintable(line));
}

QTEST_APPLESS_MAIN(TestEventText)
#include "tst_eventtext.moc"
