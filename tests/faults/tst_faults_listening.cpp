// SPDX-License-Identifier: MIT
// What cannot be had at the start.
#include "bystander.h"
#include "childlimits.h"
#include "descriptorlimit.h"
#include "rawclient.h"
#include "serverprocess.h"
#include "serverrun.h"
#include "waitfor.h"

#include <QFile>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString anyPort = u"echo://127.0.0.1:0"_s;
constexpr qint64 plenty = 500; // descriptors

int firstUnprivilegedPort()
{
    QFile file(u"/proc/sys/net/ipv4/ip_unprivileged_port_start"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 1024;
}

} // namespace

class TestFaultsListening : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row03_tooFewDescriptors();
    void row03_clientsAboveTheDescriptors();
    void row40_portInUse();
    void row40_privilegedPort();
    void row40_addressElsewhere();
    void row52_ipv6SideTaken();
    void row52_noIpv6_data();
    void row52_noIpv6();

private:
    static void verifyRefused(const ServerRun &run, const QByteArray &sentence);
};

/// Status 1, one sentence, and nothing was started.
void TestFaultsListening::verifyRefused(const ServerRun &run, const QByteArray &sentence)
{
    QCOMPARE(run.complaints, "peerglassd: " + sentence + '\n');
    QCOMPARE(run.status, 1);
    QVERIFY2(!run.records.contains("\"event\":\"listening\""), run.records.constData());
}

// With one descriptor more each time, until it starts: it never aborts, and always says what is
// missing. Fails when Engine::create() does not count descriptors (QThread::start() aborts), when
// the acceptor is started with the other threads (now and then a thread misses one that a listener
// has), and when StartServices does not look for a client's descriptor.
void TestFaultsListening::row03_tooFewDescriptors()
{
    const QStringList services{u"echo://localhost:0"_s, u"chat://localhost:0"_s};
    const QStringList threads{u"--threads"_s, u"3"_s};
    qsizetype needed = 0;
    {
        const ServerProcess server(services,
                                   {.arguments = threads, .inChild = child::descriptors(plenty)});
        server.waitUntilIdle();
        needed = server.descriptors() + keptDescriptors;
    }
    QByteArrayList complaints;
    for (qsizetype count = 10; count <= needed; ++count) {
        const ServerRun run = runServer(threads + services, child::descriptors(count));
        QVERIFY2(run.status != -1, "it has started, or was aborted");
        verifyRefused(run, run.complaints.mid(12).chopped(1));
        QVERIFY2(run.complaints.contains("descriptor") && run.complaints.contains("ulimit -n"),
                 run.complaints.constData());
        QCOMPARE(run.complaints.count('\n'), 1);
        complaints.append(run.complaints);
    }
    QVERIFY(complaints.first().contains("44 descriptors are needed for 3 I/O threads"));
    QVERIFY2(complaints.last().contains("no descriptor is left for its clients"),
             complaints.last().constData());
    const ServerProcess server(services,
                               {.arguments = threads, .inChild = child::descriptors(needed + 1)});
    const RawClient client(server.port());
    QVERIFY(server.waitForRecords(u"connected"_s));
}

// Fails when Acceptor::limitToDescriptors() does nothing: no notice, and the third is refused for
// want of a descriptor.
void TestFaultsListening::row03_clientsAboveTheDescriptors()
{
    qsizetype needed = 0;
    {
        const ServerProcess server({anyPort}, {.inChild = child::descriptors(plenty)});
        server.waitUntilIdle();
        needed = server.descriptors() + keptDescriptors;
    }
    ServerProcess server({u"echo://127.0.0.1:0?clients=100"_s},
                         {.inChild = child::descriptors(needed + 2)});
    QVERIFY(server.waitForRecords(
        u"notice"_s,
        {{u"text"_s,
          u"clients=100 is more than the limit of descriptors leaves room for: at most 2 are "
          "accepted"_s}}));
    const Bystander bystander(server.port());
    QVERIFY(waitFor([&] { return bystander.answers() > 0; }));
    const RawClient second(server.port());
    QVERIFY(server.waitForRecords(u"connected"_s, {}, 2));
    const RawClient third(server.port());
    QVERIFY(waitFor([&] { return third.hasEnded || third.wasReset; }));
    QVERIFY(server.waitForRecords(u"refused"_s));
}

