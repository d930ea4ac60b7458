// SPDX-License-Identifier: MIT
#include "protocolharness.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class tst_Chat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void greetsNewcomers();
    void greetingStaysShort();
    void passesLinesOn_data();
    void passesLinesOn();
    void emojiByteByByte();
    void refusesWhatIsNotUtf8();
    void everyoneSeesTheSameOrder();
    void sendsOneBatchPerRead();
    void takesLastLineAtTheEnd();
    void tellsWhoLeft_data();
    void tellsWhoLeft();
    void endsAtLineTooLong();
    void operatorSpeaks_data();
    void operatorSpeaks();
    void tellsTheRemoved_data();
    void tellsTheRemoved();
    void tellsWhenItStops();
    void refusesAtTheDoor_data();
    void refusesAtTheDoor();
};

static QByteArray greetingOf(ProtocolHarness &chat, quint64 id)
{
    const ClientId client(id);
    chat.replies().open(client);
    chat.protocol().opened(client);
    chat.protocol().turnEnded();
    return chat.read(client);
}

void tst_Chat::greetsNewcomers()
{
    const QByteArray commands = "* Commands: /nick NAME, /who, /msg NAME text, /me text, /help, "
                                "/quit. //x sends /x.\n";
    ProtocolHarness chat(chatSpec());
    QCOMPARE(greetingOf(chat, 7),
             "* Welcome to Peerglass. You are guest-7; nobody else is here.\n" + commands);
    QCOMPARE(greetingOf(chat, 9),
             "* Welcome to Peerglass. You are guest-9; 1 other is here: guest-7.\n" + commands);
    QCOMPARE(chat.read(ClientId(7)), "* guest-9 joined\n");
    QCOMPARE(greetingOf(chat, 14),
             "* Welcome to Peerglass. You are guest-14; 2 others are here: guest-7, guest-9.\n"
                 + commands);
    QCOMPARE(chat.read(ClientId(9)), "* guest-14 joined\n");
    QCOMPARE(chat.replies().nameOf(ClientId(14)), u"guest-14"_s);
}

void tst_Chat::greetingStaysShort()
{
    ProtocolHarness chat(chatSpec());
    for (quint64 id = 1; id <= 500; ++id) {
        chat.enter(id);
    }
    const QByteArray greeting = greetingOf(chat, 501);
    QVERIFY(greeting.size() < 1000);
    QVERIFY(greeting.contains("500 others are here: guest-1, guest-2, "));
    const qsizetype listed = greeting.first(greeting.indexOf(" and ")).count("guest-") - 1;
    QVERIFY(greeting.contains(" and " + QByteArray::number(500 - listed) + " more.\n"));
}

void tst_Chat::passesLinesOn_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("heard");
    QTest::newRow("a line") << QByteArray("hello\n") << QByteArray("<guest-1> hello\n");
    QTest::newRow("several") << QByteArray("a\nb\r\n") << QByteArray("<guest-1> a\n<guest-1> b\n");
    QTest::newRow("trimmed") << QByteArray(" \t a b \r\n") << QByteArray("<guest-1> a b\n");
    QTest::newRow("empty ones") << QByteArray("\n \n\r\n") << QByteArray();
    QTest::newRow("quotes, backslashes, tabs")
        << QByteArray("\"a\\n\tb\"\n") << QByteArray("<guest-1> \"a\\n\tb\"\n");
    QTest::newRow("any script") << QByteArray("in 中文 и по-русски\n")
                                << QByteArray("<guest-1> in 中文 и по-русски\n");
    QTest::newRow("emoji with variation selector")
        << QByteArray("❤️\n") << QByteArray("<guest-1> ❤️\n");
    QTest::newRow("a slash to begin with")
        << QByteArray("//nick x\n") << QByteArray("<guest-1> /nick x\n");
    QTest::newRow("a slash within") << QByteArray("and/or\n") << QByteArray("<guest-1> and/or\n");
}

void tst_Chat::passesLinesOn()
{
    QFETCH(QByteArray, said);
    QFETCH(QByteArray, heard);
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    const ClientId one = chat.enter(2);
    const ClientId two = chat.enter(3);
    chat.discardAll();
    chat.say(sender, said);
    QCOMPARE(chat.read(one), heard);
    QCOMPARE(chat.read(two), heard);
    QCOMPARE(chat.read(sender), "");
}

void tst_Chat::emojiByteByByte()
{
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    const QByteArray line = "a 😀 b\n";
    for (const char &byte : line) {
        chat.say(sender, QByteArrayView(&byte, 1));
    }
    QCOMPARE(chat.read(other), "<guest-1> a 😀 b\n");
}

void tst_Chat::refusesWhatIsNotUtf8()
{
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.discardAll();
    chat.say(sender, "one\nb\xff\nthree\n/me \xc0\xaf\n/nick \xed\xa0\x80\n");
    QCOMPARE(chat.read(sender), QByteArray("* not UTF-8, not sent\n").repeated(3));
    QCOMPARE(chat.read(other), "<guest-1> one\n<guest-1> three\n");
    QCOMPARE(chat.replies().receivedFrom(sender), 5);
}

void tst_Chat::everyoneSeesTheSameOrder()
{
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.discardAll();
    chat.say(sender,
             "before\n/nick mei\nafter\n/me waves\n/msg guest-2 psst\nlast\n/quit\nnever\n");
    QCOMPARE(chat.read(other),
             "<guest-1> before\n* guest-1 is now mei\n<mei> after\n<mei> *waves*\n"
             "<mei -> guest-2> psst\n<mei> last\n");
}

