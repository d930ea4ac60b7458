// SPDX-License-Identifier: MIT
#include "ledger.h"

#include "sharedlimits.h"
#include "takeevents.h"

#include <QTest>

#include <array>

using namespace peerglass;
using namespace Qt::StringLiterals;
using Amount = Totals::Amount;

namespace {

const TimePoint now = Clock::now();

/// A ledger and the journal's end of its events.
struct Books
{
    explicit Books(bool traffic = true)
        : events(mailbox, traffic)
    {
    }

    std::vector<Event> takeEvents()
    {
        events.flush();
        return takeAllEvents(mailbox);
    }

    EventMailbox mailbox;
    EventSource events;
    Ledger ledger{events,
                  {.client = ClientId(14),
                   .service = ServiceId(3),
                   .serviceUrl = u"echo://localhost:10000"_s,
                   .peer = {.address = u"127.0.0.1"_s, .port = 4711}}};
};

} // namespace

class TestLedger : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsEmpty();
    void conserves();
    void countsBatches_data();
    void countsBatches();
    void signsEvents();
    void tellsOfTraffic();
    void cutsWhatItTells();
    void tellsNothingThatNobodyWants();
    void keepsTheConversation();
    void takesNoMoreThanItCanKeep();
};

void TestLedger::startsEmpty()
{
    const Books books;
    QCOMPARE(books.ledger.totals(), Totals());
    QCOMPARE(books.ledger.identity().client, ClientId(14));
    QVERIFY(!books.ledger.isWatched());
}

void TestLedger::conserves()
{
    Books books;
    Ledger &ledger = books.ledger;
    ledger.received("abcdefgh", now);
    ledger.receivedMessages(2);
    ledger.discarded(5);
    ledger.queued(10, 4);
    ledger.sentBytes(4); // three, and one byte of the next
    ledger.sentMessage("abc", now);
    ledger.dropped("xy", u"overflow"_s);
    QCOMPARE(ledger.totals().waiting(), (Amount{4, 2}));
    ledger.cancelled({4, 2});

    const Totals &totals = ledger.totals();
    QCOMPARE(totals.received, (Amount{8, 2}));
    QCOMPARE(totals.bytesDiscarded, 5);
    QCOMPARE(totals.queued, (Amount{10, 4}));
    QCOMPARE(totals.sent, (Amount{4, 1}));
    QCOMPARE(totals.dropped, (Amount{2, 1}));
    QCOMPARE(totals.cancelled, (Amount{4, 2}));
    QCOMPARE(totals.waiting(), Amount());
}

void TestLedger::countsBatches_data()
{
    QTest::addColumn<bool>("traffic");
    QTest::addRow("with traffic events") << true;
    QTest::addRow("without") << false;
}

void TestLedger::countsBatches()
{
    QFETCH(const bool, traffic);
    Books books(traffic);
    const std::array<quint32, 3> ends{1, 3, 6};
    books.ledger.sentMessages("abbccc", ends, now);
    QCOMPARE(books.ledger.totals().sent.messages, 3);
    const std::vector<Event> events = books.takeEvents();
    QCOMPARE(events.size(), size_t(traffic ? 3 : 0));
    if (traffic) {
        QCOMPARE(events.at(0).data, "a");
        QCOMPARE(events.at(1).data, "bb");
        QCOMPARE(events.at(2).data, "ccc");
    }
}

void TestLedger::signsEvents()
{
    Books books;
    books.ledger.note(EventKind::Held, u"why"_s);
    const std::vector<Event> events = books.takeEvents();
    QCOMPARE(events.size(), size_t(1));
    QCOMPARE(events.front().kind, EventKind::Held);
    QCOMPARE(events.front().client, ClientId(14));
    QCOMPARE(events.front().service, ServiceId(3));
    QCOMPARE(events.front().serviceUrl, u"echo://localhost:10000"_s);
    QCOMPARE(events.front().text, u"why"_s);
}

void TestLedger::tellsOfTraffic()
{
    Books books;
    books.ledger.received("in", now);
    books.ledger.sentMessage("out", now);
    books.ledger.dropped("gone", u"operator"_s);
    books.ledger.noteTraffic(EventKind::QueueEmpty);
    const std::vector<Event> events = books.takeEvents();
    QCOMPARE(events.size(), size_t(4));
    QCOMPARE(events.at(0).kind, EventKind::Received);
    QCOMPARE(events.at(0).data, "in");
    QCOMPARE(events.at(0).size, std::optional<qint64>(2));
    QCOMPARE(events.at(1).kind, EventKind::Sent);
    QCOMPARE(events.at(1).data, "out");
    QCOMPARE(events.at(2).kind, EventKind::Dropped);
    QCOMPARE(events.at(2).text, u"operator"_s);
    QCOMPARE(events.at(3).kind, EventKind::QueueEmpty);
}

void TestLedger::cutsWhatItTells()
{
    Books books;
    const QByteArray bytes(1000, 'x');
    books.ledger.received(bytes, now);
    const std::vector<Event> events = books.takeEvents();
    QCOMPARE(events.front().size, std::optional<qint64>(1000));
    QCOMPARE(events.front().data, bytes.first(maxPreviewBytes));
}

void TestLedger::tellsNothingThatNobodyWants()
{
    Books books(false);
    QVERIFY(!books.ledger.wantsTraffic());
    books.ledger.received("in", now);
    books.ledger.sentMessage("out", now);
    books.ledger.dropped("gone", u"overflow"_s);
    books.ledger.noteTraffic(EventKind::QueueEmpty);
    books.ledger.note(EventKind::Held);
    const std::vector<Event> events = books.takeEvents();
    QCOMPARE(events.size(), size_t(1));
    QCOMPARE(events.front().kind, EventKind::Held);
}

void TestLedger::keepsTheConversation()
{
    using Direction = ConversationPart::Direction;
    Books books(false);
    books.ledger.received("before", now);
    books.ledger.setWatched(true);
    books.ledger.received("in", now);
    const std::array<quint32, 2> ends{1, 3};
    books.ledger.sentMessages("abb", ends, now);

    WatchedClient watched;
    books.ledger.takeConversation(watched);
    QCOMPARE(watched.conversation.size(), 3);
    QCOMPARE(watched.conversation.at(0).direction, Direction::Received);
    QCOMPARE(watched.conversation.at(0).bytes, "in");
    QCOMPARE(watched.conversation.at(1).direction, Direction::Sent);
    QCOMPARE(watched.conversation.at(1).bytes, "a");
    QCOMPARE(watched.conversation.at(2).bytes, "bb");
    books.ledger.takeConversation(watched);
    QVERIFY(watched.conversation.isEmpty());

    books.ledger.setWatched(false);
    books.ledger.received("after", now);
    books.ledger.takeConversation(watched);
    QVERIFY(watched.conversation.isEmpty());
}

void TestLedger::takesNoMoreThanItCanKeep()
{
    Books books(false);
    books.ledger.setWatched(true);
    const QByteArray bytes(100 * 1024, 'x');
    for (int i = 0; i < 5; ++i) {
        books.ledger.received(bytes, now);
    }
    WatchedClient watched;
    books.ledger.takeConversation(watched);
    QCOMPARE(watched.conversation.size(), 2);
    QCOMPARE(watched.conversationOmitted, 3 * bytes.size());

    books.ledger.received(bytes, now); // what was taken makes room
    books.ledger.takeConversation(watched);
    QCOMPARE(watched.conversation.size(), 1);
    QCOMPARE(watched.conversationOmitted, 0);
}

QTEST_APPLESS_MAIN(TestLedger)
#include "tst_ledger.moc"
