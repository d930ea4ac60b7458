// SPDX-License-Identifier: MIT
#include "eventmerge.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const TimePoint start = Clock::now();
const QString url = u"echo://localhost:10000"_s;

MessageEvent message(QByteArrayView data)
{
    return {.kind = EventKind::Received,
            .service = ServiceId(1),
            .serviceUrl = url,
            .client = ClientId(14),
            .size = data.size(),
            .data = data};
}

/// What two threads hand over: each batch is of messages, which are named by their times.
struct Threads
{
    void hand(EventMailbox &mailbox, const std::vector<int> &times)
    {
        EventBatch batch;
        for (const int time : times) {
            batch.add(message(QByteArray::number(time)), start + std::chrono::milliseconds(time));
        }
        mailbox.post(std::move(batch));
    }

    std::vector<int> read(int until)
    {
        std::vector<int> times;
        merge.readUntil(start + std::chrono::milliseconds(until),
                        [&times](const Event &event) { times.push_back(event.data.toInt()); });
        return times;
    }

    EventMailbox one;
    EventMailbox other;
    EventMailbox third;
    EventMerge merge{{&one, &other, &third}};
};

} // namespace

using Times = std::vector<int>;

class TestEventMerge : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsInOrderOfTime();
    void whatIsLaterWaits();
    void goesOnBehindWhatWaited();
    void takesOnlyWhenItIsTold();
    void eventsMayBeChanged();
};

// Fails when a source is read beyond the next event of any other.
void TestEventMerge::readsInOrderOfTime()
{
    Threads threads;
    threads.hand(threads.one, {5, 6, 20});
    threads.hand(threads.other, {1, 2, 9, 10});
    threads.hand(threads.other, {11, 30});
    threads.hand(threads.third, {3, 7, 25});
    threads.merge.takeAll();
    QCOMPARE(threads.read(100), (Times{1, 2, 3, 5, 6, 7, 9, 10, 11, 20, 25, 30}));
    QVERIFY(threads.merge.isEmpty());
}

void TestEventMerge::whatIsLaterWaits()
{
    Threads threads;
    threads.hand(threads.one, {1, 5});
    threads.hand(threads.other, {2, 6});
    threads.merge.takeAll();
    QCOMPARE(threads.read(0), Times());
    QCOMPARE(threads.read(5), (Times{1, 2, 5}));
    QVERIFY(!threads.merge.isEmpty());
    QCOMPARE(threads.read(5), Times());
    QCOMPARE(threads.read(6), Times{6});
    QVERIFY(threads.merge.isEmpty());
}

void TestEventMerge::goesOnBehindWhatWaited()
{
    Threads threads;
    threads.hand(threads.one, {1, 5});
    threads.merge.takeAll();
    QCOMPARE(threads.read(2), Times{1});
    threads.hand(threads.one, {7});
    threads.hand(threads.third, {4});
    threads.merge.takeAll();
    QCOMPARE(threads.read(100), (Times{4, 5, 7}));
}

void TestEventMerge::takesOnlyWhenItIsTold()
{
    Threads threads;
    threads.hand(threads.one, {1});
    QCOMPARE(threads.read(100), Times());
    threads.merge.takeAll();
    QCOMPARE(threads.read(100), Times{1});
}

// What is no message is the batch's own event, and keeps nothing of the message before.
void TestEventMerge::eventsMayBeChanged()
{
    Threads threads;
    Event notice;
    notice.kind = EventKind::Notice;
    EventBatch batch;
    batch.add(message("first"), start);
    batch.add(notice, start + 1ms);
    threads.one.post(std::move(batch));
    threads.merge.takeAll();
    quint64 seq = 0;
    std::vector<Event> events;
    threads.merge.readUntil(start + 1s, [&](Event &event) {
        event.seq = ++seq;
        events.push_back(event);
        events.back().data.detach();
    });
    QCOMPARE(events.size(), size_t(2));
    QCOMPARE(events[0].seq, quint64(1));
    QCOMPARE(events[0].data, "first");
    QCOMPARE(events[1].seq, quint64(2));
    QCOMPARE(events[1].kind, EventKind::Notice);
    QVERIFY(events[1].data.isEmpty());
}

QTEST_APPLESS_MAIN(TestEventMerge)
#include "tst_eventmerge.moc"
