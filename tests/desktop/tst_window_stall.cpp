// SPDX-License-Identifier: MIT
// No call of the GUI thread waits for the engine or a disk: the window answers while all threads
// of the engine, or the disk, stand still.
#include "rawclient.h"
#include "threadstall.h"
#include "timescale.h"
#include "windowfixture.h"

#include <QElapsedTimer>
#include <QLockFile>
#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <atomic>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString connections = u"connectionsTable"_s;
const QString events = u"eventsTable"_s;

/// The longest time between two turns of this thread's event loop.
class LongestTurn : public QTimer
{
public:
    LongestTurn()
    {
        connect(this, &QTimer::timeout, this, [this] {
            m_longest = std::max(m_longest, std::chrono::milliseconds(m_clock.restart()));
        });
        m_clock.start();
        start(20ms);
    }
    std::chrono::milliseconds value() const { return m_longest; }

private:
    QElapsedTimer m_clock;
    std::chrono::milliseconds m_longest{0};
};

/// The file of the settings cannot be written for that time, nor while this lives: somebody has its
/// lock, for which QSettings waits.
class StuckSettings
{
public:
    StuckSettings(const QString &file, std::chrono::milliseconds time)
        : m_thread(QThread::create([this, file, time] {
            QLockFile lock(file + u".lock"_s);
            m_locked = lock.lock();
            m_begun.release();
            m_over.tryAcquire(1, int(time.count()));
            m_locked = false;
        }))
    {
        m_thread->start();
        m_begun.acquire();
    }
    ~StuckSettings()
    {
        m_over.release();
        m_thread->wait();
    }
    bool isStuck() const { return m_locked; }

private:
    std::atomic_bool m_locked = false;
    QSemaphore m_begun;
    QSemaphore m_over;
    std::unique_ptr<QThread> m_thread;
};

} // namespace

class TestWindowStall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowAnswersWhileTheEngineStandsStill();
    void windowAnswersWhileTheDiskStandsStill();
    void windowClosesWhileTheDiskStandsStill();

private:
    void twoClientsConnect();
    void lookAround();
    void askForThings();
    bool kicked() { return m_window.cellOf(1, u"State"_s) == u"Gone: kicked"_s; }
    bool held() { return m_window.cellOf(2, u"State"_s) == u"Held"_s; }

    WindowFixture m_window;
    std::unique_ptr<RawClient> m_first;
    std::unique_ptr<RawClient> m_second;
};

void TestWindowStall::twoClientsConnect()
{
    QVERIFY(m_window.start());
    m_first = std::make_unique<RawClient>(m_window.port());
    QVERIFY(waitFor([this] { return m_window.rowOf(1) >= 0; }));
    m_second = std::make_unique<RawClient>(m_window.port());
    QVERIFY(waitFor([this] { return m_window.rowOf(2) >= 0; }));
}

void TestWindowStall::lookAround()
{
    const int all = m_window.rows(events);
    QVERIFY(m_window.press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(m_window.type(u"connected"_s));
    QVERIFY(m_window.rows(events) < all);
    QVERIFY(m_window.click(u"EventsPanel/filterClear"_s));
    QCOMPARE(m_window.rows(events), all);
    QVERIFY(m_window.clickMenu({u"menuView"_s, u"actionZoomIn"_s}));
}

void TestWindowStall::askForThings()
{
    QVERIFY(m_window.clickRow(connections, m_window.rowOf(2)));
    QVERIFY(m_window.press(Qt::Key_Space));
    QVERIFY(m_window.clickRow(connections, m_window.rowOf(1)));
    QVERIFY(m_window.press(Qt::Key_Delete));
    QVERIFY(m_window.waitForDialog(u"KickDialog"_s));
    QVERIFY(m_window.type(u"still here"_s));
    QVERIFY(m_window.press(Qt::Key_Return));
    QVERIFY(m_window.clickMenu({u"menuServer"_s, u"actionStop"_s}));
}

void TestWindowStall::windowAnswersWhileTheEngineStandsStill()
{
    twoClientsConnect();
    QVERIFY(!QTest::currentTestFailed());
    const std::chrono::milliseconds time = scaled(2s);
    const LongestTurn turn;
    const ThreadStall stall({"worker-", "acceptor", "journal"}, time);
    QCOMPARE(stall.wanted(), 4);
    QVERIFY(waitFor([&] { return stall.begun() == stall.wanted(); }));
    lookAround();
    askForThings();
    QVERIFY(!QTest::currentTestFailed());
    // All of that was done while nobody could have carried it out.
    QCOMPARE(stall.ended(), 0);
    QVERIFY(!kicked() && !held());
    QVERIFY(waitFor([&] { return stall.ended() == stall.wanted(); }));
    QVERIFY2(turn.value() < time / 2, qPrintable(QString::number(turn.value().count())));
    QVERIFY(waitFor([this] { return kicked(); }));
    QVERIFY(m_window.waitForState(u"Stopped"_s));
    QVERIFY(
        waitFor([this] { return m_window.cellOf(2, u"State"_s) == u"Gone: server stopped"_s; }));
    QVERIFY(waitFor([this] {
        const QStringList kinds = m_window.cells(events, u"Event"_s);
        return kinds.contains(u"held"_s) && kinds.contains(u"stopped"_s);
    }));
    QVERIFY(!m_window.cells(events, u"Detail"_s).filter(u"still here"_s).isEmpty());
}

// Fails when the settings are written in the GUI thread.
void TestWindowStall::windowAnswersWhileTheDiskStandsStill()
{
    WindowFixture window;
    const std::chrono::milliseconds time = scaled(2s);
    const LongestTurn turn;
    const StuckSettings settings(window.settingsFile(), time);
    QVERIFY(settings.isStuck());
    QVERIFY(window.clickMenuOf(u"serviceChip0"_s, u"removeService"_s)); // which is remembered
    QVERIFY(window.waitForState(u"No service"_s));
    QVERIFY(window.clickMenu({u"menuView"_s, u"actionZoomIn"_s}));
    QVERIFY(settings.isStuck());
    QVERIFY(waitFor([&] { return !settings.isStuck(); }));
    QVERIFY2(turn.value() < time / 2, qPrintable(QString::number(turn.value().count())));
    window.close();
    QVERIFY(waitFor([&] { return window.exitStatus().has_value(); }));
    window.reopen();
    QCOMPARE(window.state(), u"No service"_s);
}

// Fails when the end waits for the settings as long as they take.
void TestWindowStall::windowClosesWhileTheDiskStandsStill()
{
    WindowFixture window;
    const LongestTurn turn;
    const StuckSettings settings(window.settingsFile(), scaled(20s));
    QTest::ignoreMessage(QtWarningMsg,
                         qPrintable(u"peerglass: The settings could not be written to \"%1\"; "
                                    "they are forgotten at the end."_s.arg(window.settingsFile())));
    window.close();
    QVERIFY(waitFor([&] { return window.exitStatus().has_value(); }));
    QVERIFY(settings.isStuck());
    QVERIFY2(turn.value() < FileThread::patience / 2,
             qPrintable(QString::number(turn.value().count())));
}

QTEST_MAIN(TestWindowStall)
#include "tst_window_stall.moc"
