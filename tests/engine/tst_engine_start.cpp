// SPDX-License-Identifier: MIT
#include "enginefixture.h"

#include <QTcpServer>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

QStringList statesOf(const QList<ServiceInfo> &infos)
{
    QStringList states;
    for (const ServiceInfo &info : infos) {
        states.append(toText(info.state));
    }
    return states;
}

quint16 freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

} // namespace

class TestEngineStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesOfAServiceAreReportedInOrder();
    void nothingStartsWhereOneCannot();
    void localhostMeansBothAddressesOnOnePort();
    void anyTakesBothFamilies();
    void samePortAgainAtOnce();
    void serviceStoppedWhileStarting();
    void onlyTheNamedServiceStops();
    void logFileThatCannotBeOpened();
};

void TestEngineStart::statesOfAServiceAreReportedInOrder()
{
    EngineFixture server;
    QVERIFY(!server.engine().isRunning());
    const ServiceId id = server.start({u"echo://127.0.0.1:0?read=1KiB"_s}).first();
    QVERIFY(server.engine().isRunning());
    QVERIFY(server.waitForEvent(EventKind::Listening));
    QCOMPARE(server.eventsOf(EventKind::Listening).first().port, server.port());
    QVERIFY(waitFor([&] { return server.info(id).state == ServiceState::Listening; }));
    QVERIFY(server.stop(StopMode::Graceful));
    QVERIFY(!server.engine().isRunning());
    QCOMPARE(statesOf(server.services.value(id)),
             QStringList({u"starting"_s, u"listening"_s, u"draining"_s, u"stopped"_s}));
    QCOMPARE(server.info(id).spec.read, 1024);
    QCOMPARE(server.engine().services(), QList<ServiceInfo>{server.info(id)});
    QVERIFY(server.waitForEvent(EventKind::Stopped, {}, 2));
    QCOMPARE(server.count(EventKind::Stopping), 1);
}

void TestEngineStart::nothingStartsWhereOneCannot()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const quint16 first = freePort();
    const QString busyUrl = u"chat://127.0.0.1:%1"_s.arg(taken.serverPort());

    EngineFixture server;
    const auto ids = server.start({u"echo://127.0.0.1:%1"_s.arg(first), busyUrl});
    QVERIFY(waitFor([&] { return !server.startErrors.isEmpty(); }));
    const StartError &error = server.startErrors.first();
    QCOMPARE(
        error.sentence(),
        u"cannot listen on 127.0.0.1 port %1 (%2): address already in use"_s.arg(taken.serverPort())
            .arg(busyUrl));
    QCOMPARE(error.complaint(),
             error.sentence()
                 + u". Stop the program that uses this port, or choose another port."_s);
    for (const ServiceId id : ids) {
        QCOMPARE(server.info(id).state, ServiceState::Failed);
        QCOMPARE(server.info(id).text, error.sentence());
    }
    QVERIFY(!server.engine().isRunning());
    QVERIFY(server.waitForEvent(EventKind::ListenFailed));
    QCOMPARE(server.eventsOf(EventKind::ListenFailed).first().serviceUrl, busyUrl);
    QCOMPARE(server.count(EventKind::Listening), 0);
    QCOMPARE(server.startErrors.size(), 1);

    QTcpServer again;
    QVERIFY2(again.listen(QHostAddress::LocalHost, first), "the first service's port is not free");
}

void TestEngineStart::localhostMeansBothAddressesOnOnePort()
{
    EngineFixture server({u"echo://localhost:0"_s});
    const QList<BoundAddress> addresses = server.info(server.service()).addresses;
    if (addresses.size() == 1) {
        QCOMPARE(server.count(EventKind::Notice), 1);
        QSKIP("no IPv6 here");
    }
    QCOMPARE(addresses.size(), 2);
    QCOMPARE(addresses[0].address, u"127.0.0.1"_s);
    QCOMPARE(addresses[1].address, u"::1"_s);
    QCOMPARE(addresses[0].port, addresses[1].port);
    RawClient ipv4(server.port());
    RawClient ipv6(server.port(), {.address = u"::1"_s});
    ipv4.send("four");
    ipv6.send("six");
    QVERIFY(waitFor([&] { return ipv4.received == "four" && ipv6.received == "six"; }));
    const ClientId id = server.idOf(ipv6);
    QCOMPARE(server.eventsOf(EventKind::Connected, id).first().address, u"::1"_s);
}

void TestEngineStart::anyTakesBothFamilies()
{
    EngineFixture server({u"echo://any:0"_s});
    QCOMPARE(server.info(server.service()).addresses.size(), 1);
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    QCOMPARE(server.eventsOf(EventKind::Connected, id).first().address, u"127.0.0.1"_s);
}

void TestEngineStart::samePortAgainAtOnce()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    const quint16 port = server.port();
    for (int i = 0; i < 3; ++i) {
        // The server ends first, so that its side of the connection is left in TIME_WAIT.
        RawClient client(port);
        client.send("x");
        QVERIFY(waitFor([&] { return client.received == "x"; }));
        QVERIFY(server.stop(StopMode::Graceful));
        QVERIFY(server.startAndListen({u"echo://127.0.0.1:%1"_s.arg(port)}));
        QVERIFY(server.startErrors.isEmpty());
    }
}

void TestEngineStart::serviceStoppedWhileStarting()
{
    EngineFixture server;
    const ServiceId id = server.start({u"echo://127.0.0.1:0"_s}).first();
    QVERIFY(server.stop(StopMode::Graceful));
    QCOMPARE(statesOf(server.services.value(id)),
             QStringList({u"starting"_s, u"draining"_s, u"stopped"_s}));
}

void TestEngineStart::onlyTheNamedServiceStops()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s, u"echo://127.0.0.1:0"_s});
    RawClient stays(server.port(1));
    server.engine().stop(StopMode::Graceful, {server.service(0)});
    QVERIFY(waitFor([&] { return server.info(server.service(0)).state == ServiceState::Stopped; }));
    QVERIFY(server.engine().isRunning());
    QVERIFY(server.stops.isEmpty());
    stays.send("still here");
    QVERIFY(waitFor([&] { return stays.received == "still here"; }));
    QVERIFY(!RawClient(server.port(0)).isConnected());
}

void TestEngineStart::logFileThatCannotBeOpened()
{
    const auto made = Engine::create({.logFile = u"/nowhere/at all"_s});
    QVERIFY(!made);
    QCOMPARE(made.error(),
             u"cannot open the log file \"/nowhere/at all\": No such file or directory"_s);
}

QTEST_GUILESS_MAIN(TestEngineStart)
#include "tst_engine_start.moc"
