// SPDX-License-Identifier: MIT
#include "fakeserver.h"
#include "loadconnector.h"
#include "waitfor.h"

#include <QTest>

#include <utility>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QHostAddress loopback(QHostAddress::LocalHost);
const QHostAddress loopback6(QHostAddress::LocalHostIPv6);

/// A connector and what it has brought.
class Watched
{
public:
    Watched()
    {
        QObject::connect(&connector, &LoadConnector::connected, &connector,
                         [this](Stream &stream) { streams.push_back(std::move(stream)); });
        QObject::connect(&connector, &LoadConnector::failed, &connector,
                         [this](const QString &reason) { failures.append(reason); });
    }

    Poller poller{[] {
        return false;
    }};
    LoadConnector connector{poller};
    std::vector<Stream> streams;
    QStringList failures;
};

} // namespace

class TestLoadConnector : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opensAll_data();
    void opensAll();
    void addresses_data();
    void addresses();
    void aQueueThatIsFullForAWhile();
    void theServerGoesAway();
    void stopped();
};

void TestLoadConnector::opensAll_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("one") << 1;
    QTest::newRow("a batch and the first") << 33;
    QTest::newRow("several batches") << 200;
}

void TestLoadConnector::opensAll()
{
    QFETCH(const int, count);
    const FakeServer server(FakeServer::echo());
    Watched watched;
    watched.connector.start({loopback}, server.serverPort(), count);
    QVERIFY(waitFor([&] { return server.peers().size() == size_t(count); }));
    QVERIFY(waitFor([&] { return watched.streams.size() == size_t(count); }));
    QCOMPARE(watched.connector.opened(), count);
    QCOMPARE(watched.failures, QStringList());
}

void TestLoadConnector::addresses_data()
{
    QTest::addColumn<QList<QHostAddress>>("addresses");
    QTest::addColumn<QStringList>("failures");
    QTest::newRow("the first one is refused") << QList{loopback6, loopback} << QStringList();
    QTest::newRow("the first two are refused")
        << QList{loopback6, QHostAddress(u"127.0.0.9"_s), loopback} << QStringList();
    QTest::newRow("one that cannot be reached")
        << QList{QHostAddress(u"255.255.255.255"_s), loopback} << QStringList();
    QTest::newRow("all are refused")
        << QList{loopback6, QHostAddress(u"127.0.0.9"_s)} << QStringList{u"Connection refused"_s};
}

void TestLoadConnector::addresses()
{
    QFETCH(const QList<QHostAddress>, addresses);
    QFETCH(const QStringList, failures);
    const FakeServer server(FakeServer::echo()); // on 127.0.0.1 alone
    Watched watched;
    watched.connector.start(addresses, server.serverPort(), 3);
    QVERIFY(waitFor([&] { return watched.streams.size() == 3 || !watched.failures.isEmpty(); }));
    QCOMPARE(watched.failures, failures);
}

// The kernel tries again after a second where the server's queue has no room (tcp(7)).
void TestLoadConnector::aQueueThatIsFullForAWhile()
{
    constexpr int backlog = 50; // a QTcpServer's
    FakeServer server(FakeServer::echo());
    server.pauseAccepting();
    Watched watched;
    watched.connector.start({loopback}, server.serverPort(), 120);
    // A queue has room for one more than it says (listen(2)).
    QVERIFY(waitFor([&] { return watched.streams.size() == backlog + 1; }));
    server.resumeAccepting();
    QVERIFY(waitFor([&] { return watched.streams.size() == 120; }));
    QVERIFY(waitFor([&] { return server.peers().size() == 120; }));
    QCOMPARE(watched.failures, QStringList());
}

void TestLoadConnector::theServerGoesAway()
{
    Watched watched;
    {
        const FakeServer server(FakeServer::echo());
        watched.connector.start({loopback, loopback6}, server.serverPort(), 200);
        QVERIFY(waitFor([&] { return watched.streams.size() >= 33; }));
    }
    QVERIFY(waitFor([&] { return !watched.failures.isEmpty(); }));
    QCOMPARE(watched.failures,
             QStringList(
                 u"Connection refused (%1 of 200 were connected)"_s.arg(watched.streams.size())));
}

void TestLoadConnector::stopped()
{
    const FakeServer server(FakeServer::echo());
    Watched watched;
    watched.connector.start({loopback}, server.serverPort(), 200);
    QVERIFY(waitFor([&] { return watched.streams.size() >= 33; }));
    watched.connector.stop();
    const size_t opened = watched.streams.size();
    QVERIFY(opened < 200);
    // Another one's connections come later than those of the first would have.
    Watched other;
    other.connector.start({loopback}, server.serverPort(), 100);
    QVERIFY(waitFor([&] { return other.streams.size() == 100; }));
    QCOMPARE(watched.streams.size(), opened);
    QCOMPARE(watched.failures, QStringList());
}

QTEST_GUILESS_MAIN(TestLoadConnector)
#include "tst_loadconnector.moc"
