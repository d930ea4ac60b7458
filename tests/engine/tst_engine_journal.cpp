// SPDX-License-Identifier: MIT
// The events: as signals and in the log file.
#include "enginefixture.h"
#include "eventjson.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Lets one client come, talk and leave.
void visit(EngineFixture &server, const QByteArray &words = "hello")
{
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    client.send(words);
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    server.waitForEnd(id);
}

QStringList kindsOf(const QList<Event> &events)
{
    QStringList kinds;
    for (const Event &event : events) {
        kinds.append(toText(event.kind));
    }
    return kinds;
}

} // namespace

class TestEngineJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneVisitFromConnectToDisconnect();
    void eventsSayWhereAndWhen();
    void fileHasTheSameEvents();
    void fileIsAppendedTo();
    void fileIsForItsOwnerOnly();
    void deletedFileIsMadeAgain();
    void fileFailsAndGoesOn();
    void fileIsRotated();
    void noTrafficUnlessWanted();
    void noNumberIsLostUnderLoad();
    void noEventsUnlessWanted();
    void forgedRecord();
};

void TestEngineJournal::oneVisitFromConnectToDisconnect()
{
    EngineFixture server({echo});
    visit(server);
    QVERIFY(server.stop(StopMode::Graceful));
    server.end();
    QCOMPARE(
        kindsOf(server.events),
        QStringList({u"listening"_s, u"connected"_s, u"received"_s, u"sent"_s, u"client-finished"_s,
                     u"disconnected"_s, u"stopping"_s, u"stopped"_s, u"stopped"_s}));
}

void TestEngineJournal::eventsSayWhereAndWhen()
{
    const auto before = std::chrono::system_clock::now();
    EngineFixture server({u"echo://127.0.0.1:0?read=1KiB"_s});
    visit(server, pattern(1000));
    server.end();
    std::map<ClientId, std::chrono::system_clock::time_point> last;
    for (const Event &event : server.events) {
        QVERIFY(event.time >= before && event.time <= std::chrono::system_clock::now());
        QVERIFY(event.time >= last[event.client]);
        last[event.client] = event.time;
        const bool ofTheEngine = &event == &server.events.last();
        QCOMPARE(event.service, ofTheEngine ? ServiceId() : server.service());
        QCOMPARE(event.serviceUrl, ofTheEngine ? QString() : echo);
    }
    const Event received = server.eventsOf(EventKind::Received).first();
    QCOMPARE(received.size, 1000);
    QCOMPARE(received.data, pattern(1000).first(256));
}

void TestEngineJournal::fileHasTheSameEvents()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.jsonl"_s);
    EngineFixture server({echo, u"chat://127.0.0.1:0"_s}, {.threads = 2, .logFile = path});
    for (int i = 0; i < 10; ++i) {
        visit(server, "\"quoted\" \x1b[31m\n");
    }
    server.end();
    QByteArray expected;
    for (const Event &event : server.events) {
        expected += toJsonLine(event);
    }
    const QByteArray written = contents(path);
    QCOMPARE(written, expected);
    QList<QByteArray> lines = written.split('\n');
    QVERIFY(lines.takeLast().isEmpty());
    quint64 seq = 0;
    for (const QByteArray &line : lines) {
        QJsonParseError error;
        const QJsonObject object = QJsonDocument::fromJson(line, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, line.constData());
        QCOMPARE(object[u"seq"_s].toInteger(), qint64(++seq));
    }
}

void TestEngineJournal::fileIsAppendedTo()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.jsonl"_s);
    for (int i = 0; i < 2; ++i) {
        EngineFixture server({echo}, {.logFile = path});
        visit(server);
    }
    QCOMPARE(contents(path).count("\"event\":\"connected\""), 2);
}

void TestEngineJournal::fileIsForItsOwnerOnly()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.jsonl"_s);
    EngineFixture server({.logFile = path});
    const QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup
        | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QCOMPARE(QFile::permissions(path) & others, QFileDevice::Permissions());
}

void TestEngineJournal::deletedFileIsMadeAgain()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.jsonl"_s);
    EngineFixture server({echo}, {.logFile = path});
    visit(server);
    QVERIFY(QFile::remove(path));
    server.engine().reopenLogFile();
    QVERIFY(waitFor([&] {
        visit(server);
        return QFile::exists(path);
    }));
    server.end();
    QVERIFY(contents(path).contains("\"event\":\"disconnected\""));
}

