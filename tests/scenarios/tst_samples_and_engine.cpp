// SPDX-License-Identifier: MIT
#include "enginefixture.h"
#include "sampleclients.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString echoUrl = u"echo://127.0.0.1:0"_s;
const QString chatUrl = u"chat://127.0.0.1:0"_s;

SampleServers serversOf(const EngineFixture &fixture, bool names = true)
{
    return {.echo = Endpoint{u"127.0.0.1"_s, fixture.port(0)},
            .chat = Endpoint{u"127.0.0.1"_s, fixture.port(1)},
            .chatNames = names};
}

QByteArrayList namesIn(const EngineFixture &fixture)
{
    QByteArrayList names;
    for (const Event &event : fixture.eventsOf(EventKind::Named)) {
        names.append(event.data);
    }
    return names;
}

/// Every client whose end is known, and how it came.
QList<CloseReason> reasonsIn(const EngineFixture &fixture)
{
    QList<CloseReason> reasons;
    for (const Event &event : fixture.eventsOf(EventKind::Disconnected)) {
        reasons.append(event.reason.value());
    }
    return reasons;
}

} // namespace

/// What a newcomer sees: the sample clients with their real times on a real engine.
class TestSamplesAndEngine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lifeWithinTwoSeconds();
    void withoutNames();
    void oneIsPausedAndTheOthersGoOn();
    void stoppingIsSeenAsTheClientsWill();
    void theServerStops_data();
    void theServerStops();
};

void TestSamplesAndEngine::lifeWithinTwoSeconds()
{
    EngineFixture fixture({echoUrl, chatUrl});
    SampleClients clients;
    QElapsedTimer clock;
    clock.start();
    clients.start(serversOf(fixture));
    QVERIFY(waitFor([&] {
        const QByteArrayList names = namesIn(fixture);
        return fixture.count(EventKind::Connected) == 7 && names.contains("mei")
            && names.contains("tom") && names.contains("zoë")
            && fixture.count(EventKind::Received) > 5 && fixture.count(EventKind::Sent) > 5;
    }));
    QVERIFY2(clock.elapsed() < scaled(2s).count(), qPrintable(QString::number(clock.elapsed())));
}

void TestSamplesAndEngine::withoutNames()
{
    EngineFixture fixture({echoUrl, chatUrl + u"?names=off"_s});
    ScenarioTimes times = sampleTimes();
    times.talkOffset = 10ms;
    SampleClients clients(times);
    clients.start({.chat = serversOf(fixture).chat, .chatNames = false});
    QVERIFY(fixture.waitForEvent(EventKind::Received, {}, 3));
    for (const Event &event : fixture.eventsOf(EventKind::Received)) {
        QVERIFY2(!event.data.startsWith('/'), event.data.constData());
    }
}

void TestSamplesAndEngine::oneIsPausedAndTheOthersGoOn()
{
    EngineFixture fixture({echoUrl, chatUrl});
    ScenarioTimes times = sampleTimes();
    times.steadyPause = 50ms;
    SampleClients clients(times);
    clients.start(serversOf(fixture));
    QVERIFY(fixture.waitForEvent(EventKind::Paused));
    const ClientId stalled = fixture.eventsOf(EventKind::Paused).first().client;
    QVERIFY(fixture.waitForState(stalled, ClientState::Paused));
    const qsizetype sent = fixture.count(EventKind::Sent);
    QVERIFY(fixture.waitForEvent(EventKind::Sent, {}, sent + 10));
    QCOMPARE(clients.count(), 7);
}

void TestSamplesAndEngine::stoppingIsSeenAsTheClientsWill()
{
    EngineFixture fixture({echoUrl, chatUrl});
    SampleClients clients;
    clients.start(serversOf(fixture));
    QVERIFY(fixture.waitForEvent(EventKind::Paused));
    QVERIFY(waitFor([&] { return namesIn(fixture).contains("zoë"); }));
    clients.stop();
    QVERIFY(waitFor([&] { return !clients.isRunning(); }));
    QVERIFY(fixture.waitForEvent(EventKind::Disconnected, {}, 7));
    const QList<CloseReason> reasons = reasonsIn(fixture);
    QCOMPARE(reasons.count(CloseReason::ClientClosed), 6);
    QCOMPARE(reasons.count(CloseReason::ResetByPeer), 1); // the one that never reads
}

void TestSamplesAndEngine::theServerStops_data()
{
    QTest::addColumn<StopMode>("mode");
    QTest::newRow("gracefully") << StopMode::Graceful;
    QTest::newRow("at once") << StopMode::AtOnce;
}

void TestSamplesAndEngine::theServerStops()
{
    QFETCH(const StopMode, mode);
    EngineFixture fixture({echoUrl, chatUrl}, {.drain = scaled(500ms)});
    SampleClients clients;
    QStringList failures;
    connect(&clients, &SampleClients::failed, this,
            [&](const QString &sentence) { failures.append(sentence); });
    clients.start(serversOf(fixture));
    QVERIFY(fixture.waitForEvent(EventKind::Paused));
    QVERIFY(fixture.stop(mode));
    QVERIFY(waitFor([&] { return !clients.isRunning(); }));
    QCOMPARE(failures, QStringList());
}

QTEST_GUILESS_MAIN(TestSamplesAndEngine)
#include "tst_samples_and_engine.moc"
