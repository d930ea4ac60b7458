// SPDX-License-Identifier: MIT
#include "journal.h"

#include "publication.h"
#include "waitfor.h"

#include <QTest>
#include <QTimer>

#include <limits>

using namespace peerglass;

class TestJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesNoMoreThanTheWindowFollows();
    void takesAllAtTheEnd();
};

namespace {

EngineOptions journalOptions()
{
    EngineOptions options;
    options.output = EngineOptions::Output::None;
    options.events = true;
    return options;
}

/// A journal in the test's thread, its one source, and the engine that it publishes to.
struct Wiring
{
    JournalMailbox inbox;
    EventMailbox source{std::numeric_limits<std::size_t>::max()};
    EngineMailbox engine;
    const EngineOptions options = journalOptions();
    Journal journal{{.inbox = inbox, .sources = {&source}, .engine = engine}, options, nullptr};
    EventSource events{source, false};
    qsizetype published = 0; ///< events
    int times = 0; ///< publications

    /// So many clients come.
    void report(qsizetype count)
    {
        for (qsizetype i = 0; i < count; ++i) {
            Event event;
            event.kind = EventKind::Connected;
            events.add(std::move(event));
        }
        events.flush();
    }

    void look()
    {
        std::vector<EngineMessage> messages;
        engine.takeAll(messages);
        for (const EngineMessage &message : messages) {
            if (const auto *publication = std::get_if<EventsPublished>(&message)) {
                published += publication->events.size();
                ++times;
            }
        }
    }

    bool waitForPublications(int count)
    {
        return waitFor([&] {
            look();
            return times >= count;
        });
    }
};

/// Until the event loop has looked at every mailbox.
bool letItLook()
{
    QTimer turns;
    int turn = 0;
    QObject::connect(&turns, &QTimer::timeout, &turns, [&turn] { ++turn; });
    turns.start(0);
    return waitFor([&] { return turn >= 3; });
}

} // namespace

// Fails when collect() does not ask isFull(), or nobody asks collect() again.
void TestJournal::takesNoMoreThanTheWindowFollows()
{
    Wiring wiring;
    wiring.report(1);
    QVERIFY(wiring.waitForPublications(1)); // and nobody says that it was taken
    wiring.report(Publication::fullAt);
    QVERIFY(letItLook());
    wiring.report(7);
    QVERIFY(letItLook());
    wiring.inbox.post(EventsTaken{});
    QVERIFY(wiring.waitForPublications(2));
    QCOMPARE(wiring.published, Publication::fullAt + 1);
    wiring.inbox.post(EventsTaken{});
    QVERIFY(wiring.waitForPublications(3));
    QCOMPARE(wiring.published, Publication::fullAt + 8);
}

// Fails when a full publication holds up the end: who would take it waits for the journal then.
void TestJournal::takesAllAtTheEnd()
{
    Wiring wiring;
    wiring.report(1);
    QVERIFY(wiring.waitForPublications(1));
    wiring.report(Publication::fullAt);
    QVERIFY(letItLook());
    wiring.report(7);
    bool finished = false;
    connect(&wiring.journal, &Journal::finished, this, [&finished] { finished = true; });
    wiring.inbox.post(Hurry{});
    wiring.inbox.post(Quit{});
    QVERIFY(waitFor([&] { return finished; }));
    wiring.look();
    QCOMPARE(wiring.published, Publication::fullAt + 8);
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
