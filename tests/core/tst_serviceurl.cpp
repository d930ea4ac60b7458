// SPDX-License-Identifier: MIT
#include "servicespec.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(peerglass::ServiceSpec)

class TestServiceUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void acceptsHosts_data();
    void acceptsHosts();
    void readsOptions_data();
    void readsOptions();
    void writesOnlyWhatDiffers_data();
    void writesOnlyWhatDiffers();
    void validatesHandMade_data();
    void validatesHandMade();
};

void TestServiceUrl::defaults()
{
    const auto echo = parseService(u"echo://localhost:10000"_s);
    QVERIFY(echo);
    QCOMPARE(*echo, ServiceSpec::make(ProtocolKind::Echo, u"localhost"_s, 10000));
    QCOMPARE(echo->overflow, OverflowPolicy::Pause);
    const auto chat = parseService(u"chat://any:8008"_s);
    QVERIFY(chat);
    QCOMPARE(*chat, ServiceSpec::make(ProtocolKind::Chat, u"any"_s, 8008));
    QCOMPARE(chat->overflow, OverflowPolicy::Disconnect);
}

void TestServiceUrl::acceptsHosts_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("open");
    QTest::newRow("localhost") << u"echo://localhost:1"_s << u"localhost"_s << false;
    QTest::newRow("any") << u"echo://any:1"_s << u"any"_s << true;
    QTest::newRow("IPv4 loopback") << u"echo://127.0.0.1:1"_s << u"127.0.0.1"_s << false;
    QTest::newRow("other IPv4 loopback") << u"echo://127.9.8.7:1"_s << u"127.9.8.7"_s << false;
    QTest::newRow("all IPv4") << u"echo://0.0.0.0:8090"_s << u"0.0.0.0"_s << true;
    QTest::newRow("IPv4") << u"echo://192.168.1.20:1"_s << u"192.168.1.20"_s << true;
    QTest::newRow("IPv6 loopback") << u"echo://[::1]:1"_s << u"::1"_s << false;
    QTest::newRow("long IPv6 loopback")
        << u"echo://[0:0:0:0:0:0:0:1]:1"_s << u"0:0:0:0:0:0:0:1"_s << false;
    QTest::newRow("mapped loopback")
        << u"echo://[::ffff:127.0.0.1]:1"_s << u"::ffff:127.0.0.1"_s << false;
    QTest::newRow("all IPv6") << u"echo://[::]:1"_s << u"::"_s << true;
    QTest::newRow("IPv6") << u"echo://[2001:db8::1]:1"_s << u"2001:db8::1"_s << true;
    QTest::newRow("scope id") << u"echo://[fe80::1%eth0]:1"_s << u"fe80::1%eth0"_s << true;
}

void TestServiceUrl::acceptsHosts()
{
    QFETCH(const QString, url);
    const auto spec = parseService(url);
    QVERIFY(spec);
    QTEST(spec->host, "host");
    QTEST(spec->isOpenToNetwork(), "open");
    QCOMPARE(spec->toUrl(), url);
}

namespace {

/// A row for what \a change makes of the defaults.
template <typename Change>
void addOptions(const char *name, const QString &url, Change change)
{
    const auto kind = url.startsWith(u"chat") ? ProtocolKind::Chat : ProtocolKind::Echo;
    ServiceSpec spec = ServiceSpec::make(kind, u"localhost"_s, 1);
    change(spec);
    QTest::newRow(name) << url << spec;
}

} // namespace

