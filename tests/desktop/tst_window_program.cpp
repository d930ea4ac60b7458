// SPDX-License-Identifier: MIT
// The desktop program itself: its command line, its exit status and the signals of the system.
#include "rawclient.h"
#include "waitfor.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A run of the program with a display that nobody sees, or another or none, and settings of its
/// own.
class Program : public QProcess
{
public:
    explicit Program(const QStringList &arguments, const QString &platform = u"offscreen"_s)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const QString &each : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s}) {
            environment.remove(each);
        }
        if (!platform.isEmpty()) {
            environment.insert(u"QT_QPA_PLATFORM"_s, platform);
        }
        environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.path()); // or Qt complains
        setProcessEnvironment(environment);
        setStandardInputFile(nullDevice());
        const QStringList log = arguments.contains(u"--log-file"_s)
            ? QStringList()
            : QStringList{u"--log-file"_s, logFile()};
        start(QStringLiteral(PEERGLASS_PROGRAM), log + arguments);
    }
    ~Program() override
    {
        kill();
        waitForFinished();
    }
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    /// The exit status; -1: it does not end, or was killed.
    int waitForStatus()
    {
        const bool ended = waitFor([this] { return state() == NotRunning; });
        return ended && exitStatus() == NormalExit ? exitCode() : -1;
    }
    /// Waits for an event in its log file.
    QJsonObject waitForEvent(const QString &name, int times = 1)
    {
        QTimer look; // nothing else tells that a file has grown
        look.start(10ms);
        QJsonObject found;
        return waitFor([&] { return (found = lastEvent(name, times), !found.isEmpty()); })
            ? found
            : QJsonObject();
    }
    quint16 port() { return quint16(waitForEvent(u"listening"_s)[u"port"_s].toInt()); }
    void sendSignal(int number) { ::kill(pid_t(processId()), number); }
    QString logFile() const { return m_folder.filePath(u"log"_s); }

private:
    /// The one that makes \a times; empty: there are fewer.
    QJsonObject lastEvent(const QString &name, int times)
    {
        QFile file(logFile());
        const QByteArray lines = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        for (const QByteArray &line : lines.split('\n')) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            if (event[u"event"_s] == name && --times == 0) {
                return event;
            }
        }
        return {};
    }

    QTemporaryDir m_folder;
};

const QStringList listening{u"--start"_s, u"echo://127.0.0.1:0"_s, u"--drain"_s, u"10min"_s};

/// A complaint, and nothing else.
bool isOneSentence(const QByteArray &errors)
{
    return errors.startsWith("peerglass: ") && errors.endsWith(".\n") && errors.count('\n') == 1;
}

} // namespace

class TestWindowProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signalEndsItWithoutAQuestion_data();
    void signalEndsItWithoutAQuestion();
    void secondSignalStopsAtOnce_data();
    void secondSignalStopsAtOnce();
    void signalEndsItWhileStopped();
    void hangUpReopensTheLog();
    void answersWithoutADisplay_data();
    void answersWithoutADisplay();
    void refuses_data();
    void refuses();
    void needsADisplay();
    void needsADisplayThatWorks();
    void startFailureIsNoEnd();
};

void TestWindowProgram::signalEndsItWithoutAQuestion_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestWindowProgram::signalEndsItWithoutAQuestion()
{
    QFETCH(const int, number);
    Program program(listening);
    RawClient client(program.port());
    QVERIFY(!program.waitForEvent(u"connected"_s).isEmpty());
    program.sendSignal(number);
    QCOMPARE(program.waitForStatus(), 0);
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    const QJsonObject end = program.waitForEvent(u"disconnected"_s);
    QCOMPARE(end[u"reason"_s].toString(), u"server-stopped"_s);
    QCOMPARE(program.readAllStandardOutput(), QByteArray());
}

void TestWindowProgram::secondSignalStopsAtOnce_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestWindowProgram::secondSignalStopsAtOnce()
{
    QFETCH(const int, number);
    Program program(listening);
    RawClient client(program.port(), RawClient::notReading());
    client.send(QByteArray(8 * 1024 * 1024, 'x'));
    QVERIFY(!program.waitForEvent(u"paused"_s).isEmpty()); // its queue is full
    program.sendSignal(number);
    QVERIFY(!program.waitForEvent(u"stopping"_s).isEmpty());
    program.sendSignal(number);
    QCOMPARE(program.waitForStatus(), 128 + number);
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.wasReset; }));
}

