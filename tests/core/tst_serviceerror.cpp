// SPDX-License-Identifier: MIT
#include "servicespec.h"
#include "sharedlimits.h"

#include <QRegularExpression>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using Kind = ServiceError::Kind;

Q_DECLARE_METATYPE(peerglass::ServiceError::Kind)

class TestServiceError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void sentences_data();
    void sentences();
    void sentenceOfHostileUrlIsSafeAndShort();
    void longestLineThatFits_data();
    void longestLineThatFits();
};

void TestServiceError::refuses_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *name, const QString &url, Kind kind, const QString &part,
                        const QString &value) {
        QTest::newRow(name) << url << kind << part << value;
    };
    row("empty", {}, Kind::Malformed, {}, {});
    row("no protocol", u"localhost:1"_s, Kind::Malformed, {}, u"localhost:1"_s);
    row("path", u"echo://localhost:1/x"_s, Kind::Malformed, u"path"_s, u"/x"_s);
    row("only a slash", u"echo://localhost:1/"_s, Kind::Malformed, u"path"_s, u"/"_s);
    row("user", u"echo://me:pw@localhost:1"_s, Kind::Malformed, u"user name"_s, u"me:pw"_s);
    row("fragment", u"echo://localhost:1?read=1#x"_s, Kind::Malformed, u"fragment"_s, u"#x"_s);
    row("other protocol", u"udp://localhost:1"_s, Kind::BadProtocol, u"protocol"_s, u"udp"_s);
    row("upper-case protocol", u"ECHO://localhost:1"_s, Kind::BadProtocol, u"protocol"_s,
        u"ECHO"_s);
    row("empty protocol", u"://localhost:1"_s, Kind::BadProtocol, u"protocol"_s, {});
    const auto host = [row](const char *name, const QString &text) {
        row(name, u"echo://"_s + text + u":1"_s, Kind::BadHost, u"host"_s, text);
    };
    host("no host", {});
    host("host name", u"example.org"_s);
    host("upper-case localhost", u"LOCALHOST"_s);
    host("two numbers", u"1.2"_s);
    host("one number", u"2130706433"_s);
    host("leading zero", u"010.0.0.1"_s);
    host("number above 255", u"127.0.0.256"_s);
    host("five numbers", u"127.0.0.1.1"_s);
    host("hexadecimal", u"0x7f.0.0.1"_s);
    host("space", u" 127.0.0.1"_s);
    host("NUL behind", QString(u"127.0.0.1"_s + QChar(0)));
    host("full-width digits", u"\uFF11.0.0.1"_s);
    host("bare IPv6", u"::1"_s);
    host("bare IPv6 wildcard", u"::"_s);
    host("IPv4 in brackets", u"[127.0.0.1]"_s);
    host("localhost in brackets", u"[localhost]"_s);
    host("empty brackets", u"[]"_s);
    host("two double colons", u"[1::2::3]"_s);
    host("empty scope", u"[fe80::1%]"_s);
    host("scope with a slash escape", u"[fe80::1%a b]"_s);
    host("scope too long", u"[fe80::1%abcdefghijklmnop]"_s);
    row("open bracket", u"echo://[::1:1"_s, Kind::BadHost, u"host"_s, u"[::1:1"_s);
    row("text behind the bracket", u"echo://[::1]x:1"_s, Kind::BadHost, u"host"_s, u"[::1]x:1"_s);
    const auto port = [row](const char *name, const QString &text) {
        row(name, u"echo://localhost:"_s + text, Kind::BadPort, u"port"_s, text);
    };
    port("empty port", {});
    port("port too large", u"65536"_s);
    port("negative port", u"-1"_s);
    port("port with a plus", u"+1"_s);
    port("port with a space", u"1 "_s);
    port("service name", u"http"_s);
    row("no port", u"echo://localhost"_s, Kind::BadPort, u"port"_s, {});
    row("no port after brackets", u"echo://[::1]"_s, Kind::BadPort, u"port"_s, {});
    const auto echo = [row](const char *name, Kind kind, const QString &part,
                            const QString &value) {
        row(name, u"echo://localhost:1?"_s + part + u'=' + value, kind, part, value);
    };
    const auto chat = [row](const char *name, Kind kind, const QString &part,
                            const QString &value) {
        row(name, u"chat://localhost:1?"_s + part + u'=' + value, kind, part, value);
    };
    echo("unknown option", Kind::UnknownOption, u"colour"_s, u"red"_s);
    echo("upper-case option", Kind::UnknownOption, u"READ"_s, u"1"_s);
    echo("option without name", Kind::UnknownOption, {}, u"1"_s);
    row("nothing behind the mark", u"echo://localhost:1?"_s, Kind::UnknownOption, {}, {});
    row("ampersand at the end", u"echo://localhost:1?read=1&"_s, Kind::UnknownOption, {}, {});
    row("no equals sign", u"echo://localhost:1?hold"_s, Kind::BadValue, u"hold"_s, {});
    row("given twice", u"echo://localhost:1?read=1&read=2"_s, Kind::RepeatedOption, u"read"_s,
        u"2"_s);
    chat("delay in chat", Kind::NotForProtocol, u"delay"_s, u"1s"_s);
    echo("names in echo", Kind::NotForProtocol, u"names"_s, u"on"_s);
    echo("framing in echo", Kind::NotForProtocol, u"framing"_s, u"line"_s);
    echo("line in echo", Kind::NotForProtocol, u"line"_s, u"1KiB"_s);
    echo("soft limit in echo", Kind::NotForProtocol, u"queue-soft"_s, u"1KiB/1s"_s);
    chat("framing by reads with names", Kind::NotForProtocol, u"framing"_s, u"read"_s);
    echo("empty value", Kind::BadValue, u"read"_s, {});
    echo("read of nothing", Kind::BadValue, u"read"_s, u"0"_s);
    echo("size with another unit", Kind::BadValue, u"read"_s, u"1GB"_s);
    echo("percent-encoded value", Kind::BadValue, u"read"_s, u"%31"_s);
    echo("delay above an hour", Kind::BadValue, u"delay"_s, u"61min"_s);
    echo("delay without unit", Kind::BadValue, u"delay"_s, u"5"_s);
    chat("names neither on nor off", Kind::BadValue, u"names"_s, u"yes"_s);
    chat("unknown framing", Kind::BadValue, u"framing"_s, u"word"_s);
    chat("line of nothing", Kind::BadValue, u"line"_s, u"0"_s);
    echo("queue too small", Kind::BadValue, u"queue"_s, u"1023"_s);
    echo("queue too large", Kind::BadValue, u"queue"_s, u"1025MiB"_s);
    chat("soft limit without time", Kind::BadValue, u"queue-soft"_s, u"1KiB"_s);
    chat("soft limit with time 0", Kind::BadValue, u"queue-soft"_s, u"1KiB/0"_s);
    chat("soft limit of nothing", Kind::BadValue, u"queue-soft"_s, u"0/1s"_s);
    chat("soft limit with two times", Kind::BadValue, u"queue-soft"_s, u"1KiB/1s/1s"_s);
    echo("unknown overflow", Kind::BadValue, u"overflow"_s, u"drop"_s);
    chat("chat cannot pause", Kind::BadValue, u"overflow"_s, u"pause"_s);
    echo("hold neither on nor off", Kind::BadValue, u"hold"_s, u"1"_s);
    echo("rate of an echo", Kind::NotForProtocol, u"rate"_s, u"20/s"_s);
    chat("rate of nothing", Kind::BadValue, u"rate"_s, u"0/s"_s);
    chat("rate above the highest", Kind::BadValue, u"rate"_s, u"1000001/s"_s);
    chat("rate without time", Kind::BadValue, u"rate"_s, u"20"_s);
    chat("rate per minute", Kind::BadValue, u"rate"_s, u"20/min"_s);
    chat("rate with a fraction", Kind::BadValue, u"rate"_s, u"0.5/s"_s);
    chat("negative rate", Kind::BadValue, u"rate"_s, u"-1/s"_s);
    echo("throttle of nothing", Kind::BadValue, u"throttle"_s, u"0/s"_s);
    echo("throttle without time", Kind::BadValue, u"throttle"_s, u"10KiB"_s);
    echo("throttle per minute", Kind::BadValue, u"throttle"_s, u"10KiB/min"_s);
    echo("no clients", Kind::BadValue, u"clients"_s, u"0"_s);
    echo("negative clients", Kind::BadValue, u"clients"_s, u"-1"_s);
    echo("nobody from an address", Kind::BadValue, u"per-address"_s, u"0"_s);
    echo("too many from an address", Kind::BadValue, u"per-address"_s, u"1000001"_s);
    echo("idle at once", Kind::BadValue, u"idle"_s, u"0"_s);
    echo("idle of 0 s", Kind::BadValue, u"idle"_s, u"0s"_s);
    echo("stall at once", Kind::BadValue, u"stall"_s, u"0"_s);
    echo("unknown urgent", Kind::BadValue, u"urgent"_s, u"ignore"_s);
    echo("no backlog", Kind::BadValue, u"backlog"_s, u"0"_s);
    echo("backlog too large", Kind::BadValue, u"backlog"_s, u"65536"_s);
    echo("read above the queue", Kind::Conflict, u"read"_s, u"2MiB"_s);
    row("queue below the read", u"echo://localhost:1?queue=32KiB"_s, Kind::Conflict, u"read"_s,
        u"64KiB"_s);
    row("read that would overflow alone", u"echo://localhost:1?overflow=disconnect&read=1MiB"_s,
        Kind::Conflict, u"read"_s, u"1MiB"_s);
    row("read that would be dropped alone",
        u"echo://localhost:1?overflow=drop-oldest&queue=4KiB&read=3837"_s, Kind::Conflict,
        u"read"_s, u"3837B"_s);
    chat("line above the queue", Kind::Conflict, u"line"_s, u"2MiB"_s);
    row("the URL is shown as given", u"echo://localhost:1?queue=32768&hold=off"_s, Kind::Conflict,
        u"read"_s, u"64KiB"_s);
    row("queue below the line", u"chat://localhost:1?queue=64KiB"_s, Kind::Conflict, u"line"_s,
        u"64KiB"_s);
    row("read as large as the queue in chat by reads",
        u"chat://localhost:1?names=off&framing=read&queue=64KiB"_s, Kind::Conflict, u"read"_s,
        u"64KiB"_s);
    chat("soft limit above the queue", Kind::Conflict, u"queue-soft"_s, u"2MiB/1s"_s);
}

