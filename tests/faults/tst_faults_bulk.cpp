// SPDX-License-Identifier: MIT
// Much input at once: nothing is lost or swapped, and little is kept.
#include "bystander.h"
#include "descriptorlimit.h"
#include "enginefixture.h"
#include "fullsize.h"
#include "serverprocess.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QTest>

#include <memory>
#include <vector>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
constexpr qint64 gibibyte = 1024 * mebibyte;

/// \a count lines of one byte each, which do not repeat soon.
QByteArray oneByteLines(qsizetype count)
{
    QByteArray lines;
    for (const char byte : pattern(count)) {
        lines += static_cast<char>('a' + (static_cast<uchar>(byte) % 26));
        lines += '\n';
    }
    return lines;
}

/// Sends \a block to \a client as often as \a total asks for, while it takes it, and calls \a look
/// after every event, until \a look says that it is enough.
bool pump(RawClient &client, const QByteArray &block, qint64 total,
          const std::function<bool()> &look)
{
    qint64 sent = 0;
    bool enough = false;
    bool goesOn = true;
    while (!enough && goesOn) {
        // One waiting for every 16 MiB: its patience is for a standstill, not for the whole.
        const qint64 until = sent + 16 * mebibyte;
        goesOn = waitFor([&] {
            while (sent < total && client.unsent() == 0 && !client.wasReset) {
                client.send(block);
                sent += block.size();
            }
            enough = look();
            return enough || (sent >= until && sent < total);
        });
    }
    return enough;
}

/// 900 of the server's first service.
std::vector<std::unique_ptr<RawClient>> connectMembers(const ServerProcess &server)
{
    std::vector<std::unique_ptr<RawClient>> members;
    for (int i = 0; i < 900; ++i) {
        members.push_back(std::make_unique<RawClient>(server.port()));
    }
    return members;
}

} // namespace

class TestFaultsBulk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { raiseDescriptorLimit(); }
    void row22_noNewline_data();
    void row22_noNewline();
    void row23_hugeEcho();
    void row25_oneByteLines();
    void row46_oneByteLinesToMany();
    void row46_linesThatWaitForMany();
    void row55_rate();
};

void TestFaultsBulk::row22_noNewline_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("names on") << u"chat://127.0.0.1:0"_s << QByteArray("* line too long\n");
    QTest::newRow("names off") << u"chat://127.0.0.1:0?names=off"_s << QByteArray();
}

// Fails when LineFramer::next() does not look at its limit.
void TestFaultsBulk::row22_noNewline()
{
    QFETCH(QString, service);
    QFETCH(QByteArray, says);
    ServerProcess server({service, u"echo://127.0.0.1:0"_s});
    const Bystander bystander(server.port(1));
    RawClient client(server.port());
    const qint64 before = server.memory("VmRSS");
    // Ended long before it has sent all: the server says so, and resets what still comes then.
    QVERIFY(pump(client, QByteArray(mebibyte, 'x'), gibibyte,
                 [&] { return client.hasEnded || client.wasReset; }));
    const QJsonObject end = server.endOf(client);
    QCOMPARE(end[u"reason"].toString(), u"line-too-long"_s);
    QVERIFY(client.received.endsWith(says));
    QVERIFY(end[u"bytesReceived"].toInteger() <= 64 * 1024 + 256 * 1024);
    if (!hasSanitizer()) {
        const qint64 grown = server.memory("VmHWM") - before;
        QVERIFY2(grown < 20 * mebibyte, qPrintable(QString::number(grown)));
    }
}

// Fails when Sender::append() forgets what of a message has gone.
void TestFaultsBulk::row23_hugeEcho()
{
    const qint64 total = gibibyte / scaledDown(8);
    ServerProcess server({u"echo://127.0.0.1:0"_s}, {.traffic = false});
    const Bystander bystander(server.port());
    RawClient client(server.port());
    const qint64 before = server.memory("VmRSS");
    const QByteArray block = pattern(mebibyte);
    QCryptographicHash sent(QCryptographicHash::Sha1);
    for (qint64 i = 0; i < total / block.size(); ++i) {
        sent.addData(block);
    }
    QCryptographicHash got(QCryptographicHash::Sha1);
    qint64 size = 0;
    QElapsedTimer timer;
    timer.start();
    QVERIFY(pump(client, block, total, [&] {
        size += client.received.size();
        got.addData(client.received);
        client.received.clear();
        return size >= total || client.hasEnded;
    }));
    qInfo("%lld MiB there and back in %lld ms", size / mebibyte, timer.elapsed());
    QCOMPARE(size, total);
    QCOMPARE(got.result(), sent.result());
    if (!hasSanitizer()) {
        const qint64 grown = server.memory("VmHWM") - before;
        QVERIFY2(grown < 20 * mebibyte, qPrintable(QString::number(grown)));
    }
}

