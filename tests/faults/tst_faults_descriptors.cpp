// SPDX-License-Identifier: MIT
// What goes on while strangers hold every descriptor that they can have.
#include "bystander.h"
#include "childlimits.h"
#include "descriptorlimit.h"
#include "goonfor.h"
#include "processactivity.h"
#include "serverprocess.h"
#include "timescale.h"
#include "waitfor.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <memory>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 plenty = 500;
constexpr int crowd = keptDescriptors + 30; // more than could ever get in
const QString anyPort = u"echo://127.0.0.1:0"_s;

/// What a server with these arguments has open before anybody comes, and what is kept.
qint64 needed(const QStringList &services, const QStringList &arguments)
{
    const ServerProcess server(services,
                               {.arguments = arguments, .inChild = child::descriptors(plenty)});
    server.waitUntilIdle();
    return server.descriptors() + keptDescriptors;
}

using Clients = std::vector<std::unique_ptr<RawClient>>;

Clients connectClients(quint16 port, int count)
{
    Clients clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<RawClient>(port));
        clients.back()->send("here");
    }
    return clients;
}

qsizetype served(const Clients &clients)
{
    return std::count_if(clients.begin(), clients.end(),
                         [](const auto &client) { return client->received == "here"; });
}

qsizetype ended(const Clients &clients)
{
    return std::count_if(clients.begin(), clients.end(),
                         [](const auto &client) { return client->hasEnded; });
}

/// One worker, and room for the bystander and 8 clients.
ServerOptions roomForEight()
{
    const QStringList arguments{u"--threads"_s, u"1"_s};
    return {.arguments = arguments,
            .inChild = child::descriptors(needed({anyPort}, arguments) + 9)};
}

} // namespace

class TestFaultsDescriptors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { raiseDescriptorLimit(); }
    void row01_noDescriptorLeft();
    void row02_descriptorsFreeAgain();
    void row01_logIsRotatedAllTheSame();
    void row01_stopTellsThoseWhoWait();
    void row03_limitsThatAreTooManyTogether();
};

// Fails when Acceptor::turnAwayWaiting() does nothing (nobody sees an end), when retryAccepting()
// tries again at once (never idle), and when it resumes without asking accept(2): nobody sees an
// end either, or there is an `accept-resumed` where it has turned them away.
void TestFaultsDescriptors::row01_noDescriptorLeft()
{
    ServerProcess server({anyPort}, roomForEight());
    Bystander bystander(server.port());
    QVERIFY(waitFor([&] { return bystander.answers() > 0; }));
    const Clients clients = connectClients(server.port(), 30);
    QVERIFY(waitFor([&] { return served(clients) == 8 && ended(clients) == 22; }));
    const QJsonObject without{{u"reason"_s, u"no-descriptors"_s}, {u"address"_s, u"127.0.0.1"_s}};
    QVERIFY(server.waitForRecords(u"refused"_s, without, 22));
    QCOMPARE(bystander.faults(), QStringList());
    QVERIFY(server.waitUntilIdle());
    QVERIFY(goOnFor(2s)); // then it waits as long as it ever does
    const qint64 wakeUps = wakeUpsWithin(server.processId(), 2s);
    // A sanitizer has a thread of its own that wakes up too.
    QVERIFY2(wakeUps < 60, qPrintable(QString::number(wakeUps)));
    QCOMPARE(server.recordsOf(u"refused"_s).size(), 22);
    QCOMPARE(server.recordsOf(u"connected"_s).size(), 9);
    QCOMPARE(server.recordsOf(u"accept-paused"_s).size(), 1);
    QCOMPARE(server.recordsOf(u"accept-resumed"_s).size(), 0);
}

