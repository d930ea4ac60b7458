// SPDX-License-Identifier: MIT
// Standard output that nobody reads, and more events than anybody can.
#include "bystander.h"
#include "loggedserver.h"
#include "records.h"
#include "serverprocess.h"
#include "waitfor.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Output = LoggedServer::Output;
/// Floods the service on a port and returns how often that happened which it is about.
using Flood = qint64 (*)(quint16);

Q_DECLARE_METATYPE(peerglass::LoggedServer::Output)

namespace {

/// Many small messages: far more events than standard output, its queue and the mailboxes take.
/// The service reads 16 bytes at a time.
void floodEcho(quint16 port)
{
    constexpr qsizetype size = 1024 * 1024;
    constexpr qsizetype round = size / 8; // a busy machine needs long for all of it
    RawClient client(port);
    for (qsizetype sent = round; sent <= size; sent += round) {
        client.send(QByteArray(round, 'x'));
        QVERIFY(waitFor([&] { return client.received.size() == sent; }));
    }
}

/// Other names, again and again.
qint64 floodNames(quint16 port)
{
    constexpr int count = 20'000;
    RawClient client(port);
    QByteArray lines;
    for (int i = 0; i < count; ++i) {
        lines += "/nick a" + QByteArray::number(i % 10) + '\n';
    }
    client.send(lines + "/nick last\n/quit\n");
    waitFor([&] { return client.hasEnded; });
    return client.received.contains("last") ? count + 1 : 0;
}

/// Clients that come and go.
qint64 floodConnections(quint16 port)
{
    constexpr int count = 2'000;
    int served = 0;
    for (int i = 0; i < count; ++i) {
        RawClient client(port);
        client.send("x");
        served += waitFor([&] { return client.received == "x"; }) ? 1 : 0;
    }
    return served;
}

/// Urgent bytes, each sent after the answer to the last, so that none is lost by the next.
qint64 floodUrgent(quint16 port)
{
    constexpr int count = 5'000;
    RawClient client(port);
    for (qsizetype i = 1; i <= count; ++i) {
        client.sendUrgent('!');
        if (!waitFor([&] { return client.received.size() == i; })) {
            return 0;
        }
    }
    return count;
}

QList<QJsonObject> recordsIn(const QByteArray &lines)
{
    QList<QJsonObject> records;
    for (const QByteArray &line : lines.split('\n')) {
        if (!line.isEmpty()) {
            records.append(QJsonDocument::fromJson(line).object());
        }
    }
    return records;
}

/// Those written and those counted by `suppressed`.
qint64 countOf(const QList<QJsonObject> &records, const QString &event)
{
    qint64 count = recordsOf(records, event).size();
    for (const QJsonObject &left : recordsOf(records, u"suppressed"_s)) {
        count += left[u"events"][event].toInteger();
    }
    return count;
}

/// What a descriptor of a process is: `/dev/null`, `socket:[4711]`.
QString descriptorOf(qint64 process, int descriptor)
{
    return QFile::symLinkTarget(u"/proc/%1/fd/%2"_s.arg(process).arg(descriptor));
}

} // namespace

class TestFaultsOutput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row47_floodOfEvents_data();
    void row47_floodOfEvents();
    void row48_nobodyReadsTheOutput_data();
    void row48_nobodyReadsTheOutput();
};

void TestFaultsOutput::row47_floodOfEvents_data()
{
    QTest::addColumn<Flood>("flood");
    QTest::addColumn<int>("service");
    QTest::addColumn<QString>("event");
    QTest::addColumn<int>("others"); // of the same event
    QTest::newRow("names") << &floodNames << 1 << u"named"_s << 1; // the name it came with
    QTest::newRow("connections") // those who flood the echo, and the bystander
        << &floodConnections << 2 << u"connected"_s << 2;
    QTest::newRow("urgent data") << &floodUrgent << 2 << u"urgent"_s << 0;
}

