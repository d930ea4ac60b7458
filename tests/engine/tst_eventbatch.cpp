// SPDX-License-Identifier: MIT
#include "eventbatch.h"

#include "virtualclock.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString echoUrl = u"echo://localhost:10000"_s;
const QString chatUrl = u"chat://localhost:8008"_s;

MessageEvent received(QByteArrayView data, quint64 client = 14)
{
    return {.kind = EventKind::Received,
            .service = ServiceId(1),
            .serviceUrl = echoUrl,
            .client = ClientId(client),
            .size = data.size(),
            .data = data};
}

MessageEvent sent(QByteArrayView data)
{
    return {.kind = EventKind::Sent,
            .service = ServiceId(2),
            .serviceUrl = chatUrl,
            .client = ClientId(7),
            .size = 1000,
            .data = data};
}

Event disconnected()
{
    Event event;
    event.kind = EventKind::Disconnected;
    event.client = ClientId(14);
    event.text = u"bye"_s;
    return event;
}

} // namespace

class TestEventBatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTheOrder();
    void messagesComeBack();
    void timesAreThoseOfTheWallClock();
    void removesTraffic();
    void asksTheWallClockAnewForWhatWaits();
    void removesTheLast();
};

void TestEventBatch::keepsTheOrder()
{
    const TimePoint start = Clock::now();
    EventBatch batch;
    QVERIFY(batch.isEmpty());
    batch.add(received("a"), start);
    batch.add(disconnected(), start + 1ms);
    batch.add(sent("b"), start + 2ms);
    QCOMPARE(batch.size(), size_t(3));
    const std::vector kinds{batch.kind(0), batch.kind(1), batch.kind(2)};
    QCOMPARE(kinds, (std::vector{EventKind::Received, EventKind::Disconnected, EventKind::Sent}));
    QVERIFY(batch.time(0) == start);
    QVERIFY(batch.time(1) == start + 1ms);
    QVERIFY(batch.time(2) == start + 2ms);
}

// Fails when read() leaves what the message before had, or when the bytes of all begin at 0.
void TestEventBatch::messagesComeBack()
{
    EventBatch batch;
    batch.add(received("in"), Clock::now());
    batch.add(disconnected(), Clock::now());
    batch.add(sent("out"), Clock::now());
    batch.add(received("in again", 15), Clock::now());
    Event message;
    Event &first = batch.read(0, message);
    QCOMPARE(first.kind, EventKind::Received);
    QCOMPARE(first.service, ServiceId(1));
    QCOMPARE(first.serviceUrl, echoUrl);
    QCOMPARE(first.client, ClientId(14));
    QCOMPARE(first.size, std::optional<qint64>(2));
    QCOMPARE(first.data, "in");
    QCOMPARE(batch.read(1, message).text, u"bye"_s);
    Event &third = batch.read(2, message);
    QCOMPARE(third.kind, EventKind::Sent);
    QCOMPARE(third.service, ServiceId(2));
    QCOMPARE(third.serviceUrl, chatUrl);
    QCOMPARE(third.client, ClientId(7));
    QCOMPARE(third.size, std::optional<qint64>(1000));
    QCOMPARE(third.data, "out");
    Event last = batch.read(3, message);
    QCOMPARE(last.serviceUrl, echoUrl);
    QCOMPARE(last.client, ClientId(15));
    last.data.detach();
    batch = {};
    QCOMPARE(last.data, "in again");
}

void TestEventBatch::timesAreThoseOfTheWallClock()
{
    const auto before = std::chrono::system_clock::now();
    const TimePoint now = Clock::now();
    EventBatch batch;
    batch.add(received("a"), now);
    batch.add(disconnected(), now + 5s);
    Event message;
    const auto first = batch.read(0, message).time;
    QVERIFY(first >= before);
    QVERIFY(first <= std::chrono::system_clock::now());
    QVERIFY(batch.read(1, message).time - first == 5s);
}

// Fails when the events that are left keep their old places.
void TestEventBatch::removesTraffic()
{
    Event notice;
    notice.kind = EventKind::Notice;
    Event paused;
    paused.kind = EventKind::Paused;
    EventBatch batch;
    batch.add(received("a"), Clock::now());
    batch.add(notice, Clock::now());
    batch.add(paused, Clock::now());
    batch.add(received("b"), Clock::now());
    batch.add(disconnected(), Clock::now());
    std::map<EventKind, quint64> counts{{EventKind::Received, 3}};
    batch.removeTraffic(counts);
    QCOMPARE(counts,
             (std::map<EventKind, quint64>{{EventKind::Received, 5}, {EventKind::Paused, 1}}));
    QCOMPARE(batch.size(), size_t(2));
    Event message;
    QCOMPARE(batch.read(0, message).kind, EventKind::Notice);
    QCOMPARE(batch.read(1, message).text, u"bye"_s);
    // Once more, behind what was left.
    batch.add(received("c"), Clock::now());
    batch.add(notice, Clock::now());
    batch.add(paused, Clock::now());
    batch.add(disconnected(), Clock::now());
    batch.removeTraffic(counts);
    QCOMPARE(counts,
             (std::map<EventKind, quint64>{{EventKind::Received, 6}, {EventKind::Paused, 2}}));
    QCOMPARE(batch.size(), size_t(4));
    QCOMPARE(batch.read(1, message).text, u"bye"_s);
    QCOMPARE(batch.read(2, message).kind, EventKind::Notice);
    QCOMPARE(batch.read(3, message).text, u"bye"_s);
}

// While the journal is stuck the computer may sleep, which the steady clock does not see; here that
// one moves alone. Fails when removeTraffic() keeps the wall clock.
void TestEventBatch::asksTheWallClockAnewForWhatWaits()
{
    VirtualClock clock;
    EventBatch batch;
    batch.add(disconnected(), Clock::now());
    clock.advance(8h);
    std::map<EventKind, quint64> counts;
    batch.removeTraffic(counts);
    batch.add(disconnected(), Clock::now());
    Event message;
    QVERIFY(batch.read(1, message).time - batch.read(0, message).time < 1h);
}

void TestEventBatch::removesTheLast()
{
    EventBatch batch;
    batch.add(disconnected(), Clock::now());
    batch.add(received("a"), Clock::now());
    batch.removeLast();
    QCOMPARE(batch.size(), size_t(1));
    std::map<EventKind, quint64> counts;
    batch.removeTraffic(counts);
    batch.removeLast();
    QVERIFY(batch.isEmpty());
    batch.add(sent("b"), Clock::now());
    Event message;
    QCOMPARE(batch.read(0, message).data, "b");
    batch.removeTraffic(counts);
    QVERIFY(batch.isEmpty());
}

QTEST_APPLESS_MAIN(TestEventBatch)
#include "tst_eventbatch.moc"
