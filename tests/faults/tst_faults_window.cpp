// SPDX-License-Identifier: MIT
// What happens while the window is open.
#include "books.h"
#include "descriptorlimit.h"
#include "rawclient.h"
#include "timescale.h"
#include "unixsignals.h"
#include "windowhands.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <sys/resource.h>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString connections = u"connectionsTable"_s;

std::chrono::nanoseconds processorTimeOfThisThread()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// How long the event loop of this thread has kept events waiting: by its own work, which is what a
/// freeze is made of, and by the clock, which also counts what other processes took.
class Freezes : public QTimer
{
public:
    Freezes()
    {
        setTimerType(Qt::PreciseTimer);
        connect(this, &QTimer::timeout, this, &Freezes::look);
        m_clock.start();
        start(5ms);
    }
    std::chrono::milliseconds longestWork() const
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(m_longestWork);
    }
    std::chrono::milliseconds longestGap() const { return m_longestGap; }

private:
    void look()
    {
        const auto worked = processorTimeOfThisThread();
        m_longestWork = std::max(m_longestWork, worked - m_worked);
        m_longestGap = std::max(m_longestGap, std::chrono::milliseconds(m_clock.restart()));
        m_worked = worked;
    }

    QElapsedTimer m_clock;
    std::chrono::nanoseconds m_worked = processorTimeOfThisThread();
    std::chrono::nanoseconds m_longestWork{0};
    std::chrono::milliseconds m_longestGap{0};
};

/// This process's limit of descriptors, lowered while it is there.
class LoweredLimit
{
public:
    explicit LoweredLimit(qsizetype most)
    {
        getrlimit(RLIMIT_NOFILE, &m_before);
        const rlimit lowered{.rlim_cur = static_cast<rlim_t>(most), .rlim_max = m_before.rlim_max};
        setrlimit(RLIMIT_NOFILE, &lowered);
    }
    ~LoweredLimit() { setrlimit(RLIMIT_NOFILE, &m_before); }
    Q_DISABLE_COPY_MOVE(LoweredLimit)

private:
    rlimit m_before{};
};

qsizetype threads()
{
    return QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
}

} // namespace

class TestFaultsWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row01_exportWhileStrangersHoldAllDescriptors();
    void row36_sigtermWhileADialogIsOpen_data();
    void row36_sigtermWhileADialogIsOpen();
    void row44_aCrowdComesAndGoes();
};

// Fails when isKept() says no: nothing is left for the dialog's thread, and for telling the second.
void TestFaultsWindow::row01_exportWhileStrangersHoldAllDescriptors()
{
    WindowFixture window;
    QVERIFY(window.start());
    const QTemporaryDir folder;
    const LoweredLimit limit(openDescriptors() + 2 + keptDescriptors);
    const RawClient first(window.port());
    QVERIFY(waitFor([&] { return window.cellOf(1, u"State"_s) == u"Open"_s; }));
    const RawClient second(window.port()); // in this process, so it has one of those kept
    QVERIFY(waitFor([&] { return second.hasEnded; }));
    QVERIFY(exportEvents(window, folder.filePath(u"events.csv"_s), 0));
    QVERIFY(waitFor([&] { return QFile::exists(folder.filePath(u"events.csv"_s)); }));
}

void TestFaultsWindow::row36_sigtermWhileADialogIsOpen_data()
{
    QTest::addColumn<QString>("dialog");
    QTest::addColumn<QKeySequence>("keys");
    const auto row = [](const char *name, const QString &dialog, const QKeySequence &keys) {
        QTest::newRow(name) << dialog << keys;
    };
    row("kick", u"KickDialog"_s, QKeySequence(Qt::Key_Delete));
    row("ban", u"BanDialog"_s, QKeySequence(Qt::CTRL | Qt::Key_B));
    row("bans", u"BansDialog"_s, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B));
    row("send", u"SendDialog"_s, QKeySequence(Qt::CTRL | Qt::Key_T));
    row("export", u"exportDialog"_s, QKeySequence(Qt::CTRL | Qt::Key_S));
    row("shortcuts", u"ShortcutsDialog"_s, QKeySequence(Qt::Key_F1));
    row("the question before closing", u"CloseDialog"_s, QKeySequence(Qt::CTRL | Qt::Key_Q));
}

// Fails when Quitting::handleSignal() asks first, or when a dialog is opened with exec(): then by
// hanging in press().
void TestFaultsWindow::row36_sigtermWhileADialogIsOpen()
{
    QFETCH(const QString, dialog);
    QFETCH(const QKeySequence, keys);
    WindowFixture window;
    const UnixSignals signalSource({SIGTERM});
    QObject::connect(&signalSource, &UnixSignals::received, &window.window(),
                     &MainWindow::handleSignal);
    QVERIFY(window.start());
    RawClient client(window.port());
    QVERIFY(waitFor([&] { return window.cellOf(1, u"State"_s) == u"Open"_s; }));
    QVERIFY(window.clickRow(connections, 0));
    const QKeyCombination combination = keys[0];
    QVERIFY(window.press(combination.key(), combination.keyboardModifiers()));
    QVERIFY(window.waitForDialog(dialog));
    std::raise(SIGTERM);
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QVERIFY(waitFor([&] { return window.exitStatus().has_value(); }));
    QCOMPARE(window.exitStatus(), 0);
}

// Fails when ClientsModel::removeGone() takes out each row by itself, or rows of those gone stay.
// That apply() tells of many at once is in tst_clientsmodel: with so few at a time it is not seen.
void TestFaultsWindow::row44_aCrowdComesAndGoes()
{
    WindowFixture window;
    QVERIFY(window.start());
    const qsizetype descriptorsBefore = openDescriptors();
    const qsizetype threadsBefore = threads();
    const QString visitors = u"10000"_s;
    QProcess crowd;
    const Freezes freezes;
    QElapsedTimer time;
    time.start();
    crowd.start(QStringLiteral(VISITORS_PROGRAM), {QString::number(window.port()), visitors});
    while (crowd.state() != QProcess::NotRunning) { // as long as it goes on there is life
        const int rows = window.rows(connections);
        QVERIFY(waitFor([&] {
            return window.rows(connections) != rows || crowd.state() == QProcess::NotRunning;
        }));
    }
    QCOMPARE(crowd.exitStatus(), QProcess::NormalExit);
    QCOMPARE(crowd.exitCode(), 0);
    QVERIFY(waitFor([&] { return window.rows(connections) == 0; }));
    qInfo("10,000 clients in %lld ms; longest turn of the window: %lld ms of work, %lld ms gone by",
          time.elapsed(), static_cast<long long>(freezes.longestWork().count()),
          static_cast<long long>(freezes.longestGap().count()));
    QVERIFY(time.elapsed() < scaled(60s).count());
    QVERIFY2(freezes.longestWork() <= scaled(100ms),
             qPrintable(QString::number(freezes.longestWork().count())));
    QCOMPARE(openDescriptors(), descriptorsBefore);
    QCOMPARE(threads(), threadsBefore);
}

QTEST_MAIN(TestFaultsWindow)
#include "tst_faults_window.moc"
