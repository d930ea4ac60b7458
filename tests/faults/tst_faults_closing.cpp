// SPDX-License-Identifier: MIT
// Clients that end, in every way there is.
#include "bystander.h"
#include "childclient.h"
#include "enginefixture.h"
#include "serverprocess.h"
#include "timescale.h"
#include "waitfor.h"

#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <memory>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kibibyte = 1024;
constexpr qsizetype mebibyte = 1024 * kibibyte;
const QString echo = u"echo://127.0.0.1:0"_s;

std::chrono::milliseconds since(const QElapsedTimer &begin)
{
    return std::chrono::milliseconds(begin.elapsed());
}

} // namespace

class TestFaultsClosing : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row09_halfCloseAtOnce_data();
    void row09_halfCloseAtOnce();
    void row10_halfCloseBeforeTheEchoIsDue();
    void row11_halfCloseAndReadSlowly();
    void row12_halfCloseNeverReadServerStops();
    void row13_resetWithDataWaiting();
    void row14_resetWhileReadingIsPaused_data();
    void row14_resetWhileReadingIsPaused();
    void row15_clientProcessKilled_data();
    void row15_clientProcessKilled();
    void row50_idleNetcatsAttached();
};

void TestFaultsClosing::row09_halfCloseAtOnce_data()
{
    QTest::addColumn<QByteArray>("sends");
    QTest::newRow("a word") << QByteArray("last words");
    QTest::newRow("more than the kernel keeps") << pattern(mebibyte / 2);
}

// Fails when Session::peerFinished() ends the session instead of telling the protocol.
void TestFaultsClosing::row09_halfCloseAtOnce()
{
    QFETCH(QByteArray, sends);
    ServerProcess server({echo});
    const Bystander bystander(server.port());
    RawClient client(server.port(), RawClient::notReading());
    client.send(sends);
    client.finishSending();
    QVERIFY(server.waitForRecords(u"client-finished"_s));
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
    QVERIFY(client.hasEnded);
    QVERIFY(client.received == sends);
    QCOMPARE(server.countedEndOf(client)[u"reason"].toString(), u"client-closed"_s);
}

// Fails when Session::settleEnd() does not look at the queue, and when SendGate knows no delay.
void TestFaultsClosing::row10_halfCloseBeforeTheEchoIsDue()
{
    ServerProcess server({echo + u"?delay=1s"_s, echo});
    const Bystander bystander(server.port(1));
    RawClient client(server.port(0));
    QElapsedTimer sent;
    sent.start();
    client.send("last words");
    client.finishSending();
    QVERIFY(waitFor([&] { return !client.received.isEmpty() || client.hasEnded; }));
    QVERIFY2(since(sent) >= 1s && since(sent) < 1s + scaled(1s),
             qPrintable(QString::number(sent.elapsed())));
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QCOMPARE(client.received, QByteArray("last words"));
    QCOMPARE(server.countedEndOf(client)[u"reason"].toString(), u"client-closed"_s);
}

// Fails when Session::settleEnd() does not look at the queue.
void TestFaultsClosing::row11_halfCloseAndReadSlowly()
{
    ServerProcess server({echo});
    const Bystander bystander(server.port());
    RawClient client(server.port(), {.address = {}, .receiveBuffer = 0, .reads = false});
    const QByteArray all = pattern(8 * mebibyte);
    client.send(all);
    client.finishSending();
    QTimer slowly;
    QObject::connect(&slowly, &QTimer::timeout, [&] { client.readSome(64 * kibibyte); });
    slowly.start(5ms);
    QVERIFY(waitFor([&] { return client.hasEnded || client.wasReset; }));
    QVERIFY(client.received == all);
    const QJsonObject end = server.countedEndOf(client);
    QCOMPARE(end[u"reason"].toString(), u"client-closed"_s);
    QCOMPARE(end[u"bytesCancelled"].toInteger(), 0);
}

// Fails when Session::stepFinish() does not abort, and when Session::end() does not cancel what
// waits.
void TestFaultsClosing::row12_halfCloseNeverReadServerStops()
{
    const std::chrono::milliseconds drain = scaled(500ms);
    ServerProcess server({echo}, {.arguments = {u"--drain"_s, timeOption(500ms)}});
    RawClient client(server.port(), RawClient::notReading());
    client.send(pattern(mebibyte / 2));
    client.finishSending();
    QVERIFY(server.waitForRecords(u"client-finished"_s));
    {
        const Bystander bystander(server.port());
        QVERIFY(waitFor([&] { return bystander.answers() > 10; }));
    }
    QElapsedTimer asked;
    asked.start();
    server.sendSignal(SIGTERM);
    QVERIFY(server.waitForExit());
    QVERIFY(since(asked) >= drain && since(asked) < drain + scaled(1s));
    QCOMPARE(server.exitStatus(), 0);

    const QJsonObject end = server.endOf(client);
    QCOMPARE(end[u"reason"].toString(), u"server-stopped"_s);
    QCOMPARE(end[u"bytesReceived"].toInteger(), client.sent);
    QCOMPARE(end[u"bytesQueued"].toInteger(), client.sent);
    QVERIFY(end[u"bytesCancelled"].toInteger() > 0);
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.wasReset || client.hasEnded; }));
    QVERIFY(client.received.size() <= end[u"bytesSent"].toInteger());
}