/// Fails when what is missing is not counted, or when
/// reopenFile() does not resume.
void TestEngineJournal::fileFailsAndGoesOn()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.jsonl"_s);
    QVERIFY(QFile::link(u"/dev/full"_s, path));
    EngineFixture server({echo}, {.logFile = path});
    visit(server);
    QVERIFY(server.waitForEvent(EventKind::LogFailed));
    visit(server);
    QVERIFY(server.count(EventKind::Disconnected) == 2);
    const qsizetype missing = server.events.size();
    QCOMPARE(server.count(EventKind::LogFailed), 1);
    QCOMPARE(server.troubles,
             QStringList(u"the log file cannot be written: No space left on device."_s));

    const QString real = folder.filePath(u"real"_s);
    QVERIFY(QFile::remove(path) && QFile::link(real, path));
    server.engine().reopenLogFile();
    const QString told = u"the log file is written again; lines missing in it: %1"_s.arg(missing);
    QVERIFY(waitFor([&] { return server.troubles.size() == 2; }));
    QCOMPARE(server.troubles.last(), told + u'.');
    QVERIFY(server.waitForEvent(EventKind::Notice));
    QCOMPARE(server.events.last().text, told);
    server.troubles.clear(); // the fixture wants none
    visit(server);
    server.end();
    QByteArray expected;
    for (const Event &event : server.events.sliced(missing)) {
        expected += toJsonLine(event);
    }
    QCOMPARE(contents(real), expected);
}

/// Fails when Engine::create() gives no size to the log file.
void TestEngineJournal::fileIsRotated()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.jsonl"_s);
    EngineFixture server({u"echo://127.0.0.1:0?read=256"_s},
                         {.logFile = path, .logSize = EngineOptions::minLogSize});
    visit(server, pattern(128 * 1024));
    server.end();
    QByteArray kept = contents(path);
    for (const QString &age : {u".1"_s, u".2"_s, u".3"_s, u".4"_s}) {
        const QByteArray older = contents(path + age);
        QVERIFY(older.size() <= EngineOptions::minLogSize);
        QVERIFY(older.size() > EngineOptions::minLogSize - 4096);
        kept.prepend(older);
    }
    QByteArray all;
    for (const Event &event : server.events) {
        all += toJsonLine(event);
    }
    QVERIFY(all.size() > kept.size());
    QVERIFY(all.endsWith(kept));
}

void TestEngineJournal::noTrafficUnlessWanted()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.jsonl"_s);
    EngineFixture server({echo, u"chat://127.0.0.1:0?clients=1"_s},
                         {.traffic = false, .logFile = path});
    visit(server);
    RawClient first(server.port(1));
    server.idOf(first);
    RawClient refused(server.port(1));
    QVERIFY(waitFor([&] { return refused.hasEnded; }));
    server.ask(first, action::PauseReading{});
    server.ask(first, action::ResumeReading{});
    first.send("hello\n");
    server.end();
    const QByteArray written = contents(path);
    QStringList shown;
    for (const Event &event : server.events) {
        const QString name = toText(event.kind);
        const bool isWritten = written.contains("\"event\":\"" + name.toUtf8() + '"');
        QVERIFY2(isWritten == !isTraffic(event.kind), qPrintable(name));
        shown.append(name);
    }
    // By signal they come all the same: the window always has them.
    QVERIFY(shown.contains(u"received"_s) && shown.contains(u"refused"_s));
    QCOMPARE(server.count(EventKind::Connected), 2);
}

void TestEngineJournal::noNumberIsLostUnderLoad()
{
    EngineFixture server({u"echo://127.0.0.1:0?read=100"_s});
    RawClient client(server.port());
    client.send(QByteArray(1024 * 1024, 'x'));
    QVERIFY(waitFor([&] { return client.received.size() == 1024 * 1024; }));
    server.end();
    // The fixture has looked at each number.
    QCOMPARE(server.events.last().kind, EventKind::Stopped);
}

void TestEngineJournal::noEventsUnlessWanted()
{
    EngineFixture server({echo}, {.events = false});
    RawClient client(server.port());
    client.send("x");
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    server.end();
    QVERIFY(server.events.isEmpty());
}

void TestEngineJournal::forgedRecord()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.jsonl"_s);
    EngineFixture server({echo}, {.logFile = path});
    visit(server, "x\"}\n{\"seq\":99,\"event\":\"stopped\"}\n\x1b]0;title\x07\xe2\x80\xae");
    server.end();
    const QByteArray written = contents(path);
    QCOMPARE(written.count('\n'), server.events.size());
    QVERIFY(!written.contains("{\"seq\":99"));
    QVERIFY(!written.contains('\x1b') && !written.contains("\xe2\x80\xae"));
}

QTEST_GUILESS_MAIN(TestEngineJournal)
#include "tst_engine_journal.moc"
