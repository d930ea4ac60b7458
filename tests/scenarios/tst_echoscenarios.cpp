// SPDX-License-Identifier: MIT
#include "burstscenario.h"
#include "fakeserver.h"
#include "multiscenario.h"
#include "scenariolist.h"
#include "scenariowatch.h"
#include "slowscenario.h"
#include "timescale.h"
#include "units.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The bytes that a scenario sends on each connection.
const QByteArray slowBytes = "Part one of the message.Part two of the message."_ba;
const QByteArray burstBytes = "This is the message 0It will be sent 1in parts 2in 中文3"_ba;

/// Answers once, with \a answer, and then as \a after says.
FakeServer::Manner answerOnce(const QByteArray &answer,
                              const std::function<void(FakePeer &)> &after = {})
{
    return {.received = [answer, after](FakePeer &peer, const QByteArray &bytes) {
        if (peer.received != bytes) {
            return;
        }
        peer.write(answer);
        if (after) {
            after(peer);
        }
    }};
}

/// Echoes nothing until \a size bytes have come, and then all of them.
FakeServer::Manner echoAfter(qsizetype size)
{
    return {.received = [size](FakePeer &peer, const QByteArray &) {
        if (peer.received.size() == size) {
            peer.write(peer.received);
        }
    }};
}

FakeServer::Manner echoTwice()
{
    return {.received = [](FakePeer &peer, const QByteArray &bytes) {
        peer.write(bytes + bytes);
    }};
}

FakeServer::Manner endAtOnce()
{
    return {.received = [](FakePeer &peer, const QByteArray &) {
        peer.close();
    }};
}

FakeServer::Manner resetAtOnce()
{
    return {.received = [](FakePeer &peer, const QByteArray &) {
        peer.reset();
    }};
}

ScenarioTimes fast()
{
    return {.slowStart = 1ms, .slowPause = 1ms};
}

/// Short enough to wait for, long enough for a connection to be made.
ScenarioTimes impatient()
{
    return {.timeout = scaled(500ms), .slowStart = 1ms, .slowPause = 1ms};
}

/// \a lines with each local address replaced by `A`, `B` … in order of appearance.
QStringList withoutPorts(QStringList lines)
{
    static const QRegularExpression address(u"^127\\.0\\.0\\.1:[0-9]+ "_s);
    QStringList seen;
    for (QString &line : lines) {
        const QString found = address.match(line).captured();
        if (!seen.contains(found)) {
            seen += found;
        }
        line = QChar(u'A' + int(seen.indexOf(found))) + u' ' + line.sliced(found.size());
    }
    return lines;
}

} // namespace

class TestEchoScenarios : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void servers_data();
    void servers();
    void multiSaysEachStep();
    void multiReadsEachEchoBeforeTheNextMessage();
    void slowPausesBeforeEachStep();
    void slowReadsSixteenBytesAtATime();
    void burstClosesWithoutReadingTheRest();
    void stoppingClosesTheConnections();
};

