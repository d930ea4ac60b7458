// SPDX-License-Identifier: MIT
// Clients that leave the server with nothing to do.
#include "descriptorlimit.h"
#include "enginefixture.h"
#include "processactivity.h"
#include "serverprocess.h"
#include "timescale.h"
#include "waitfor.h"

#include <QCoreApplication>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <memory>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;

/// Neither takes processor time nor wakes up to find nothing to do: a client whose data waits is
/// asked twice a second what it has acknowledged, and a sanitizer has a thread of its own.
bool staysIdle(qint64 process)
{
    if (!waitUntilIdle(process)) {
        return false;
    }
    const qint64 wakeUps = wakeUpsWithin(process, 1s);
    qInfo("woken %lld times within a second", static_cast<long long>(wakeUps));
    return wakeUps <= 30;
}

} // namespace

class TestFaultsIdle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row49_urgentDataWhileReadingIsPaused();
    void row49_halfClosedAndHeld();
    void row49_serverHasEndedItsSide();
    void row49_bothSidesHaveEnded();
    void row49_aboveTheSoftLimitForEver();
    void row49_idleThousands();
};

// Fails when Session::updateInterest() watches for urgent data while reading is paused.
void TestFaultsIdle::row49_urgentDataWhileReadingIsPaused()
{
    ServerProcess server({echo + u"?queue=16KiB&read=4KiB"_s});
    RawClient client(server.port(), RawClient::notReading());
    QByteArray all;
    QVERIFY(waitFor([&] {
        const bool paused = !server.recordsOf(u"paused"_s).isEmpty();
        if (!paused && client.unsent() == 0) {
            client.send(pattern(4096));
            all += pattern(4096);
        }
        return paused && client.unsent() == 0;
    }));
    client.sendUrgent('!');
    QVERIFY(staysIdle(server.processId()));
    client.send("after");
    client.finishSending();
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QVERIFY(client.received == all + "!after");
    QVERIFY(server.waitForRecords(u"urgent"_s, {{u"data"_s, u"!"_s}}));
    server.countedEndOf(client);
}

// Fails when Reader::wantsInput() does not look whether the client has ended, and when the Poller
// watches for EPOLLRDHUP.
void TestFaultsIdle::row49_halfClosedAndHeld()
{
    ServerProcess server({echo + u"?hold=on"_s});
    RawClient client(server.port());
    client.send("held");
    client.finishSending();
    QVERIFY(server.waitForRecords(u"client-finished"_s));
    QVERIFY(staysIdle(server.processId()));
    server.sendSignal(SIGTERM); // which releases it
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QCOMPARE(client.received, QByteArray("held"));
    server.countedEndOf(client);
}

// Fails when Session::updateSchedule() has one that has finished sending looked at at once.
void TestFaultsIdle::row49_serverHasEndedItsSide()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    server.ask(client, action::FinishSending{});
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QVERIFY(staysIdle(QCoreApplication::applicationPid()));
    client.send("into the void");
    client.finishSending();
    const Event end = server.waitForEnd(server.idOf(client));
    QCOMPARE(*end.reason, CloseReason::ClientClosed);
    QCOMPARE(totalsOf(end).dropped.bytes, client.sent);
}

// Fails when Session::ready() does nothing at a hang-up (and then spins).
void TestFaultsIdle::row49_bothSidesHaveEnded()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    server.ask(client, action::PauseReading{});
    server.ask(client, action::FinishSending{});
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    client.finishSending();
    QCOMPARE(*server.waitForEnd(id).reason, CloseReason::ClientClosed);
    QVERIFY(staysIdle(QCoreApplication::applicationPid()));
}

// Fails when Session::expire() does not begin the time of the soft limit anew: what has begun to go
// stays, and is over the limit for ever.
void TestFaultsIdle::row49_aboveTheSoftLimitForEver()
{
    ServerProcess server({u"chat://127.0.0.1:0?names=off&overflow=drop-oldest&queue=256KiB&"
                          "queue-soft=16KiB/500ms&line=60KiB"_s});
    RawClient silent(server.port(), RawClient::notReading());
    QVERIFY(server.waitForRecords(u"connected"_s, {{u"port"_s, silent.localPort()}}));
    RawClient sender(server.port());
    QTimer talk;
    QObject::connect(&talk, &QTimer::timeout, &talk, [&sender] {
        if (sender.unsent() == 0) {
            sender.send(QByteArray(60 * 1024 - 1, 'x') + '\n');
        }
    });
    talk.start(5ms);
    QVERIFY(server.waitForRecords(u"dropped"_s, {{u"reason"_s, u"overflow"_s}}));
    talk.stop();
    QVERIFY(waitFor([&] { return sender.unsent() == 0; }));
    QVERIFY(staysIdle(server.processId()));
}

// Fails when Session::updateSchedule() has a deadline every 20 ms though nothing is due.
void TestFaultsIdle::row49_idleThousands()
{
    constexpr int thousands = 4000;
    QVERIFY(raiseDescriptorLimit() > thousands + 100);
    ServerProcess server({echo + u"?idle=10min&stall=10min"_s, u"chat://127.0.0.1:0?names=off"_s},
                         {.traffic = false});
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < thousands; ++i) {
        clients.push_back(std::make_unique<RawClient>(
            server.port(i % 2),
            RawClient::Options{.address = {}, .receiveBuffer = 0, .reads = false}));
        QVERIFY(clients.back()->isConnected());
    }
    QVERIFY(server.waitForRecords(u"connected"_s, {}, thousands));
    QVERIFY(staysIdle(server.processId()));
    clients.front()->setReading(true);
    clients.front()->send("still here");
    QVERIFY(waitFor([&] { return clients.front()->received == "still here"; }));
}

QTEST_GUILESS_MAIN(TestFaultsIdle)
#include "tst_faults_idle.moc"
