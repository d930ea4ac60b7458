// SPDX-License-Identifier: MIT
// Many clients at the same time, several for each I/O thread: everything comes, in order, and is
// counted.
#include "enginefixture.h"
#include "numberedclient.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <ctime>
#include <memory>
#include <numeric>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Clients = std::vector<std::unique_ptr<NumberedClient>>;

/// Connects \a count clients and waits until the server has them.
Clients makeClients(EngineFixture &server, int count)
{
    Clients clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<NumberedClient>(server.port(), i));
    }
    for (const auto &client : clients) {
        server.idOf(client->raw);
    }
    return clients;
}

bool goOn(const Clients &clients, int total)
{
    return std::count_if(clients.begin(), clients.end(),
                         [total](const auto &client) { return client->goOn(total); })
        == qsizetype(clients.size());
}

/// The processor time that each I/O thread of this process has taken.
QMap<QString, std::chrono::nanoseconds> workerTimes()
{
    const QString tasks = u"/proc/self/task/"_s;
    QMap<QString, std::chrono::nanoseconds> times;
    for (const QString &task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile name(tasks + task + "/comm"_L1);
        if (!name.open(QIODevice::ReadOnly) || !name.peek(7).startsWith("worker-")) {
            continue;
        }
        // What pthread_getcpuclockid(3) gives for a thread that one has the handle of.
        constexpr clockid_t ofThread = 6;
        timespec time{};
        clock_gettime(clockid_t(~task.toUInt() << 3U) | ofThread, &time);
        times[QString::fromUtf8(name.readAll()).trimmed()] = std::chrono::seconds(time.tv_sec)
            + std::chrono::nanoseconds(time.tv_nsec);
    }
    return times;
}

/// The numbers of the clients that each I/O thread has: it works while the others sleep. Each
/// client sends until \a total of its messages are back.
QMap<QString, QList<int>> spreadOf(const Clients &clients, int total)
{
    QMap<QString, QList<int>> spread;
    for (size_t i = 0; i < clients.size(); ++i) {
        const auto before = workerTimes();
        waitFor([&] { return clients[i]->goOn(total); });
        const auto after = workerTimes();
        const QStringList workers = after.keys();
        spread[*std::max_element(workers.begin(), workers.end(),
                                 [&](const QString &one, const QString &other) {
                                     return after[one] - before[one] < after[other] - before[other];
                                 })]
            += int(i);
    }
    return spread;
}

QList<qsizetype> sizesOf(const QMap<QString, QList<int>> &spread)
{
    QList<qsizetype> sizes;
    for (const QList<int> &clients : spread) {
        sizes += clients.size();
    }
    return sizes;
}

using Members = std::vector<std::unique_ptr<RawClient>>;

/// A line says who has said it in which room, so that none is taken for another.
QByteArray chatLine(int room, size_t member, int number)
{
    return QByteArray::number(room) + ':' + QByteArray::number(member) + ':'
        + QByteArray::number(number) + '\n';
}

/// What \a listener, who says nothing, has heard from others than \a member.
QByteArray heardFromOthers(const RawClient &listener, int room, size_t member)
{
    const QByteArray own = QByteArray::number(room) + ':' + QByteArray::number(member) + ':';
    QByteArray others;
    for (const QByteArray &line : listener.received.split('\n')) {
        others += line.isEmpty() || line.startsWith(own) ? QByteArray() : line + '\n';
    }
    return others;
}

/// The numbers of the lines of \a member, in the order in which \a listener has heard them.
QList<int> numbersHeard(const RawClient &listener, int room, size_t member)
{
    const QByteArray own = QByteArray::number(room) + ':' + QByteArray::number(member) + ':';
    QList<int> numbers;
    for (const QByteArray &line : listener.received.split('\n')) {
        if (line.startsWith(own)) {
            numbers += line.sliced(own.size()).toInt();
        }
    }
    return numbers;
}

/// The life events of \a client, in the order in which they were published.
QList<EventKind> lifeOf(const EngineFixture &server, ClientId client)
{
    QList<EventKind> kinds;
    for (const Event &event : server.events) {
        if (event.client == client && !isTraffic(event.kind)) {
            kinds += event.kind;
        }
    }
    return kinds;
}

} // namespace

class TestEngineLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEchoComesBackInOrder_data() { threadCounts(); }
    void everyEchoComesBackInOrder();
    void echoClientsAreSpreadEvenly_data() { threadCounts(); }
    void echoClientsAreSpreadEvenly();
    void newOnesGoWhereOthersHaveLeft();
    void roomsAtTheSameTime_data() { threadCounts(); }
    void roomsAtTheSameTime();
    void theLifeOfEachClientIsWhole_data() { threadCounts(); }
    void theLifeOfEachClientIsWhole();

private:
    static void threadCounts();
};

void TestEngineLoad::threadCounts()
{
    QTest::addColumn<int>("threads");
    QTest::newRow("one thread") << 1;
    QTest::newRow("two threads") << 2;
    QTest::newRow("four threads") << 4;
}

