// SPDX-License-Identifier: MIT
// The same with one I/O thread and with several.
#include "enginefixture.h"

#include <QDir>
#include <QTest>

#include <memory>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Times that each thread `worker-N` of this process has gone to sleep, see proc(5): one that does
/// nothing does not wake up either.
QMap<QByteArray, qint64> workerSleeps()
{
    const QString tasks = u"/proc/self/task/"_s;
    const QByteArray key = "\nvoluntary_ctxt_switches:";
    QMap<QByteArray, qint64> sleeps;
    for (const QString &task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QByteArray name = contents(tasks + task + "/comm"_L1).trimmed();
        if (name.startsWith("worker-")) {
            const QByteArray status = contents(tasks + task + "/status"_L1);
            const qsizetype begin = status.indexOf(key) + key.size();
            const qsizetype end = status.indexOf('\n', begin);
            sleeps[name] = status.sliced(begin, end - begin).trimmed().toLongLong();
        }
    }
    return sleeps;
}

using Clients = std::vector<std::unique_ptr<RawClient>>;

Clients makeClients(EngineFixture &server, int count)
{
    Clients clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        server.idOf(*clients.back());
    }
    return clients;
}

} // namespace

class TestEngineThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void echoComesBackInOrder_data() { threadCounts(); }
    void echoComesBackInOrder();
    void chatIsOrdered_data() { threadCounts(); }
    void chatIsOrdered();
    void echoClientsAreSpread();
    void stopReachesEveryThread();

private:
    static void threadCounts();
};

void TestEngineThreads::threadCounts()
{
    QTest::addColumn<int>("threads");
    QTest::newRow("one thread") << 1;
    QTest::newRow("two threads") << 2;
    QTest::newRow("four threads") << 4;
}

void TestEngineThreads::echoComesBackInOrder()
{
    QFETCH(int, threads);
    EngineFixture server({u"echo://127.0.0.1:0?read=1KiB"_s}, {.threads = threads});
    const Clients clients = makeClients(server, 12);
    const QByteArray bytes = pattern(200'000);
    for (qsizetype begin = 0; begin < bytes.size(); begin += 10'000) {
        for (const auto &client : clients) {
            client->send(bytes.sliced(begin, 10'000));
        }
    }
    for (const auto &client : clients) {
        client->finishSending();
        QVERIFY(waitFor([&] { return client->hasEnded; }));
        QVERIFY(client->received == bytes);
    }
    QVERIFY(server.waitForEvent(EventKind::Disconnected, {}, 12));
}

void TestEngineThreads::chatIsOrdered()
{
    QFETCH(int, threads);
    EngineFixture server({u"chat://127.0.0.1:0?names=off"_s}, {.threads = threads});
    const Clients members = makeClients(server, 6);
    RawClient listener(server.port());
    server.idOf(listener);
    for (int line = 0; line < 200; ++line) {
        for (size_t who = 0; who < 4; ++who) { // the last two listen
            members[who]->send(QByteArray::number(who) + ':' + QByteArray::number(line) + '\n');
        }
    }
    QVERIFY(waitFor([&] {
        return listener.received.count('\n') == 800 && members[4]->received.count('\n') == 800
            && members[5]->received.count('\n') == 800;
    }));
    QCOMPARE(members[4]->received, listener.received);
    QCOMPARE(members[5]->received, listener.received);
    for (size_t who = 0; who < 4; ++who) {
        const QByteArray own = QByteArray::number(who) + ':';
        QByteArray others;
        for (const QByteArray &line : listener.received.split('\n')) {
            others += line.isEmpty() || line.startsWith(own) ? QByteArray() : line + '\n';
        }
        QVERIFY(waitFor([&] { return members[who]->received.size() == others.size(); }));
        QCOMPARE(members[who]->received, others);
    }
}

void TestEngineThreads::echoClientsAreSpread()
{
    constexpr int threads = 3;
    EngineFixture server({u"echo://127.0.0.1:0"_s}, {.threads = threads});
    const Clients clients = makeClients(server, threads);
    const auto before = workerSleeps();
    QCOMPARE(before.size(), threads);
    for (int i = 0; i < 100; ++i) {
        for (const auto &client : clients) {
            client->send(".");
        }
        for (const auto &client : clients) {
            QVERIFY(waitFor([&] { return client->received.size() == i + 1; }));
        }
    }
    const auto after = workerSleeps();
    for (const QByteArray &worker : before.keys()) {
        QVERIFY2(after[worker] - before[worker] >= 50, worker.constData());
    }
}

void TestEngineThreads::stopReachesEveryThread()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0"_s}, {.threads = 4});
    const Clients clients = makeClients(server, 10);
    QVERIFY(server.stop(StopMode::Graceful));
    for (const auto &client : clients) {
        QVERIFY(waitFor([&] { return client->hasEnded; }));
    }
    QVERIFY(server.startAndListen({u"echo://127.0.0.1:0"_s}));
    RawClient client(server.port(2));
    client.send("again");
    QVERIFY(waitFor([&] { return client.received == "again"; }));
    QCOMPARE(server.idOf(client), ClientId(11));
}

QTEST_GUILESS_MAIN(TestEngineThreads)
#include "tst_engine_threads.moc"
