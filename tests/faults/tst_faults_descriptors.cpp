// SPDX-License-Identifier: MIT
// What goes on while strangers hold every descriptor that they can have.
#include "bystander.h"
#include "childlimits.h"
#include "descriptorlimit.h"
#include "serverprocess.h"
#include "waitfor.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;

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
    }
    return clients;
}

bool haveEnded(const Clients &clients)
{
    return std::all_of(clients.begin(), clients.end(),
                       [](const auto &client) { return client->hasEnded; });
}

} // namespace

class TestFaultsDescriptors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { raiseDescriptorLimit(); }
    void row01_logIsRotatedAllTheSame();
    void row01_stopTellsThoseWhoWait();
    void row03_limitsThatAreTooManyTogether();
};

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
    QVERIFY(QFile::exists(log));
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
    QVERIFY(waitFor([&] { return haveEnded(waiting); }));
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
