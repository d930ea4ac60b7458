// SPDX-License-Identifier: MIT
// Clients that take nothing, or take it slowly: what waits for them stays within its limits.
#include "bystander.h"
#include "enginefixture.h"
#include "fullsize.h"
#include "serverprocess.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <memory>
#include <vector>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kibibyte = 1024;
constexpr qint64 mebibyte = 1024 * kibibyte;

QByteArray numberedLines(int from, int count)
{
    QByteArray lines;
    for (int i = from; i < from + count; ++i) {
        lines += QByteArray::number(i).rightJustified(8, '0') + QByteArray(503, '.') + '\n';
    }
    return lines;
}

/// Says \a blocks of 64 KiB in a chat, each when \a reader has the one before, until \a enough.
/// Returns all that was said.
QByteArray talk(
    RawClient &sender, RawClient &reader, int blocks,
    const std::function<bool()> &enough = [] { return false; })
{
    QByteArray said;
    for (int i = 0; i < blocks && !enough(); ++i) {
        const QByteArray lines = numberedLines(128 * i, 128);
        said += lines;
        sender.send(lines);
        if (!waitFor([&] { return reader.received.size() >= said.size(); })) {
            break;
        }
    }
    return said;
}

/// Waits until the bystander has got \a more answers.
bool waitForAnswers(const Bystander &bystander, qint64 more)
{
    const qint64 before = bystander.answers();
    QTimer look;
    look.start(10ms);
    return waitFor([&] { return bystander.answers() >= before + more; });
}

QJsonObject clientOf(const ServerProcess &server, const RawClient &client)
{
    const QJsonObject from{{u"port"_s, client.localPort()}};
    server.waitForRecords(u"connected"_s, from);
    return {{u"client"_s, server.recordsOf(u"connected"_s, from).value(0)[u"client"]}};
}

} // namespace

class TestFaultsLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row16_stoppedProcess();
    void row17_chatMemberThatNeverReads();
    void row18_silenceAboveTheSoftLimit();
    void row19_slowButSteadyReader();
    void row20_floodThatNeverReads();
    void row51_silentClientsAtTheMemoryLimit();
    void row54_oneByteMessages();
};

// Fails when Session::limitQueue() does nothing.
void TestFaultsLimits::row16_stoppedProcess()
{
    ServerProcess server({u"chat://127.0.0.1:0?names=off&queue=256KiB&queue-soft=256KiB/1min"_s,
                          u"echo://127.0.0.1:0"_s},
                         {.traffic = false});
    const Bystander bystander(server.port(1));
    QProcess stopped;
    stopped.start(u"bash"_s,
                  {u"-c"_s, u"exec 3<>/dev/tcp/127.0.0.1/%1; exec cat <&3"_s.arg(server.port(0))});
    QVERIFY(server.waitForRecords(u"connected"_s, {{u"serviceId"_s, 1}}));
    const QJsonObject client{
        {u"client"_s, server.recordsOf(u"connected"_s, {{u"serviceId"_s, 1}}).first()[u"client"]}};
    RawClient sender(server.port(0));
    RawClient reader(server.port(0));
    clientOf(server, reader);
    QByteArray said = talk(sender, reader, 1);
    QByteArray got;
    QVERIFY(waitFor([&] { return (got += stopped.readAll()).size() == said.size(); }));
    kill(static_cast<pid_t>(stopped.processId()), SIGSTOP);
    reader.received.clear();
    const auto ended = [&] {
        return !server.recordsOf(u"disconnected"_s, client).isEmpty();
    };
    const QByteArray more = talk(sender, reader, 512, ended);
    QVERIFY(server.waitForRecords(u"disconnected"_s, client));
    const QJsonObject end = server.recordsOf(u"disconnected"_s, client).first();
    QCOMPARE(end[u"reason"].toString(), u"queue-overflow"_s);
    QVERIFY(end[u"bytesCancelled"].toInteger() >= 256 * kibibyte - 64 * kibibyte);
    QVERIFY(end[u"bytesCancelled"].toInteger() <= 256 * kibibyte + 64 * kibibyte);
    QVERIFY(reader.received == more);
    kill(static_cast<pid_t>(stopped.processId()), SIGCONT);
    QVERIFY(waitFor([&] { return stopped.state() == QProcess::NotRunning; }));
    got += stopped.readAll();
    QVERIFY((said + more).startsWith(got));
    QVERIFY(got.size() <= end[u"bytesSent"].toInteger());
}

