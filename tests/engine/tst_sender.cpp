// SPDX-License-Identifier: MIT
#include "senderfixture.h"

#include <QTest>

#include <poll.h>

using namespace peerglass;
using namespace std::chrono_literals;
using Amount = Totals::Amount;

namespace {

const TimePoint start{1000s};

/// \a size bytes in which each place can be told from its neighbours.
QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i) {
        bytes[i] = static_cast<char>(i % 251);
    }
    return bytes;
}

qsizetype countOf(const std::vector<Event> &events, EventKind kind)
{
    return std::count_if(events.begin(), events.end(),
                         [kind](const Event &event) { return event.kind == kind; });
}

} // namespace

class TestSender : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sendsAtOnce();
    void keepsWhatTheKernelDoesNotTake();
    void countsMessagesWithTheirLastByte();
    void beginsNoneWhenTheKernelStopsBetweenTwo();
    void keepsTheOrder();
    void sharesOneCopy();
    void tellsWhenTheQueueIsEmpty();
    void waitsForTheDelay();
    void keepsToTheThrottle();
    void dropsDownToALimit();
    void dropsAllButABegunOne();
    void reportsABrokenConnection();
    void cancelsAll();
};

void TestSender::sendsAtOnce()
{
    SenderFixture f;
    QCOMPARE(f.deliver({"one,", "two"}), 0);
    QVERIFY(f.sender.queue().isEmpty());
    QVERIFY(!f.sender.isBlocked());
    QCOMPARE(f.sender.opensAt(start), std::nullopt);
    QCOMPARE(f.ledger.totals().queued, (Amount{7, 2}));
    QCOMPARE(f.ledger.totals().sent, (Amount{7, 2}));
    QCOMPARE(f.receiveWhatIsThere(), "one,two");

    f.sender.gate().hold(); // what was sent at once has had numbers too
    f.deliver({"three"});
    QCOMPARE(f.sender.drop(2), SendQueue::DropResult::NotThere);
    QCOMPARE(f.sender.drop(3), SendQueue::DropResult::Dropped);
}

void TestSender::keepsWhatTheKernelDoesNotTake()
{
    SenderFixture f;
    const QByteArray message = pattern(1024 * 1024);
    QCOMPARE(f.deliver({message}), 0);
    QVERIFY(f.sender.isBlocked());
    QCOMPARE(f.sender.opensAt(start), std::nullopt); // the poller tells
    QVERIFY(f.ledger.totals().sent.bytes > 0);
    QCOMPARE(f.ledger.totals().sent.messages, 0);
    QCOMPARE(f.sender.queue().messages(), 1);
    QVERIFY(f.sender.queue().front().begun());
    QVERIFY(f.isConserved());

    QCOMPARE(f.drain(), message);
    QVERIFY(f.sender.queue().isEmpty());
    QVERIFY(!f.sender.isBlocked());
    QCOMPARE(f.ledger.totals().sent, (Amount{message.size(), 1}));
}

void TestSender::countsMessagesWithTheirLastByte()
{
    SenderFixture f;
    constexpr qint64 size = 1000;
    MessageBatch batch;
    const QByteArray message = pattern(size);
    for (int i = 0; i < 500; ++i) {
        batch.append(message);
    }
    Delivery delivery(batch);
    QCOMPARE(f.sender.deliver(delivery, start), 0);
    const qint64 bytes = f.ledger.totals().sent.bytes;
    QVERIFY(bytes > size);
    QVERIFY(bytes < batch.size());
    QCOMPARE(f.ledger.totals().sent.messages, bytes / size);
    QCOMPARE(f.sender.queue().front().rest, size - bytes % size);
    const QueueView view = f.sender.queue().view(0ms);
    QCOMPARE(view.front.first().number, static_cast<quint64>(bytes / size) + 1);
    QVERIFY(f.isConserved());

    f.receiveWhatIsThere();
    QVERIFY(waitForEvents(f.stream.descriptor(), POLLOUT));
    f.sender.flush(start);
    QCOMPARE(f.ledger.totals().sent.messages, f.ledger.totals().sent.bytes / size);
    QVERIFY(f.isConserved());
    f.drain();
    QCOMPARE(f.ledger.totals().sent, (Amount{batch.size(), 500}));
}

// With messages of one byte it always does.
void TestSender::beginsNoneWhenTheKernelStopsBetweenTwo()
{
    SenderFixture f;
    MessageBatch batch;
    for (int i = 0; i < 64 * 1024; ++i) {
        batch.append("x");
    }
    Delivery delivery(batch);
    QCOMPARE(f.sender.deliver(delivery, start), 0);
    const qint64 sent = f.ledger.totals().sent.bytes;
    QVERIFY(sent > 0);
    QVERIFY(sent < batch.size());
    QCOMPARE(f.ledger.totals().sent.messages, sent);
    QVERIFY(!f.sender.queue().front().begun());
    QCOMPARE(f.sender.queue().front().number, static_cast<quint64>(sent) + 1);
    QVERIFY(f.isConserved());
}

void TestSender::keepsTheOrder()
{
    SenderFixture f;
    const QByteArray large = pattern(200 * 1024);
    f.deliver({large, "one,"});
    f.deliver({"two,"}); // waits behind it, whatever room there is
    f.receiveWhatIsThere();
    const qint64 sent = f.ledger.totals().sent.bytes;
    f.deliver({"three"});
    QCOMPARE(f.drain(), (large + "one,two,three").sliced(sent));
    QCOMPARE(f.ledger.totals().sent.messages, 4);
}

