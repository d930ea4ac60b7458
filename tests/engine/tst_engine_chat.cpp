// SPDX-License-Identifier: MIT
#include "enginefixture.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString bare = u"chat://127.0.0.1:0?names=off"_s;
const QString named = u"chat://127.0.0.1:0"_s;

/// Several members of one room, all of which have joined.
class Room
{
public:
    Room(EngineFixture &server, int members)
    {
        for (int i = 0; i < members; ++i) {
            m_members.push_back(std::make_unique<RawClient>(server.port()));
            server.idOf(*m_members.back());
        }
    }
    RawClient &operator[](size_t index) { return *m_members.at(index); }

private:
    std::vector<std::unique_ptr<RawClient>> m_members;
};

QByteArray linesOf(char who, int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i) {
        lines += who + QByteArray::number(i) + '\n';
    }
    return lines;
}

QByteArray without(char who, const QByteArray &lines)
{
    QByteArray left;
    for (const QByteArray &line : lines.split('\n')) {
        if (!line.isEmpty() && line.front() != who) {
            left += line + '\n';
        }
    }
    return left;
}

} // namespace

class TestEngineChat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lineGoesToAllOthers_data();
    void lineGoesToAllOthers();
    void readFraming();
    void lastLineWithoutNewline();
    void everyMemberSeesTheSameOrder();
    void namesJoinAndLeave();
    void quit();
    void lineTooLong_data();
    void lineTooLong();
    void longestLine();
    void operatorSpeaks_data();
    void operatorSpeaks();
    void echoHasNoConversation();
    void kickedMemberIsTold();
};

void TestEngineChat::lineGoesToAllOthers_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("arrives");
    QTest::newRow("names off") << bare << QByteArray("hello there\n");
    QTest::newRow("names on") << named << QByteArray("<guest-1> hello there\n");
}

void TestEngineChat::lineGoesToAllOthers()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, arrives);
    EngineFixture server({url});
    Room room(server, 3);
    room[0].send("  hello");
    room[0].send(" there \r\n\n");
    QVERIFY(waitFor(
        [&] { return room[1].received.endsWith(arrives) && room[2].received.endsWith(arrives); }));
    room[0].finishSending();
    QVERIFY(waitFor([&] { return room[0].hasEnded; }));
    QVERIFY(!room[0].received.contains("hello there"));
}

void TestEngineChat::readFraming()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off&framing=read"_s});
    Room room(server, 2);
    room[0].send("one\ntwo \n");
    QVERIFY(waitFor([&] { return room[1].received == "one\ntwo\n"; }));
    room[1].finishSending();
    const Totals totals = totalsOf(server.waitForEnd(server.idOf(room[1])));
    QCOMPARE(totals.sent.messages, 1);
}

void TestEngineChat::lastLineWithoutNewline()
{
    EngineFixture server({bare});
    Room room(server, 2);
    room[0].send("no newline");
    const ClientId id = server.idOf(room[0]);
    QVERIFY(waitFor([&] { return server.client(id).unfinishedInput == 10; }));
    QVERIFY(room[1].received.isEmpty());
    room[0].finishSending();
    QVERIFY(waitFor([&] { return room[1].received == "no newline\n"; }));
}

void TestEngineChat::everyMemberSeesTheSameOrder()
{
    EngineFixture server({bare}, {.threads = 2});
    Room room(server, 5); // three speak, two only listen
    constexpr int count = 500;
    const QByteArray all = linesOf('a', count) + linesOf('b', count) + linesOf('c', count);
    for (int i = 0; i < count; i += 50) { // in pieces, so that they take turns
        for (const char who : {'a', 'b', 'c'}) {
            const QByteArray lines = linesOf(who, i + 50);
            room[static_cast<size_t>(who - 'a')].send(lines.sliced(linesOf(who, i).size()));
        }
    }
    QVERIFY(waitFor([&] {
        return room[3].received.size() == all.size() && room[4].received.size() == all.size();
    }));
    QCOMPARE(room[3].received, room[4].received);
    for (const char who : {'a', 'b', 'c'}) {
        const QByteArray expected = without(who, room[3].received);
        RawClient &speaker = room[static_cast<size_t>(who - 'a')];
        QVERIFY(waitFor([&] { return speaker.received.size() == expected.size(); }));
        QCOMPARE(speaker.received, expected);
    }
}

