// SPDX-License-Identifier: MIT
#include "queuecontents.h"
#include "sharedlimits.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;

namespace {

using Bytes = std::vector<QByteArray>;
using Numbers = std::vector<quint64>;

const TimePoint start{1000s};
constexpr qint64 all = std::numeric_limits<qint64>::max();

} // namespace

class TestSendQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsEmpty();
    void keepsTheOrder();
    void numbersMessages();
    void takesPartOfABlock();
    void takesABegunMessage();
    void gathers_data();
    void gathers();
    void gathersTheRestOfABegunMessage();
    void sendsMessageByMessage();
    void sendsAcrossRuns();
    void knowsItsFront();
    void costsOverheadToo();
    void costsNothingWhenEmpty();
    void sharesOneBlock();
    void countsWhatIsDue();
    void showsItsFront();
    void showsNoMoreThanTheLimit();
};

void TestSendQueue::startsEmpty()
{
    const SendQueue queue;
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.bytes(), 0);
    QCOMPARE(queue.messages(), 0);
    QCOMPARE(queue.cost(), 0);
    QCOMPARE(queue.bytesQueuedUntil(start), 0);
    QVERIFY(gathered(queue, all, 4).empty());
    QCOMPARE(queue.view(0ms), QueueView());
}

void TestSendQueue::keepsTheOrder()
{
    SendQueue queue;
    queue.append(makeBlock({"one,", "two,"}), 0, 0, start);
    queue.append(makeBlock({"three"}), 0, 0, start);
    QCOMPARE(contents(queue), "one,two,three");
    QCOMPARE(queue.bytes(), 13);
    QCOMPARE(queue.messages(), 3);
}

void TestSendQueue::numbersMessages()
{
    SendQueue queue;
    queue.append(makeBlock({"a", "b"}), 0, 0, start);
    QCOMPARE(numbers(queue), (Numbers{1, 2}));
    send(queue, 1);
    queue.append(makeBlock({"c"}), 0, 0, start);
    QCOMPARE(numbers(queue), (Numbers{2, 3}));
    queue.skipNumbers(4);
    queue.append(makeBlock({"d"}), 0, 0, start);
    QCOMPARE(numbers(queue), (Numbers{2, 3, 8}));
}

void TestSendQueue::takesPartOfABlock()
{
    SendQueue queue;
    queue.append(makeBlock({"gone", "b", "cc"}), 1, 0, start);
    QCOMPARE(contents(queue), "bcc");
    QCOMPARE(queue.messages(), 2);
    QCOMPARE(queue.cost(), SendQueue::costOf(3, 2));
}

void TestSendQueue::takesABegunMessage()
{
    SendQueue queue;
    queue.append(makeBlock({"gone", "begun", "c"}), 1, 2, start);
    QCOMPARE(contents(queue), "gunc");
    QCOMPARE(queue.bytes(), 4);
    QCOMPARE(queue.messages(), 2);
    QVERIFY(queue.front().begun());
    QCOMPARE(send(queue, 3), Bytes{"begun"});
}

void TestSendQueue::gathers_data()
{
    QTest::addColumn<qint64>("most");
    QTest::addColumn<size_t>("parts");
    QTest::addColumn<Bytes>("expected");
    QTest::addRow("everything") << all << size_t(8) << Bytes{"aabb", "c", "dddd"};
    QTest::addRow("as many bytes as there are")
        << qint64(9) << size_t(8) << Bytes{"aabb", "c", "dddd"};
    QTest::addRow("fewer parts than runs") << all << size_t(2) << Bytes{"aabb", "c"};
    QTest::addRow("up to the end of a run") << qint64(4) << size_t(8) << Bytes{"aabb"};
    QTest::addRow("within a run") << qint64(6) << size_t(8) << Bytes{"aabb", "c", "d"};
    QTest::addRow("within a message") << qint64(1) << size_t(8) << Bytes{"a"};
    QTest::addRow("no bytes") << qint64(0) << size_t(8) << Bytes{};
    QTest::addRow("no parts") << all << size_t(0) << Bytes{};
}

