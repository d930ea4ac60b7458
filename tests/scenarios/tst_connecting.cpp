// SPDX-License-Identifier: MIT
#include "fakeserver.h"
#include "filedescriptor.h"
#include "scenariolist.h"
#include "scenariowatch.h"
#include "timescale.h"
#include "units.h"

#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A port on 127.0.0.1 that does not answer: its queue of connections to be accepted is full.
class FullPort
{
public:
    FullPort()
        : m_listener(socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        socklen_t size = sizeof address;
        if (bind(m_listener.get(), generic, size) != 0 || listen(m_listener.get(), 0) != 0
            || getsockname(m_listener.get(), generic, &size) != 0) {
            qFatal("FullPort: no port");
        }
        m_port = ntohs(address.sin_port);
        // A backlog of 0 is room for one; the second one waits already (listen(2)).
        for (FileDescriptor &client : m_clients) {
            client = FileDescriptor(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
            connect(client.get(), generic, size);
        }
    }

    quint16 port() const { return m_port; }

private:
    FileDescriptor m_listener;
    std::array<FileDescriptor, 4> m_clients;
    quint16 m_port = 0;
};

void addAllScenarios()
{
    QTest::addColumn<ScenarioKind>("kind");
    for (const ScenarioInfo &info : scenarios()) {
        QTest::newRow(qPrintable(info.name)) << info.kind;
    }
}

} // namespace

/// What holds for every scenario before it is connected.
class TestConnecting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nobodyListens_data() { addAllScenarios(); }
    void nobodyListens();
    void nobodyAnswers_data() { addAllScenarios(); }
    void nobodyAnswers();
    void noSuchHost();
    void byName_data() { addAllScenarios(); }
    void byName();
    void stoppedAtOnce_data() { addAllScenarios(); }
    void stoppedAtOnce();
    void unknownName();
    void endpointText();
};

void TestConnecting::nobodyListens()
{
    QFETCH(const ScenarioKind, kind);
    const quint16 port = closedPort();
    const auto scenario = makeScenario(kind, {u"127.0.0.1"_s, port}, {});
    ScenarioWatch watch(*scenario);
    const auto result = watch.run();
    QVERIFY(result && !result->ok);
    QCOMPARE(result->text,
             u"cannot connect to 127.0.0.1:%1: Connection refused"_s.arg(QString::number(port)));
    QCOMPARE(watch.timesFinished(), 1);
}

void TestConnecting::nobodyAnswers()
{
    QFETCH(const ScenarioKind, kind);
    const FullPort server;
    const auto scenario = makeScenario(kind, {u"127.0.0.1"_s, server.port()}, {.timeout = 200ms});
    ScenarioWatch watch(*scenario);
    const auto result = watch.run();
    QVERIFY(result && !result->ok);
    QCOMPARE(result->text,
             u"cannot connect to 127.0.0.1:%1: no answer for 200ms"_s.arg(
                 QString::number(server.port())));
    QCOMPARE(watch.timesFinished(), 1);
}

void TestConnecting::noSuchHost()
{
    // A label may not be longer than 63 octets (RFC 1035, 2.3.4): no name server is asked.
    const QString host(64, u'x');
    const auto scenario = makeScenario(ScenarioKind::Multi, {host, 1}, {.timeout = scaled(10s)});
    ScenarioWatch watch(*scenario);
    const auto result = watch.run();
    QVERIFY(result && !result->ok);
    QVERIFY2(result->text.startsWith(u"cannot connect to %1:1: "_s.arg(host)),
             qPrintable(result->text));
}

void TestConnecting::byName()
{
    QFETCH(const ScenarioKind, kind);
    const auto info = findScenario(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(info);
    QCOMPARE(info->kind, kind);
    QVERIFY(info->defaultPort > 0);
    QVERIFY(!info->summary.isEmpty());
}

void TestConnecting::stoppedAtOnce()
{
    QFETCH(const ScenarioKind, kind);
    const FakeServer server(FakeServer::echo());
    const auto scenario = makeScenario(kind, {u"127.0.0.1"_s, server.serverPort()}, {});
    ScenarioWatch watch(*scenario);
    watch.start();
    QCOMPARE(watch.timesFinished(), 0);
    scenario->stop();
    QCOMPARE(watch.timesFinished(), 1);
    QVERIFY(!watch.result()->ok);
    QCoreApplication::processEvents();
    QCOMPARE(watch.timesFinished(), 1);
}

void TestConnecting::unknownName()
{
    QVERIFY(!findScenario(u"mutli"_s));
    QVERIFY(!findScenario(u"MULTI"_s));
    QVERIFY(!findScenario(QString()));
    QCOMPARE(scenarioNames(),
             QStringList({u"multi"_s, u"slow"_s, u"burst"_s, u"chat"_s, u"stall"_s, u"load"_s}));
}

void TestConnecting::endpointText()
{
    QCOMPARE((Endpoint{u"localhost"_s, 10000}).toText(), u"localhost:10000"_s);
    QCOMPARE((Endpoint{u"::1"_s, 8008}).toText(), u"[::1]:8008"_s);
    QCOMPARE((Endpoint{u"a\x1b[31m%2"_s, 1}).toText(), u"a\\e[31m%2:1"_s);
}

QTEST_GUILESS_MAIN(TestConnecting)
#include "tst_connecting.moc"
