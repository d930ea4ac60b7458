// SPDX-License-Identifier: MIT
#include "clientprocess.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestClientCommandLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wrongCommandLines_data();
    void wrongCommandLines();
    void helpAndVersion();
};

void TestClientCommandLine::wrongCommandLines_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const QString &words, const QString &sentence) {
        QTest::newRow(name) << words.split(u' ', Qt::SkipEmptyParts) << sentence;
    };
    const QString commands = u"multi, slow, burst, chat, stall, load"_s;
    const QString options = u"the options are --host, --port, --timeout, --seconds, --clients, "
                            "--idle, --size, --depth, --json, --help and --version"_s;

    row("nothing", u""_s, u"no command; give one of "_s + commands);
    row("an unknown command", u"mutli"_s, u"unknown command \"mutli\"; give one of "_s + commands);
    row("a command that drives terminals", u"\x1b[31m"_s,
        u"unknown command \"\\e[31m\"; give one of "_s + commands);
    row("two commands", u"multi slow"_s,
        u"unexpected \"slow\" after the command multi; give one command"_s);
    row("an unknown option", u"multi --prot 1"_s, u"unknown option \"--prot\"; "_s + options);
    row("a short option", u"multi -p 1"_s, u"unknown option \"-p\"; "_s + options);
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
    const QString seconds = u"give a number from 1 to 86400 or a time such as 500ms or 10s"_s;
    row("seconds below 1", u"stall --seconds 0"_s, u"--seconds cannot be \"0\"; "_s + seconds);
    row("seconds of 0 with a unit", u"load --seconds 0s"_s,
        u"--seconds cannot be \"0s\"; "_s + seconds);
    row("more than a day", u"load --seconds 1441min"_s,
        u"--seconds cannot be \"1441min\"; "_s + seconds);
    row("seconds for another command", u"multi --seconds 5"_s,
        u"--seconds is not for multi; give it with stall or load"_s);
    row("clients for another command", u"multi --clients 5"_s,
        u"--clients is not for multi; give it with load"_s);
    row("JSON for another command", u"stall --json"_s,
        u"--json is not for stall; give it with load"_s);
    row("a value for --json", u"load --json=yes"_s, u"--json takes no value; give it alone"_s);
    row("no client", u"load --clients 0"_s,
        u"--clients cannot be \"0\"; give a number from 1 to 1000000"_s);
    row("too many clients", u"load --clients 1000001"_s,
        u"--clients cannot be \"1000001\"; give a number from 1 to 1000000"_s);
    row("fewer than no idle ones", u"load --idle -1"_s,
        u"--idle cannot be \"-1\"; give a number from 0 to 1000000"_s);
    row("no depth", u"load --depth 0"_s,
        u"--depth cannot be \"0\"; give a number from 1 to 1000000"_s);
    const QString size = u"give a size from 1B to 64MiB such as 64B or 64KiB"_s;
    row("messages of no byte", u"load --size 0B"_s, u"--size cannot be \"0B\"; "_s + size);
    row("an unknown unit", u"load --size 64kb"_s, u"--size cannot be \"64kb\"; "_s + size);
    row("messages too large", u"load --size 65MiB"_s, u"--size cannot be \"65MiB\"; "_s + size);
    row("too much on its way", u"load --size 1MiB --depth 257"_s,
        u"257 messages of 1MiB are 257 MiB on their way for each client; "
        "--depth times --size may be at most 256MiB"_s);
    row("too many messages on their way", u"load --clients 1000 --depth 1000000 --size 1B"_s,
        u"1000 clients with 1000000 messages each on their way are 1000000000 messages; "
        "--clients times --depth may be at most 33554432"_s);
}

void TestClientCommandLine::wrongCommandLines()
{
    QFETCH(const QStringList, words);
    QFETCH(const QString, sentence);
    ClientProcess client(words);
    QVERIFY(client.waitForEnd());
    QCOMPARE(QString::fromUtf8(client.errors()), u"peerglass-client: "_s + sentence + u'\n');
    QCOMPARE(client.output(), QByteArray());
    QCOMPARE(client.exitCode(), 2);
}

void TestClientCommandLine::helpAndVersion()
{
    ClientProcess help({u"multi"_s, u"--help"_s});
    QVERIFY(help.waitForEnd());
    QCOMPARE(help.exitCode(), 0);
    for (const char *word : {"multi", "slow", "burst", "chat", "stall", "load", "--host", "--port",
                             "--timeout", "--seconds", "--clients", "--idle", "--size", "--depth",
                             "--json", "--help", "--version", "10000", "8008"}) {
        QVERIFY2(help.output().contains(word), word);
    }
    for (const QByteArray &line : help.output().split('\n')) {
        QVERIFY2(line.size() <= 80, line.constData());
    }
    ClientProcess version({u"--version"_s});
    QVERIFY(version.waitForEnd());
    QCOMPARE(version.exitCode(), 0);
    QCOMPARE(version.output(), "peerglass-client " PEERGLASS_VERSION "\n"_ba);
}

QTEST_GUILESS_MAIN(TestClientCommandLine)
#include "tst_client_commandline.moc"