void TestServiceError::refuses()
{
    QFETCH(const QString, url);
    const auto spec = parseService(url);
    QVERIFY2(!spec, "accepted");
    const ServiceError &error = spec.error();
    QTEST(error.kind, "kind");
    QTEST(error.part, "part");
    QTEST(error.value, "value");
    QCOMPARE(error.url, url);
    QVERIFY(!error.expected.isEmpty());
    const QString sentence = error.sentence();
    static const QRegularExpression form(u"^.*: .+[^.…]\\.$"_s);
    QVERIFY2(form.match(sentence).hasMatch(), qPrintable(sentence));
    QVERIFY2(sentence.contains(error.expected), qPrintable(sentence));
    QVERIFY2(sentence.contains(error.part), qPrintable(sentence));
}

void TestServiceError::sentences_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const QString &url, const QString &rest) {
        QTest::newRow(name) << url << url + u": "_s + rest;
    };
    const QString idle = u"off or a whole number above 0 with ms, s or min, at most 525600min "
                         "(365 days), such as 5min."_s;
    const QString queue = u"a whole number with B, KiB, MiB or GiB, from 1KiB to 1GiB, such as "
                          "1MiB."_s;
    row("port", u"echo://localhost:99999"_s, u"port \"99999\" is not a number from 0 to 65535."_s);
    row("no port", u"echo://localhost"_s,
        u"port is missing; it must be a number from 0 to 65535."_s);
    row("protocol", u"http://localhost:1"_s, u"protocol \"http\" is not echo or chat."_s);
    row("host", u"echo://1.2:1"_s,
        u"host \"1.2\" is not localhost, any, an IPv4 address or an IPv6 address in brackets."_s);
    row("no service", u"hello"_s,
        u"this is not a service; write PROTOCOL://HOST:PORT[?option=value&…]."_s);
    row("path", u"echo://any:1/a"_s,
        u"path \"/a\" does not belong in a service; write "
        "PROTOCOL://HOST:PORT[?option=value&…]."_s);
    row("unknown in echo", u"echo://any:1?colour=1"_s,
        u"option \"colour\" is not known; echo takes read, delay, queue, overflow, hold, throttle, "
        "clients, per-address, idle, stall, urgent, backlog."_s);
    row("of echo, in chat", u"chat://any:1?delay=1s"_s,
        u"option \"delay\" with value \"1s\" is for echo; chat takes read, names, framing, line, "
        "rate, queue, queue-soft, overflow, hold, throttle, clients, per-address, idle, stall, "
        "urgent, backlog."_s);
    row("of chat, in echo", u"echo://any:1?line=10"_s,
        u"option \"line\" with value \"10\" is for chat; echo takes read, delay, queue, overflow, "
        "hold, throttle, clients, per-address, idle, stall, urgent, backlog."_s);
    row("framing", u"chat://any:1?framing=read"_s,
        u"option \"framing\" with value \"read\" needs names=off."_s);
    row("twice", u"echo://any:1?hold=on&hold=on"_s,
        u"option \"hold\" is given more than once; give it once."_s);
    row("value", u"echo://any:1?idle=0"_s, u"idle \"0\" is not "_s + idle);
    row("hours", u"echo://any:1?idle=1h"_s, u"idle \"1h\" is not "_s + idle);
    row("fraction of a second", u"echo://any:1?stall=1.5s"_s,
        u"stall \"1.5s\" is not off or a whole number above 0 with ms, s or min, at most "
        "525600min (365 days), such as 30s."_s);
    row("delay in hours", u"echo://any:1?delay=1h"_s,
        u"delay \"1h\" is not 0 or a whole number with ms, s or min, at most 60min, such as "
        "250ms."_s);
    row("decimal unit", u"echo://any:1?queue=1MB"_s, u"queue \"1MB\" is not "_s + queue);
    row("lower-case unit", u"echo://any:1?queue=64kib"_s, u"queue \"64kib\" is not "_s + queue);
    row("above the largest size", u"echo://any:1?queue=2GiB"_s,
        u"queue \"2GiB\" is not "_s + queue);
    row("soft limit in hours", u"chat://any:1?queue-soft=1KiB/1h"_s,
        u"queue-soft \"1KiB/1h\" is not a size with B, KiB, MiB or GiB and a time with ms, s or "
        "min, both above 0, such as 256KiB/30s."_s);
    row("throttle in decimal units", u"echo://any:1?throttle=10KB/s"_s,
        u"throttle \"10KB/s\" is not off or a whole number with B/s, KiB/s, MiB/s or GiB/s, from "
        "1B/s to 1GiB/s, such as 10KiB/s."_s);
    row("options without their mark", u"echo://any:1&queue=1MiB"_s,
        u"port \"1&queue=1MiB\" is not a number from 0 to 65535; options begin with ?, not &."_s);
    row("no value", u"echo://any:1?hold"_s, u"hold has no value; it must be on or off."_s);
    row("read and queue", u"echo://any:1?queue=2KiB"_s,
        u"read \"64KiB\" does not fit the other options; it must be at most 2KiB, the size of "
        "queue."_s);
    const qint64 longestLine = 64 * 1024 - maxNameBytes - 4 - runOverhead - messageOverhead;
    row("line and queue", u"chat://any:1?queue=64KiB"_s,
        u"line \"64KiB\" does not fit the other options; it must be at most %1B, so that it "
        "fits into the queue of 64KiB with what its delivery adds."_s.arg(longestLine));
    row("pause", u"chat://any:1?overflow=pause"_s,
        u"overflow \"pause\" is not disconnect or drop-oldest, which chat takes."_s);
}

