// SPDX-License-Identifier: MIT
#include "fakeserver.h"
#include "loadscenario.h"
#include "scenariowatch.h"
#include "timescale.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Endpoint endpointOf(const FakeServer &server)
{
    return {u"127.0.0.1"_s, server.serverPort()};
}

QJsonObject parse(const QString &report)
{
    return QJsonDocument::fromJson(report.toUtf8()).object();
}

} // namespace

class TestLoadScenario : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rightServers_data();
    void rightServers();
    void answersInPieces();
    void latencies();
    void theDepthIsKept();
    void idleOnesAreSilent();
    void asText();
    void stoppedWhileSending();
    void stoppedWhileConnecting();
};

void TestLoadScenario::rightServers_data()
{
    QTest::addColumn<LoadOptions>("options");
    const auto row = [](const char *name, LoadOptions options) {
        options.time = 50ms;
        options.json = true;
        QTest::newRow(name) << options;
    };
    row("one client, ping-pong", {.clients = 1});
    row("several clients", {.clients = 20});
    row("idle ones beside them", {.clients = 3, .idle = 60});
    row("messages of one byte", {.clients = 2, .size = 1, .depth = 8});
    row("many messages on their way", {.clients = 4, .size = 64, .depth = 64});
    row("a size that fills no read", {.clients = 2, .size = 1021, .depth = 7});
    row("messages larger than a read", {.clients = 2, .size = 100'000, .depth = 3});
}

void TestLoadScenario::rightServers()
{
    QFETCH(const LoadOptions, options);
    const FakeServer server(FakeServer::echo());
    LoadScenario scenario(endpointOf(server), {}, options);
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result);
    QVERIFY2(result->ok, qPrintable(result->text));
    QCOMPARE(watch.said(), QStringList());

    const QJsonObject report = parse(result->text);
    QCOMPARE(report["connected"_L1].toInt(), options.connections());
    QVERIFY(report["seconds"_L1].toDouble() >= 0.05);
    const qint64 messages = report["messages"_L1].toInteger();
    QVERIFY(messages > 0);
    QCOMPARE(report["bytes"_L1].toInteger(), messages * options.size);
    QVERIFY(report["p50Microseconds"_L1].toDouble() <= report["maxMicroseconds"_L1].toDouble());

    QCOMPARE(server.peers().size(), size_t(options.connections()));
    qint64 received = 0;
    int senders = 0;
    for (const auto &peer : server.peers()) {
        QCOMPARE(peer->received.size() % options.size, 0); // no message was left half
        received += peer->received.size();
        senders += peer->received.isEmpty() ? 0 : 1;
    }
    QCOMPARE(senders, options.clients);
    // Beside those that were back in time, at most what was on its way then.
    const qint64 later = received / options.size - messages;
    QVERIFY2(later >= 0 && later <= qint64(options.clients) * options.depth,
             qPrintable(QString::number(later)));
}

void TestLoadScenario::answersInPieces()
{
    QHash<FakePeer *, QByteArray> owed;
    const FakeServer server({.received = [&](FakePeer &peer, const QByteArray &bytes) {
        owed[&peer] += bytes;
    }});
    qsizetype piece = 0;
    QTimer beat;
    connect(&beat, &QTimer::timeout, this, [&] {
        piece = piece % 40 + 1;
        for (auto [peer, bytes] : owed.asKeyValueRange()) {
            peer->write(bytes.first(std::min(piece, bytes.size())));
            bytes.remove(0, piece);
        }
    });
    beat.start(1ms);
    LoadScenario scenario(
        endpointOf(server), {},
        {.clients = 3, .size = 50, .depth = 4, .time = scaled(200ms), .json = true});
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result);
    QVERIFY2(result->ok, qPrintable(result->text));
    QVERIFY(parse(result->text)["messages"_L1].toInteger() > 0);
}

