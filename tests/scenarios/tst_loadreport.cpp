// SPDX-License-Identifier: MIT
#include "loadreport.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

LoadFigures someFigures()
{
    LoadFigures figures{
        .server = {u"::1"_s, 7000},
        .options = {.clients = 50, .idle = 1000, .size = 64, .depth = 2},
        .connected = 1050,
        .connecting = 1250ms,
        .sending = 10s,
        .messages = 1'000'005,
        .latencies = {},
    };
    for (int i = 0; i < 1000; ++i) {
        figures.latencies.add(100ns);
    }
    figures.latencies.add(2s);
    return figures;
}

QJsonObject parse(const QString &report)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(report.toUtf8(), &error);
    return error.error == QJsonParseError::NoError ? document.object() : QJsonObject();
}

} // namespace

class TestLoadReport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rates_data();
    void rates();
    void text();
    void textOfNoMessage();
    void times_data();
    void times();
    void json();
    void jsonOfNoMessage();
};

void TestLoadReport::rates_data()
{
    QTest::addColumn<qint64>("messages");
    QTest::addColumn<std::chrono::nanoseconds>("sending");
    QTest::addColumn<double>("rate");
    QTest::newRow("a second") << 100LL << std::chrono::nanoseconds(1s) << 100.0;
    QTest::newRow("a part of a second") << 3LL << std::chrono::nanoseconds(250ms) << 12.0;
    QTest::newRow("nothing came back") << 0LL << std::chrono::nanoseconds(1s) << 0.0;
    QTest::newRow("no time has passed") << 5LL << 0ns << 0.0;
}

void TestLoadReport::rates()
{
    LoadFigures figures = someFigures();
    QFETCH(const qint64, messages);
    QFETCH(const std::chrono::nanoseconds, sending);
    figures.messages = messages;
    figures.sending = sending;
    QTEST(figures.rate(), "rate");
}

void TestLoadReport::text()
{
    QCOMPARE(reportText(someFigures()),
             u"load: 50 clients, 2 messages of 64B on their way for each; 1000 idle; for 10.0 s\n"
             "  connected  1050 of 1050, within 1.25 s\n"
             "  messages   1000005, 100000.5/s\n"
             "  bytes      64000320 each way, 6.1 MiB/s\n"
             "  latency    p50 0.10 µs, p99 0.10 µs, p99.9 0.10 µs, max 2.00 s"_s);
}

void TestLoadReport::textOfNoMessage()
{
    LoadFigures figures = someFigures();
    figures.latencies = {};
    figures.messages = 0;
    const QString text = reportText(figures);
    QVERIFY2(text.endsWith(u"  latency    of none: no message came back"_s), qPrintable(text));
    QVERIFY2(text.contains(u"messages   0, 0.0/s"_s), qPrintable(text));
}

void TestLoadReport::times_data()
{
    QTest::addColumn<std::chrono::nanoseconds>("time");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, std::chrono::nanoseconds time, const QString &text) {
        QTest::newRow(name) << time << text;
    };
    row("nothing", 0ns, u"0.00 µs"_s);
    row("nanoseconds", 1234ns, u"1.23 µs"_s);
    row("tens of microseconds", 87'340ns, u"87.3 µs"_s);
    row("hundreds of microseconds", 870'600ns, u"871 µs"_s);
    row("milliseconds", 1'250'000ns, u"1.25 ms"_s);
    row("hundreds of milliseconds", 350ms, u"350 ms"_s);
    row("seconds", 12'340ms, u"12.3 s"_s);
}

void TestLoadReport::times()
{
    LoadFigures figures = someFigures();
    QFETCH(const std::chrono::nanoseconds, time);
    QFETCH(const QString, text);
    figures.connecting = time;
    const QString report = reportText(figures);
    QVERIFY2(report.contains(u", within %1\n"_s.arg(text)), qPrintable(report));
}

void TestLoadReport::json()
{
    const QString report = reportJson(someFigures());
    QVERIFY(!report.contains(u'\n'));
    QJsonObject object = parse(report);
    // The end of the bucket, see latencyhistogram.h.
    QCOMPARE(object.take("p50Microseconds"_L1).toDouble(), 0.1);
    QCOMPARE(object.take("p99Microseconds"_L1).toDouble(), 0.1);
    QCOMPARE(object.take("p999Microseconds"_L1).toDouble(), 0.1);
    QCOMPARE(object.take("maxMicroseconds"_L1).toDouble(), 2e6);
    const QJsonObject rest{{u"server"_s, u"[::1]:7000"_s},
                           {u"clients"_s, 50},
                           {u"idle"_s, 1000},
                           {u"size"_s, 64},
                           {u"depth"_s, 2},
                           {u"connected"_s, 1050},
                           {u"connectSeconds"_s, 1.25},
                           {u"seconds"_s, 10},
                           {u"messages"_s, 1'000'005},
                           {u"bytes"_s, 64'000'320},
                           {u"messagesPerSecond"_s, 100'000.5},
                           {u"bytesPerSecond"_s, 6'400'032}};
    QCOMPARE(object, rest);
}

void TestLoadReport::jsonOfNoMessage()
{
    LoadFigures figures = someFigures();
    figures.latencies = {};
    const QJsonObject object = parse(reportJson(figures));
    for (const char *key :
         {"p50Microseconds", "p99Microseconds", "p999Microseconds", "maxMicroseconds"}) {
        QVERIFY2(object.value(QLatin1StringView(key)).isNull(), key);
    }
}

QTEST_APPLESS_MAIN(TestLoadReport)
#include "tst_loadreport.moc"
