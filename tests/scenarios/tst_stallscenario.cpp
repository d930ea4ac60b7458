// SPDX-License-Identifier: MIT
#include "fakeserver.h"
#include "scenariowatch.h"
#include "stallscenario.h"
#include "timescale.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Endpoint endpointOf(const FakeServer &server)
{
    return {u"127.0.0.1"_s, server.serverPort()};
}

/// The number of bytes that the scenario says it has sent, -1 if it does not.
qint64 bytesSent(const QString &text)
{
    static const QRegularExpression bytes(u"\\(([0-9]+) bytes\\)"_s);
    const auto match = bytes.match(text);
    return match.hasMatch() ? match.captured(1).toLongLong() : -1;
}

} // namespace

class TestStallScenario : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theServerResetsIt();
    void theServerCloses();
    void theTimeIsOver();
    void itSendsAllThatTheServerTakes();
    void itNeverReads();
    void itCostsNothingOnceTheServerReadsNoMore();
    void itPausesBetweenBlocks();
    void stopping();
};

void TestStallScenario::theServerResetsIt()
{
    const FakeServer server({.received = [](FakePeer &peer, const QByteArray &) {
        peer.reset();
    }});
    StallScenario scenario(endpointOf(server), {.stallTime = scaled(10s)});
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result && result->ok);
    QVERIFY2(result->text.contains(u"the server ended it: "_s), qPrintable(result->text));
    QVERIFY(bytesSent(result->text) > 0);
}

// With input unread: a reset reaches a client that is not writing just now, since the kernel takes
// no more.
void TestStallScenario::theServerCloses()
{
    FakePeer *stalled = nullptr;
    const FakeServer server({.opened = [&](FakePeer &peer) { stalled = &peer; }, .reads = false});
    StallScenario scenario(endpointOf(server), {.stallTime = scaled(10s)});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return stalled && !watch.said().isEmpty(); }));
    stalled->close();
    const auto result = watch.waitForResult();
    QVERIFY(result && result->ok);
    QVERIFY2(result->text.contains(u"the server ended it: "_s), qPrintable(result->text));
}

void TestStallScenario::theTimeIsOver()
{
    const FakeServer server({.reads = false});
    StallScenario scenario(endpointOf(server), {.stallTime = 200ms});
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result && result->ok);
    QVERIFY2(result->text.contains(u"its time limit of 200ms was over"_s),
             qPrintable(result->text));
    QVERIFY(bytesSent(result->text) > 0);
}

void TestStallScenario::itSendsAllThatTheServerTakes()
{
    constexpr qint64 enough = 16 * 1024 * 1024;
    const FakeServer server({.received = [](FakePeer &peer, const QByteArray &) {
        if (peer.received.size() > enough) {
            peer.reset();
        }
    }});
    StallScenario scenario(endpointOf(server), {.stallTime = scaled(10s)});
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result && result->ok);
    QVERIFY2(bytesSent(result->text) >= enough, qPrintable(result->text));
    // Lines, which a chat server can relay.
    const QByteArray received = server.peers().front()->received;
    QCOMPARE(received.count('\n'), received.size() / 64);
}

// Closing a socket with unread input resets the connection (RFC 9293, 3.10.7.1; RFC 2525, 2.17).
void TestStallScenario::itNeverReads()
{
    const FakeServer server({.opened = [](FakePeer &peer) {
        peer.write("read me\n");
    }});
    StallScenario scenario(endpointOf(server), {.stallTime = 200ms});
    ScenarioWatch watch(scenario);
    QVERIFY(watch.run());
    QVERIFY(waitFor(
        [&] { return server.peers().front()->hasEnded || server.peers().front()->wasReset; }));
    QVERIFY(server.peers().front()->wasReset);
}

void TestStallScenario::itCostsNothingOnceTheServerReadsNoMore()
{
    const FakeServer server({.reads = false});
    StallScenario scenario(endpointOf(server), {.stallTime = scaled(60s)});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return !watch.said().isEmpty(); }));

    int wakes = 0;
    // Turns of 50 ms with hardly a wake of the event loop, one after another.
    int quietTurns = 0;
    QTimer turn;
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, &turn,
            [&wakes] { ++wakes; });
    connect(&turn, &QTimer::timeout, this,
            [&] { quietTurns = std::exchange(wakes, 0) < 10 ? quietTurns + 1 : 0; });
    turn.start(50ms);
    QVERIFY(waitFor([&] { return quietTurns >= 6; }));
    scenario.stop();
    QVERIFY(bytesSent(watch.result()->text) > 0);
}

void TestStallScenario::itPausesBetweenBlocks()
{
    constexpr qsizetype block = 64 * 1024;
    const FakeServer server({.received = [](FakePeer &peer, const QByteArray &) {
        if (peer.received.size() == 4 * block) {
            peer.reset();
        }
    }});
    StallScenario scenario(endpointOf(server), {.stallTime = scaled(10s), .stallPause = 20ms});
    ScenarioWatch watch(scenario);
    QElapsedTimer clock;
    clock.start();
    const auto result = watch.run();
    QVERIFY(result && result->ok);
    QCOMPARE(bytesSent(result->text), 4 * block);
    QVERIFY2(clock.elapsed() >= 3 * 19, qPrintable(QString::number(clock.elapsed())));
}

void TestStallScenario::stopping()
{
    const FakeServer server({.reads = false});
    StallScenario scenario(endpointOf(server), {.stallTime = scaled(10s)});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return !watch.said().isEmpty(); }));
    scenario.stop();
    QVERIFY(watch.result());
    QVERIFY(!watch.result()->ok);
    QVERIFY2(bytesSent(watch.result()->text) >= 0, qPrintable(watch.result()->text));
}

QTEST_GUILESS_MAIN(TestStallScenario)
#include "tst_stallscenario.moc"