void TestWindowProgram::signalEndsItWhileStopped()
{
    Program program({u"echo://127.0.0.1:0"_s});
    // There is no sign of life before the first event; its log file is made just before.
    QTimer look;
    look.start(10ms);
    QVERIFY(waitFor([&] { return QFile::exists(program.logFile()); }));
    program.sendSignal(SIGTERM);
    QCOMPARE(program.waitForStatus(), 0);
}

void TestWindowProgram::hangUpReopensTheLog()
{
    Program program(listening);
    const quint16 port = program.port();
    QVERIFY(QFile::rename(program.logFile(), program.logFile() + u".1"_s));
    program.sendSignal(SIGHUP);
    QTimer look;
    look.start(10ms);
    QVERIFY(waitFor([&] { return QFile::exists(program.logFile()); }));
    const RawClient client(port);
    QVERIFY(!program.waitForEvent(u"connected"_s).isEmpty());
    program.sendSignal(SIGTERM);
    QCOMPARE(program.waitForStatus(), 0);
}

void TestWindowProgram::answersWithoutADisplay_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("help") << u"--help"_s << QByteArray("Usage: ");
    QTest::newRow("version") << u"--version"_s << QByteArray("peerglass " PEERGLASS_VERSION "\n");
}

void TestWindowProgram::answersWithoutADisplay()
{
    QFETCH(const QString, argument);
    Program program({argument}, QString());
    QCOMPARE(program.waitForStatus(), 0);
    const QByteArray answer = program.readAllStandardOutput();
    QFETCH(const QByteArray, begin);
    QVERIFY2(answer.startsWith(begin), answer.constData());
    QCOMPARE(program.readAllStandardError(), QByteArray());
}

void TestWindowProgram::refuses_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("wrong protocol")
        << QStringList{u"http://127.0.0.1:0"_s} << 2 << QByteArray("http");
    QTest::newRow("wrong port") << QStringList{u"echo://127.0.0.1:99999"_s} << 2
                                << QByteArray("99999");
    QTest::newRow("unknown option") << QStringList{u"--colour"_s} << 2 << QByteArray("colour");
    QTest::newRow("log file that cannot be opened")
        << QStringList{u"--log-file"_s, u"/proc/no/such/log"_s} << 1
        << QByteArray("/proc/no/such/log");
}

void TestWindowProgram::refuses()
{
    QFETCH(const QStringList, arguments);
    Program program(arguments);
    QTEST(program.waitForStatus(), "status");
    const QByteArray errors = program.readAllStandardError();
    QVERIFY2(isOneSentence(errors), errors.constData());
    QFETCH(const QByteArray, part);
    QVERIFY2(errors.contains(part), errors.constData());
    QCOMPARE(program.readAllStandardOutput(), QByteArray());
}

void TestWindowProgram::needsADisplay()
{
    Program program({}, QString());
    QCOMPARE(program.waitForStatus(), 1);
    const QByteArray errors = program.readAllStandardError();
    QVERIFY2(isOneSentence(errors), errors.constData());
    QVERIFY2(errors.contains("display"), errors.constData());
}

/// Qt says why, on lines of its own.
void TestWindowProgram::needsADisplayThatWorks()
{
    Program program({}, u"nonsense"_s);
    QCOMPARE(program.waitForStatus(), 1);
    const QByteArray errors = program.readAllStandardError();
    QVERIFY2(isOneSentence(errors.sliced(errors.lastIndexOf("peerglass: "))), errors.constData());
    QVERIFY2(errors.contains("display cannot be used"), errors.constData());
}

/// The window says why; the operator may mend it.
void TestWindowProgram::startFailureIsNoEnd()
{
    Program first(listening);
    const QString url = u"echo://127.0.0.1:%1"_s.arg(first.port());
    Program second({u"--start"_s, url});
    QVERIFY(!second.waitForEvent(u"listen-failed"_s).isEmpty());
    second.sendSignal(SIGTERM);
    QCOMPARE(second.waitForStatus(), 0);
}

QTEST_GUILESS_MAIN(TestWindowProgram)
#include "tst_window_program.moc"
