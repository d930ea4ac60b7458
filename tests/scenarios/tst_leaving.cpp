// SPDX-License-Identifier: MIT
#include "fakeserver.h"
#include "scenariolist.h"
#include "scenariowatch.h"
#include "steadyscenario.h"
#include "timescale.h"

#include <QElapsedTimer>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Endpoint endpointOf(const FakeServer &server)
{
    return {u"127.0.0.1"_s, server.serverPort()};
}

/// A client that has sent something and reads little or nothing of what comes.
std::unique_ptr<Scenario> makeClient(const QString &name, const FakeServer &server,
                                     const ScenarioTimes &times = {.slowStart = 1ms,
                                                                   .leaveTime = scaled(10s)})
{
    if (const auto info = findScenario(name)) {
        return makeScenario(info->kind, endpointOf(server), times);
    }
    return std::make_unique<SteadyScenario>(endpointOf(server), times);
}

} // namespace

/// Ending early without a reset: a socket closed with input unread, or to which more comes, resets
/// the connection (RFC 9293, 3.10.7.1).
class TestLeaving : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void clients_data();
    void theServerSeesNoReset_data() { clients_data(); }
    void theServerSeesNoReset();
    void aServerThatDoesNotEndIsLeft_data() { clients_data(); }
    void aServerThatDoesNotEndIsLeft();
    void aServerThatResetsIsLeft_data() { clients_data(); }
    void aServerThatResetsIsLeft();
    void beforeItIsConnected_data() { clients_data(); }
    void beforeItIsConnected();
    void nothingIsSaidWhileLeaving();
};

void TestLeaving::clients_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : {u"steady"_s, u"slow"_s, u"multi"_s, u"burst"_s}) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

void TestLeaving::theServerSeesNoReset()
{
    QFETCH(const QString, name);
    // It has sent before the client leaves, and sends more before it ends its side.
    const auto sendMuch = [](FakePeer &peer) {
        peer.write(QByteArray(100'000, 'x'));
    };
    const auto sendMuchAndClose = [&](FakePeer &peer) {
        sendMuch(peer);
        peer.close();
    };
    const FakeServer server({.opened = sendMuch, .ended = sendMuchAndClose});
    const auto client = makeClient(name, server);
    ScenarioWatch watch(*client);
    watch.start();
    QVERIFY(waitFor([&] { return !server.peers().empty() && !watch.said().isEmpty(); }));
    client->leave();
    QVERIFY(!watch.result());
    QVERIFY(watch.waitForResult());
    QCOMPARE(watch.result()->end, ScenarioEnd::Own);
    QCOMPARE(watch.timesFinished(), 1);
    for (const auto &peer : server.peers()) {
        QVERIFY(peer->hasEnded);
        QVERIFY(!peer->wasReset);
    }
}

void TestLeaving::aServerThatDoesNotEndIsLeft()
{
    QFETCH(const QString, name);
    const FakeServer server({.ended = [](FakePeer &) { /* leaves the connection open */ }});
    const auto client = makeClient(name, server, {.slowStart = 1ms, .leaveTime = 100ms});
    ScenarioWatch watch(*client);
    watch.start();
    QVERIFY(waitFor([&] { return !watch.said().isEmpty(); }));
    QElapsedTimer clock;
    clock.start();
    client->leave();
    QVERIFY(watch.waitForResult());
    QVERIFY2(clock.elapsed() >= 90, qPrintable(QString::number(clock.elapsed())));
    QVERIFY2(clock.elapsed() < scaled(5s).count(), qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(watch.timesFinished(), 1);
}

void TestLeaving::aServerThatResetsIsLeft()
{
    QFETCH(const QString, name);
    const FakeServer server({.ended = [](FakePeer &peer) {
        peer.reset();
    }});
    const auto client = makeClient(name, server);
    ScenarioWatch watch(*client);
    watch.start();
    QVERIFY(waitFor([&] { return !watch.said().isEmpty(); }));
    client->leave();
    QVERIFY(watch.waitForResult());
    QCOMPARE(watch.result()->end, ScenarioEnd::Own);
}

void TestLeaving::beforeItIsConnected()
{
    QFETCH(const QString, name);
    const FakeServer server(FakeServer::echo());
    const auto client = makeClient(name, server);
    ScenarioWatch watch(*client);
    watch.start();
    client->leave();
    QVERIFY(watch.result());
    client->leave();
    QCOMPARE(watch.timesFinished(), 1);
}

void TestLeaving::nothingIsSaidWhileLeaving()
{
    const FakeServer server({.ended = [](FakePeer &peer) {
        peer.write(peer.received);
        peer.close();
    }});
    SteadyScenario client(endpointOf(server), {.steadyPause = 1ms, .leaveTime = scaled(10s)});
    ScenarioWatch watch(client);
    watch.start();
    QVERIFY(waitFor([&] { return watch.said().size() > 5; }));
    client.leave();
    const qsizetype said = watch.said().size();
    QVERIFY(watch.waitForResult());
    QCOMPARE(watch.said().size(), said);
}

QTEST_GUILESS_MAIN(TestLeaving)
#include "tst_leaving.moc"