void TestEngineLoad::everyEchoComesBackInOrder()
{
    QFETCH(const int, threads);
    constexpr int count = 32;
    constexpr int total = 400;
    constexpr qint64 bytes = qint64(total) * NumberedClient::messageSize;
    EngineFixture server({u"echo://127.0.0.1:0"_s}, {.threads = threads});
    const Clients clients = makeClients(server, count);
    QVERIFY(waitFor([&] { return goOn(clients, total); }));
    for (const auto &client : clients) {
        QVERIFY(client->raw.received == client->expected(total));
        client->raw.finishSending();
    }
    QVERIFY(server.waitForEvent(EventKind::Disconnected, {}, count));
    for (const Event &ending : server.eventsOf(EventKind::Disconnected)) {
        QCOMPARE(totalsOf(ending).received.bytes, bytes);
        QCOMPARE(totalsOf(ending).sent, totalsOf(ending).received); // each read is one message
    }
    QVERIFY(server.stop(StopMode::Graceful));
    QCOMPARE(server.stops.last().received.bytes, count * bytes);
    QCOMPARE(server.stops.last().sent, server.stops.last().received);
}

void TestEngineLoad::echoClientsAreSpreadEvenly()
{
    QFETCH(const int, threads);
    constexpr int perThread = 6;
    EngineFixture server({u"echo://127.0.0.1:0"_s}, {.threads = threads});
    const Clients clients = makeClients(server, threads * perThread);
    const auto spread = spreadOf(clients, 500);
    QCOMPARE(sizesOf(spread), QList<qsizetype>(threads, perThread));
}

void TestEngineLoad::newOnesGoWhereOthersHaveLeft()
{
    constexpr int threads = 4;
    constexpr int perThread = 3;
    EngineFixture server({u"echo://127.0.0.1:0"_s}, {.threads = threads});
    Clients clients = makeClients(server, threads * perThread);
    const auto spread = spreadOf(clients, 500);
    QCOMPARE(sizesOf(spread), QList<qsizetype>(threads, perThread));

    const QString left = spread.lastKey();
    for (const int number : spread.last()) {
        clients[size_t(number)]->raw.finishSending();
    }
    QVERIFY(server.waitForEvent(EventKind::Disconnected, {}, perThread));
    const Clients newOnes = makeClients(server, perThread);
    QCOMPARE(spreadOf(newOnes, 500).keys(), QStringList(left));
}

// Each room lives in one thread, so all its members hear the same; rooms do not hear one another.
void TestEngineLoad::roomsAtTheSameTime()
{
    QFETCH(const int, threads);
    constexpr int rooms = 4;
    constexpr size_t speakers = 5;
    constexpr int lines = 150;
    EngineFixture server(QStringList(rooms, u"chat://127.0.0.1:0?names=off"_s),
                         {.threads = threads});
    std::vector<Members> members(rooms); // the last of each only listens
    for (int room = 0; room < rooms; ++room) {
        for (size_t i = 0; i <= speakers; ++i) {
            members[size_t(room)].push_back(std::make_unique<RawClient>(server.port(room)));
            server.idOf(*members[size_t(room)].back());
        }
    }
    for (int line = 0; line < lines; ++line) {
        for (size_t who = 0; who < speakers; ++who) {
            for (int room = 0; room < rooms; ++room) {
                members[size_t(room)][who]->send(chatLine(room, who, line));
            }
        }
    }
    QList<int> inOrder(lines);
    std::iota(inOrder.begin(), inOrder.end(), 0);
    for (int room = 0; room < rooms; ++room) {
        const Members &all = members[size_t(room)];
        const RawClient &listener = *all.back();
        QVERIFY(waitFor([&] { return listener.received.count('\n') == lines * int(speakers); }));
        for (size_t who = 0; who < speakers; ++who) {
            QCOMPARE(numbersHeard(listener, room, who), inOrder);
            const QByteArray others = heardFromOthers(listener, room, who);
            QVERIFY(waitFor([&] { return all[who]->received.size() >= others.size(); }));
            QVERIFY(all[who]->received == others);
        }
    }
}

// While much is echoed, so that traffic events may be left out.
void TestEngineLoad::theLifeOfEachClientIsWhole()
{
    QFETCH(const int, threads);
    constexpr int count = 16;
    constexpr int rounds = 5;
    constexpr int perRound = 300;
    EngineFixture server({u"echo://127.0.0.1:0"_s}, {.threads = threads});
    const Clients clients = makeClients(server, count);
    QList<ClientId> ids;
    for (const auto &client : clients) {
        ids += server.idOf(client->raw);
    }
    for (int round = 1; round <= rounds; ++round) {
        server.engine().ask(ids, action::Hold{});
        server.engine().ask(ids, action::Release{});
        QVERIFY(waitFor([&] { return goOn(clients, round * perRound); }));
    }
    server.engine().ask(ids, action::Kick{u"enough"_s});
    QVERIFY(server.waitForEvent(EventKind::Disconnected, {}, count));

    QList<EventKind> whole{EventKind::Connected};
    for (int round = 0; round < rounds; ++round) {
        whole << EventKind::Held << EventKind::Released;
    }
    whole << EventKind::KickRequested << EventKind::Disconnected;
    for (const ClientId id : ids) {
        QCOMPARE(lifeOf(server, id), whole);
    }
    for (const auto &client : clients) {
        QVERIFY(client->raw.received == client->expected(rounds * perRound));
    }
}

QTEST_GUILESS_MAIN(TestEngineLoad)
#include "tst_engine_load.moc"
