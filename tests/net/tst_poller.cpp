// SPDX-License-Identifier: MIT
#include "pollerfixture.h"

#include "timescale.h"

#include <QTemporaryFile>
#include <QTest>

#include <cerrno>
#include <sys/timerfd.h>
#include <unistd.h>

using namespace peerglass;
using namespace std::chrono_literals;

class TestPoller : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reportsReadable();
    void reportsWritable();
    void reportsUrgentData();
    void reportsAResetWithoutInterest();
    void reportsAHangUpWithoutInterest();
    void reportsOnlyWhatIsOfInterest();
    void callsAgainWhileWorkIsLeft();
    void runsSoonOnRequest();
    void lingers();
    void saysThatTheKernelRefuses();
    void doesNotSpin_data();
    void doesNotSpin();
};

void TestPoller::reportsReadable()
{
    Line line;
    Recorder recorder;
    Poller poller(noMoreWork);
    const Poller::Token token = poller.add(line.near.get(), {.read = true}, &recorder);
    sendAll(line.far.get(), "x");
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
    QVERIFY(recorder.last.readable);
    QVERIFY(!recorder.last.writable);
    QVERIFY(!recorder.last.exceptional);
    QVERIFY(!recorder.last.error);
    poller.remove(token);
}

void TestPoller::reportsWritable()
{
    Line line;
    fillUp(line.near.get());
    Recorder recorder;
    Poller poller(noMoreWork);
    poller.add(line.near.get(), {.write = true}, &recorder);
    QCOMPARE(risesWithin(0ms, recorder.reports), 0);
    char buffer[64 * 1024];
    while (recv(line.far.get(), buffer, sizeof buffer, 0) > 0) { }
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
    QVERIFY(recorder.last.writable);
    QVERIFY(!recorder.last.readable);
}

void TestPoller::reportsUrgentData()
{
    TcpPair pair = connectTcpPair();
    Recorder recorder;
    Poller poller(noMoreWork);
    poller.add(pair.server.get(), {.exceptional = true}, &recorder);
    sendAll(pair.client.get(), "!", MSG_OOB);
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
    QVERIFY(recorder.last.exceptional);
    QVERIFY(!recorder.last.error);
}

void TestPoller::reportsAResetWithoutInterest()
{
    TcpPair pair = connectTcpPair();
    Recorder recorder;
    Poller poller(noMoreWork);
    poller.add(pair.server.get(), {}, &recorder);
    resetConnection(pair.client);
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
    QVERIFY(recorder.last.error);
}

void TestPoller::reportsAHangUpWithoutInterest()
{
    Line line;
    Recorder recorder;
    Poller poller(noMoreWork);
    poller.add(line.near.get(), {}, &recorder);
    line.far.close();
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
    QVERIFY(recorder.last.hangUp);
    QVERIFY(!recorder.last.error);
}

void TestPoller::reportsOnlyWhatIsOfInterest()
{
    Line line;
    Line other;
    Recorder recorder;
    Recorder later;
    Poller poller(noMoreWork);
    const Poller::Token token = poller.add(line.near.get(), {}, &recorder);
    poller.add(other.near.get(), {.read = true}, &later);
    sendAll(line.far.get(), "x");
    sendAll(other.far.get(), "x");
    QVERIFY(waitFor([&] { return later.reports > 0; }));
    QCOMPARE(recorder.reports, 0);

    poller.modify(token, {.read = true});
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
    poller.modify(token, {});
    QCOMPARE(risesWithin(0ms, recorder.reports), 0);
}

void TestPoller::callsAgainWhileWorkIsLeft()
{
    int calls = 0;
    Poller poller([&calls] { return ++calls < 100; });
    poller.runSoon();
    QVERIFY(waitFor([&calls] { return calls >= 100; }));
    QCOMPARE(calls, 100);
    QCOMPARE(risesWithin(scaled(20ms), calls), 0);
}

void TestPoller::runsSoonOnRequest()
{
    int calls = 0;
    Poller poller([&calls] {
        ++calls;
        return false;
    });
    QCOMPARE(risesWithin(0ms, calls), 0);
    poller.runSoon();
    poller.runSoon();
    QCOMPARE(calls, 0); // never from within the caller
    QVERIFY(waitFor([&calls] { return calls > 0; }));
    QCOMPARE(risesWithin(scaled(20ms), calls), 0);
    QCOMPARE(calls, 1);
}

// Fails when the poller does not wait by itself: the event loop's own timer is first then.
void TestPoller::lingers()
{
    Line line;
    const FileDescriptor later(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    Recorder first;
    Recorder second;
    int turns = 0;
    int turnsAtFirst = 0;
    bool sameTurn = false;
    QTimer everyTurn;
    connect(&everyTurn, &QTimer::timeout, this, [&turns] { ++turns; });
    everyTurn.start(0ms);
    Poller poller(noMoreWork, 10s);
    first.then = [&] {
        char byte = 0;
        QCOMPARE(::read(line.near.get(), &byte, 1), ssize_t(1));
        const itimerspec soon{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_nsec = 1'000'000}};
        QCOMPARE(timerfd_settime(later.get(), 0, &soon, nullptr), 0);
        turnsAtFirst = turns;
    };
    second.then = [&] {
        quint64 expired = 0;
        QCOMPARE(::read(later.get(), &expired, sizeof expired), ssize_t(sizeof expired));
        sameTurn = sameTurn || turns == turnsAtFirst;
        sendAll(line.far.get(), "x"); // once more, if this thread was put off for too long
    };
    poller.add(line.near.get(), {.read = true}, &first);
    poller.add(later.get(), {.read = true}, &second);
    sendAll(line.far.get(), "x");
    QVERIFY(waitFor([&] { return second.reports > 0 && sameTurn; }));
}

// Fails when add() ends the process, or keeps the place of what is not watched.
void TestPoller::saysThatTheKernelRefuses()
{
    QTemporaryFile file; // epoll watches no files
    QVERIFY(file.open());
    Recorder recorder;
    Poller poller(noMoreWork);
    QCOMPARE(poller.add(file.handle(), {.read = true}, &recorder), Poller::Token(0));
    QCOMPARE(errno, EPERM);
    Line line;
    const Poller::Token token = poller.add(line.near.get(), {.read = true}, &recorder);
    QVERIFY(token != 0);
    sendAll(line.far.get(), "x");
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
    poller.remove(token);
}

void TestPoller::doesNotSpin_data()
{
    QTest::addColumn<bool>("input");
    QTest::addColumn<bool>("read");
    QTest::addRow("nothing to read, watched for reading") << false << true;
    QTest::addRow("input waits, not watched for reading") << true << false;
}

// The socket is writable all the time, which is of no interest.
void TestPoller::doesNotSpin()
{
    QFETCH(const bool, input);
    QFETCH(const bool, read);
    Line line;
    Recorder recorder;
    int calls = 0;
    Poller poller([&calls] {
        ++calls;
        return false;
    });
    if (input) {
        sendAll(line.far.get(), "x");
    }
    const Poller::Token token = poller.add(line.near.get(), {.read = read, .write = true},
                                           &recorder);
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
    poller.modify(token, {.read = read});
    risesWithin(0ms, calls);
    QCOMPARE(risesWithin(scaled(30ms), calls), 0);
}

QTEST_GUILESS_MAIN(TestPoller)
#include "tst_poller.moc"
