// SPDX-License-Identifier: MIT
// What happens when all queues together are at the memory limit.
#include "enginefixture.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
constexpr qint64 limit = 8 * mebibyte;

EngineOptions options(int threads = 1)
{
    EngineOptions made;
    made.threads = threads;
    made.memoryLimit = limit;
    return made;
}

using Clients = std::vector<std::unique_ptr<RawClient>>;

Clients connectSilent(EngineFixture &server, int count, qsizetype service = 0)
{
    Clients clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(
            std::make_unique<RawClient>(server.port(service), RawClient::notReading()));
        server.idOf(*clients.back());
    }
    return clients;
}

/// What waits for all clients, by their last snapshots.
qint64 waiting(const EngineFixture &server)
{
    qint64 bytes = 0;
    for (auto client = server.snapshots.cbegin(); client != server.snapshots.cend(); ++client) {
        bytes += client->last().totals.waiting().bytes;
    }
    return bytes;
}

/// What the queues of all clients cost, by their last snapshots.
qint64 cost(const EngineFixture &server)
{
    qint64 bytes = 0;
    for (auto client = server.snapshots.cbegin(); client != server.snapshots.cend(); ++client) {
        bytes += client->last().queueCost;
    }
    return bytes;
}

qsizetype pausedForMemory(const EngineFixture &server)
{
    qsizetype count = 0;
    for (auto client = server.snapshots.cbegin(); client != server.snapshots.cend(); ++client) {
        count += client->last().pausedFor == u"memory-limit" ? 1 : 0;
    }
    return count;
}

} // namespace

class TestEngineMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void silentEchoClientsStayUnderTheLimitAndGoOn_data();
    void silentEchoClientsStayUnderTheLimitAndGoOn();
    void eventsSayWhyReadingPauses();
    void thosePausedGoOnWhenAnotherGivesRoom();
    void largestChatQueueIsClosed();
    void chatWithSmallQueuesOutlivesSilentEchoClients();
    void dropOldestDropsInstead();
    void sharedLineCountsOnce();
    void operatorIsRefusedAboveTheLimit();
};

void TestEngineMemory::silentEchoClientsStayUnderTheLimitAndGoOn_data()
{
    QTest::addColumn<int>("threads");
    QTest::newRow("one worker") << 1;
    QTest::newRow("several workers, who share the limit") << 3;
}

// Fails when Session::settleReading() never pauses for the memory: the sum is above the limit; or
// when it does so at half the limit already.
void TestEngineMemory::silentEchoClientsStayUnderTheLimitAndGoOn()
{
    QFETCH(int, threads);
    EngineFixture server({u"echo://127.0.0.1:0"_s}, options(threads));
    const QByteArray bytes = pattern(3 * mebibyte);
    Clients silent = connectSilent(server, 24);
    for (const auto &client : silent) {
        client->send(bytes);
    }
    QVERIFY(waitFor([&] { return pausedForMemory(server) >= 8; }));
    RawClient bystander(server.port());
    bystander.send("still served");
    QVERIFY(waitFor([&] { return bystander.received == "still served"; }));
    QVERIFY2(waiting(server) <= limit + limit / 4, QByteArray::number(waiting(server)).constData());
    // Below 90 % they read on, of which their queues' own entries take a little.
    QVERIFY2(waitFor([&] { return cost(server) >= limit / 5 * 4; }),
             QByteArray::number(cost(server)).constData());
    for (const auto &client : silent) {
        client->setReading(true);
    }
    for (const auto &client : silent) {
        QVERIFY(waitFor([&] { return client->received.size() == bytes.size(); }));
        QVERIFY(client->received == bytes);
    }
}

// Fails when the reason is another, or a client goes on without `resumed`.
void TestEngineMemory::eventsSayWhyReadingPauses()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=6MiB"_s}, options());
    Clients silent = connectSilent(server, 2);
    const QByteArray bytes = pattern(12 * mebibyte);
    for (const auto &client : silent) {
        client->send(bytes);
    }
    const auto reasons = [&](EventKind kind) {
        QStringList texts;
        for (const Event &event : server.eventsOf(kind)) {
            texts.append(event.text);
        }
        return texts;
    };
    QVERIFY(waitFor([&] { return reasons(EventKind::Paused).contains(u"memory-limit"_s); }));
    QVERIFY(waitFor([&] { return pausedForMemory(server) > 0; }));
    silent.front()->setReading(true);
    silent.back()->setReading(true);
    QVERIFY(waitFor([&] { return reasons(EventKind::Resumed).contains(u"memory-limit"_s); }));
    QVERIFY(waitFor([&] { return pausedForMemory(server) == 0; }));
}

// Fails when Worker::memoryRelieved() does nothing: one whose own queue does not change stays
// paused.
void TestEngineMemory::thosePausedGoOnWhenAnotherGivesRoom()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=6MiB&hold=on"_s}, options(2));
    RawClient one(server.port());
    RawClient other(server.port());
    const ClientId oneId = server.idOf(one);
    const ClientId otherId = server.idOf(other);
    one.send(pattern(6 * mebibyte)); // no more, or it would take the room again itself
    QVERIFY(waitFor([&] { return server.client(oneId).pausedFor == u"queue-full"; }));
    other.send(pattern(12 * mebibyte));
    QVERIFY(waitFor([&] { return server.client(otherId).pausedFor == u"memory-limit"; }));
    const qint64 before = server.client(otherId).totals.received.bytes;
    server.ask(one, action::DropAll{}); // in the other worker
    QVERIFY(waitFor([&] { return server.client(otherId).totals.received.bytes > before; }));
    QCOMPARE(server.client(otherId).totals.sent.bytes, 0);
}