// Fails when Session::limitQueue() does nothing: what waits for the silent one grows and grows.
void TestFaultsLimits::row17_chatMemberThatNeverReads()
{
    ServerProcess server({u"chat://127.0.0.1:0?names=off"_s, u"echo://127.0.0.1:0"_s},
                         {.traffic = false});
    const Bystander bystander(server.port(1));
    RawClient sender(server.port());
    RawClient reader(server.port());
    RawClient silent(server.port(), RawClient::notReading());
    clientOf(server, silent);
    const qint64 before = server.memory("VmRSS");
    const QByteArray said = talk(sender, reader, 512);
    QCOMPARE(said.size(), 32 * mebibyte);
    QVERIFY(reader.received == said);
    const QJsonObject end = server.endOf(silent);
    QCOMPARE(end[u"reason"].toString(), u"queue-overflow"_s);
    QVERIFY(end[u"bytesCancelled"].toInteger() >= mebibyte - 64 * kibibyte);
    QVERIFY(end[u"bytesCancelled"].toInteger() <= mebibyte + 64 * kibibyte);
    QCOMPARE(server.recordsOf(u"disconnected"_s).size(), 1);
    if (!hasSanitizer()) {
        const qint64 grown = server.memory("VmHWM") - before;
        QVERIFY2(grown < 20 * mebibyte, qPrintable(QString::number(grown)));
    }
}

// Fails when Deadlines never says SoftQueue, or its clock runs at half the speed.
void TestFaultsLimits::row18_silenceAboveTheSoftLimit()
{
    const auto time = scaled(3s); // twice of it is beyond what is allowed below
    ServerProcess server(
        {u"chat://127.0.0.1:0?names=off&queue=64MiB&queue-soft=64KiB/%1ms"_s.arg(time.count()),
         u"echo://127.0.0.1:0"_s});
    const Bystander bystander(server.port(1));
    RawClient sender(server.port());
    RawClient reader(server.port());
    RawClient silent(server.port(), RawClient::notReading());
    clientOf(server, silent);
    QElapsedTimer sinceFirst;
    sinceFirst.start();
    talk(sender, reader, 64); // more than the kernel takes
    QElapsedTimer sinceLast;
    sinceLast.start();
    QCOMPARE(server.endOf(silent)[u"reason"].toString(), u"queue-overflow"_s);
    QVERIFY(sinceFirst.elapsed() >= time.count());
    QVERIFY2(sinceLast.elapsed() <= (time + scaled(1500ms)).count(),
             qPrintable(QString::number(sinceLast.elapsed())));
    QCOMPARE(server.recordsOf(u"disconnected"_s).size(), 1);
}

// Fails when Deadlines::acknowledged() does not reset the clock of `stall`, or pausing loses bytes.
void TestFaultsLimits::row19_slowButSteadyReader()
{
    const auto stall = scaled(1s);
    ServerProcess server({u"echo://127.0.0.1:0?queue=256KiB&stall=%1ms"_s.arg(stall.count()),
                          u"echo://[::1]:0"_s, u"echo://127.0.0.1:0"_s});
    const Bystander bystander(server.port(2));
    RawClient slow(server.port(), RawClient::notReading());
    const QByteArray bytes = pattern(8 * mebibyte);
    QTimer reads;
    connect(&reads, &QTimer::timeout, &reads, [&] { slow.readSome(8 * kibibyte); });
    reads.start(stall / 300); // in all it takes about three times as long
    QElapsedTimer timer;
    timer.start();
    slow.send(bytes);
    slow.finishSending();
    qsizetype before = -1;
    while (slow.received.size() < bytes.size() && before < slow.received.size()) {
        before = slow.received.size();
        QVERIFY(waitFor([&] {
            return slow.received.size() >= std::min<qsizetype>(before + mebibyte, bytes.size());
        }));
    }
    QVERIFY(slow.received == bytes);
    QVERIFY(waitFor([&] { return slow.hasEnded; }));
    QVERIFY(timer.elapsed() > 2 * stall.count());
    QCOMPARE(server.endOf(slow)[u"reason"].toString(), u"client-closed"_s);
    QVERIFY(!server.recordsOf(u"paused"_s).isEmpty());
}

// Fails when Session::settleReading() does not pause: all that is sent is kept.
void TestFaultsLimits::row20_floodThatNeverReads()
{
    ServerProcess server({u"echo://127.0.0.1:0"_s});
    const Bystander bystander(server.port());
    RawClient flood(server.port(), RawClient::notReading());
    const QJsonObject client = clientOf(server, flood);
    const qint64 before = server.memory("VmRSS");
    flood.send(pattern(64 * mebibyte));
    QVERIFY(server.waitForRecords(u"paused"_s, client));
    QCOMPARE(server.recordsOf(u"paused"_s, client).first()[u"reason"].toString(), u"queue-full"_s);
    QVERIFY(waitForAnswers(bystander, 20));
    const qint64 paused = server.memory("VmRSS");
    const qsizetype unsent = flood.unsent();
    QVERIFY(unsent > 32 * mebibyte);
    QVERIFY(waitForAnswers(bystander, 100));
    QCOMPARE(flood.unsent(), unsent);
    if (!hasSanitizer()) {
        QVERIFY2(paused - before < 8 * mebibyte, qPrintable(QString::number(paused - before)));
        const qint64 grown = server.memory("VmRSS") - paused;
        QVERIFY2(grown < mebibyte, qPrintable(QString::number(grown)));
    }
    flood.reset();
    QCOMPARE(server.endOf(flood)[u"reason"].toString(), u"reset-by-peer"_s);
}

