// SPDX-License-Identifier: MIT
// More connections than one address has ports for, in a network that has few of them.
#include "childlimits.h"
#include "loadconnector.h"
#include "outgoing.h"
#include "waitfor.h"

#include <QMap>
#include <QTcpServer>
#include <QTest>

#include <utility>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

constexpr int ports = 20;

} // namespace

class TestLoadPorts : public QObject
{
    Q_OBJECT
public:
    explicit TestLoadPorts(bool isNetworkThere)
        : m_isNetworkThere(isNetworkThere)
    {
    }

private Q_SLOTS:
    void initTestCase();
    void theRangeIsKnown();
    void furtherAddressesOfLoopback();
    void oneAddressAlone();

private:
    const bool m_isNetworkThere;
};

void TestLoadPorts::initTestCase()
{
    if (!m_isNetworkThere) {
        QSKIP("this system gives its users no networks of their own");
    }
}

void TestLoadPorts::theRangeIsKnown()
{
    QCOMPARE(localPorts().first, 40000);
    QCOMPARE(localPorts().last, 40019);
    QCOMPARE(localPorts().count(), ports);
}

void TestLoadPorts::furtherAddressesOfLoopback()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Poller poller([] { return false; });
    LoadConnector connector(poller);
    std::vector<Stream> streams;
    connect(&connector, &LoadConnector::connected, this,
            [&](Stream &stream) { streams.push_back(std::move(stream)); });
    connector.start({QHostAddress::LocalHost}, server.serverPort(), 45);
    QVERIFY(waitFor([&] { return streams.size() == 45; }));

    QMap<QString, int> connections; // by address
    for (const Stream &stream : streams) {
        ++connections[localAddressText(stream.descriptor()).section(u':', 0, 0)];
    }
    QCOMPARE(connections.keys(), QStringList({u"127.0.0.1"_s, u"127.0.0.2"_s, u"127.0.0.3"_s}));
    // The server has one of the ports.
    QCOMPARE(connections.first(), ports - 1);
}

void TestLoadPorts::oneAddressAlone()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHostIPv6));
    Poller poller([] { return false; });
    LoadConnector connector(poller);
    QString failure;
    connect(&connector, &LoadConnector::failed, this,
            [&](const QString &reason) { failure = reason; });
    connector.start({QHostAddress::LocalHostIPv6}, server.serverPort(), 45);
    QVERIFY(waitFor([&] { return !failure.isEmpty(); }));
    QCOMPARE(failure,
             u"no local port is free, and one address has at most 20 for one server "
             "(net.ipv4.ip_local_port_range, 40000 to 40019) (19 of 45 were connected)"_s);
}

int main(int argc, char **argv)
{
    const bool isThere = child::enterNetworkOfPorts("40000 40019"); // before any thread
    const QCoreApplication application(argc, argv);
    TestLoadPorts test(isThere);
    return QTest::qExec(&test, argc, argv);
}
#include "tst_loadports.moc"