// Fails when EventSource::leaveOutTraffic() leaves out life events too, does not count, or when the
// journal takes no notice of StandardOutput::isFull() (nothing is thinned, memory grows).
void TestFaultsOutput::row47_floodOfEvents()
{
    LoggedServer server(
        {u"echo://127.0.0.1:0?read=16"_s, u"chat://127.0.0.1:0"_s, u"echo://127.0.0.1:0"_s},
        Output::Pipe);
    QFETCH(const Flood, flood);
    QFETCH(const int, service);
    qint64 happened = 0;
    {
        const Bystander bystander(server.port(2));
        floodEcho(server.port(0));
        happened = flood(server.port(service));
        QVERIFY(happened > 0);
        server.readOutput(); // it has been stuck till now
    }
    // The bystander's end is the last thing before the stop.
    server.sendSignal(SIGTERM);
    QCOMPARE(server.waitForStatus(), 0);
    QVERIFY2(waitFor([&] { return server.output().endsWith("}\n"); }),
             server.output().right(200).constData());
    const auto records = recordsIn(server.output());
    QCOMPARE(records, server.records()); // the file has the same
    failFor(faultsInRecords(records, true));
    failFor(gapsInRecords(records));
    QFETCH(const QString, event);
    QFETCH(const int, others);
    QCOMPARE(countOf(records, event), happened + others);
    QVERIFY(!recordsOf(records, u"suppressed"_s).isEmpty());
    QCOMPARE(server.errors(), QByteArray());
}

void TestFaultsOutput::row48_nobodyReadsTheOutput_data()
{
    QTest::addColumn<Output>("output");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("stuck pipe") << Output::Pipe << QByteArray("standard output is stuck");
    QTest::newRow("stuck pipe, standard error too") << Output::PipeWithErrors << QByteArray();
    QTest::newRow("terminal that stands still")
        << Output::Terminal << QByteArray("standard output is stuck");
    QTest::newRow("terminal that stands still, standard error too")
        << Output::TerminalWithErrors << QByteArray();
    QTest::newRow("reader gone") << Output::GonePipe << QByteArray("Broken pipe");
    QTest::newRow("closed at the start") << Output::Closed << QByteArray("Bad file descriptor");
    QTest::newRow("all three closed at the start") << Output::AllClosed << QByteArray();
}

// Fails when StandardOutput writes without asking takesOutput() (the journal is stuck, and so is
// the end), when StandardStream does not open terminals anew (the same), when SIGPIPE is not
// ignored, when complain() waits for standard error, and, where streams are closed, when main()
// does not fill them.
void TestFaultsOutput::row48_nobodyReadsTheOutput()
{
    QFETCH(const Output, output);
    LoggedServer server({u"echo://127.0.0.1:0?read=16"_s, u"echo://127.0.0.1:0"_s}, output);
    if (output == Output::Closed || output == Output::AllClosed) {
        QVERIFY(server.port() != 0);
        QCOMPARE(descriptorOf(server.processId(), 1), u"/dev/null"_s);
    }
    if (output == Output::AllClosed) {
        QCOMPARE(descriptorOf(server.processId(), 0), u"/dev/null"_s);
        QCOMPARE(descriptorOf(server.processId(), 2), u"/dev/null"_s);
    }
    {
        const Bystander bystander(server.port(1));
        QVERIFY(QFile::rename(server.logFile(), server.logFile() + u".1"_s));
        server.sendSignal(SIGHUP);
        QTimer look;
        look.start(10ms);
        QVERIFY(waitFor([&] { return QFile::exists(server.logFile()); }));
        floodEcho(server.port(0));
    }
    server.sendSignal(SIGTERM);
    QCOMPARE(server.waitForStatus(), 0);
    const auto records = server.records();
    failFor(faultsInRecords(records, true));
    failFor(gapsInRecords(records));
    const QByteArray errors = server.errors();
    QFETCH(const QByteArray, complaint);
    QCOMPARE(errors.count(complaint), complaint.isEmpty() ? errors.size() + 1 : 1);
    QCOMPARE(errors.count('\n'), complaint.isEmpty() ? 0 : 2); // and how many events are missing
}

QTEST_GUILESS_MAIN(TestFaultsOutput)
#include "tst_faults_output.moc"