void TestServiceUrl::readsOptions_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<ServiceSpec>("spec");
    const QString echo = u"echo://localhost:1?"_s;
    const QString chat = u"chat://localhost:1?"_s;
    using Spec = ServiceSpec;
    addOptions("read", echo + u"read=1024"_s, [](Spec &s) { s.read = 1024; });
    addOptions("read of one byte", echo + u"read=1"_s, [](Spec &s) { s.read = 1; });
    addOptions("read as large as the queue", echo + u"read=2MiB&queue=2MiB"_s,
               [](Spec &s) { s.read = s.queue = 2 * 1024 * 1024; });
    addOptions("delay", echo + u"delay=250ms"_s, [](Spec &s) { s.delay = 250ms; });
    addOptions("no delay", echo + u"delay=0"_s, [](Spec &) {});
    addOptions("longest delay", echo + u"delay=60min"_s, [](Spec &s) { s.delay = 1h; });
    addOptions("names off", chat + u"names=off"_s, [](Spec &s) { s.names = false; });
    addOptions("framing by reads", chat + u"framing=read&names=off"_s, [](Spec &s) {
        s.names = false;
        s.framing = Framing::Read;
    });
    addOptions("framing by lines with names", chat + u"framing=line"_s, [](Spec &) {});
    addOptions("line", chat + u"line=512B"_s, [](Spec &s) { s.line = 512; });
    addOptions("rate", chat + u"rate=20/s"_s, [](Spec &s) { s.rate = 20; });
    addOptions("highest rate", chat + u"rate=1000000/s"_s, [](Spec &s) { s.rate = 1'000'000; });
    addOptions("no rate", chat + u"rate=off"_s, [](Spec &) {});
    addOptions("largest queue", echo + u"queue=1024MiB"_s,
               [](Spec &s) { s.queue = 1024 * 1024 * 1024; });
    addOptions("largest queue in its unit", echo + u"queue=1GiB"_s,
               [](Spec &s) { s.queue = 1024 * 1024 * 1024; });
    addOptions("smallest queue", echo + u"queue=1KiB&read=1KiB"_s,
               [](Spec &s) { s.queue = s.read = 1024; });
    addOptions("largest read that does not overflow alone",
               echo + u"overflow=disconnect&queue=4KiB&read=3836"_s, [](Spec &s) {
                   s.overflow = OverflowPolicy::Disconnect;
                   s.queue = 4096;
                   s.read = 3836;
               });
    addOptions("soft limit", chat + u"queue-soft=128KiB/5s"_s, [](Spec &s) {
        s.softQueue = 128 * 1024;
        s.softTime = 5s;
    });
    addOptions("soft limit above a smaller queue is lowered", chat + u"queue=128KiB"_s,
               [](Spec &s) { s.queue = s.softQueue = 128 * 1024; });
    addOptions("soft limit stays under a larger queue", chat + u"queue=2MiB"_s,
               [](Spec &s) { s.queue = 2 * 1024 * 1024; });
    addOptions("echo disconnects", echo + u"overflow=disconnect"_s,
               [](Spec &s) { s.overflow = OverflowPolicy::Disconnect; });
    addOptions("chat drops", chat + u"overflow=drop-oldest"_s,
               [](Spec &s) { s.overflow = OverflowPolicy::DropOldest; });
    addOptions("hold", echo + u"hold=on"_s, [](Spec &s) { s.hold = true; });
    addOptions("throttle", echo + u"throttle=10KiB/s"_s, [](Spec &s) { s.throttle = 10240; });
    addOptions("clients", echo + u"clients=1"_s, [](Spec &s) { s.clients = 1; });
    addOptions("per address", chat + u"per-address=1000000"_s,
               [](Spec &s) { s.perAddress = 1'000'000; });
    addOptions("idle", echo + u"idle=5min"_s, [](Spec &s) { s.idle = 5min; });
    addOptions("stall", echo + u"stall=30s"_s, [](Spec &s) { s.stall = 30s; });
    addOptions("all five off",
               echo + u"throttle=off&clients=off&per-address=off&idle=off&stall=off"_s,
               [](Spec &) {});
    addOptions("urgent", echo + u"urgent=close"_s, [](Spec &s) { s.urgent = UrgentPolicy::Close; });
    addOptions("backlog", echo + u"backlog=65535"_s, [](Spec &s) { s.backlog = 65535; });
    addOptions("the tutorial's chat", chat + u"names=off&framing=read&read=1024"_s, [](Spec &s) {
        s.names = false;
        s.framing = Framing::Read;
        s.read = 1024;
    });
}

void TestServiceUrl::readsOptions()
{
    QFETCH(const QString, url);
    QFETCH(const ServiceSpec, spec);
    const auto parsed = parseService(url);
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().sentence()));
    QCOMPARE(parsed->toUrl(), spec.toUrl());
    QVERIFY(*parsed == spec);
    const auto again = parseService(parsed->toUrl());
    QVERIFY2(again, qPrintable(parsed->toUrl()));
    QVERIFY(*again == spec);
}