void TestSendQueue::gathers()
{
    QFETCH(const qint64, most);
    QFETCH(const size_t, parts);
    SendQueue queue;
    queue.append(makeBlock({"aa", "bb"}), 0, 0, start);
    queue.append(makeBlock({"c"}), 0, 0, start);
    queue.append(makeBlock({"dddd"}), 0, 0, start);
    QTEST(gathered(queue, most, parts), "expected");
}

void TestSendQueue::gathersTheRestOfABegunMessage()
{
    SendQueue queue;
    queue.append(makeBlock({"abc", "de"}), 0, 0, start);
    queue.append(makeBlock({"f"}), 0, 0, start);
    QVERIFY(send(queue, 1).empty());
    QCOMPARE(gathered(queue, all, 8), (Bytes{"bcde", "f"}));
    QCOMPARE(gathered(queue, 1, 8), Bytes{"b"});
}

void TestSendQueue::sendsMessageByMessage()
{
    SendQueue queue;
    queue.append(makeBlock({"abc", "de"}), 0, 0, start);
    QVERIFY(send(queue, 0).empty());
    QVERIFY(send(queue, 2).empty());
    QCOMPARE(queue.messages(), 2);
    QCOMPARE(send(queue, 1), Bytes{"abc"});
    QCOMPARE(queue.messages(), 1);
    QCOMPARE(queue.bytes(), 2);
    QCOMPARE(send(queue, 2), Bytes{"de"});
    QVERIFY(queue.isEmpty());
}

void TestSendQueue::sendsAcrossRuns()
{
    SendQueue queue;
    queue.append(makeBlock({"a", "b"}), 0, 0, start);
    queue.append(makeBlock({"c"}), 0, 0, start);
    queue.append(makeBlock({"dd", "ee"}), 0, 0, start);
    QCOMPARE(send(queue, 6), (Bytes{"a", "b", "c", "dd"}));
    QCOMPARE(contents(queue), "e");
    QCOMPARE(numbers(queue), Numbers{5});
}

void TestSendQueue::knowsItsFront()
{
    SendQueue queue;
    queue.append(makeBlock({"abc", "de"}), 0, 0, start);
    queue.append(makeBlock({"f"}), 0, 0, start + 1s);
    QCOMPARE(queue.front().message, QByteArrayView("abc"));
    QCOMPARE(queue.front().rest, 3);
    QVERIFY(!queue.front().begun());
    QCOMPARE(queue.front().number, 1u);
    send(queue, 2);
    QCOMPARE(queue.front().message, QByteArrayView("abc"));
    QCOMPARE(queue.front().rest, 1);
    QVERIFY(queue.front().begun());
    send(queue, 1);
    QVERIFY(!queue.front().begun());
    QCOMPARE(queue.front().number, 2u);
    QCOMPARE(queue.frontQueuedAt(), start);
    send(queue, 2);
    QCOMPARE(queue.frontQueuedAt(), start + 1s);
}

void TestSendQueue::costsOverheadToo()
{
    SendQueue queue;
    queue.append(makeBlock({"a"}), 0, 0, start);
    QCOMPARE(queue.cost(), 1 + messageOverhead + runOverhead);
    queue.append(makeBlock({"bb", "c"}), 0, 0, start);
    QCOMPARE(queue.cost(), 4 + 3 * messageOverhead + 2 * runOverhead);
    send(queue, 2); // all of the first run, and the next message is begun: it costs as a whole
    QCOMPARE(queue.cost(), 3 + 2 * messageOverhead + runOverhead);
    send(queue, 1);
    QCOMPARE(queue.cost(), 1 + messageOverhead + runOverhead);
}

void TestSendQueue::costsNothingWhenEmpty()
{
    SendQueue queue;
    for (int i = 0; i < 100; ++i) {
        queue.append(makeBlock({"a", "bcd"}), 0, 0, start);
    }
    QCOMPARE(queue.cost(), 100 * SendQueue::costOf(4, 2));
    for (int i = 0; i < 400; ++i) {
        send(queue, 1);
    }
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.cost(), 0);
    QCOMPARE(queue.bytes(), 0);
    QCOMPARE(queue.messages(), 0);
}