// Fails when Reader::wantsInput() does not wait until the rest of a turn has gone, whether keep()
// then replaces that rest or puts it behind what was read since: lines are missing.
void TestFaultsBulk::row25_oneByteLines()
{
    // A turn is for a quarter of a queue: of this one for less than what is read at once.
    ServerProcess server({u"chat://127.0.0.1:0?names=off&queue=128KiB"_s, u"echo://127.0.0.1:0"_s});
    const Bystander bystander(server.port(1));
    RawClient sender(server.port());
    RawClient reader(server.port());
    server.waitForRecords(u"connected"_s, {{u"serviceId"_s, 1}}, 2);
    const QByteArray lines = oneByteLines(100'000);
    sender.send(lines);
    sender.finishSending();
    QVERIFY(waitFor([&] { return reader.received.size() >= lines.size(); }));
    QVERIFY(reader.received == lines);
    const QJsonObject end = server.endOf(sender);
    QCOMPARE(end[u"messagesReceived"].toInteger(), 100'000);
    QCOMPARE(end[u"reason"].toString(), u"client-closed"_s);
}

// A copy for each receiver's queue does not fail it, but the next one: the kernel takes this at
// once.
void TestFaultsBulk::row46_oneByteLinesToMany()
{
    ServerProcess server({u"chat://127.0.0.1:0?names=off"_s, u"echo://127.0.0.1:0"_s},
                         {.traffic = false});
    const Bystander bystander(server.port(1));
    const auto members = connectMembers(server);
    RawClient sender(server.port());
    QVERIFY(server.waitForRecords(u"connected"_s, {{u"serviceId"_s, 1}}, 901));
    const qint64 before = server.memory("VmRSS");
    const QByteArray lines = oneByteLines(32'768);
    QElapsedTimer timer;
    timer.start();
    sender.send(lines);
    qint64 first = -1;
    const auto isComplete = [&] {
        bool complete = true;
        for (const auto &member : members) {
            first = first < 0 && !member->received.isEmpty() ? timer.elapsed() : first;
            complete = complete && member->received.size() >= lines.size();
        }
        return complete;
    };
    QVERIFY(waitFor(isComplete));
    qInfo("the first byte after %lld ms, all after %lld ms", first, timer.elapsed());
    QVERIFY2(first <= scaled(1s).count(), qPrintable(QString::number(first)));
    for (const auto &member : members) {
        QVERIFY(member->received == lines);
    }
    if (!hasSanitizer()) {
        const qint64 grown = server.memory("VmHWM") - before;
        qInfo("memory has grown by %lld KiB", grown / 1024);
        QVERIFY2(grown < 20 * mebibyte, qPrintable(QString::number(grown)));
    }
    QVERIFY(server.recordsOf(u"disconnected"_s).isEmpty());
}

// Fails when WorkerService::broadcast() makes a Delivery for each receiver: 900 times 64 KiB.
void TestFaultsBulk::row46_linesThatWaitForMany()
{
    ServerProcess server({u"chat://127.0.0.1:0?names=off&hold=on"_s, u"echo://127.0.0.1:0"_s},
                         {.traffic = false});
    const Bystander bystander(server.port(1));
    const auto members = connectMembers(server);
    RawClient sender(server.port());
    QVERIFY(server.waitForRecords(u"connected"_s, {{u"serviceId"_s, 1}}, 901));
    const qint64 before = server.memory("VmRSS");
    const QByteArray lines = (QByteArray(1023, 'x') + '\n').repeated(64);
    sender.send(lines);
    QVERIFY(server.waitUntilIdle());
    if (!hasSanitizer()) {
        const qint64 grown = server.memory("VmHWM") - before;
        qInfo("memory has grown by %lld KiB", grown / 1024);
        QVERIFY2(grown < 20 * mebibyte, qPrintable(QString::number(grown)));
    }
    for (const auto &member : members) {
        member->reset();
    }
    sender.reset();
    // That it is all of them says that it had come into their queues.
    QVERIFY(server.waitForRecords(u"disconnected"_s, {{u"bytesCancelled"_s, lines.size()}}, 900));
}

// Fails when LineRate allows everything (too early), or the rest is given up (never).
void TestFaultsBulk::row55_rate()
{
    constexpr int count = 1000;
    const qint64 seconds = count / 20 / scaledDown(10);
    const qint64 rate = count / seconds;
    ServerProcess server(
        {u"chat://127.0.0.1:0?names=off&rate=%1/s"_s.arg(rate), u"echo://127.0.0.1:0"_s});
    const Bystander bystander(server.port(1));
    RawClient sender(server.port());
    RawClient other(server.port());
    RawClient reader(server.port());
    server.waitForRecords(u"connected"_s, {{u"serviceId"_s, 1}}, 3);
    const QByteArray lines = oneByteLines(count);
    QElapsedTimer timer;
    timer.start();
    sender.send(lines);
    sender.finishSending();
    other.send("another's\n");
    QVERIFY(waitFor([&] { return reader.received.contains("another's\n"); }));
    QVERIFY(reader.received.size() < lines.size()); // it is not held up by the first
    for (qsizetype before = 0; reader.received.size() < lines.size() + 10;) {
        QVERIFY(waitFor([&] { return reader.received.size() > before; }));
        before = reader.received.size();
    }
    // A second's worth at once, and every other line at its time.
    const qint64 took = timer.elapsed();
    qInfo("%d lines at %lld/s took %lld ms", count, rate, took);
    QVERIFY(took >= (seconds - 1) * 1000);
    QVERIFY(took <= (seconds - 1) * 1000 + scaled(2s).count());
    QCOMPARE(reader.received.replace("another's\n", ""), lines);
    const QJsonObject end = server.endOf(sender);
    QCOMPARE(end[u"messagesReceived"].toInteger(), count);
    QCOMPARE(end[u"reason"].toString(), u"client-closed"_s);
}

QTEST_GUILESS_MAIN(TestFaultsBulk)
#include "tst_faults_bulk.moc"
