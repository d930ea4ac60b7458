// SPDX-License-Identifier: MIT
#include "eventsource.h"

#include "engineoptions.h"
#include "journal.h"
#include "takeevents.h"
#include "waitfor.h"

#include <QTest>

using namespace peerglass;

namespace {

using Kinds = std::vector<EventKind>;
using Counts = std::map<EventKind, quint64>;

/// An event that carries a number, to tell the order by.
Event makeEvent(EventKind kind, quint64 number = 0)
{
    Event event;
    event.kind = kind;
    event.client = ClientId(number);
    return event;
}

Kinds kindsOf(const std::vector<Event> &events)
{
    Kinds kinds;
    for (const Event &event : events) {
        kinds.push_back(event.kind);
    }
    return kinds;
}

/// A source whose journal takes one batch and is then behind.
struct BusyJournal
{
    BusyJournal()
    {
        source.add(makeEvent(EventKind::Notice));
        source.flush();
    }

    EventMailbox mailbox{1};
    EventSource source{mailbox, true};
};

} // namespace

class TestEventSource : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void handsOverInOrder();
    void stampsEvents();
    void pressesForLifeEventsOnly();
    void handsOverLargeBatchesByItself();
    void countsTrafficWhileTheJournalIsBehind();
    void countsOnlyOnce();
    void boundIsOneOfEvents();
    void handsOverAllThoughTheJournalIsBehind();
    void tellsWhatWasLeftOutThoughNothingFollows();
    void keepsAllLifeEvents();
    void saysWhenItIsBehind();
    void leavesNumbersForWhatWasLeftOut();
};

void TestEventSource::handsOverInOrder()
{
    EventMailbox mailbox;
    EventSource source(mailbox, true);
    QVERIFY(source.wantsTraffic());
    QVERIFY(source.isEmpty());
    source.add(makeEvent(EventKind::Connected));
    source.add(makeEvent(EventKind::Received));
    source.add(makeEvent(EventKind::Disconnected));
    QVERIFY(!source.isEmpty());
    QVERIFY(takeAllEvents(mailbox).empty());
    source.flush();
    QVERIFY(source.isEmpty());
    QCOMPARE(kindsOf(takeAllEvents(mailbox)),
             (Kinds{EventKind::Connected, EventKind::Received, EventKind::Disconnected}));
    source.flush();
    QVERIFY(takeAllEvents(mailbox).empty());
}

void TestEventSource::stampsEvents()
{
    EventMailbox mailbox;
    EventSource source(mailbox, false);
    QVERIFY(!source.wantsTraffic());
    const auto before = std::chrono::steady_clock::now();
    const auto wallBefore = std::chrono::system_clock::now();
    source.add(makeEvent(EventKind::Connected));
    source.add(makeEvent(EventKind::Disconnected));
    source.flush();
    std::vector<EventBatch> batches;
    mailbox.takeAll(batches);
    EventBatch &events = batches.at(0);
    QVERIFY(events.time(0) >= before);
    QVERIFY(events.time(1) >= events.time(0));
    Event message;
    QVERIFY(events.read(0, message).time >= wallBefore);
    QVERIFY(events.read(0, message).time <= std::chrono::system_clock::now());
}

void TestEventSource::pressesForLifeEventsOnly()
{
    EventMailbox mailbox;
    EventSource source(mailbox, true);
    source.add(makeEvent(EventKind::Received));
    QVERIFY(!source.isPressing());
    source.add(makeEvent(EventKind::Connected));
    source.add(makeEvent(EventKind::Sent));
    QVERIFY(source.isPressing());
    source.flush();
    QVERIFY(!source.isPressing());
}

