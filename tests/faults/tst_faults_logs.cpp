// SPDX-License-Identifier: MIT
// The log file: what cannot be written, who may read it, and how it is rotated.
#include "bystander.h"
#include "loggedserver.h"
#include "records.h"
#include "serverprocess.h"
#include "timescale.h"
#include "waitfor.h"

#include <QDir>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <array>
#include <csignal>
#include <memory>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;
constexpr rlim_t largest = 32 * 1024;

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    stat(QFile::encodeName(path).constData(), &status);
    return status.st_mode & 07777;
}

void limitFiles(pid_t process, rlim_t size)
{
    const rlimit limit{.rlim_cur = size, .rlim_max = RLIM_INFINITY};
    prlimit(process, RLIMIT_FSIZE, &limit, nullptr);
}

/// One client that comes, talks \a times and is answered, and leaves.
void visit(quint16 port, int times = 1)
{
    RawClient client(port);
    for (qsizetype i = 1; i <= times; ++i) {
        client.send("hello");
        QVERIFY(waitFor([&] { return client.received.size() == 5 * i; }));
    }
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
}

/// Of the whole texts that \a pattern finds, the number behind each.
QList<qint64> numbersBehind(const QString &pattern, const QByteArray &text)
{
    QList<qint64> numbers;
    auto found = QRegularExpression(pattern + u"(\\d+)"_s).globalMatch(QString::fromUtf8(text));
    while (found.hasNext()) {
        numbers.append(found.next().captured(1).toLongLong());
    }
    return numbers;
}

} // namespace

class TestFaultsLogs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row41_fullDevice();
    void row41_fileMayNotGrow();
    void row41_fileDeleted();
    void row41_folderGoneForAWhile();
    void row42_modeOfANewFile();
    void row57_rotationUnderLoad();
};

// Fails when FileOutput::add() writes on after a failure (log-failed comes again and again), or
// when Journal::tellMissing() is left out.
void TestFaultsLogs::row41_fullDevice()
{
    ServerProcess server({echo}, {.arguments = {u"--log-file"_s, u"/dev/full"_s}});
    {
        const Bystander bystander(server.port());
        visit(server.port(), 50);
        QVERIFY(server.waitForRecords(u"disconnected"_s));
    }
    server.end();
    const auto failed = server.recordsOf(u"log-failed"_s);
    QCOMPARE(failed.size(), 1);
    QVERIFY(failed.first()[u"text"].toString().contains(u"No space left on device"));
    QCOMPARE(server.complaints().count("No space left on device"), 1);
    QCOMPARE(numbersBehind(u"lines missing in the log file: "_s, server.complaints()),
             QList<qint64>{server.records().size()});
}

// Fails when SIGXFSZ is not ignored (it ends), when LogFile does not cut off a record that has
// begun, or when what is missing is not counted.
void TestFaultsLogs::row41_fileMayNotGrow()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"log"_s);
    ServerProcess server({echo}, {.arguments = {u"--log-file"_s, path}});
    {
        const Bystander bystander(server.port());
        limitFiles(static_cast<pid_t>(server.processId()), largest);
        visit(server.port(), 100);
        QVERIFY(server.waitForRecords(u"log-failed"_s));
        const QByteArray small = contentsOf(path);
        QVERIFY(small.size() <= qsizetype(largest) && small.endsWith("}\n"));
        visit(server.port());
        QVERIFY(server.waitForRecords(u"disconnected"_s, {}, 2));

        limitFiles(static_cast<pid_t>(server.processId()), RLIM_INFINITY);
        server.sendSignal(SIGHUP);
        QVERIFY(server.waitForRecords(u"notice"_s));
        visit(server.port());
    }
    server.end();
    QCOMPARE(server.recordsOf(u"log-failed"_s).size(), 1);
    QCOMPARE(server.complaints().count("File too large"), 1);
    const auto written = contentsOf(path).split('\n');
    qint64 missing = 0;
    for (const QJsonObject &record : server.records()) {
        const QByteArray line = "{\"seq\":" + QByteArray::number(record[u"seq"].toInteger()) + ',';
        missing += std::count_if(written.begin(), written.end(),
                                 [&](const QByteArray &each) {
                                     return each.startsWith(line) && each.endsWith('}');
                                 })
                == 1
            ? 0
            : 1;
    }
    QVERIFY(missing > 0);
    QCOMPARE(numbersBehind(u"lines missing in it: "_s, server.complaints()),
             QList<qint64>{missing});
    QVERIFY(!server.complaints().contains("missing in the log file"));
}

// Fails when LogFile::hasGone() says no.
void TestFaultsLogs::row41_fileDeleted()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"log"_s);
    ServerProcess server({echo}, {.arguments = {u"--log-file"_s, path}});
    const Bystander bystander(server.port());
    visit(server.port());
    QVERIFY(QFile::remove(path));
    visit(server.port());
    QTimer look;
    look.start(10ms);
    QVERIFY(waitFor([&] { return contentsOf(path).contains("\"disconnected\""); }));
    QCOMPARE(modeOf(path), 0600u);
    QVERIFY(server.recordsOf(u"log-failed"_s).isEmpty());
    QCOMPARE(server.complaints(), QByteArray());
}

