// SPDX-License-Identifier: MIT
// Bans of addresses, and how many may come from one.
#include "enginefixture.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestEngineBans : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endsThoseThere_data();
    void endsThoseThere();
    void sendsWhatWaitsFirst();
    void leavesOthersAlone();
    void endsByItself();
    void isReplaced();
    void isLifted();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void tooManyFromAnAddress();

private:
    static bool waitForBans(EngineFixture &server, qsizetype count)
    {
        return waitFor([&] { return server.engine().bans().size() == count; });
    }
};

void TestEngineBans::endsThoseThere_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("lastWords");
    QTest::addColumn<QByteArray>("atTheDoor");
    QTest::newRow("echo") << u"echo://127.0.0.1:0"_s << QByteArray() << QByteArray();
    QTest::newRow("chat with names")
        << u"chat://127.0.0.1:0"_s << QByteArray("* removed: banned\n") << QByteArray("* banned\n");
    QTest::newRow("chat without names")
        << u"chat://127.0.0.1:0?names=off"_s << QByteArray() << QByteArray();
}

// Fails when Session::removeBanned() tells no protocol, and when Acceptor::refusal() knows no bans.
void TestEngineBans::endsThoseThere()
{
    QFETCH(const QString, url);
    QFETCH(const QByteArray, lastWords);
    QFETCH(const QByteArray, atTheDoor);
    EngineFixture server({url}, {.threads = 2});
    RawClient first(server.port());
    RawClient second(server.port());
    const QList<ClientId> ids{server.idOf(first), server.idOf(second)};
    server.engine().ban(u"127.0.0.1"_s, 10min);
    for (const ClientId id : ids) {
        QCOMPARE(*server.waitForEnd(id).reason, CloseReason::Banned);
    }
    QVERIFY(waitFor([&] { return first.hasEnded && second.hasEnded; }));
    QVERIFY2(first.received.contains(lastWords), first.received.constData());
    RawClient comes(server.port());
    QVERIFY(waitFor([&] { return comes.hasEnded; }));
    QCOMPARE(comes.received, atTheDoor);
    const Event banned = server.eventsOf(EventKind::Banned).first();
    QCOMPARE(banned.address, u"127.0.0.1"_s);
    QCOMPARE(banned.text, u"10min"_s);
    QVERIFY(server.waitForEvent(EventKind::Refused));
    QCOMPARE(*server.eventsOf(EventKind::Refused).first().reason, CloseReason::Banned);
}

// Fails when Session::removeBanned() aborts.
void TestEngineBans::sendsWhatWaitsFirst()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=16MiB"_s});
    RawClient client(server.port(), RawClient::notReading());
    const QByteArray bytes = pattern(4 * 1024 * 1024);
    const ClientId id = server.idOf(client);
    client.send(bytes);
    QVERIFY(waitFor([&] { return server.client(id).totals.queued.bytes == bytes.size(); }));
    server.engine().ban(u"127.0.0.1"_s);
    client.setReading(true);
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QCOMPARE(client.received, bytes);
    QCOMPARE(*server.waitForEnd(id).reason, CloseReason::Banned);
}

void TestEngineBans::leavesOthersAlone()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    RawClient bystander(server.port());
    RawClient banned(server.port(), {.from = u"127.0.0.9"_s});
    const ClientId id = server.idOf(banned);
    server.engine().ban(u"127.0.0.9"_s);
    QCOMPARE(*server.waitForEnd(id).reason, CloseReason::Banned);
    bystander.send("still here");
    QVERIFY(waitFor([&] { return bystander.received == "still here"; }));
}

