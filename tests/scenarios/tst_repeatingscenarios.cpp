// SPDX-License-Identifier: MIT
#include "fakeserver.h"
#include "scenariowatch.h"
#include "steadyscenario.h"
#include "talkscenario.h"
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

ScenarioTimes fast()
{
    return {.steadyPause = 1ms, .talkPause = 1ms, .talkOffset = 1ms};
}

/// Answers the first message with \a first and echoes the others.
FakeServer::Manner echoAllBut(const QByteArray &first)
{
    return {.received = [first](FakePeer &peer, const QByteArray &bytes) {
        const bool isFirst = peer.received == bytes;
        if (!isFirst || !first.isEmpty()) {
            peer.write(isFirst ? first : bytes);
        }
    }};
}

/// What \a watch heard of echoes, up to that of message 2.
QStringList echoesUntilTheSecond(const ScenarioWatch &watch)
{
    const QString last = u"message 2 came back"_s;
    waitFor([&] { return watch.said().contains(last); });
    QStringList echoes = watch.said().filter(u" come"_s) + watch.said().filter(u" came"_s);
    return echoes.first(echoes.indexOf(last) + 1);
}

QByteArray received(const FakeServer &server, size_t peer = 0)
{
    return server.peers().size() > peer ? server.peers().at(peer)->received : QByteArray();
}

} // namespace

class TestRepeatingScenarios : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void steadySendsNumberedLines();
    void steadySendsTheFirstAtOnce();
    void steadyPausesBetweenTwoMessages();
    void steadyWaitsForEchoesAsLongAsItTakes();
    void echoes_data();
    void echoes();
    void aMemberTakesItsName();
    void aMemberWithoutNameSaysLinesOnly();
    void membersShareTheLines();
    void theSecondMemberBeginsLater();
    void aMemberReadsWhatComes();
    void endings_data();
    void endings();
    void cannotConnect();
    void stoppingClosesTheConnection();
};

void TestRepeatingScenarios::steadySendsNumberedLines()
{
    const FakeServer server(FakeServer::echo());
    SteadyScenario scenario(endpointOf(server), fast());
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return watch.said().contains(u"message 12 came back"_s); }));
    QVERIFY(received(server).startsWith("This is steady message 1\nThis is steady message 2\n"));
    QVERIFY(watch.said().filter(u"did not"_s).isEmpty());
    QVERIFY(!watch.result());
}

void TestRepeatingScenarios::steadySendsTheFirstAtOnce()
{
    const FakeServer server(FakeServer::echo());
    SteadyScenario scenario(endpointOf(server), {.steadyPause = 24h});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return watch.said().contains(u"message 1 came back"_s); }));
}

void TestRepeatingScenarios::steadyPausesBetweenTwoMessages()
{
    const FakeServer server(FakeServer::echo());
    SteadyScenario scenario(endpointOf(server), {.steadyPause = 50ms});
    ScenarioWatch watch(scenario);
    QElapsedTimer clock;
    clock.start();
    watch.start();
    QVERIFY(waitFor([&] { return watch.said().contains(u"message 3 came back"_s); }));
    QVERIFY2(clock.elapsed() >= 90, qPrintable(QString::number(clock.elapsed())));
}

void TestRepeatingScenarios::steadyWaitsForEchoesAsLongAsItTakes()
{
    // An operator holds it: nothing comes back until it is released.
    const FakeServer server({.received = [](FakePeer &peer, const QByteArray &) {
        if (peer.received.endsWith("message 100\n")) {
            peer.write(peer.received);
        }
    }});
    SteadyScenario scenario(endpointOf(server), {.timeout = 1s, .steadyPause = 15ms});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return watch.said().contains(u"message 100 came back"_s); }));
    QVERIFY(watch.said().filter(u"did not"_s).isEmpty());
}

void TestRepeatingScenarios::echoes_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QStringList>("said");

    const QStringList both{u"message 1 came back"_s, u"message 2 came back"_s};
    const QStringList second{u"message 1 did not come back"_s, u"message 2 came back"_s};
    const QByteArray message = "This is steady message 1\n"_ba;
    QTest::newRow("right") << message << both;
    QTest::newRow("dropped by an operator") << QByteArray() << second;
    QTest::newRow("with another byte") << "This is steady massage 1\n"_ba << second;
    QTest::newRow("after an operator's words") << "hello" + message << both;
    QTest::newRow("after an operator's line") << "hello\n" + message << both;
    QTest::newRow("after a long line") << QByteArray(100'000, 'x') + message << both;
    QTest::newRow("twice") << message + message << both;
    QTest::newRow("with one that was never sent") << "This is steady message 9\n" + message << both;
    QTest::newRow("with one that is no number") << "This is steady message 1x\n" + message << both;
}

