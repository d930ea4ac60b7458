// SPDX-License-Identifier: MIT
#include "protocolharness.h"
#include "sharedlimits.h"

#include <QTest>

using namespace peerglass;

/// How much one turn of one sender may send on, and that nothing is lost between turns.
class tst_Turns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void longBurstTakesSeveralTurns_data();
    void longBurstTakesSeveralTurns();
    void oneTurnLeavesRoomInTheQueue();
    void commandsCountToo_data();
    void commandsCountToo();
    void announcementsFanOut();
    void turnIsOneRunForEach_data();
    void turnIsOneRunForEach();
    void sendingCountsToo();
    void tinyQueueStillMakesProgress();
    void clientThatHasLeftDoesNotCount();
};

static QByteArray lines(int count, const QByteArray &prefix = {})
{
    QByteArray all;
    for (int i = 0; i < count; ++i) {
        all += prefix + static_cast<char>('a' + i % 26) + '\n';
    }
    return all;
}

void tst_Turns::longBurstTakesSeveralTurns_data()
{
    QTest::addColumn<bool>("names");
    QTest::addColumn<QByteArray>("prefix");
    QTest::newRow("bare relay") << false << QByteArray();
    QTest::newRow("with names") << true << QByteArray("<guest-1> ");
}

void tst_Turns::longBurstTakesSeveralTurns()
{
    QFETCH(bool, names);
    QFETCH(QByteArray, prefix);
    constexpr int count = 32'768;
    constexpr int members = 900;
    ProtocolHarness chat(chatSpec(names));
    const ClientId sender = chat.enter(1);
    for (quint64 id = 2; id <= members; ++id) {
        chat.enter(id);
    }
    const int before = chat.replies().broadcasts();
    const int turns = chat.say(sender, lines(count));
    QVERIFY(turns > 1);
    QCOMPARE(chat.replies().broadcasts() - before, turns);
    const qint64 perReceiver = maxFanOutPerTurn / (members - 1);
    QVERIFY(chat.replies().largestBroadcast() <= perReceiver + 64);
    const QByteArray expected = lines(count, prefix);
    for (quint64 id = 2; id <= members; ++id) {
        QVERIFY(chat.read(ClientId(id)) == expected);
    }
    QCOMPARE(chat.read(sender), "");
    QCOMPARE(chat.replies().receivedFrom(sender), count);
}

void tst_Turns::oneTurnLeavesRoomInTheQueue()
{
    ServiceSpec spec = chatSpec(false);
    spec.queue = 64 * 1024;
    spec.line = 1024;
    ProtocolHarness chat(spec);
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    const QByteArray all = lines(32'768);
    const qsizetype used = chat.protocol().received(sender, all);
    const QByteArray heard = chat.read(other);
    QCOMPARE(heard, all.first(used));
    const qint64 cost = heard.size() + messageOverhead * heard.count('\n') + runOverhead;
    QVERIFY(cost >= spec.queue / 4);
    QVERIFY(cost < spec.queue / 4 + 64);
}

void tst_Turns::commandsCountToo_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::newRow("/who") << QByteArray("/who\n");
    QTest::newRow("/help") << QByteArray("/help\n");
    QTest::newRow("unknown") << QByteArray("/x\n");
    QTest::newRow("/msg") << QByteArray("/msg guest-2 hi\n");
    QTest::newRow("/me") << QByteArray("/me waves\n");
    QTest::newRow("not UTF-8") << QByteArray("\xff\n");
    QTest::newRow("/nick") << QByteArray("/nick a\n/nick b\n");
}

void tst_Turns::commandsCountToo()
{
    QFETCH(QByteArray, command);
    ServiceSpec spec = chatSpec();
    spec.queue = 128 * 1024;
    ProtocolHarness chat(spec);
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    for (quint64 id = 3; id <= 300; ++id) {
        chat.enter(id);
    }
    chat.discardAll();
    chat.protocol().received(sender, command.repeated(32'768));
    QVERIFY(chat.read(sender).size() <= spec.queue / 4 + 4096);
    QVERIFY(chat.read(other).size() <= spec.queue / 4 + 4096);
}

void tst_Turns::announcementsFanOut()
{
    constexpr int members = 300;
    ServiceSpec spec = chatSpec();
    spec.queue = 64 * 1024 * 1024;
    ProtocolHarness chat(spec);
    const ClientId sender = chat.enter(1);
    for (quint64 id = 2; id <= members; ++id) {
        chat.enter(id);
    }
    chat.discardAll();
    chat.protocol().received(sender, QByteArray("/nick a\n/nick b\n").repeated(16'384));
    const qint64 perMember = chat.read(ClientId(2)).size();
    QVERIFY(perMember * members >= maxFanOutPerTurn);
    QVERIFY(perMember * members < maxFanOutPerTurn + 64 * members);
}

void tst_Turns::turnIsOneRunForEach_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("names") << QByteArray("/nick a\n/nick b\n");
    QTest::newRow("lines between mistakes") << QByteArray("hi\n/x\n");
    QTest::newRow("names, lines and questions")
        << QByteArray("/nick a\nhi\n/who\n/nick b\n/help\n");
}

// Fails when Outbox::tell() sends what is for the sender by itself, and when ChatCommands::nick()
// does not relay() the new name.
void tst_Turns::turnIsOneRunForEach()
{
    QFETCH(QByteArray, said);
    constexpr quint64 members = 200;
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    for (quint64 id = 2; id <= members; ++id) {
        chat.enter(id);
    }
    const qint64 before = chat.replies().runs();
    QVERIFY(chat.protocol().received(sender, said.repeated(100)) > 0);
    QCOMPARE(chat.replies().runs() - before, members);
}

/// What is said to another member alone comes after what was said to all: there a turn costs more
/// than one run for each, and these count. Fails when Outbox::flush() does not count them.
void tst_Turns::sendingCountsToo()
{
    constexpr quint64 members = 200;
    ServiceSpec spec = chatSpec();
    spec.queue = 64 * 1024 * 1024;
    ProtocolHarness chat(spec);
    const ClientId sender = chat.enter(1);
    for (quint64 id = 2; id <= members; ++id) {
        chat.enter(id);
    }
    const QByteArray all = QByteArray("hi\n/msg guest-2 x\n").repeated(2000);
    const qint64 before = chat.replies().runs();
    const qsizetype used = chat.protocol().received(sender, all);
    QVERIFY(used > 0 && used < all.size());
    const qint64 runs = chat.replies().runs() - before;
    QVERIFY2(runs <= maxFanOutPerTurn / sendOverhead + qint64(members),
             qPrintable(QString::number(runs)));
}

void tst_Turns::tinyQueueStillMakesProgress()
{
    ServiceSpec spec = chatSpec(false);
    spec.queue = 1;
    ProtocolHarness chat(spec);
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    QCOMPARE(chat.say(sender, "a\nb\n"), 2);
    QCOMPARE(chat.read(other), "a\nb\n");
}

void tst_Turns::clientThatHasLeftDoesNotCount()
{
    ProtocolHarness chat(chatSpec(false));
    const ClientId sender = chat.enter(1);
    for (quint64 id = 2; id <= 900; ++id) {
        chat.enter(id);
    }
    QVERIFY(chat.say(sender, lines(20'000)) > 1);
    for (quint64 id = 3; id <= 900; ++id) {
        chat.leave(ClientId(id), CloseReason::ClientClosed);
    }
    QCOMPARE(chat.say(sender, lines(20'000)), 1);
}

QTEST_GUILESS_MAIN(tst_Turns)
#include "tst_turns.moc"
