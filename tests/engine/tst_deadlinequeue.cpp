// SPDX-License-Identifier: MIT
#include "deadlinequeue.h"

#include "waitfor.h"

#include <QRegularExpression>
#include <QTest>

#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What has expired, and that none of it did before its time.
struct Expiries
{
    DeadlineQueue queue{[this](ClientId client, TimePoint time) {
        early += Clock::now() < time ? 1 : 0;
        clients.push_back(client.value());
        if (then) {
            then(client, time);
        }
    }};
    std::vector<quint64> clients;
    std::function<void(ClientId, TimePoint)> then;
    int early = 0;
};

} // namespace

class TestDeadlineQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void expiresInOrder();
    void expiresWhatIsOverdue();
    void forgetsWhatIsRemoved();
    void takesNewOnesWhileExpiring();
    void takesFarOnes();
};

void TestDeadlineQueue::expiresInOrder()
{
    Expiries expiries;
    const TimePoint now = Clock::now();
    expiries.queue.add(ClientId(3), now + 30ms);
    expiries.queue.add(ClientId(1), now + 10ms);
    expiries.queue.add(ClientId(4), now + 40ms);
    expiries.queue.add(ClientId(2), now + 20ms);
    QVERIFY(waitFor([&] { return expiries.clients.size() == 4; }));
    QCOMPARE(expiries.clients, (std::vector<quint64>{1, 2, 3, 4}));
    QCOMPARE(expiries.early, 0);
}

void TestDeadlineQueue::expiresWhatIsOverdue()
{
    Expiries expiries;
    expiries.queue.add(ClientId(1), Clock::now() - 1h);
    QVERIFY(expiries.clients.empty()); // from the event loop only
    QVERIFY(waitFor([&] { return expiries.clients.size() == 1; }));
}

void TestDeadlineQueue::forgetsWhatIsRemoved()
{
    Expiries expiries;
    const TimePoint now = Clock::now();
    expiries.queue.add(ClientId(1), now + 10ms);
    expiries.queue.add(ClientId(2), now + 20ms);
    expiries.queue.remove(ClientId(1), now + 10ms);
    expiries.queue.remove(ClientId(2), TimePoint::max()); // there is none
    QCOMPARE(expiries.queue.size(), size_t(1));
    QVERIFY(waitFor([&] { return !expiries.clients.empty(); }));
    QCOMPARE(expiries.clients, std::vector<quint64>{2});
    QCOMPARE(expiries.queue.size(), size_t(0));
    QCOMPARE(expiries.early, 0);
}

void TestDeadlineQueue::takesNewOnesWhileExpiring()
{
    Expiries expiries;
    expiries.then = [&](ClientId client, TimePoint time) {
        if (client.value() < 10) {
            expiries.queue.add(ClientId(client.value() + 1), time + 1ms);
        }
    };
    expiries.queue.add(ClientId(100), Clock::now() + 30ms);
    expiries.queue.add(ClientId(1), Clock::now());
    QVERIFY(waitFor([&] { return expiries.clients.size() == 11; }));
    QCOMPARE(expiries.early, 0);
}

// A timer of Qt counts to 2^31 ms, 25 days; a service's `idle` may be longer.
void TestDeadlineQueue::takesFarOnes()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    Expiries expiries;
    expiries.queue.add(ClientId(2), Clock::now() + 24h * 30);
    expiries.queue.add(ClientId(1), Clock::now() + 1ms);
    QVERIFY(waitFor([&] { return !expiries.clients.empty(); }));
    QCOMPARE(expiries.clients, std::vector<quint64>{1});
}

QTEST_GUILESS_MAIN(TestDeadlineQueue)
#include "tst_deadlinequeue.moc"