void TestSender::sharesOneCopy()
{
    SenderFixture a;
    SenderFixture b;
    SenderFixture c;
    a.sender.gate().hold();
    b.sender.gate().hold();
    Delivery delivery(QByteArrayView("for all"));
    for (SenderFixture *receiver : {&a, &b, &c}) {
        receiver->sender.deliver(delivery, start);
    }
    QCOMPARE(delivery.share(a.memory).use_count(), 3L); // the delivery's own and two queues'
    QCOMPARE(c.receiveWhatIsThere(), "for all");
    a.sender.gate().release();
    a.sender.flush(start);
    QCOMPARE(delivery.share(a.memory).use_count(), 2L);
    QCOMPARE(a.receiveWhatIsThere(), "for all");
}

void TestSender::tellsWhenTheQueueIsEmpty()
{
    SenderFixture f;
    f.sender.gate().hold();
    f.deliver({"a", "b"});
    QCOMPARE(countOf(f.takeEvents(), EventKind::QueueEmpty), 0);
    f.sender.gate().release();
    f.sender.flush(start);
    const std::vector<Event> events = f.takeEvents();
    QCOMPARE(countOf(events, EventKind::Sent), 2);
    QCOMPARE(countOf(events, EventKind::QueueEmpty), 1);
    QCOMPARE(events.back().kind, EventKind::QueueEmpty);
    f.sender.flush(start);
    QCOMPARE(countOf(f.takeEvents(), EventKind::QueueEmpty), 0);
}

void TestSender::waitsForTheDelay()
{
    SenderFixture f(SendGate(100ms, {}, start));
    f.deliver({"one,"}, start);
    f.deliver({"two"}, start + 50ms);
    QVERIFY(!f.sender.isBlocked());
    QCOMPARE(f.sender.opensAt(start + 50ms), std::optional(start + 100ms));
    f.sender.flush(start + 99ms);
    QCOMPARE(f.ledger.totals().sent, Amount());

    f.sender.flush(start + 100ms);
    QCOMPARE(f.receiveWhatIsThere(), "one,");
    QCOMPARE(f.sender.opensAt(start + 100ms), std::optional(start + 150ms));
    f.sender.flush(start + 150ms);
    QCOMPARE(f.receiveWhatIsThere(), "two");
}

void TestSender::keepsToTheThrottle()
{
    SenderFixture f(SendGate(0ms, 1000, start));
    const QByteArray message = pattern(150);
    f.deliver({message}, start);
    QCOMPARE(f.ledger.totals().sent, (Amount{50, 0}));
    QVERIFY(!f.sender.isBlocked()); // watching for writing would spin
    QCOMPARE(f.sender.opensAt(start), std::optional(start + 25ms));
    f.sender.flush(start + 50ms);
    QCOMPARE(f.ledger.totals().sent, (Amount{100, 0}));
    f.sender.flush(start + 100ms);
    QCOMPARE(f.ledger.totals().sent, (Amount{150, 1}));
    QCOMPARE(f.receiveWhatIsThere(), message);
}

void TestSender::dropsDownToALimit()
{
    SenderFixture f;
    const QByteArray large = pattern(200 * 1024);
    f.deliver({large});
    f.deliver({"b"});
    f.deliver({"c"});
    const qint64 limit = SendQueue::costOf(large.size(), 1) + SendQueue::costOf(1, 1);
    f.sender.dropDownTo(limit);
    QCOMPARE(f.ledger.totals().dropped, (Amount{1, 1}));
    QVERIFY(f.sender.queue().cost() <= limit);
    f.sender.dropDownTo(1); // the one that is begun stays
    QCOMPARE(f.ledger.totals().dropped, (Amount{2, 2}));
    QCOMPARE(f.sender.queue().messages(), 1);
    QVERIFY(f.isConserved());
    QCOMPARE(f.drain(), large);
}

void TestSender::dropsAllButABegunOne()
{
    SenderFixture f;
    const QByteArray large = pattern(200 * 1024);
    f.deliver({large, "b", "c"});
    QCOMPARE(f.sender.drop(1), SendQueue::DropResult::Begun);
    f.sender.dropAll();
    QCOMPARE(f.ledger.totals().dropped, (Amount{2, 2}));
    QVERIFY(f.isConserved());
    const std::vector<Event> events = f.takeEvents();
    QCOMPARE(countOf(events, EventKind::Dropped), 2);
    QCOMPARE(events.back().text, QStringLiteral("operator"));
    QCOMPARE(f.drain(), large);
    QCOMPARE(f.ledger.totals().waiting(), Amount());
}

void TestSender::reportsABrokenConnection()
{
    SenderFixture f;
    resetConnection(f.client);
    QVERIFY(waitForEvents(f.stream.descriptor(), POLLERR));
    QCOMPARE(f.deliver({"a", "b"}), ECONNRESET);
    QCOMPARE(f.ledger.totals().queued, (Amount{2, 2}));
    QVERIFY(f.isConserved());
    QCOMPARE(f.sender.flush(start), EPIPE);
    QVERIFY(f.isConserved());
}

void TestSender::cancelsAll()
{
    SenderFixture f;
    f.deliver({pattern(200 * 1024), "b"});
    const Amount waiting = f.ledger.totals().waiting();
    QVERIFY(waiting.bytes > 0);
    f.sender.cancelAll();
    QCOMPARE(f.ledger.totals().cancelled, waiting);
    QCOMPARE(f.ledger.totals().waiting(), Amount());
    QVERIFY(f.sender.queue().isEmpty());
    QVERIFY(!f.sender.isBlocked());
}

QTEST_GUILESS_MAIN(TestSender)
#include "tst_sender.moc"
