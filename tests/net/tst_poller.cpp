// SPDX-License-Identifier: MIT
#include "poller.h"

#include "tcppair.h"
#include "timescale.h"
#include "waitfor.h"

#include <QTest>
#include <QTimer>

#include <sys/socket.h>

using namespace peerglass;
using namespace std::chrono_literals;

namespace {

class Recorder final : public PollHandler
{
public:
    void ready(Readiness readiness) override
    {
        last = readiness;
        ++reports;
        if (then) {
            then();
        }
    }

    Readiness last;
    int reports = 0;
    std::function<void()> then;
};

/// Two connected sockets; what is written to `far` makes `near` readable.
struct Line
{
    Line()
    {
        int ends[2];
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends);
        near = FileDescriptor(ends[0]);
        far = FileDescriptor(ends[1]);
    }

    FileDescriptor near;
    FileDescriptor far;
};

bool noMoreWork()
{
    return false;
}

/// Runs the event loop for a while; returns how often \a count went up.
int risesWithin(std::chrono::milliseconds time, const int &count)
{
    const int before = count;
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(time);
    waitFor([&timer] { return !timer.isActive(); });
    return count - before;
}

} // namespace

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
    void reportsNothingAfterRemove();
    void forgetsFetchedReportsOfARemovedOne();
    void doesNotGiveThemToTheSuccessor();
    void keepsOldTokensInvalid();
    void knowsThatZeroIsNoToken();
    void callsAgainWhileWorkIsLeft();
    void runsSoonOnRequest();
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

void TestPoller::reportsNothingAfterRemove()
{
    Line line;
    Line other;
    Recorder recorder;
    Recorder later;
    Poller poller(noMoreWork);
    poller.remove(poller.add(line.near.get(), {.read = true, .write = true}, &recorder));
    poller.add(other.near.get(), {.write = true}, &later);
    QVERIFY(waitFor([&] { return later.reports > 0; }));
    QCOMPARE(recorder.reports, 0);
}

// Both are readable, so one batch brings both; whichever comes first removes the other.
void TestPoller::forgetsFetchedReportsOfARemovedOne()
{
    Line a;
    Line b;
    Recorder first;
    Recorder second;
    Poller poller(noMoreWork);
    const Poller::Token tokenA = poller.add(a.near.get(), {.read = true}, &first);
    const Poller::Token tokenB = poller.add(b.near.get(), {.read = true}, &second);
    const auto removeBoth = [&] {
        poller.remove(tokenA);
        poller.remove(tokenB);
    };
    first.then = removeBoth;
    second.then = removeBoth;
    sendAll(a.far.get(), "x");
    sendAll(b.far.get(), "x");
    QVERIFY(waitFor([&] { return first.reports + second.reports > 0; }));
    risesWithin(0ms, first.reports);
    QCOMPARE(first.reports + second.reports, 1);
}

void TestPoller::doesNotGiveThemToTheSuccessor()
{
    Line a;
    Line b;
    Line quiet;
    Recorder first;
    Recorder second;
    Recorder successor;
    Poller poller(noMoreWork);
    const Poller::Token tokenA = poller.add(a.near.get(), {.read = true}, &first);
    const Poller::Token tokenB = poller.add(b.near.get(), {.read = true}, &second);
    const auto replace = [&](Poller::Token other, Poller::Token own) {
        poller.remove(own);
        poller.remove(other); // removed last, so its place is the next to be used
        poller.add(quiet.near.get(), {.read = true}, &successor);
    };
    first.then = [&] { replace(tokenB, tokenA); };
    second.then = [&] { replace(tokenA, tokenB); };
    sendAll(a.far.get(), "x");
    sendAll(b.far.get(), "x");
    QVERIFY(waitFor([&] { return first.reports + second.reports > 0; }));
    QCOMPARE(risesWithin(0ms, successor.reports), 0);
    QCOMPARE(first.reports + second.reports, 1);
    sendAll(quiet.far.get(), "x");
    QVERIFY(waitFor([&] { return successor.reports > 0; }));
}

void TestPoller::keepsOldTokensInvalid()
{
    Line old;
    Line present;
    Recorder gone;
    Recorder recorder;
    Poller poller(noMoreWork);
    const Poller::Token stale = poller.add(old.near.get(), {.read = true}, &gone);
    poller.remove(stale);
    poller.add(present.near.get(), {.read = true}, &recorder);
    poller.modify(stale, {});
    poller.remove(stale);
    sendAll(present.far.get(), "x");
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
}

void TestPoller::knowsThatZeroIsNoToken()
{
    Poller poller(noMoreWork);
    poller.modify(0, {.read = true});
    poller.remove(0); // with no place at all

    Line line;
    Recorder recorder;
    poller.add(line.near.get(), {.read = true}, &recorder);
    poller.remove(0); // with a first place
    sendAll(line.far.get(), "x");
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
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
    const Poller::Token token = poller.add(line.near.get(), {.read = read, .write = true}, &recorder);
    QVERIFY(waitFor([&] { return recorder.reports > 0; }));
    poller.modify(token, {.read = read});
    risesWithin(0ms, calls);
    QCOMPARE(risesWithin(scaled(30ms), calls), 0);
}

QTEST_GUILESS_MAIN(TestPoller)
#include "tst_poller.moc"