void tst_Chat::sendsOneBatchPerRead()
{
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    chat.enter(2);
    const int before = chat.replies().broadcasts();
    chat.say(sender, "a\nb\nc\n");
    QCOMPARE(chat.replies().broadcasts(), before + 1);
}

void tst_Chat::takesLastLineAtTheEnd()
{
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.discardAll();
    chat.say(sender, "a\nlast");
    chat.protocol().finished(sender);
    QCOMPARE(chat.read(other), "<guest-1> a\n<guest-1> last\n");
    chat.say(other, "/who\n");
    QCOMPARE(chat.read(other), "* 2 here: guest-1, guest-2\n");
}

void tst_Chat::tellsWhoLeft_data()
{
    QTest::addColumn<CloseReason>("reason");
    QTest::addColumn<QByteArray>("notice");
    QTest::newRow("by itself") << CloseReason::ClientClosed
                               << QByteArray("* guest-1 left (client-closed)\n");
    QTest::newRow("reset") << CloseReason::ResetByPeer
                           << QByteArray("* guest-1 left (reset-by-peer)\n");
    QTest::newRow("kicked") << CloseReason::Kicked << QByteArray("* guest-1 left (kicked)\n");
}

void tst_Chat::tellsWhoLeft()
{
    QFETCH(CloseReason, reason);
    QFETCH(QByteArray, notice);
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.say(sender, "half a li");
    chat.leave(sender, reason);
    QCOMPARE(chat.read(other), notice);
    chat.say(other, "/who\n");
    QCOMPARE(chat.read(other), "* 1 here: guest-2\n");
}

void tst_Chat::endsAtLineTooLong()
{
    ServiceSpec spec = chatSpec();
    spec.line = 4;
    ProtocolHarness chat(spec);
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.discardAll();
    chat.say(sender, "good\n12345");
    chat.say(sender, "6\nmore\n");
    chat.protocol().finished(sender);
    QCOMPARE(chat.read(sender), "* line too long\n");
    QCOMPARE(chat.read(other), "<guest-1> good\n");
    const QList<RecordingReplies::Finish> once{{sender, CloseReason::LineTooLong}};
    QCOMPARE(chat.replies().finishes(), once);
}

void tst_Chat::operatorSpeaks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("heard");
    QTest::newRow("text") << u"hello 中文"_s << QByteArray("<operator> hello 中文\n");
    QTest::newRow("a newline cannot begin another line")
        << u"a\nb"_s << QByteArray("<operator> a\\nb\n");
}

void tst_Chat::operatorSpeaks()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, heard);
    ProtocolHarness chat(chatSpec());
    const ClientId one = chat.enter(1);
    const ClientId two = chat.enter(2);
    chat.discardAll();
    QVERIFY(chat.protocol().say(text));
    QCOMPARE(chat.read(one), heard);
    QCOMPARE(chat.read(two), heard);
}

void tst_Chat::tellsTheRemoved_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QByteArray>("notice");
    QTest::newRow("with a reason") << u"too loud"_s << QByteArray("* removed: too loud\n");
    QTest::newRow("without") << QString() << QByteArray("* removed\n");
    QTest::newRow("no second line") << u"a\n\x1b[2J"_s << QByteArray("* removed: a\\n\\e[2J\n");
}

void tst_Chat::tellsTheRemoved()
{
    QFETCH(QString, reason);
    QFETCH(QByteArray, notice);
    ProtocolHarness chat(chatSpec());
    const ClientId client = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.discardAll();
    chat.protocol().removing(client, reason);
    QCOMPARE(chat.read(client), notice);
    QCOMPARE(chat.read(other), "");
}

void tst_Chat::tellsWhenItStops()
{
    ProtocolHarness chat(chatSpec());
    const ClientId one = chat.enter(1);
    const ClientId two = chat.enter(2);
    chat.discardAll();
    chat.protocol().stopping();
    QCOMPARE(chat.read(one), "* Shutdown Server\n");
    QCOMPARE(chat.read(two), "* Shutdown Server\n");
}

void tst_Chat::refusesAtTheDoor_data()
{
    QTest::addColumn<CloseReason>("reason");
    QTest::addColumn<QByteArray>("notice");
    QTest::newRow("full") << CloseReason::ServerFull << QByteArray("* server full\n");
    QTest::newRow("address") << CloseReason::TooManyFromAddress
                             << QByteArray("* too many connections from your address\n");
    QTest::newRow("banned") << CloseReason::Banned << QByteArray("* banned\n");
    QTest::newRow("descriptors") << CloseReason::NoDescriptors
                                 << QByteArray(
                                        "* no descriptors free on the server; try again later\n");
    QTest::newRow("stopped") << CloseReason::ServerStopped << QByteArray("* server stopped\n");
    QTest::newRow("gone already") << CloseReason::ResetByPeer << QByteArray();
}

void tst_Chat::refusesAtTheDoor()
{
    QFETCH(CloseReason, reason);
    QFETCH(QByteArray, notice);
    QCOMPARE(refusalNotice(chatSpec(), reason), notice);
    QCOMPARE(refusalNotice(chatSpec(false), reason), QByteArray());
}

QTEST_GUILESS_MAIN(tst_Chat)
#include "tst_chat.moc"