// Fails when Listener::open() takes a port that is in use (SO_REUSEPORT), and when each service is
// announced before the next is bound.
void TestFaultsListening::row40_portInUse()
{
    const ServerProcess other({anyPort});
    const Bystander bystander(other.port());
    const QString taken = u"echo://127.0.0.1:%1"_s.arg(other.port());
    const QByteArray port = QByteArray::number(other.port());
    verifyRefused(runServer({anyPort, taken}),
                  "cannot listen on 127.0.0.1 port " + port + " (echo://127.0.0.1:" + port
                      + "): address already in use. Stop the program that uses this port, or "
                        "choose another port.");
}

// Fails when Listener::errorText() does not know of missing privileges.
void TestFaultsListening::row40_privilegedPort()
{
    static constexpr int port = 7; // echo
    if (firstUnprivilegedPort() <= port) {
        QSKIP("this machine lets everybody listen there");
    }
    verifyRefused(runServer({anyPort, u"echo://127.0.0.1:%1"_s.arg(port)}, child::unprivileged()),
                  "cannot listen on 127.0.0.1 port 7 (echo://127.0.0.1:7): permission denied. "
                  "Ports below 1024 need a privilege; choose one from 1024 to 65535.");
}

// Fails when Listener::errorText() does not know of addresses elsewhere.
void TestFaultsListening::row40_addressElsewhere()
{
    verifyRefused(runServer({anyPort, u"echo://192.0.2.1:7000"_s}), // RFC 5737
                  "cannot listen on 192.0.2.1 port 7000 (echo://192.0.2.1:7000): this machine has "
                  "no such address. Choose an address of this machine, localhost or any.");
}

// In a network of two ports the system gives the same one first each time. Fails when
// bindLocalhost() does not keep the listener that clashed, and when it tries once.
void TestFaultsListening::row52_ipv6SideTaken()
{
    if (runServer({u"--version"_s}, child::networkOfTwoPorts()).status == child::cannotHave) {
        QSKIP("this machine gives no network of its own");
    }
    const ServerProcess server({u"echo://localhost:0"_s}, {.inChild = child::networkOfTwoPorts()});
    const QList<QJsonObject> listening = server.recordsOf(u"listening"_s);
    QCOMPARE(listening.size(), 2);
    QCOMPARE(listening.at(0)[u"address"].toString(), u"127.0.0.1"_s);
    QCOMPARE(listening.at(1)[u"address"].toString(), u"::1"_s);
    QCOMPARE(listening.at(0)[u"port"], listening.at(1)[u"port"]);
    QVERIFY(server.recordsOf(u"notice"_s).isEmpty());
}

void TestFaultsListening::row52_noIpv6_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("notice");
    QTest::newRow("localhost") << u"echo://localhost:0"_s << u"127.0.0.1"_s
                               << u"this machine has no ::1; listening on 127.0.0.1 alone"_s;
    QTest::newRow("any") << u"echo://any:0"_s << u"0.0.0.0"_s
                         << u"this machine has no IPv6; listening on 0.0.0.0 alone"_s;
}

// Fails when isMissingIpv6() does not know UnsupportedSocketOperationError (localhost), and when
// bindAny() believes that what Qt calls Any has IPv6.
void TestFaultsListening::row52_noIpv6()
{
    QFETCH(const QString, service);
    QFETCH(const QString, address);
    QFETCH(const QString, notice);
    const ServerProcess server({service}, {.inChild = child::noIpv6()});
    const Bystander bystander(server.port());
    QVERIFY(waitFor([&] { return bystander.answers() > 0; }));
    QCOMPARE(server.recordsOf(u"listening"_s).size(), 1);
    QCOMPARE(server.recordsOf(u"listening"_s).first()[u"address"].toString(), address);
    QVERIFY(server.waitForRecords(u"notice"_s, {{u"text"_s, notice}}));
}

QTEST_GUILESS_MAIN(TestFaultsListening)
#include "tst_faults_listening.moc"