// Fails when nothing but an event makes Journal try the file again (no timer): then that event and
// all until the next half minute are lost.
void TestFaultsLogs::row41_folderGoneForAWhile()
{
    const QTemporaryDir parent;
    const QString folder = parent.filePath(u"logs"_s);
    QVERIFY(QDir().mkdir(folder));
    ServerProcess server({echo}, {.arguments = {u"--log-file"_s, folder + u"/log"_s}});
    QVERIFY(QDir().rename(folder, folder + u"-gone"_s));
    visit(server.port());
    QVERIFY(server.waitForRecords(u"log-failed"_s));
    QVERIFY(QDir().rename(folder + u"-gone"_s, folder));
    // It is tried again after 30 s, though nothing happens.
    const auto goesOn = [&server] {
        return server.complaints().contains("the log file is written again");
    };
    QVERIFY(waitFor(goesOn) || waitFor(goesOn));
    visit(server.port());
    server.end();
    QVERIFY(contentsOf(folder + u"/log"_s).contains("\"stopped\""));
    const auto missing = numbersBehind(u"lines missing in it: "_s, server.complaints());
    QCOMPARE(missing.size(), 1);
    QCOMPARE(contentsOf(folder + u"/log"_s).count('\n') + missing.first(), server.records().size());
}

// Fails when LogFile opens with mode 0644.
void TestFaultsLogs::row42_modeOfANewFile()
{
    const mode_t before = umask(022); // inherited by the server
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"log"_s);
    ServerProcess server({echo}, {.arguments = {u"--log-file"_s, path}});
    umask(before);
    QCOMPARE(modeOf(path), 0600u);
}

// Fails when one file more is kept, when LogFile::nextPart() divides records, or when
// EventSource::flush() does not tell what it left out.
void TestFaultsLogs::row57_rotationUnderLoad()
{
    constexpr qint64 size = 1024 * 1024;
    constexpr qsizetype bytes = 2 * 1024 * 1024; // of each of four clients, two events for 64 bytes
    constexpr qsizetype round = bytes / 8;
    LoggedServer server({u"echo://127.0.0.1:0?read=64"_s, echo}, LoggedServer::Output::Nowhere,
                        {u"--log-size"_s, u"1MiB"_s});
    const quint16 port = server.port();
    QElapsedTimer time;
    time.start();
    {
        const Bystander bystander(server.port(1));
        std::array<std::unique_ptr<RawClient>, 4> clients;
        for (auto &client : clients) {
            client = std::make_unique<RawClient>(port);
        }
        // In rounds: a busy machine needs longer for all of it than waitFor() waits.
        for (qsizetype sent = round; sent <= bytes; sent += round) {
            for (auto &client : clients) {
                client->send(QByteArray(round, 'x'));
            }
            QVERIFY(waitFor([&] {
                return std::all_of(clients.begin(), clients.end(), [sent](const auto &client) {
                    return client->received.size() == sent;
                });
            }));
        }
    }
    const qint64 took = time.elapsed();
    server.sendSignal(SIGTERM);
    QCOMPARE(server.waitForStatus(), 0);
    QCOMPARE(server.errors(), QByteArray());
    QCOMPARE(QDir(QFileInfo(server.logFile()).path()).entryList(QDir::Files),
             QStringList({u"log"_s, u"log.1"_s, u"log.2"_s, u"log.3"_s, u"log.4"_s}));
    for (const QString &age : {QString(), u".1"_s, u".2"_s, u".3"_s, u".4"_s}) {
        const QString file = server.logFile() + age;
        QVERIFY(QFileInfo(file).size() <= size);
        QCOMPARE(modeOf(file), 0600u);
        QVERIFY(contentsOf(file).endsWith("}\n"));
    }
    const auto records = server.records();
    QCOMPARE(gapsInRecords(records), QStringList());
    QCOMPARE(records.last()[u"event"].toString(), u"stopped"_s);
    QVERIFY(!records.last().contains(u"service"_s));
    const qint64 events = records.last()[u"seq"].toInteger();
    // Numbers are given behind the place where events are left out, so there is no gap where that
    // is not told: but every message has two, of an event or of one that was left out.
    qint64 messages = 0;
    for (const QJsonObject &stopped : recordsOf(records, u"stopped"_s)) {
        if (stopped.contains(u"serviceId"_s)) {
            messages += stopped[u"messagesReceived"].toInteger();
            messages += stopped[u"messagesSent"].toInteger();
        }
    }
    QVERIFY(messages >= 2 * 4 * bytes / 64);
    QVERIFY2(events > messages, QByteArray::number(messages).constData());
    qInfo("%lld events in %lld ms: %lld a second", events, took, events * 1000 / took);
    qInfo("in the kept files: %lld records, %lld times suppressed", qint64(records.size()),
          qint64(recordsOf(records, u"suppressed"_s).size()));
}

QTEST_GUILESS_MAIN(TestFaultsLogs)
#include "tst_faults_logs.moc"