void TestServiceError::sentences()
{
    QFETCH(const QString, url);
    const auto spec = parseService(url);
    QVERIFY(!spec);
    QTEST(spec.error().sentence(), "sentence");
}

void TestServiceError::sentenceOfHostileUrlIsSafeAndShort()
{
    const QString hostile = u"\x1B[2J\n\u202E<b>"_s;
    const auto spec = parseService(u"echo://"_s + hostile + QString(100'000, u'x') + u":1"_s);
    QVERIFY(!spec);
    const QString sentence = spec.error().sentence();
    QVERIFY(sentence.contains(u"\"\\e[2J\\n\\u{202E}<b>xxx"_s));
    QVERIFY(!sentence.contains(u'\x1B') && !sentence.contains(u'\n'));
    QVERIFY(!sentence.contains(u'\u202E'));
    QVERIFY(sentence.contains(u"xxx…\""_s));
    QVERIFY2(sentence.size() < 700, qPrintable(QString::number(sentence.size())));
}

void TestServiceError::longestLineThatFits_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("sized");
    QTest::addColumn<qint64>("added");
    constexpr qint64 entry = runOverhead + messageOverhead;
    QTest::newRow("names on: <name> line LF")
        << QString() << u"line"_s << qint64(maxNameBytes + 4) + entry;
    QTest::newRow("names off: line LF") << u"&names=off"_s << u"line"_s << qint64(1) + entry;
    QTest::newRow("by reads: read LF")
        << u"&names=off&framing=read"_s << u"read"_s << qint64(1) + entry;
}

void TestServiceError::longestLineThatFits()
{
    QFETCH(const QString, options);
    QFETCH(const QString, sized);
    QFETCH(const qint64, added);
    const auto url = [&](qint64 size) {
        return u"chat://any:1?queue=128KiB&%1=%2B"_s.arg(sized).arg(size) + options;
    };
    const qint64 most = 128 * 1024 - added;
    QVERIFY(parseService(url(most)));
    const auto above = parseService(url(most + 1));
    QVERIFY(!above);
    QCOMPARE(above.error().kind, Kind::Conflict);
    QCOMPARE(above.error().part, sized);
}

QTEST_APPLESS_MAIN(TestServiceError)
#include "tst_serviceerror.moc"
