// SPDX-License-Identifier: MIT
#include "clientprocess.h"
#include "fakeserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

QString addressOf(const FakeServer &server)
{
    return u"127.0.0.1:%1"_s.arg(QString::number(server.serverPort()));
}

QStringList arguments(const QString &command, quint16 port)
{
    return {command, u"--host"_s, u"127.0.0.1"_s, u"--port=%1"_s.arg(port)};
}

} // namespace

class TestClientProgram : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nobodyListens_data();
    void nobodyListens();
    void servers_data();
    void servers();
    void multiPrintsItsSteps();
    void chatWithAFile();
    void chatWithAPipe();
    void chatWithoutStandardInput();
    void chatOfAServerThatEnds();
    void interrupted_data();
    void interrupted();
    void stallIsOverAfterItsSeconds();
    void loadPrintsOneObject();
};

void TestClientProgram::nobodyListens_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"multi", "slow", "burst", "chat", "stall", "load"}) {
        QTest::newRow(command) << QString::fromUtf8(command);
    }
}

void TestClientProgram::nobodyListens()
{
    QFETCH(const QString, command);
    const quint16 port = closedPort();
    ClientProcess client(arguments(command, port));
    QVERIFY(client.waitForEnd());
    QCOMPARE(QString::fromUtf8(client.errors()),
             u"peerglass-client: cannot connect to 127.0.0.1:%1: Connection refused\n"_s.arg(port));
    QCOMPARE(client.output(), QByteArray());
    QCOMPARE(client.exitCode(), 1);
}

void TestClientProgram::servers_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<FakeServer::Manner>("manner");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("complaint");

    const FakeServer::Manner wrong{.received = [](FakePeer &peer, const QByteArray &bytes) {
        peer.write(bytes.toUpper());
    }};
    const QByteArray difference = "got \"H\" as byte 2, but \"h\" was sent\n";
    QTest::newRow("multi, right echo") << u"multi"_s << FakeServer::echo() << 0 << ""_ba;
    QTest::newRow("slow, right echo") << u"slow"_s << FakeServer::echo() << 0 << ""_ba;
    QTest::newRow("burst, right echo") << u"burst"_s << FakeServer::echo() << 0 << ""_ba;
    QTest::newRow("multi, wrong echo") << u"multi"_s << wrong << 1 << difference;
    QTest::newRow("burst, wrong echo") << u"burst"_s << wrong << 1 << difference;
    QTest::newRow("load, right echo") << u"load"_s << FakeServer::echo() << 0 << ""_ba;
    QTest::newRow("load, wrong echo") << u"load"_s << wrong << 1 << "\" was sent\n"_ba;
    QTest::newRow("load, no answer") << u"load"_s << FakeServer::silent() << 1
                                     << ": no answer for 1s after 0 of 64 bytes had come back\n"_ba;
    QTest::newRow("multi, no answer")
        << u"multi"_s << FakeServer::silent() << 1
        << ": no answer for 1s after 0 of 21 bytes had come back\n"_ba;
}

void TestClientProgram::servers()
{
    QFETCH(const QString, command);
    QFETCH(const FakeServer::Manner, manner);
    QFETCH(const int, exitCode);
    QFETCH(const QByteArray, complaint);
    const FakeServer server(manner);
    QStringList words = arguments(command, server.serverPort()) + QStringList{u"--timeout=1s"_s};
    if (command == "load"_L1) {
        words += u"--seconds=200ms"_s;
    }
    ClientProcess client(words);
    QVERIFY(client.waitForEnd());
    QVERIFY2(client.errors().endsWith(complaint), client.errors().constData());
    QCOMPARE(client.errors().count('\n'), complaint.count('\n'));
    QCOMPARE(client.exitCode(), exitCode);
}

void TestClientProgram::multiPrintsItsSteps()
{
    const FakeServer server(FakeServer::echo());
    ClientProcess client(arguments(u"multi"_s, server.serverPort()));
    QVERIFY(client.waitForEnd());
    const QRegularExpression steps(
        u"^(127\\.0\\.0\\.1:\\d+ (sends|receives) \"(This is the message\\. |It will be sent "
        "|in parts\\.)\"\n){12}multi: all messages came back on both connections\n$"_s);
    QVERIFY2(steps.match(QString::fromUtf8(client.output())).hasMatch(),
             client.output().constData());
}

void TestClientProgram::chatWithAFile()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("from a file\nin 中文");
    file.close();
    const FakeServer server(FakeServer::echo());
    ClientProcess client(arguments(u"chat"_s, server.serverPort()), file.fileName());
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.errors(), QByteArray());
    QCOMPARE(client.output(), "from a file\nin 中文\n"_ba);
    QCOMPARE(client.exitCode(), 0);
}