void TestEchoScenarios::servers_data()
{
    QTest::addColumn<ScenarioKind>("kind");
    QTest::addColumn<FakeServer::Manner>("manner");
    QTest::addColumn<ScenarioTimes>("times");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, ScenarioKind kind, const FakeServer::Manner &manner,
                        bool ok, const QString &text) {
        QTest::newRow(name) << kind << manner << fast() << ok << text;
    };
    const auto waits = [](const char *name, ScenarioKind kind, const FakeServer::Manner &manner,
                          const QString &text) {
        QTest::newRow(name) << kind << manner << impatient() << false
                            << u"no answer for %1 %2"_s.arg(durationToOption(impatient().timeout),
                                                            text);
    };
    using enum ScenarioKind;

    row("multi, right echo", Multi, FakeServer::echo(), true, u"came back on both"_s);
    row("multi, wrong byte", Multi, answerOnce("This is the Message. "), false,
        u"got \"M\" as byte 13, but \"m\" was sent"_s);
    row("multi, everything twice", Multi, echoTwice(), false, u"more than the 21 bytes"_s);
    row("multi, early end", Multi, answerOnce("This ", [](FakePeer &peer) { peer.close(); }), false,
        u"the server ended the connection after 5 of 21 bytes had come back"_s);
    row("multi, end at once", Multi, endAtOnce(), false, u"after 0 of 21 bytes"_s);
    row("multi, reset", Multi, resetAtOnce(), false, u"Connection reset by peer after 0 of 21"_s);
    waits("multi, no answer", Multi, FakeServer::silent(), u"after 0 of 21 bytes"_s);
    waits("multi, half an answer", Multi, answerOnce("This is"), u"after 7 of 21 bytes"_s);

    row("slow, right echo", Slow, FakeServer::echo(), true, u"both parts came back"_s);
    row("slow, echo of both in one", Slow, echoAfter(slowBytes.size()), true, u"both parts"_s);
    row("slow, wrong byte in the second part", Slow,
        answerOnce("Part one of the message.Part one of the message."), false,
        u"got \"o\" as byte 30, but \"t\" was sent"_s);
    row("slow, end after the first part", Slow,
        {.received =
             [](FakePeer &peer, const QByteArray &) {
                 if (peer.received.size() == slowBytes.size()) {
                     peer.write(slowBytes.first(24));
                     peer.close();
                 }
             }},
        false, u"the server ended the connection after 24 of 48 bytes"_s);
    waits("slow, no answer", Slow, FakeServer::silent(), u"after 0 of 48 bytes"_s);

    row("burst, right echo", Burst, FakeServer::echo(), true, u"first bytes that came back"_s);
    row("burst, echo of all in one", Burst, echoAfter(burstBytes.size()), true, u"first bytes"_s);
    row("burst, only the first bytes come back", Burst, answerOnce("This is"), true,
        u"first bytes"_s);
    row("burst, another message first", Burst, answerOnce("It will be sent 1"), false,
        u"got \"I\" as byte 1, but \"T\" was sent"_s);
    row("burst, end instead of an echo", Burst,
        {.received =
             [](FakePeer &peer, const QByteArray &) {
                 if (peer.received.size() == burstBytes.size()) {
                     peer.close();
                 }
             }},
        false, u"the server ended the connection after 0 of 58 bytes"_s);
    waits("burst, no answer", Burst, FakeServer::silent(), u"after 0 of 58 bytes"_s);
}

void TestEchoScenarios::servers()
{
    QFETCH(const ScenarioKind, kind);
    QFETCH(const FakeServer::Manner, manner);
    QFETCH(const ScenarioTimes, times);
    QFETCH(const bool, ok);
    QFETCH(const QString, text);

    const FakeServer server(manner);
    const auto scenario = makeScenario(kind, {u"127.0.0.1"_s, server.serverPort()}, times);
    ScenarioWatch watch(*scenario);
    const auto result = watch.run();
    QVERIFY(result);
    QVERIFY2(result->text.contains(text), qPrintable(result->text));
    QCOMPARE(result->ok, ok);
    QCOMPARE(watch.timesFinished(), 1);
}

void TestEchoScenarios::multiSaysEachStep()
{
    const FakeServer server(FakeServer::echo());
    MultiScenario scenario({u"127.0.0.1"_s, server.serverPort()}, {});
    ScenarioWatch watch(scenario);
    QVERIFY(watch.run());

    const QStringList lines = withoutPorts(watch.said());
    QCOMPARE(lines.size(), 12);
    const QStringList messages{u"This is the message. "_s, u"It will be sent "_s, u"in parts."_s};
    for (qsizetype i = 0; i < messages.size(); ++i) {
        QStringList echoes = lines.sliced(4 * i + 2, 2); // which socket is first is the kernel's
        echoes.sort();
        QCOMPARE(lines.at(4 * i), u"A sends \"%1\""_s.arg(messages.at(i)));
        QCOMPARE(lines.at(4 * i + 1), u"B sends \"%1\""_s.arg(messages.at(i)));
        QCOMPARE(echoes.at(0), u"A receives \"%1\""_s.arg(messages.at(i)));
        QCOMPARE(echoes.at(1), u"B receives \"%1\""_s.arg(messages.at(i)));
    }
}