// Fails when Worker::relieveMemory() closes the smallest first, or closes nobody.
void TestEngineMemory::largestChatQueueIsClosed()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off&queue=64MiB&queue-soft=64MiB/1min"_s},
                         options());
    RawClient late(server.port(), RawClient::notReading());
    RawClient reader(server.port());
    RawClient sender(server.port());
    const ClientId lateId = server.idOf(late);
    server.idOf(reader);
    server.idOf(sender);
    const QByteArray line = pattern(1000).toBase64() + '\n';
    sender.send(line.repeated(4000));
    QVERIFY(waitFor([&] { return reader.received.size() == 4000 * line.size(); }));
    RawClient later(server.port(), RawClient::notReading());
    const ClientId laterId = server.idOf(later);
    sender.send(line.repeated(6000));
    const Event end = server.waitForEnd(lateId);
    QCOMPARE(*end.reason, CloseReason::QueueOverflow);
    QCOMPARE(end.text, u"memory-limit"_s);
    QVERIFY(waitFor([&] { return reader.received.size() == 10000 * line.size(); }));
    QVERIFY(waitFor([&] { return waiting(server) <= limit; }));
    QVERIFY(waitFor([&] { return server.client(laterId).totals.queued.bytes > 0; }));
    QCOMPARE(server.count(EventKind::Disconnected), 1);
}

// Fails when any chat client that something waits for is closed as long as memory is short.
void TestEngineMemory::chatWithSmallQueuesOutlivesSilentEchoClients()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0?names=off"_s}, options());
    Clients silent = connectSilent(server, 16);
    RawClient held(server.port(1));
    RawClient sender(server.port(1));
    const ClientId heldId = server.idOf(held);
    server.ask(held, action::Hold{});
    QVERIFY(server.waitForEvent(EventKind::Held));
    for (const auto &client : silent) {
        client->send(pattern(6 * mebibyte));
    }
    QVERIFY(waitFor([&] { return pausedForMemory(server) >= 6; }));
    sender.send("one line\n");
    QVERIFY(waitFor([&] { return server.client(heldId).totals.queued.messages == 1; }));
    sender.send("another\n"); // relief is asked for again with each that waits
    QVERIFY(waitFor([&] { return server.client(heldId).totals.queued.messages == 2; }));
    server.ask(held, action::Release{});
    QVERIFY(waitFor([&] { return held.received == "one line\nanother\n"; }));
    QCOMPARE(server.count(EventKind::Disconnected), 0);
}

// Fails when a service that drops the oldest has its clients closed.
void TestEngineMemory::dropOldestDropsInstead()
{
    EngineFixture server({u"echo://127.0.0.1:0?overflow=drop-oldest&queue=64MiB"_s}, options());
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    const qint64 size = 24 * mebibyte;
    client.send(pattern(size));
    client.finishSending();
    QVERIFY(waitFor([&] { return server.client(id).totals.received.bytes == size; }));
    QVERIFY(server.client(id).totals.waiting().bytes <= limit);
    client.setReading(true);
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::ClientClosed);
    QVERIFY(totalsOf(end).dropped.bytes >= size - limit - 8 * mebibyte);
    QVERIFY(waitFor([&] { return client.hasEnded; })); // what the kernel still had
    QCOMPARE(client.received.size(), size - totalsOf(end).dropped.bytes);
}

// Fails when each queue's part of a shared block is charged: 60 times 1 MiB are above the limit.
void TestEngineMemory::sharedLineCountsOnce()
{
    EngineFixture server(
        {u"chat://127.0.0.1:0?names=off&queue=4MiB&queue-soft=4MiB/1min&hold=on"_s}, options());
    std::vector<std::unique_ptr<RawClient>> members;
    for (int i = 0; i < 60; ++i) {
        members.push_back(std::make_unique<RawClient>(server.port()));
        server.idOf(*members.back());
    }
    const QByteArray line = QByteArray(1023, 'x') + '\n';
    members.front()->send(line.repeated(1024));
    const ClientId last = server.idOf(*members.back());
    QVERIFY(waitFor([&] { return server.client(last).totals.queued.messages == 1024; }));
    QCOMPARE(server.count(EventKind::Disconnected), 0);
}

// Fails when what the operator sends is not asked about.
void TestEngineMemory::operatorIsRefusedAboveTheLimit()
{
    EngineFixture server({u"echo://127.0.0.1:0?hold=on&queue=64MiB"_s}, options());
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    server.ask(client, action::Send{pattern(5 * mebibyte)});
    QVERIFY(server.waitForEvent(EventKind::OperatorSent, id));
    server.ask(client, action::Send{pattern(5 * mebibyte)});
    QVERIFY(server.waitForRefusals(1));
    QVERIFY2(server.refusals.first().contains(u"above the memory limit of 8 MiB"_s),
             qPrintable(server.refusals.first()));
    QCOMPARE(server.count(EventKind::OperatorSent, id), 1);
}

QTEST_GUILESS_MAIN(TestEngineMemory)
#include "tst_engine_memory.moc"
