// SPDX-License-Identifier: MIT
// What one turn of a worker takes, whatever has come together meanwhile.
#include "enginefixture.h"
#include "threadstall.h"

#include <QTest>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <memory>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

std::atomic<qint64> sends = 0;

} // namespace

/// In place of the C library's: counts how often anything is sent to a client.
extern "C" ssize_t send(int socket, const void *bytes, size_t size, int flags)
{
    ++sends;
    return syscall(SYS_sendto, socket, bytes, size, flags, nullptr, 0);
}

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;
const QString chat = u"chat://127.0.0.1:0"_s;
constexpr int residents = 20;
constexpr int visitors = 200;

using Clients = std::vector<std::unique_ptr<RawClient>>;

void connectClients(Clients &clients, quint16 port, int count)
{
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<RawClient>(port));
    }
}

/// Waits until the worker stands still for a while.
std::unique_ptr<ThreadStall> stallWorker()
{
    auto stall = std::make_unique<ThreadStall>(QByteArrayList{"worker"}, scaled(300ms));
    QTimer look; // nothing else would end the waiting for events
    look.start(1ms);
    const bool stands = stall->wanted() == 1 && waitFor([&] { return stall->begun() == 1; });
    return stands ? std::move(stall) : nullptr;
}

bool waitForAll(const Clients &clients, const QByteArray &words, int residentsTold)
{
    return waitFor([&] {
        return std::all_of(clients.begin(), clients.begin() + residents, [&](const auto &client) {
            return client->received.count(words) == residentsTold;
        });
    });
}

/// What the member that came as number \a index, from 0, has to read until all are there.
QByteArray joinedBehind(int index, int members)
{
    QByteArray lines;
    for (int id = index + 2; id <= members; ++id) {
        lines += "* guest-" + QByteArray::number(id) + " joined\n";
    }
    return lines;
}

QByteArray withoutGreeting(const QByteArray &received)
{
    return received.sliced(received.indexOf('\n', received.indexOf('\n') + 1) + 1);
}

} // namespace

class TestEngineTurns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeAndGoAtOnce();
    void nobodyIsToldWhoLeavesAtAStop();
    void inputBeforeAResetIsTakenInTurns();
};

// Fails when ChatProtocol::opened() or closed() flushes, and when Worker::endTurn() does not tell
// the protocols.
void TestEngineTurns::comeAndGoAtOnce()
{
    EngineFixture server({chat}, {.threads = 1});
    Clients clients;
    for (int i = 0; i < residents; ++i) {
        connectClients(clients, server.port(), 1);
        server.idOf(*clients.back());
    }
    qint64 before = sends;
    auto stall = stallWorker();
    QVERIFY(stall);
    connectClients(clients, server.port(), visitors);
    QVERIFY(waitFor([&] {
        return clients.back()->received.contains("guest-220;")
            && clients[0]->received.contains("guest-220 joined");
    }));
    for (int i = 0; i < residents + visitors; ++i) {
        const RawClient &client = *clients.at(static_cast<size_t>(i));
        const QByteArray expected = joinedBehind(i, residents + visitors);
        QVERIFY(waitFor([&] { return client.received.endsWith(expected); }));
        QCOMPARE(withoutGreeting(client.received), expected);
    }
    // One by one it would be more than a hundred for each of them.
    const qint64 forComing = sends - before;
    QVERIFY2(forComing < (residents + visitors) * 20, qPrintable(QString::number(forComing)));

    before = sends;
    stall = stallWorker();
    QVERIFY(stall);
    for (size_t i = residents; i < clients.size(); ++i) {
        clients[i]->reset();
    }
    QVERIFY(waitForAll(clients, " left (reset-by-peer)\n", visitors));
    const qint64 forGoing = sends - before;
    QVERIFY2(forGoing < residents * 20, qPrintable(QString::number(forGoing)));
    for (int id = residents + 1; id <= residents + visitors; ++id) {
        const QByteArray left = "* guest-" + QByteArray::number(id) + " left";
        QCOMPARE(clients[0]->received.count(left), 1);
    }
}

// Fails when WorkerService::stop() finishes the clients before the protocol has told them. What
// ChatProtocol::closed() said after that would not be sent: see tst_comingandgoing.
void TestEngineTurns::nobodyIsToldWhoLeavesAtAStop()
{
    EngineFixture server({chat}, {.threads = 1});
    Clients clients;
    connectClients(clients, server.port(), residents);
    const auto knowsTheLast = [](const auto &client) {
        return client->received.contains("guest-20 joined");
    };
    QVERIFY(waitFor([&] {
        return clients.back()->received.contains("Commands")
            && std::all_of(clients.begin(), clients.end() - 1, knowsTheLast);
    }));
    const qint64 before = sends;
    QVERIFY(server.stop(StopMode::Graceful));
    QCOMPARE(sends - before, residents);
    for (const auto &client : clients) {
        QVERIFY(waitFor([&] { return client->hasEnded; }));
        QVERIFY(client->received.endsWith("* Shutdown Server\n"));
    }
}

// Fails when Session::hungUp() goes on reading instead of asking for another turn.
void TestEngineTurns::inputBeforeAResetIsTakenInTurns()
{
    // A turn of one who talks is a quarter of the queue.
    EngineFixture server(
        {echo, chat + u"?names=off&read=1KiB&line=1KiB&queue=4KiB&queue-soft=4KiB/1s"_s},
        {.threads = 1});
    RawClient bystander(server.port(0));
    RawClient talker(server.port(1));
    const ClientId waiting = server.idOf(bystander);
    const ClientId talking = server.idOf(talker);
    const QByteArray lines = QByteArray("x\n").repeated(24 * 1024);
    const auto stall = stallWorker();
    QVERIFY(stall);
    talker.send(lines);
    QVERIFY(waitFor([&] { return talker.unsent() == 0; }));
    talker.reset();
    bystander.send("here");
    QVERIFY(waitFor([&] { return bystander.received == "here"; }));
    const Totals totals = totalsOf(server.waitForEnd(talking));
    QCOMPARE(totals.received.bytes, lines.size());
    qsizetype before = 0;
    for (const Event &event : server.eventsOf(EventKind::Received)) {
        if (event.client == waiting) {
            break;
        }
        ++before;
    }
    QVERIFY2(before < server.count(EventKind::Received, talking) / 4,
             qPrintable(QString::number(before)));
}

QTEST_GUILESS_MAIN(TestEngineTurns)
#include "tst_engine_turns.moc"