void TestEngineChat::namesJoinAndLeave()
{
    EngineFixture server({named});
    Room room(server, 2);
    QVERIFY(waitFor([&] { return room[0].received.endsWith("* guest-2 joined\n"); }));
    room[1].send("/nick Zoë\n");
    QVERIFY(server.waitForEvent(EventKind::Named, server.idOf(room[1]), 2));
    QCOMPARE(server.eventsOf(EventKind::Named).last().data, QByteArray("Zoë"));
    room[1].reset();
    QVERIFY(waitFor([&] { return room[0].received.endsWith("* Zoë left (reset-by-peer)\n"); }));
    QCOMPARE(server.waitForEnd(server.idOf(room[1])).data, QByteArray("Zoë"));
}

void TestEngineChat::quit()
{
    EngineFixture server({named});
    Room room(server, 2);
    room[0].send("/quit\nnever said\n");
    QVERIFY(waitFor([&] { return room[0].hasEnded; }));
    QCOMPARE(*server.waitForEnd(server.idOf(room[0])).reason, CloseReason::ClientClosed);
    QVERIFY(waitFor([&] { return room[1].received.endsWith("left (client-closed)\n"); }));
    QVERIFY(!room[1].received.contains("never said"));
}

void TestEngineChat::lineTooLong_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("names off") << bare + u"&line=100B"_s << QByteArray();
    QTest::newRow("names on") << named + u"?line=100B"_s << QByteArray("* line too long\n");
}

void TestEngineChat::lineTooLong()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, says);
    EngineFixture server({url});
    Room room(server, 2);
    room[0].send("short\n" + QByteArray(101, 'x'));
    QVERIFY(waitFor([&] { return room[0].hasEnded || room[0].wasReset; }));
    QVERIFY(room[0].hasEnded);
    QVERIFY(room[0].received.endsWith(says));
    QCOMPARE(*server.waitForEnd(server.idOf(room[0])).reason, CloseReason::LineTooLong);
    QVERIFY(waitFor([&] { return room[1].received.contains("short\n"); }));
}

void TestEngineChat::longestLine()
{
    EngineFixture server({bare + u"&line=100B"_s});
    Room room(server, 2);
    const QByteArray longest(100, 'x');
    room[0].send(longest + "\r\n");
    QVERIFY(waitFor([&] { return room[1].received == longest + '\n'; }));
}

void TestEngineChat::operatorSpeaks_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("names off") << bare << QByteArray("hear, hear\n");
    QTest::newRow("names on") << named << QByteArray("<operator> hear, hear\n");
}

void TestEngineChat::operatorSpeaks()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, says);
    EngineFixture server({url}, {.threads = 2});
    Room room(server, 2);
    server.engine().ask(server.service(), action::Say{u"hear, hear"_s});
    for (size_t i = 0; i < 2; ++i) {
        QVERIFY(waitFor([&] { return room[i].received.endsWith(says); }));
    }
    QVERIFY(server.waitForEvent(EventKind::OperatorSent));
    QCOMPARE(server.eventsOf(EventKind::OperatorSent).first().text, u"hear, hear"_s);
    QVERIFY(server.refusals.isEmpty());
}

void TestEngineChat::echoHasNoConversation()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    server.engine().ask(server.service(), action::Say{u"hello"_s});
    QVERIFY(server.waitForRefusals(1));
    QCOMPARE(server.refusals,
             QStringList(u"say: an echo service has no conversation to speak in"_s));
}

void TestEngineChat::kickedMemberIsTold()
{
    EngineFixture server({named});
    Room room(server, 2);
    server.ask(room[0], action::Kick{u"too loud"_s});
    QVERIFY(waitFor([&] { return room[0].hasEnded; }));
    QVERIFY(room[0].received.endsWith("* removed: too loud\n"));
    const Event end = server.waitForEnd(server.idOf(room[0]));
    QCOMPARE(*end.reason, CloseReason::Kicked);
    QCOMPARE(end.text, u"too loud"_s);
    QVERIFY(waitFor([&] { return room[1].received.endsWith("* guest-1 left (kicked)\n"); }));
}

QTEST_GUILESS_MAIN(TestEngineChat)
#include "tst_engine_chat.moc"