// A message's time is that from when it was due to its last byte.
void TestLoadScenario::latencies()
{
    constexpr auto delay = 30ms;
    QTimer beat;
    QHash<FakePeer *, QByteArray> owed;
    const FakeServer server({.received = [&](FakePeer &peer, const QByteArray &bytes) {
        peer.write(bytes.chopped(1));
        owed[&peer] = bytes.last(1);
        beat.start(delay);
    }});
    beat.setSingleShot(true);
    beat.setTimerType(Qt::PreciseTimer);
    connect(&beat, &QTimer::timeout, this, [&] {
        for (auto [peer, bytes] : owed.asKeyValueRange()) {
            peer->write(bytes);
        }
    });
    LoadScenario scenario(endpointOf(server), {}, {.clients = 1, .time = 100ms, .json = true});
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result && result->ok);
    const QJsonObject report = parse(result->text);
    constexpr double least = 29'000; // a timer may be early by less than 1 ms
    for (const char *key : {"p50Microseconds", "p99Microseconds", "maxMicroseconds"}) {
        const double time = report[QLatin1StringView(key)].toDouble();
        QVERIFY2(time >= least, qPrintable(QString::number(time)));
    }
    // One after the other.
    QVERIFY(report["messages"_L1].toDouble() * least <= report["seconds"_L1].toDouble() * 1e6);
}

void TestLoadScenario::theDepthIsKept()
{
    const FakeServer server(FakeServer::silent());
    LoadScenario scenario(endpointOf(server), {.timeout = 300ms},
                          {.clients = 3, .size = 100, .depth = 5, .time = 60s});
    ScenarioWatch watch(scenario);
    QVERIFY(watch.run());
    QCOMPARE(server.peers().size(), size_t(3));
    for (const auto &peer : server.peers()) {
        QCOMPARE(peer->received.size(), 500);
        QCOMPARE(peer->received.count('\n'), 5);
    }
}

void TestLoadScenario::idleOnesAreSilent()
{
    const FakeServer server(FakeServer::echo());
    LoadScenario scenario(endpointOf(server), {}, {.clients = 1, .idle = 40, .time = 50ms});
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result && result->ok);
    QVERIFY(waitFor([&] {
        return std::all_of(server.peers().begin(), server.peers().end(),
                           [](const auto &peer) { return peer->hasEnded || peer->wasReset; });
    }));
    for (const auto &peer : server.peers()) {
        QVERIFY(peer->hasEnded); // in good order
    }
    QCOMPARE(std::count_if(server.peers().begin(), server.peers().end(),
                           [](const auto &peer) { return peer->received.isEmpty(); }),
             40);
}

void TestLoadScenario::asText()
{
    const FakeServer server(FakeServer::echo());
    LoadScenario scenario(endpointOf(server), {}, {.clients = 2, .idle = 1, .time = 50ms});
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result && result->ok);
    QCOMPARE(watch.said(),
             QStringList(u"load: 3 connected to 127.0.0.1:%1; 2 of them send for 50ms"_s.arg(
                 QString::number(server.serverPort()))));
    QVERIFY2(result->text.startsWith(u"load: 2 clients, 1 messages of 64B on their way"_s),
             qPrintable(result->text));
}

void TestLoadScenario::stoppedWhileSending()
{
    qsizetype echoed = 0;
    const FakeServer server({.received = [&](FakePeer &peer, const QByteArray &bytes) {
        peer.write(bytes);
        echoed += bytes.size();
    }});
    LoadScenario scenario(endpointOf(server), {}, {.clients = 2, .time = 60s, .json = true});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return echoed > 6400; }));
    scenario.stop();
    QVERIFY(watch.result() && !watch.result()->ok);
    const QJsonObject report = parse(watch.result()->text);
    QVERIFY(report["messages"_L1].toInteger() >= 90);
    QVERIFY(report["seconds"_L1].toDouble() < 60);
}

void TestLoadScenario::stoppedWhileConnecting()
{
    const FakeServer server(FakeServer::echo());
    LoadScenario scenario(endpointOf(server), {}, {.clients = 1000, .time = 60s});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return server.peers().size() > 40; }));
    QVERIFY(server.peers().size() < 1000);
    scenario.stop();
    QVERIFY(watch.result() && !watch.result()->ok);
    QCOMPARE(watch.result()->text, QString());
    QVERIFY(waitFor([&] {
        return std::all_of(server.peers().begin(), server.peers().end(),
                           [](const auto &peer) { return peer->hasEnded || peer->wasReset; });
    }));
}

QTEST_GUILESS_MAIN(TestLoadScenario)
#include "tst_loadscenario.moc"
