// SPDX-License-Identifier: MIT
// Who is closed for taking nothing, and who is not.
#include "bystander.h"
#include "enginefixture.h"
#include "serverprocess.h"
#include "timescale.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestFaultsStall : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row56_onlyTheOneThatTakesNothing();
};

// Fails when Deadlines::acknowledged() does not restart the clock (the slow one is closed too), and
// when Session::updateSchedule() lets it run while the client is held (that one is closed too).
void TestFaultsStall::row56_onlyTheOneThatTakesNothing()
{
    const auto stall = scaled(1s);
    const QString option = u"stall=%1ms"_s.arg(stall.count());
    ServerProcess server({u"echo://127.0.0.1:0?"_s + option,
                          u"echo://127.0.0.1:0?hold=on&"_s + option, u"echo://127.0.0.1:0"_s},
                         {.traffic = false});
    const Bystander bystander(server.port(2));
    RawClient stalled(server.port(0), RawClient::notReading());
    RawClient slow(server.port(0), RawClient::notReading());
    RawClient held(server.port(1));
    const QByteArray bytes = pattern(8 * 1024 * 1024);
    QTimer bites;
    connect(&bites, &QTimer::timeout, &bites, [&] { slow.readSome(16 * 1024); });
    bites.start(stall / 8);
    QElapsedTimer timer;
    timer.start();
    stalled.send(bytes);
    slow.send(bytes);
    held.send("waits");

    const QJsonObject end = server.endOf(stalled);
    QCOMPARE(end[u"reason"].toString(), u"stalled"_s);
    QVERIFY(end[u"bytesCancelled"].toInteger() > 0);
    QVERIFY(timer.elapsed() >= stall.count());
    QVERIFY(waitFor([&] { return timer.elapsed() > 4 * stall.count(); }));
    QCOMPARE(server.recordsOf(u"disconnected"_s).size(), 1);
    QVERIFY(!slow.hasEnded && !slow.wasReset && !held.hasEnded && !held.wasReset);
    QVERIFY(!slow.received.isEmpty() && bytes.startsWith(slow.received));
    QCOMPARE(held.received, QByteArray());
    held.reset(); // held and half-closed it would wait for an operator
    slow.reset();
    stalled.setReading(true);
    QVERIFY(waitFor([&] { return stalled.wasReset; }));
}

QTEST_GUILESS_MAIN(TestFaultsStall)
#include "tst_faults_stall.moc"