// Fails when AcceptPause waits twice as long without a bound and Acceptor does not retry soon after
// ClientsLeft (one of the two alone is not noticed), and when retryAccepting() never resumes.
void TestFaultsDescriptors::row02_descriptorsFreeAgain()
{
    ServerProcess server({anyPort}, roomForEight());
    const Bystander bystander(server.port());
    QVERIFY(waitFor([&] { return bystander.answers() > 0; }));
    Clients clients = connectClients(server.port(), 30);
    QVERIFY(waitFor([&] { return served(clients) == 8 && ended(clients) == 22; }));
    QVERIFY(goOnFor(3s)); // until it waits as long as it ever does
    clients.clear();
    QElapsedTimer sinceFree;
    sinceFree.start();
    RawClient next(server.port());
    next.send("here");
    QVERIFY(waitFor([&] { return next.received == "here" || next.hasEnded || next.wasReset; }));
    QCOMPARE(next.received, QByteArray("here"));
    QVERIFY(server.waitForRecords(u"accept-resumed"_s));
    QVERIFY2(!sinceFree.hasExpired(scaled(1s).count()),
             qPrintable(QString::number(sinceFree.elapsed())));
    QCOMPARE(server.recordsOf(u"accept-paused"_s).size(), 1);
    QCOMPARE(server.recordsOf(u"accept-resumed"_s).size(), 1);
}

// Fails when isKept() says no: nobody is told to go, and the file could not be opened anew.
void TestFaultsDescriptors::row01_logIsRotatedAllTheSame()
{
    const QTemporaryDir folder;
    const QString log = folder.filePath(u"log"_s);
    const QStringList arguments{u"--threads"_s,  u"1"_s,    u"--log-file"_s, log,
                                u"--log-size"_s, u"64KiB"_s};
    const qint64 room = needed({anyPort}, arguments) + 3;
    ServerProcess server({anyPort}, {.arguments = arguments, .inChild = child::descriptors(room)});
    const Bystander bystander(server.port());
    RawClient talker(server.port());
    QVERIFY(server.waitForRecords(u"connected"_s, {}, 2));
    const Clients clients = connectClients(server.port(), crowd);
    QVERIFY(server.waitForRecords(u"refused"_s, {{u"reason"_s, u"no-descriptors"_s}}, 20));
    const QByteArray message(1024, 'x');
    for (qsizetype sent = 0; !QFile::exists(log + u".4"_s); sent += message.size()) {
        QVERIFY(sent < 4096 * message.size());
        talker.send(message);
        QVERIFY(waitFor([&] { return talker.received.size() >= sent + message.size(); }));
    }
    QTimer look; // between two names there is none for a moment
    look.start(10ms);
    QVERIFY(waitFor([&] { return QFile::exists(log); }));
    QVERIFY(server.recordsOf(u"log-failed"_s).isEmpty());
}

// Fails when isKept() says no: the kernel resets those who wait.
void TestFaultsDescriptors::row01_stopTellsThoseWhoWait()
{
    const QStringList arguments{u"--threads"_s, u"1"_s};
    const qint64 room = needed({anyPort}, arguments) + 1;
    ServerProcess server({anyPort}, {.arguments = arguments, .inChild = child::descriptors(room)});
    const RawClient first(server.port());
    QVERIFY(server.waitForRecords(u"connected"_s));
    server.sendSignal(SIGSTOP);
    const Clients waiting = connectClients(server.port(), crowd);
    server.sendSignal(SIGTERM);
    server.sendSignal(SIGCONT);
    QVERIFY(waitFor([&] { return ended(waiting) == crowd; }));
    QVERIFY(server.waitForExit());
    QCOMPARE(server.exitStatus(), 0);
    QCOMPARE(server.recordsOf(u"refused"_s).size(), crowd);
}

// Fails when each service is lowered by itself.
void TestFaultsDescriptors::row03_limitsThatAreTooManyTogether()
{
    const QStringList services{u"echo://127.0.0.1:0?clients=6"_s,
                               u"echo://127.0.0.1:0?clients=6"_s};
    const qint64 room = needed(services, {}) + 8;
    ServerProcess server(services, {.inChild = child::descriptors(room)});
    QVERIFY(server.waitForRecords(
        u"notice"_s,
        {{u"text"_s,
          u"the limits of all services together are more than the limit of descriptors leaves room "
          "for: at most 8 more clients are accepted"_s}}));
    const Clients clients = connectClients(server.port(0), 4);
    const Clients others = connectClients(server.port(1), 4);
    QVERIFY(server.waitForRecords(u"connected"_s, {}, 8));
}

QTEST_GUILESS_MAIN(TestFaultsDescriptors)
#include "tst_faults_descriptors.moc"