// Fails when Session::settleReading() never pauses for the memory (what is kept), or pauses also
// those for whom nothing waits (the bystander).
void TestFaultsLimits::row51_silentClientsAtTheMemoryLimit()
{
    const qint64 limit = 256 * mebibyte / scaledDown(8);
    ServerProcess server(
        {u"echo://127.0.0.1:0?queue=2MiB"_s},
        {.arguments = {u"--memory-limit"_s, QString::number(limit)}, .traffic = false});
    Bystander bystander(server.port());
    const QByteArray bytes = pattern(limit / 256 + 768 * kibibyte);
    std::vector<std::unique_ptr<RawClient>> silent;
    const qint64 before = server.memory("VmRSS");
    for (int i = 0; i < 256; ++i) {
        silent.push_back(std::make_unique<RawClient>(server.port(), RawClient::notReading()));
        silent.back()->send(bytes);
    }
    QTimer look;
    look.start(20ms);
    QVERIFY(waitFor([&] { return server.memory("VmRSS") - before > limit / 4 * 3; }));
    QVERIFY(waitForAnswers(bystander, 200));
    if (!hasSanitizer()) {
        const qint64 grown = server.memory("VmHWM") - before;
        qInfo("256 silent clients: %lld MiB for a limit of %lld MiB", grown / mebibyte,
              limit / mebibyte);
        QVERIFY2(grown < limit + limit / 4 + 24 * mebibyte, qPrintable(QString::number(grown)));
    }
    RawClient late(server.port());
    late.send("also served");
    QVERIFY(waitFor([&] { return late.received == "also served"; }));
    for (const auto &client : silent) {
        client->setReading(true);
    }
    for (const auto &client : silent) {
        QVERIFY(waitFor([&] { return client->received.size() == bytes.size(); }));
        QVERIFY(client->received == bytes);
        client->received.clear();
    }
    qInfo("the bystander waited at most %lld ms", static_cast<qint64>(bystander.longest().count()));
}

// Fails when SendQueue::costOf() leaves out the overhead: the queue holds 261 times its limit.
void TestFaultsLimits::row54_oneByteMessages()
{
    ServerProcess server(
        {u"echo://127.0.0.1:0?read=1&queue=256KiB&overflow=drop-oldest"_s, u"echo://127.0.0.1:0"_s},
        {.traffic = false});
    Bystander bystander(server.port(1));
    // A smaller buffer holds a handful of segments of one byte each.
    RawClient client(server.port(),
                     {.address = {}, .receiveBuffer = 64 * kibibyte, .reads = false});
    clientOf(server, client);
    const qint64 before = server.memory("VmRSS");
    const QByteArray bytes = pattern(mebibyte / scaledDown(2));
    client.send(bytes);
    client.finishSending();
    QVERIFY(waitForAnswers(bystander, 100));
    failFor(bystander.faults());
    // A server that waits for a segment to be sent again is idle, too.
    QTimer look;
    look.start(20ms);
    QVERIFY(waitFor([&] { return client.underway() == 0; }));
    QVERIFY(server.waitUntilIdle()); // all has been read, one byte at a time
    if (!hasSanitizer()) {
        const qint64 grown = server.memory("VmHWM") - before;
        QVERIFY2(grown < 4 * mebibyte, qPrintable(QString::number(grown)));
    }
    client.setReading(true);
    for (qsizetype last = -1; !client.hasEnded && client.received.size() > last;) {
        last = client.received.size();
        QVERIFY(waitFor(
            [&] { return client.hasEnded || client.received.size() > last + 4 * kibibyte; }));
    }
    const QJsonObject end = server.endOf(client);
    QCOMPARE(end[u"messagesQueued"].toInteger(), bytes.size());
    QVERIFY(end[u"messagesDropped"].toInteger() > 0);
    QCOMPARE(client.received.size(), bytes.size() - end[u"bytesDropped"].toInteger());
    QVERIFY(client.received.endsWith(bytes.last(900))); // the newest are what was kept
}

QTEST_GUILESS_MAIN(TestFaultsLimits)
#include "tst_faults_limits.moc"