void TestEventSource::handsOverLargeBatchesByItself()
{
    EventMailbox mailbox;
    EventSource source(mailbox, true);
    for (int i = 0; i < 10'000; ++i) {
        source.add(makeEvent(EventKind::Received));
    }
    QVERIFY(takeAllEvents(mailbox).size() > 9'000);
}

void TestEventSource::countsTrafficWhileTheJournalIsBehind()
{
    BusyJournal busy;
    busy.source.add(makeEvent(EventKind::Received));
    busy.source.add(makeEvent(EventKind::Connected));
    busy.source.add(makeEvent(EventKind::Received));
    busy.source.add(makeEvent(EventKind::Sent));
    busy.source.flush();
    QVERIFY(busy.source.isPressing());
    QCOMPARE(kindsOf(takeAllEvents(busy.mailbox)), Kinds{EventKind::Notice});

    busy.source.flush();
    QVERIFY(busy.source.isEmpty());
    const std::vector<Event> events = takeAllEvents(busy.mailbox);
    QCOMPARE(kindsOf(events), (Kinds{EventKind::Connected, EventKind::Suppressed}));
    QCOMPARE(events.at(1).suppression->counts,
             (Counts{{EventKind::Received, 2}, {EventKind::Sent, 1}}));
}

void TestEventSource::countsOnlyOnce()
{
    BusyJournal busy;
    busy.source.add(makeEvent(EventKind::Received));
    for (int i = 0; i < 5; ++i) {
        busy.source.flush();
    }
    busy.source.add(makeEvent(EventKind::Received));
    busy.source.flush();
    takeAllEvents(busy.mailbox);
    busy.source.flush();
    QCOMPARE(takeAllEvents(busy.mailbox).at(0).suppression->count(), 2u);

    busy.source.add(makeEvent(EventKind::Sent));
    busy.source.flush();
    QCOMPARE(kindsOf(takeAllEvents(busy.mailbox)), Kinds{EventKind::Sent}); // told once
}

/// Fails without MailboxCost<EventBatch>: many small batches would count as many full ones, and few
/// large ones as few.
void TestEventSource::boundIsOneOfEvents()
{
    EventMailbox mailbox(maxWaitingEvents);
    EventSource source(mailbox, true);
    for (std::size_t i = 0; i < maxWaitingEvents; ++i) {
        source.add(makeEvent(EventKind::Received));
        source.flush();
    }
    QVERIFY(source.isEmpty());
    source.add(makeEvent(EventKind::Received));
    source.flush();
    QVERIFY(!source.isEmpty());
    QCOMPARE(takeAllEvents(mailbox).size(), maxWaitingEvents);
    source.flush();
    QCOMPARE(takeAllEvents(mailbox).at(0).suppression->count(), 1u);
}

/// Fails when flushAll() does what flush() does.
void TestEventSource::handsOverAllThoughTheJournalIsBehind()
{
    BusyJournal busy;
    busy.source.add(makeEvent(EventKind::Received));
    busy.source.add(makeEvent(EventKind::Disconnected));
    busy.source.flushAll();
    QVERIFY(busy.source.isEmpty());
    QVERIFY(!busy.source.isPressing());
    QCOMPARE(kindsOf(takeAllEvents(busy.mailbox)),
             (Kinds{EventKind::Notice, EventKind::Disconnected, EventKind::Suppressed}));
}

void TestEventSource::tellsWhatWasLeftOutThoughNothingFollows()
{
    BusyJournal busy;
    busy.source.add(makeEvent(EventKind::Received));
    busy.source.flush();
    QVERIFY(!busy.source.isEmpty());
    takeAllEvents(busy.mailbox);
    busy.source.flush();
    QVERIFY(busy.source.isEmpty());
    QCOMPARE(kindsOf(takeAllEvents(busy.mailbox)), Kinds{EventKind::Suppressed});
}

void TestEventSource::keepsAllLifeEvents()
{
    constexpr quint64 count = 3'000;
    BusyJournal busy;
    for (quint64 i = 1; i <= count; ++i) {
        busy.source.add(makeEvent(EventKind::Connected, i));
        busy.source.add(makeEvent(EventKind::Received));
    }
    takeAllEvents(busy.mailbox);
    busy.source.flush();
    quint64 next = 1;
    quint64 traffic = 0;
    for (const Event &event : takeAllEvents(busy.mailbox)) {
        if (event.kind == EventKind::Connected) {
            QCOMPARE(event.client.value(), next++);
        } else {
            traffic += event.suppression ? event.suppression->count() : 1;
        }
    }
    QCOMPARE(next, count + 1);
    QCOMPARE(traffic, count);
}

void TestEventSource::saysWhenItIsBehind()
{
    BusyJournal busy;
    for (int i = 0; i < 100'000; ++i) {
        busy.source.add(makeEvent(EventKind::Received));
    }
    QVERIFY(!busy.source.isBehind()); // traffic is thinned instead
    for (int i = 0; i < 5'000; ++i) {
        busy.source.add(makeEvent(EventKind::Connected));
    }
    QVERIFY(busy.source.isBehind());
    takeAllEvents(busy.mailbox);
    busy.source.flush();
    QVERIFY(!busy.source.isBehind());
}

void TestEventSource::leavesNumbersForWhatWasLeftOut()
{
    BusyJournal busy;
    EngineMailbox engine;
    JournalMailbox inbox;
    Journal journal({.inbox = inbox, .sources = {&busy.mailbox}, .engine = engine}, EngineOptions(),
                    nullptr);
    QList<Event> events;
    const auto notifier = engine.notify([&] {
        std::vector<EngineMessage> messages;
        engine.takeAll(messages);
        for (const EngineMessage &message : messages) {
            events += std::get<EventsPublished>(message).events;
            inbox.post(EventsTaken{});
        }
    });
    for (int i = 0; i < 3; ++i) {
        busy.source.add(makeEvent(EventKind::Received));
    }
    busy.source.flush(); // the journal has not run yet
    QVERIFY(waitFor([&] { return events.size() == 1; }));
    busy.source.add(makeEvent(EventKind::Disconnected));
    busy.source.flush();
    QVERIFY(waitFor([&] { return events.size() == 3; }));
    QCOMPARE(kindsOf({events.begin(), events.end()}),
             (Kinds{EventKind::Notice, EventKind::Disconnected, EventKind::Suppressed}));
    QCOMPARE(events.at(0).seq, 1u);
    QCOMPARE(events.at(1).seq, 2u);
    QCOMPARE(events.at(2).suppression->firstSeq, 3u);
    QCOMPARE(events.at(2).suppression->lastSeq, 5u);
    QCOMPARE(events.at(2).seq, 6u);
}

QTEST_GUILESS_MAIN(TestEventSource)
#include "tst_eventsource.moc"
