// SPDX-License-Identifier: MIT
#include "protocolharness.h"

#include <QTest>

using namespace peerglass;

/// Many come and go in one turn of the worker: all of it is one run for each who stays.
class tst_ComingAndGoing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newcomersSeeThoseBehindThem();
    void isOneRunForEach();
    void keepsTheOrder();
    void comesBeforeALineOfTheSameTurn();
    void comesBeforeWhatTheServerSays_data();
    void comesBeforeWhatTheServerSays();
    void oneWhoComesAndGoesAtOnce();
    void nobodyLeavesAServiceThatStops();
};

namespace {

/// Comes, or goes, in a turn that goes on.
ClientId come(ProtocolHarness &chat, quint64 id)
{
    const ClientId client(id);
    chat.replies().open(client);
    chat.protocol().opened(client);
    chat.read(client); // the greeting
    return client;
}

void go(ProtocolHarness &chat, ClientId client)
{
    chat.replies().close(client);
    chat.protocol().closed(client, CloseReason::ClientClosed);
}

} // namespace

// Fails when Outbox::sendBatch() sends all to everybody.
void tst_ComingAndGoing::newcomersSeeThoseBehindThem()
{
    ProtocolHarness chat(chatSpec());
    const ClientId one = chat.enter(1);
    const ClientId two = chat.enter(2);
    chat.discardAll();
    const ClientId three = come(chat, 3);
    const ClientId four = come(chat, 4);
    const ClientId five = come(chat, 5);
    chat.protocol().turnEnded();
    QCOMPARE(chat.read(one), "* guest-3 joined\n* guest-4 joined\n* guest-5 joined\n");
    QCOMPARE(chat.read(two), "* guest-3 joined\n* guest-4 joined\n* guest-5 joined\n");
    QCOMPARE(chat.read(three), "* guest-4 joined\n* guest-5 joined\n");
    QCOMPARE(chat.read(four), "* guest-5 joined\n");
    QCOMPARE(chat.read(five), "");
    chat.protocol().turnEnded();
    QCOMPARE(chat.read(one), "");
}

// Fails when ChatProtocol::opened() or closed() flushes.
void tst_ComingAndGoing::isOneRunForEach()
{
    constexpr quint64 many = 200;
    ProtocolHarness chat(chatSpec());
    const ClientId stays = chat.enter(1);
    int before = chat.replies().runsTo(stays);
    for (quint64 id = 2; id <= many; ++id) {
        come(chat, id);
    }
    chat.protocol().turnEnded();
    QCOMPARE(chat.replies().runsTo(stays) - before, 1);
    for (quint64 id = 2; id < many; ++id) {
        QCOMPARE(chat.replies().runsTo(ClientId(id)), 2); // the greeting is the other
    }
    before = chat.replies().runsTo(stays);
    for (quint64 id = 2; id <= many; ++id) {
        go(chat, ClientId(id));
    }
    chat.protocol().turnEnded();
    QCOMPARE(chat.replies().runsTo(stays) - before, 1);
}

void tst_ComingAndGoing::keepsTheOrder()
{
    ProtocolHarness chat(chatSpec());
    const ClientId stays = chat.enter(1);
    const ClientId mei = chat.enter(2);
    chat.say(mei, "/nick mei\n");
    chat.discardAll();
    const ClientId three = come(chat, 3);
    go(chat, mei);
    const ClientId four = come(chat, 4);
    go(chat, three);
    chat.protocol().turnEnded();
    QCOMPARE(chat.read(stays),
             "* guest-3 joined\n* mei left (client-closed)\n* guest-4 joined\n"
             "* guest-3 left (client-closed)\n");
    QCOMPARE(chat.read(four), "* guest-3 left (client-closed)\n");
}

// Fails when Outbox::beginTurn() does not flush.
void tst_ComingAndGoing::comesBeforeALineOfTheSameTurn()
{
    ProtocolHarness chat(chatSpec());
    const ClientId one = chat.enter(1);
    const ClientId two = chat.enter(2);
    const ClientId gone = chat.enter(3);
    chat.discardAll();
    const ClientId four = come(chat, 4);
    go(chat, gone);
    chat.say(one, "hello\n/who\n/nick tom\n");
    const ClientId five = come(chat, 5);
    chat.protocol().turnEnded();
    const QByteArray seen = "* guest-3 left (client-closed)\n<guest-1> hello\n"
                            "* guest-1 is now tom\n* guest-5 joined\n";
    QCOMPARE(chat.read(two), "* guest-4 joined\n" + seen);
    QCOMPARE(chat.read(four), seen);
    QCOMPARE(chat.read(five), "");
    QCOMPARE(chat.read(one),
             "* guest-4 joined\n* guest-3 left (client-closed)\n"
             "* 3 here: guest-1, guest-2, guest-4\n* guest-1 is now tom\n"
             "* guest-5 joined\n");
}

void tst_ComingAndGoing::comesBeforeWhatTheServerSays_data()
{
    QTest::addColumn<char>("what");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("the operator") << 's' << QByteArray("<operator> hello\n");
    QTest::newRow("the end") << 'x' << QByteArray("* Shutdown Server\n");
    QTest::newRow("removed") << 'k' << QByteArray("* removed: hello\n");
}

void tst_ComingAndGoing::comesBeforeWhatTheServerSays()
{
    QFETCH(char, what);
    QFETCH(QByteArray, said);
    ProtocolHarness chat(chatSpec());
    const ClientId one = chat.enter(1);
    chat.discardAll();
    const ClientId two = come(chat, 2);
    const QString text = QStringLiteral("hello");
    if (what == 's') {
        QVERIFY(chat.protocol().say(text));
    } else if (what == 'x') {
        chat.protocol().stopping();
    } else {
        chat.protocol().removing(one, text);
    }
    QCOMPARE(chat.read(one), "* guest-2 joined\n" + said);
    QCOMPARE(chat.read(two), what == 'k' ? QByteArray() : said);
}

void tst_ComingAndGoing::oneWhoComesAndGoesAtOnce()
{
    ProtocolHarness chat(chatSpec());
    const ClientId stays = chat.enter(1);
    chat.discardAll();
    const ClientId brief = come(chat, 2);
    const ClientId three = come(chat, 3);
    go(chat, brief);
    chat.protocol().turnEnded();
    QCOMPARE(chat.read(stays),
             "* guest-2 joined\n* guest-3 joined\n* guest-2 left (client-closed)\n");
    QCOMPARE(chat.read(three), "* guest-2 left (client-closed)\n");
}

// Fails when ChatProtocol::closed() does not look whether the service stops.
void tst_ComingAndGoing::nobodyLeavesAServiceThatStops()
{
    ProtocolHarness chat(chatSpec());
    const ClientId one = chat.enter(1);
    const ClientId two = chat.enter(2);
    chat.discardAll();
    chat.protocol().stopping();
    go(chat, two);
    chat.protocol().turnEnded();
    QCOMPARE(chat.read(one), "* Shutdown Server\n");
}

QTEST_GUILESS_MAIN(tst_ComingAndGoing)
#include "tst_comingandgoing.moc"