void TestServiceUrl::writesOnlyWhatDiffers_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("written");
    const auto same = [](const char *name, const QString &url) {
        QTest::newRow(name) << url << url;
    };
    same("free port", u"echo://localhost:0"_s);
    same("every option of echo",
         u"echo://[::1]:65535?read=1KiB&delay=1s&queue=1500B&overflow=drop-oldest&hold=on&"
         "throttle=10KiB/s&clients=7&per-address=3&idle=5min&stall=90s&urgent=close&backlog=1"_s);
    same("every option of chat",
         u"chat://any:8008?read=1KiB&names=off&framing=read&line=100B&rate=20/s&queue=2MiB&"
         "queue-soft=1MiB/1500ms&overflow=drop-oldest&hold=on&throttle=1B/s&clients=1000000&"
         "per-address=1&idle=1ms&stall=1s&urgent=close&backlog=128"_s);
    QTest::newRow("defaults are left out")
        << u"chat://any:1?read=64KiB&names=on&framing=line&line=65536&rate=off&queue=1024KiB&"
           "queue-soft=256KiB/30s&overflow=disconnect&hold=off&throttle=off&clients=off&"
           "per-address=off&idle=off&"
           "stall=off&urgent=note&backlog=4096"_s
        << u"chat://any:1"_s;
    QTest::newRow("in the largest unit")
        << u"echo://any:1?queue=1024MiB"_s << u"echo://any:1?queue=1GiB"_s;
    QTest::newRow("in the order of the table")
        << u"echo://any:1?backlog=7&read=1000"_s << u"echo://any:1?read=1000B&backlog=7"_s;
    QTest::newRow("lowered soft limit is a default")
        << u"chat://any:1?queue=128KiB"_s << u"chat://any:1?queue=128KiB"_s;
}

void TestServiceUrl::writesOnlyWhatDiffers()
{
    QFETCH(const QString, given);
    const auto spec = parseService(given);
    QVERIFY2(spec, qPrintable(spec ? QString() : spec.error().sentence()));
    QTEST(spec->toUrl(), "written");
    QVERIFY(parseService(spec->toUrl()) == spec);
}

void TestServiceUrl::validatesHandMade_data()
{
    QTest::addColumn<ServiceSpec>("spec");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, ProtocolKind kind, const QString &part, auto change) {
        ServiceSpec spec = ServiceSpec::make(kind, u"localhost"_s, 1);
        change(spec);
        QTest::newRow(name) << spec << part;
    };
    using Spec = ServiceSpec;
    const auto echo = ProtocolKind::Echo;
    const auto chat = ProtocolKind::Chat;
    row("echo as made", echo, {}, [](Spec &) {});
    row("chat as made", chat, {}, [](Spec &) {});
    row("echo with a small queue", echo, {}, [](Spec &s) { s.queue = 64 * 1024; });
    row("host with brackets", echo, u"host"_s, [](Spec &s) { s.host = u"[::1]"_s; });
    row("no host", echo, u"host"_s, [](Spec &s) { s.host.clear(); });
    row("read of nothing", echo, u"read"_s, [](Spec &s) { s.read = 0; });
    row("read above the queue", echo, u"read"_s, [](Spec &s) { s.read = s.queue + 1; });
    row("negative delay", echo, u"delay"_s, [](Spec &s) { s.delay = -1ms; });
    row("delay in chat", chat, u"delay"_s, [](Spec &s) { s.delay = 1ms; });
    row("names off in echo", echo, u"names"_s, [](Spec &s) { s.names = false; });
    row("pause in chat", chat, u"overflow"_s, [](Spec &s) { s.overflow = OverflowPolicy::Pause; });
    row("framing with names", chat, u"framing"_s, [](Spec &s) { s.framing = Framing::Read; });
    row("soft above hard", chat, u"queue-soft"_s, [](Spec &s) { s.softQueue = s.queue + 1; });
    row("line above the queue", chat, u"line"_s, [](Spec &s) { s.line = s.queue; });
    row("idle at once", chat, u"idle"_s, [](Spec &s) { s.idle = 0ms; });
    row("no clients", chat, u"clients"_s, [](Spec &s) { s.clients = 0; });
    row("nobody from an address", chat, u"per-address"_s, [](Spec &s) { s.perAddress = 0; });
    row("backlog of nothing", chat, u"backlog"_s, [](Spec &s) { s.backlog = 0; });
}

void TestServiceUrl::validatesHandMade()
{
    QFETCH(const ServiceSpec, spec);
    const auto error = validate(spec);
    QTEST(error ? error->part : QString(), "part");
    QCOMPARE(error.has_value(), !parseService(spec.toUrl()) || *parseService(spec.toUrl()) != spec);
}

QTEST_APPLESS_MAIN(TestServiceUrl)
#include "tst_serviceurl.moc"