// Fails when Session::broken() calls every end client-closed, and when Session::end() does not
// cancel what waits.
void TestFaultsClosing::row13_resetWithDataWaiting()
{
    ServerProcess server({echo});
    const Bystander bystander(server.port());
    RawClient client(server.port(), RawClient::notReading());
    client.send(pattern(mebibyte / 2));
    QVERIFY(server.waitForInput(client.localPort(), mebibyte / 2));
    client.reset();
    const QJsonObject end = server.endOf(client);
    QCOMPARE(end[u"reason"].toString(), u"reset-by-peer"_s);
    QCOMPARE(end[u"bytesReceived"].toInteger(), client.sent);
    QCOMPARE(end[u"bytesQueued"].toInteger(), client.sent);
    QVERIFY(end[u"bytesCancelled"].toInteger() > 0);
}

void TestFaultsClosing::row14_resetWhileReadingIsPaused_data()
{
    QTest::addColumn<QString>("options");
    QTest::newRow("it does not read") << u"?queue=64KiB"_s;
    QTest::newRow("it is held") << u"?queue=64KiB&hold=on"_s;
    QTest::newRow("its echo is delayed") << u"?queue=64KiB&delay=10min"_s;
}

// Fails when Session::ready() looks at errors only of one that is read.
void TestFaultsClosing::row14_resetWhileReadingIsPaused()
{
    QFETCH(QString, options);
    ServerProcess server({echo + options, echo});
    const Bystander bystander(server.port(1));
    RawClient client(server.port(0), RawClient::notReading());
    client.send(pattern(mebibyte));
    QVERIFY(server.waitForRecords(u"paused"_s));
    QElapsedTimer gone;
    gone.start();
    client.reset();
    const QJsonObject end = server.endOf(client);
    QVERIFY(since(gone) < scaled(1s));
    QCOMPARE(end[u"reason"].toString(), u"reset-by-peer"_s);
    QVERIFY(end[u"bytesCancelled"].toInteger() > 0);
    QVERIFY(end[u"bytesReceived"].toInteger() <= client.sent);
}

void TestFaultsClosing::row15_clientProcessKilled_data()
{
    QTest::addColumn<QByteArray>("sends");
    QTest::addColumn<bool>("stopped");
    QTest::addColumn<QString>("reason");
    // Its kernel ends the connection in good order, or resets it where something is unread.
    QTest::newRow("idle") << QByteArray() << false << u"client-closed"_s;
    QTest::newRow("data waits for it") << pattern(mebibyte / 2) << false << u"reset-by-peer"_s;
    QTest::newRow("stopped before") << pattern(mebibyte / 2) << true << u"reset-by-peer"_s;
}

// Fails when Session::broken() calls every end client-closed, and when Session::peerFinished() does
// not tell its Reader.
void TestFaultsClosing::row15_clientProcessKilled()
{
    QFETCH(QByteArray, sends);
    QFETCH(bool, stopped);
    QFETCH(QString, reason);
    ServerProcess server({echo});
    ChildClient client(server.port(), sends);
    QVERIFY(server.waitForRecords(u"connected"_s));
    const auto port = static_cast<quint16>(
        server.recordsOf(u"connected"_s).first()[u"port"].toInteger());
    const Bystander bystander(server.port());
    QVERIFY(server.waitForInput(port, sends.size()));
    if (stopped) {
        client.sendSignal(SIGSTOP);
        QVERIFY(waitFor(
            [&, before = bystander.answers()] { return bystander.answers() > before + 10; }));
    }
    QElapsedTimer killed;
    killed.start();
    client.kill();
    const QJsonObject end = server.endOf(port);
    QVERIFY(since(killed) < scaled(1s));
    QCOMPARE(end[u"reason"].toString(), reason);
    QCOMPARE(end[u"bytesReceived"].toInteger(), sends.size());
    QCOMPARE(end[u"bytesCancelled"].toInteger() > 0, !sends.isEmpty());
}

// Fails when Finish::step() waits for the client's end instead of 250 ms.
void TestFaultsClosing::row50_idleNetcatsAttached()
{
    ServerProcess server({echo, u"chat://127.0.0.1:0"_s},
                         {.arguments = {u"--drain"_s, u"10min"_s}});
    std::vector<std::unique_ptr<QProcess>> clients;
    for (const QString &name : {u"nc.openbsd"_s, u"ncat"_s}) {
        QVERIFY2(!QStandardPaths::findExecutable(name).isEmpty(), qPrintable(name));
        for (const qsizetype service : {0, 1}) {
            clients.push_back(std::make_unique<QProcess>());
            clients.back()->start(name, {u"127.0.0.1"_s, QString::number(server.port(service))});
            clients.back()->write("hello\n"); // and its standard input stays open
        }
    }
    for (const auto &client : clients) { // its echo, or the chat's greeting
        QVERIFY(waitFor([&] { return client->bytesAvailable() > 0; }));
    }
    QElapsedTimer asked;
    asked.start();
    server.sendSignal(SIGTERM);
    QVERIFY(server.waitForExit());
    QVERIFY2(since(asked) < scaled(1s), qPrintable(QString::number(asked.elapsed())));
    QCOMPARE(server.exitStatus(), 0);
    for (const QJsonObject &stopped : server.recordsOf(u"stopped"_s)) {
        QCOMPARE(stopped[u"bytesCancelled"].toInteger(), 0);
    }
    QCOMPARE(server.recordsOf(u"disconnected"_s, {{u"reason"_s, u"server-stopped"_s}}).size(), 4);
    qint64 shown = 0;
    for (const auto &client : clients) {
        client->closeWriteChannel();
        QVERIFY(waitFor([&] { return client->state() == QProcess::NotRunning; }));
        shown += client->readAllStandardOutput().size();
    }
    QCOMPARE(shown, server.recordsOf(u"stopped"_s).last()[u"bytesSent"].toInteger());
}

QTEST_GUILESS_MAIN(TestFaultsClosing)
#include "tst_faults_closing.moc"