void TestRepeatingScenarios::echoes()
{
    QFETCH(const QByteArray, first);
    QFETCH(const QStringList, said);

    const FakeServer server(echoAllBut(first));
    SteadyScenario scenario(endpointOf(server), {.steadyPause = 20ms});
    ScenarioWatch watch(scenario);
    watch.start();
    QCOMPARE(echoesUntilTheSecond(watch), said);
}

void TestRepeatingScenarios::aMemberTakesItsName()
{
    const FakeServer server(FakeServer::silent());
    TalkScenario scenario(endpointOf(server), fast(), {.name = u"zoë"_s});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return received(server).count('\n') >= 3; }));
    QVERIFY(received(server).startsWith("/nick zoë\nHello everybody!\n"));
    QCOMPARE(received(server).count("/nick"), 1);
}

void TestRepeatingScenarios::aMemberWithoutNameSaysLinesOnly()
{
    const FakeServer server(FakeServer::silent());
    TalkScenario scenario(endpointOf(server), fast(), {});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return received(server).count('\n') >= 3; }));
    QVERIFY(received(server).startsWith("Hello everybody!\n"));
    QVERIFY(!received(server).contains("/nick"));
}

void TestRepeatingScenarios::membersShareTheLines()
{
    const FakeServer alone(FakeServer::silent());
    TalkScenario onlyOne(endpointOf(alone), fast(), {});
    onlyOne.start();
    QVERIFY(waitFor([&] { return received(alone).count('\n') >= 40; }));
    const QByteArrayList all = received(alone).split('\n');

    for (int number = 0; number < 3; ++number) {
        const FakeServer server(FakeServer::silent());
        TalkScenario member(endpointOf(server), fast(), {.number = number, .of = 3});
        member.start();
        QVERIFY(waitFor([&] { return received(server).count('\n') >= 10; }));
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(received(server).split('\n').at(i), all.at(number + 3 * i));
        }
    }
}

void TestRepeatingScenarios::theSecondMemberBeginsLater()
{
    const FakeServer server(FakeServer::silent());
    TalkScenario scenario(endpointOf(server), {.talkPause = 24h, .talkOffset = 50ms},
                          {.number = 2, .of = 3, .name = u"tom"_s});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return received(server) == "/nick tom\n"; }));
    QElapsedTimer clock;
    clock.start();
    QVERIFY(waitFor([&] { return received(server).count('\n') == 2; }));
    QVERIFY2(clock.elapsed() >= 80, qPrintable(QString::number(clock.elapsed())));
}

void TestRepeatingScenarios::aMemberReadsWhatComes()
{
    // More than the kernel's buffers hold, one piece after each line.
    constexpr int pieces = 300;
    const FakeServer server({.received = [](FakePeer &peer, const QByteArray &) {
        peer.write(QByteArray(64 * 1024, 'x'));
    }});
    TalkScenario scenario(endpointOf(server), fast(), {});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return received(server).count('\n') >= pieces; }));
    QVERIFY(!watch.result());
}

void TestRepeatingScenarios::endings_data()
{
    QTest::addColumn<bool>("resets");
    QTest::addColumn<QString>("text");
    QTest::newRow("the server finishes") << false << u"the server ended it: it has finished"_s;
    QTest::newRow("the server resets")
        << true << u"the server ended it: Connection reset by peer"_s;
}

void TestRepeatingScenarios::endings()
{
    QFETCH(const bool, resets);
    QFETCH(const QString, text);
    const FakeServer server({.received = [resets](FakePeer &peer, const QByteArray &) {
        resets ? peer.reset() : peer.close();
    }});
    SteadyScenario scenario(endpointOf(server), {.steadyPause = 24h});
    ScenarioWatch watch(scenario);
    QCOMPARE(watch.run(), (ScenarioResult{.ok = true, .text = text, .end = ScenarioEnd::Server}));
}

void TestRepeatingScenarios::cannotConnect()
{
    const QString port = QString::number(closedPort());
    TalkScenario scenario({u"127.0.0.1"_s, quint16(port.toUInt())}, fast(), {});
    ScenarioWatch watch(scenario);
    QCOMPARE(
        watch.run(),
        (ScenarioResult{.ok = false,
                        .text = u"cannot connect to 127.0.0.1:%1: Connection refused"_s.arg(port),
                        .end = ScenarioEnd::NotConnected}));
}

void TestRepeatingScenarios::stoppingClosesTheConnection()
{
    const FakeServer server(FakeServer::silent());
    SteadyScenario scenario(endpointOf(server), fast());
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return !watch.said().isEmpty(); }));
    scenario.stop();
    QCOMPARE(watch.result(), ScenarioResult());
    QVERIFY(waitFor([&] { return server.peers().front()->hasEnded; }));
    QCOMPARE(watch.timesFinished(), 1);
}

QTEST_GUILESS_MAIN(TestRepeatingScenarios)
#include "tst_repeatingscenarios.moc"
