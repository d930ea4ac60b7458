// SPDX-License-Identifier: MIT
#include "fakeserver.h"
#include "waitfor.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

#include <csignal>
#include <functional>
#include <unistd.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString clientProgram = QStringLiteral(PEERGLASS_CLIENT_PROGRAM);

QString addressOf(const FakeServer &server)
{
    return u"127.0.0.1:%1"_s.arg(QString::number(server.serverPort()));
}

QStringList arguments(const QString &command, quint16 port)
{
    return {command, u"--host"_s, u"127.0.0.1"_s, u"--port=%1"_s.arg(port)};
}

/// A run of peerglass-client beside a FakeServer in this process.
class Client : public QProcess
{
public:
    explicit Client(const QStringList &arguments, const QString &input = nullDevice())
    {
        setStandardInputFile(input);
        start(clientProgram, arguments);
    }
    explicit Client(const QStringList &arguments, QIODevice::OpenMode mode)
    {
        start(clientProgram, arguments, mode);
    }
    /// \a prepare runs in the new process, before the program.
    Client(const QStringList &arguments, const std::function<void()> &prepare)
    {
        setChildProcessModifier(prepare);
        start(clientProgram, arguments);
    }
    ~Client() override
    {
        kill();
        waitForFinished();
    }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    bool waitForEnd()
    {
        return waitFor([this] { return state() == NotRunning; }) && exitStatus() == NormalExit;
    }
    bool waitForOutput(const QByteArray &text)
    {
        return waitFor([&] { return output().contains(text); });
    }
    QByteArray output() { return m_output += readAllStandardOutput(); }
    QByteArray errors() { return m_errors += readAllStandardError(); }

private:
    QByteArray m_output;
    QByteArray m_errors;
};

} // namespace

class TestClientProgram : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wrongCommandLines_data();
    void wrongCommandLines();
    void helpAndVersion();
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
};

void TestClientProgram::wrongCommandLines_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const QString &words, const QString &sentence) {
        QTest::newRow(name) << words.split(u' ', Qt::SkipEmptyParts) << sentence;
    };
    const QString commands = u"multi, slow, burst, chat, stall"_s;

    row("nothing", u""_s, u"no command; give one of "_s + commands);
    row("an unknown command", u"mutli"_s, u"unknown command \"mutli\"; give one of "_s + commands);
    row("a command that drives terminals", u"\x1b[31m"_s,
        u"unknown command \"\\e[31m\"; give one of "_s + commands);
    row("two commands", u"multi slow"_s,
        u"unexpected \"slow\" after the command multi; give one command"_s);
    row("an unknown option", u"multi --prot 1"_s,
        u"unknown option \"--prot\"; the options are --host, --port, --timeout, --seconds, "
        "--help and --version"_s);
    row("a short option", u"multi -p 1"_s,
        u"unknown option \"-p\"; the options are --host, --port, --timeout, --seconds, "
        "--help and --version"_s);
    row("a port that is no number", u"multi --port abc"_s,
        u"--port cannot be \"abc\"; give a number from 1 to 65535"_s);
    row("port 0", u"multi --port=0"_s, u"--port cannot be \"0\"; give a number from 1 to 65535"_s);
    row("a port too large", u"multi --port 65536"_s,
        u"--port cannot be \"65536\"; give a number from 1 to 65535"_s);
    row("no port after --port", u"multi --port"_s,
        u"--port has no value; give a number from 1 to 65535"_s);
    row("two ports", u"multi --port 1 --port=2"_s, u"--port is given twice; give it once"_s);
    row("an empty host", u"multi --host="_s,
        u"--host cannot be \"\"; give a host name or an IPv4 or IPv6 address"_s);
    row("a timeout without unit", u"multi --timeout 10"_s,
        u"--timeout cannot be \"10\"; give a time such as 500ms or 10s"_s);
    row("a timeout of 0", u"multi --timeout 0"_s,
        u"--timeout cannot be \"0\"; give a time such as 500ms or 10s"_s);
    row("seconds below 1", u"stall --seconds 0"_s,
        u"--seconds cannot be \"0\"; give a number from 1 to 86400"_s);
    row("seconds for another command", u"multi --seconds 5"_s,
        u"--seconds is not for multi; give it with stall"_s);
}

void TestClientProgram::wrongCommandLines()
{
    QFETCH(const QStringList, words);
    QFETCH(const QString, sentence);
    Client client(words);
    QVERIFY(client.waitForEnd());
    QCOMPARE(QString::fromUtf8(client.errors()), u"peerglass-client: "_s + sentence + u'\n');
    QCOMPARE(client.output(), QByteArray());
    QCOMPARE(client.exitCode(), 2);
}

void TestClientProgram::helpAndVersion()
{
    Client help({u"multi"_s, u"--help"_s});
    QVERIFY(help.waitForEnd());
    QCOMPARE(help.exitCode(), 0);
    for (const char *word : {"multi", "slow", "burst", "chat", "stall", "--host", "--port",
                             "--timeout", "--seconds", "--help", "--version", "10000", "8008"}) {
        QVERIFY2(help.output().contains(word), word);
    }
    for (const QByteArray &line : help.output().split('\n')) {
        QVERIFY2(line.size() <= 80, line.constData());
    }
    Client version({u"--version"_s});
    QVERIFY(version.waitForEnd());
    QCOMPARE(version.exitCode(), 0);
    QCOMPARE(version.output(), "peerglass-client " PEERGLASS_VERSION "\n"_ba);
}

void TestClientProgram::nobodyListens_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"multi", "slow", "burst", "chat", "stall"}) {
        QTest::newRow(command) << QString::fromUtf8(command);
    }
}

void TestClientProgram::nobodyListens()
{
    QFETCH(const QString, command);
    const quint16 port = closedPort();
    Client client(arguments(command, port));
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
    Client client(arguments(command, server.serverPort()) + QStringList{u"--timeout"_s, u"1s"_s});
    QVERIFY(client.waitForEnd());
    QVERIFY2(client.errors().endsWith(complaint), client.errors().constData());
    QCOMPARE(client.errors().count('\n'), complaint.count('\n'));
    QCOMPARE(client.exitCode(), exitCode);
}

void TestClientProgram::multiPrintsItsSteps()
{
    const FakeServer server(FakeServer::echo());
    Client client(arguments(u"multi"_s, server.serverPort()));
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
    Client client(arguments(u"chat"_s, server.serverPort()), file.fileName());
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
    Client client(arguments(u"chat"_s, server.serverPort()), QIODevice::ReadWrite);
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
    Client client(arguments(u"chat"_s, server.serverPort()), [] { close(STDIN_FILENO); });
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
    Client client(arguments(u"chat"_s, server.serverPort()), QIODevice::ReadWrite);
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
    QTest::newRow("stall by Ctrl-C") << u"stall"_s << "sends"_ba << SIGINT << "it was stopped\n"_ba;
}

void TestClientProgram::interrupted()
{
    QFETCH(const QString, command);
    QFETCH(const QByteArray, shown);
    QFETCH(const int, signalNumber);
    QFETCH(const QByteArray, last);
    const FakeServer server(FakeServer::silent());
    Client client(arguments(command, server.serverPort()));
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
    Client client(arguments(u"stall"_s, server.serverPort()) + QStringList{u"--seconds"_s, u"1"_s});
    QVERIFY(client.waitForEnd());
    QVERIFY2(client.output().contains("read nothing; its time limit of 1s was over\n"),
             client.output().constData());
    QCOMPARE(client.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestClientProgram)
#include "tst_client_program.moc"