void TestSendQueue::sharesOneBlock()
{
    const SharedMessages block = makeBlock({"a", "b", "c"});
    std::vector<SendQueue> queues(3);
    for (SendQueue &queue : queues) {
        queue.append(block, 0, 0, start);
    }
    QCOMPARE(block.use_count(), 4L);
    QCOMPARE(gathered(queues[0], all, 1).front().size(), 3);
    iovec part{};
    queues[2].gather(all, std::span(&part, 1));
    QCOMPARE(static_cast<const void *>(part.iov_base),
             static_cast<const void *>(block->bytes().data()));

    QByteArray dropped;
    queues[1].drop(2, dropped); // in two runs now
    QCOMPARE(block.use_count(), 5L);
    queues[1].clear();
    send(queues[0], 3);
    QCOMPARE(block.use_count(), 2L);
    QCOMPARE(contents(queues[2]), "abc"); // what others do is nothing to it
}

void TestSendQueue::countsWhatIsDue()
{
    SendQueue queue;
    queue.append(makeBlock({"abc", "de"}), 0, 0, start);
    queue.append(makeBlock({"f"}), 0, 0, start + 10ms);
    QCOMPARE(queue.bytesQueuedUntil(start - 1ns), 0);
    QCOMPARE(queue.bytesQueuedUntil(start), 5);
    QCOMPARE(queue.bytesQueuedUntil(start + 10ms - 1ns), 5);
    QCOMPARE(queue.bytesQueuedUntil(start + 10ms), 6);
    send(queue, 2);
    QCOMPARE(queue.bytesQueuedUntil(start - 1ns), 0); // sent by a step before it was due
    QCOMPARE(queue.bytesQueuedUntil(start), 3);
    QCOMPARE(queue.bytesQueuedUntil(start + 1s), 4);
}

void TestSendQueue::showsItsFront()
{
    using State = QueuedMessage::State;
    SendQueue queue;
    const TimePoint now = Clock::now();
    const QByteArray longOne(1000, 'x');
    queue.append(makeBlock({"abc", longOne}), 0, 0, now - 1h);
    queue.append(makeBlock({"de"}), 0, 0, now);
    send(queue, 2);
    const QueueView view = queue.view(30min);
    QCOMPARE(view.waiting, 3u);
    QCOMPARE(view.waitingBytes, 1003);
    QCOMPARE(view.front.size(), 3);

    QCOMPARE(view.front.at(0).state, State::Sending);
    QCOMPARE(view.front.at(0).size, 3);
    QCOMPARE(view.front.at(0).sent, 2);
    QCOMPARE(view.front.at(0).preview, "abc");
    QCOMPARE(view.front.at(1).state, State::Waiting);
    QCOMPARE(view.front.at(1).size, 1000);
    QCOMPARE(view.front.at(1).sent, 0);
    QCOMPARE(view.front.at(1).preview, longOne.first(maxPreviewBytes));
    QCOMPARE(view.front.at(2).state, State::Delayed);
    QCOMPARE(view.front.at(2).number, 3u);
    QVERIFY(view.front.at(2).dueAt - view.front.at(2).queuedAt == 30min);
}

void TestSendQueue::showsNoMoreThanTheLimit()
{
    SendQueue queue;
    for (int i = 0; i < 401; ++i) {
        queue.append(makeBlock({"a", "b", "c"}), 0, 0, start);
    }
    const QueueView view = queue.view(0ms);
    QCOMPARE(view.front.size(), QueueView::maxMessages);
    QCOMPARE(view.front.last().number, 1000u);
    QCOMPARE(view.waiting, 1203u);
    QCOMPARE(view.waitingBytes, 1203);
}

QTEST_APPLESS_MAIN(TestSendQueue)
#include "tst_sendqueue.moc"