// Fails when the acceptor has no timer for it, and when it ends early.
void TestEngineBans::endsByItself()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    const auto begin = std::chrono::steady_clock::now();
    server.engine().ban(u"192.0.2.1"_s, 300ms);
    server.engine().ban(u"127.0.0.1"_s, 200ms);
    QVERIFY(waitForBans(server, 2));
    QVERIFY(*server.engine().bans().first().until >= begin + 200ms);
    QVERIFY(waitForBans(server, 0));
    QVERIFY(std::chrono::steady_clock::now() >= begin + 300ms);
    QVERIFY(server.waitForEvent(EventKind::Unbanned, {}, 2));
    QCOMPARE(server.eventsOf(EventKind::Unbanned).first().address, u"127.0.0.1"_s);
    QCOMPARE(server.eventsOf(EventKind::Unbanned).first().text, u"its time is over"_s);
    RawClient client(server.port());
    client.send("back");
    QVERIFY(waitFor([&] { return client.received == "back"; }));
}

void TestEngineBans::isReplaced()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    server.engine().ban(u"2001:db8::1"_s, 1h);
    server.engine().ban(u"2001:db8::2"_s);
    QVERIFY(server.waitForEvent(EventKind::Banned, {}, 2));
    QVERIFY(waitFor([&] {
        return server.engine().bans() == QList<Ban>{{u"2001:db8::/64"_s, {}}};
    }));
    QCOMPARE(server.eventsOf(EventKind::Banned).last().text, u"until it is lifted"_s);
}

// Fails when unban() does not reach the list, and when one that is not banned is not told of.
void TestEngineBans::isLifted()
{
    EngineFixture server({u"echo://127.0.0.1:0"_s});
    server.engine().ban(u"127.0.0.1"_s);
    server.engine().unban(u"::ffff:127.0.0.1"_s);
    QVERIFY(server.waitForEvent(EventKind::Unbanned));
    QCOMPARE(server.eventsOf(EventKind::Unbanned).first().text, u"lifted"_s);
    QVERIFY(waitForBans(server, 0));
    RawClient client(server.port());
    client.send("back");
    QVERIFY(waitFor([&] { return client.received == "back"; }));
    server.engine().unban(u"127.0.0.1"_s);
    QVERIFY(server.waitForRefusals(1));
    QCOMPARE(server.refusals.first(), u"unban: 127.0.0.1 is not banned"_s);
}

void TestEngineBans::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<int>("milliseconds");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("no address")
        << u"local\nhost"_s << 1000
        << u"ban: \"local\\nhost\" is not an IPv4 address, an IPv6 address or its /64"_s;
    QTest::newRow("no time") << u"127.0.0.1"_s << 0
                             << u"ban: 0 ms is no time above 0 and of at most 365 days"_s;
}

void TestEngineBans::refusesWhatMakesNoSense()
{
    QFETCH(const QString, address);
    QFETCH(const int, milliseconds);
    QFETCH(const QString, sentence);
    EngineFixture server;
    server.engine().ban(address, std::chrono::milliseconds(milliseconds));
    QCOMPARE(server.refusals, QStringList{sentence});
    QVERIFY(server.engine().bans().isEmpty());
}

// Fails when the worker does not tell which address a client has left from.
void TestEngineBans::tooManyFromAnAddress()
{
    EngineFixture server({u"chat://127.0.0.1:0?per-address=1"_s});
    for (int i = 0; i < 50; ++i) {
        RawClient client(server.port());
        QVERIFY(waitFor([&] { return client.received.contains("guest-"); }));
        if (i == 0) {
            RawClient extra(server.port());
            QVERIFY(waitFor([&] { return extra.hasEnded; }));
            QCOMPARE(extra.received, QByteArray("* too many connections from your address\n"));
        }
        client.finishSending();
        QVERIFY(waitFor([&] { return client.hasEnded; })); // then its place is free at once
    }
    QVERIFY(server.waitForEvent(EventKind::Refused));
    QCOMPARE(server.count(EventKind::Refused), 1);
    QCOMPARE(*server.eventsOf(EventKind::Refused).first().reason, CloseReason::TooManyFromAddress);
}

QTEST_GUILESS_MAIN(TestEngineBans)
#include "tst_engine_bans.moc"