void TestEchoScenarios::multiReadsEachEchoBeforeTheNextMessage()
{
    const FakeServer server(FakeServer::silent());
    MultiScenario scenario({u"127.0.0.1"_s, server.serverPort()}, impatient());
    ScenarioWatch watch(scenario);
    QVERIFY(watch.run());
    QCOMPARE(server.peers().size(), size_t(2));
    QVERIFY(waitFor([&] { return server.peers().front()->hasEnded; }));
    QCOMPARE(server.peers().front()->received, "This is the message. "_ba);
}

void TestEchoScenarios::slowPausesBeforeEachStep()
{
    QElapsedTimer clock;
    QList<qint64> arrivals;
    FakeServer::Manner manner = FakeServer::echo();
    manner.received = [&](FakePeer &peer, const QByteArray &bytes) {
        arrivals += clock.elapsed();
        peer.write(bytes);
    };
    const FakeServer server(manner);
    SlowScenario scenario({u"127.0.0.1"_s, server.serverPort()},
                          {.slowStart = 100ms, .slowPause = 200ms});
    ScenarioWatch watch(scenario);
    clock.start();
    QVERIFY(watch.run());

    // Qt's coarse timers may be 5 % early, and each time here is rounded.
    QCOMPARE(arrivals.size(), 2);
    QVERIFY2(arrivals.at(0) >= 90, qPrintable(QString::number(arrivals.at(0))));
    QVERIFY2(arrivals.at(1) >= 90 + 180, qPrintable(QString::number(arrivals.at(1))));
    QVERIFY2(clock.elapsed() >= 90 + 180 + 180, qPrintable(QString::number(clock.elapsed())));
}

void TestEchoScenarios::slowReadsSixteenBytesAtATime()
{
    const FakeServer server(FakeServer::echo());
    SlowScenario scenario({u"127.0.0.1"_s, server.serverPort()}, fast());
    ScenarioWatch watch(scenario);
    QVERIFY(watch.run());
    QCOMPARE(withoutPorts(watch.said()),
             QStringList(
                 {u"A sends \"Part one of the message.\""_s,
                  u"A sends \"Part two of the message.\""_s, u"A receives \"Part one of the \""_s,
                  u"A receives \"message.Part two\""_s, u"A receives \" of the message.\""_s}));
}

void TestEchoScenarios::burstClosesWithoutReadingTheRest()
{
    const FakeServer server(answerOnce("This"));
    BurstScenario scenario({u"127.0.0.1"_s, server.serverPort()}, {});
    ScenarioWatch watch(scenario);
    QVERIFY(watch.run());
    for (const auto &peer : server.peers()) {
        QVERIFY(waitFor([&] { return peer->hasEnded || peer->wasReset; }));
        QCOMPARE(peer->received, burstBytes);
    }
}

void TestEchoScenarios::stoppingClosesTheConnections()
{
    const FakeServer server(FakeServer::silent());
    BurstScenario scenario({u"127.0.0.1"_s, server.serverPort()}, {});
    ScenarioWatch watch(scenario);
    watch.start();
    QVERIFY(waitFor([&] { return watch.said().size() == 8; }));
    scenario.stop();
    QCOMPARE(watch.result(), ScenarioResult());
    scenario.stop();
    QCOMPARE(watch.timesFinished(), 1);
    QVERIFY(
        waitFor([&] { return server.peers().at(0)->hasEnded && server.peers().at(1)->hasEnded; }));
}

QTEST_GUILESS_MAIN(TestEchoScenarios)
#include "tst_echoscenarios.moc"