void TestClientProgram::chatWithAPipe()
{
    const FakeServer server({.received = [](FakePeer &peer, const QByteArray &bytes) {
        peer.write("\x1b[31m<x> " + bytes);
    }});
    ClientProcess client(arguments(u"chat"_s, server.serverPort()), QIODevice::ReadWrite);
    client.write("one\n");
    QVERIFY(client.waitForOutput("\\e[31m<x> one\n"));
    client.write("two\n");
    QVERIFY(client.waitForOutput("\\e[31m<x> two\n"));
    client.closeWriteChannel();
    QVERIFY(client.waitForEnd());
    QVERIFY(server.peers().front()->hasEnded);
    QCOMPARE(client.exitCode(), 0);
}

void TestClientProgram::chatWithoutStandardInput()
{
    const FakeServer server(FakeServer::echo());
    ClientProcess client(arguments(u"chat"_s, server.serverPort()), [] { close(STDIN_FILENO); });
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.errors(), QByteArray());
    QCOMPARE(client.exitCode(), 0);
}

void TestClientProgram::chatOfAServerThatEnds()
{
    const FakeServer server({.opened = [](FakePeer &peer) {
        peer.write("Shutdown Server\n");
        peer.close();
    }});
    ClientProcess client(arguments(u"chat"_s, server.serverPort()), QIODevice::ReadWrite);
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.output(), "Shutdown Server\n"_ba);
    QCOMPARE(QString::fromUtf8(client.errors()),
             u"peerglass-client: the connection to %1 is lost: the server ended it\n"_s.arg(
                 addressOf(server)));
    QCOMPARE(client.exitCode(), 1);
}

void TestClientProgram::interrupted_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QByteArray>("shown");
    QTest::addColumn<int>("signalNumber");
    QTest::addColumn<QByteArray>("last");

    QTest::newRow("burst by Ctrl-C") << u"burst"_s << "in 中文3"_ba << SIGINT << "中文3\"\n"_ba;
    QTest::newRow("burst by SIGTERM") << u"burst"_s << "in 中文3"_ba << SIGTERM << "中文3\"\n"_ba;
    QTest::newRow("load by Ctrl-C") << u"load"_s << "send for"_ba << SIGINT
                                    << "  latency    of none: no message came back\n"_ba;
    QTest::newRow("stall by Ctrl-C") << u"stall"_s << "sends"_ba << SIGINT << "it was stopped\n"_ba;
}

void TestClientProgram::interrupted()
{
    QFETCH(const QString, command);
    QFETCH(const QByteArray, shown);
    QFETCH(const int, signalNumber);
    QFETCH(const QByteArray, last);
    const FakeServer server(FakeServer::silent());
    ClientProcess client(arguments(command, server.serverPort()));
    QVERIFY(client.waitForOutput(shown));
    QCOMPARE(kill(pid_t(client.processId()), signalNumber), 0);
    QVERIFY(client.waitForEnd());
    QVERIFY2(client.output().endsWith(last), client.output().constData());
    QCOMPARE(client.errors(), QByteArray());
    QCOMPARE(client.exitCode(), 128 + signalNumber);
}

void TestClientProgram::stallIsOverAfterItsSeconds()
{
    const FakeServer server({.reads = false});
    ClientProcess client(arguments(u"stall"_s, server.serverPort())
                         + QStringList{u"--seconds"_s, u"1"_s});
    QVERIFY(client.waitForEnd());
    QVERIFY2(client.output().contains("read nothing; its time limit of 1s was over\n"),
             client.output().constData());
    QCOMPARE(client.exitCode(), 0);
}

void TestClientProgram::loadPrintsOneObject()
{
    const FakeServer server(FakeServer::echo());
    ClientProcess client(arguments(u"load"_s, server.serverPort())
                         + QStringList{u"--json"_s, u"--clients=3"_s, u"--idle=2"_s,
                                       u"--size=1KiB"_s, u"--depth=2"_s, u"--seconds=200ms"_s});
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.errors(), QByteArray());
    QCOMPARE(client.exitCode(), 0);
    QCOMPARE(client.output().count('\n'), 1);
    const QJsonObject report = QJsonDocument::fromJson(client.output()).object();
    QCOMPARE(report["server"_L1].toString(), addressOf(server));
    QCOMPARE(report["clients"_L1].toInt(), 3);
    QCOMPARE(report["idle"_L1].toInt(), 2);
    QCOMPARE(report["size"_L1].toInt(), 1024);
    QCOMPARE(report["depth"_L1].toInt(), 2);
    QCOMPARE(report["connected"_L1].toInt(), 5);
    QVERIFY(report["messages"_L1].toInteger() > 0);
}

QTEST_GUILESS_MAIN(TestClientProgram)
#include "tst_client_program.moc"
