// SPDX-License-Identifier: MIT
#include "protocolharness.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class tst_Relay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesLinesOn_data();
    void passesLinesOn();
    void passesReadsOn_data();
    void passesReadsOn();
    void sendsOneBatchPerRead();
    void countsMessages();
    void keepsLineBegun();
    void takesLastLineAtTheEnd();
    void endsAtLineTooLong();
    void lineAtTheLimitPasses();
    void saysWhatTheOperatorSays();
    void hasNoNotices();
};

static ServiceSpec relaySpec(Framing framing = Framing::Line)
{
    ServiceSpec spec = chatSpec(false);
    spec.framing = framing;
    return spec;
}

void tst_Relay::passesLinesOn_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("heard");
    QTest::newRow("a line") << QByteArray("hello\n") << QByteArray("hello\n");
    QTest::newRow("several") << QByteArray("a\nb\r\nc\n") << QByteArray("a\nb\nc\n");
    QTest::newRow("white space at the ends")
        << QByteArray(" \t\v\f\r a b \t\r\n") << QByteArray("a b\n");
    QTest::newRow("only white space") << QByteArray(" \t \n\n\r\n") << QByteArray();
    QTest::newRow("NUL") << QByteArray("a\0b\n", 4) << QByteArray("a\0b\n", 4);
    QTest::newRow("invalid UTF-8")
        << QByteArray("\xff\xc3 \x80\n") << QByteArray("\xff\xc3 \x80\n");
    QTest::newRow("escape sequences as they came")
        << QByteArray("\x1b[2J\a\n") << QByteArray("\x1b[2J\a\n");
    QTest::newRow("no commands") << QByteArray("/quit\n//x\n") << QByteArray("/quit\n//x\n");
    QTest::newRow("no newline yet") << QByteArray("a\nb") << QByteArray("a\n");
}

void tst_Relay::passesLinesOn()
{
    QFETCH(QByteArray, said);
    QFETCH(QByteArray, heard);
    ProtocolHarness chat(relaySpec());
    const ClientId sender = chat.enter(1);
    const ClientId one = chat.enter(2);
    const ClientId two = chat.enter(3);
    chat.say(sender, said);
    QCOMPARE(chat.read(one), heard);
    QCOMPARE(chat.read(two), heard);
    QCOMPARE(chat.read(sender), "");
}

void tst_Relay::passesReadsOn_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("heard");
    QTest::newRow("a line") << QByteArray("hello\n") << QByteArray("hello\n");
    QTest::newRow("no newline") << QByteArray("hello") << QByteArray("hello\n");
    QTest::newRow("newlines within stay") << QByteArray(" a\r\n b \n") << QByteArray("a\r\n b\n");
    QTest::newRow("only white space") << QByteArray(" \n\n") << QByteArray();
    QTest::newRow("longer than a line may be")
        << QByteArray(100'000, 'x') << QByteArray(100'000, 'x') + '\n';
}

void tst_Relay::passesReadsOn()
{
    QFETCH(QByteArray, said);
    QFETCH(QByteArray, heard);
    ProtocolHarness chat(relaySpec(Framing::Read));
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    QCOMPARE(chat.say(sender, said), 1);
    QCOMPARE(chat.read(other), heard);
    QCOMPARE(chat.read(sender), "");
    QCOMPARE(chat.protocol().unfinishedInput(sender), 0);
}

void tst_Relay::sendsOneBatchPerRead()
{
    ProtocolHarness chat(relaySpec());
    const ClientId sender = chat.enter(1);
    chat.enter(2);
    chat.say(sender, "a\nb\nc\n");
    QCOMPARE(chat.replies().broadcasts(), 1);
    chat.say(sender, "\n \n");
    QCOMPARE(chat.replies().broadcasts(), 1);
}

void tst_Relay::countsMessages()
{
    ProtocolHarness chat(relaySpec());
    const ClientId sender = chat.enter(1);
    chat.say(sender, "a\n \nb\n\nla");
    QCOMPARE(chat.replies().receivedFrom(sender), 2);
    chat.say(sender, "st");
    chat.protocol().finished(sender);
    QCOMPARE(chat.replies().receivedFrom(sender), 3);

    ProtocolHarness whole(relaySpec(Framing::Read));
    const ClientId reader = whole.enter(1);
    whole.say(reader, "a\nb\n");
    whole.say(reader, " \n");
    QCOMPARE(whole.replies().receivedFrom(reader), 1);
}

void tst_Relay::keepsLineBegun()
{
    ProtocolHarness chat(relaySpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.say(sender, "hel");
    QCOMPARE(chat.protocol().unfinishedInput(sender), 3);
    QCOMPARE(chat.protocol().unfinishedInput(other), 0);
    chat.say(other, "mine\n");
    chat.say(sender, "lo\n");
    QCOMPARE(chat.protocol().unfinishedInput(sender), 0);
    QCOMPARE(chat.read(other), "hello\n");
    QCOMPARE(chat.read(sender), "mine\n");
}

void tst_Relay::takesLastLineAtTheEnd()
{
    ProtocolHarness chat(relaySpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.say(sender, "a\nlast");
    chat.protocol().finished(sender);
    QCOMPARE(chat.read(other), "a\nlast\n");
    chat.say(other, "still there?\n");
    QCOMPARE(chat.read(sender), "still there?\n");
    chat.leave(sender, CloseReason::ClientClosed);
    QCOMPARE(chat.read(other), "");
}

void tst_Relay::endsAtLineTooLong()
{
    ServiceSpec spec = relaySpec();
    spec.line = 4;
    ProtocolHarness chat(spec);
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.say(sender, "good\n12345\nmore\n");
    chat.say(sender, "and more\n");
    chat.protocol().finished(sender);
    QCOMPARE(chat.read(other), "good\n");
    const QList<RecordingReplies::Finish> once{{sender, CloseReason::LineTooLong}};
    QCOMPARE(chat.replies().finishes(), once);
    QCOMPARE(chat.protocol().unfinishedInput(sender), 0);
}

void tst_Relay::lineAtTheLimitPasses()
{
    ProtocolHarness chat(relaySpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    const QByteArray line(64 * 1024, 'x');
    chat.say(sender, line + "\r\n");
    QCOMPARE(chat.read(other), line + '\n');
    QVERIFY(chat.replies().finishes().isEmpty());
}

void tst_Relay::saysWhatTheOperatorSays()
{
    ProtocolHarness chat(relaySpec());
    const ClientId one = chat.enter(1);
    const ClientId two = chat.enter(2);
    QVERIFY(chat.protocol().say(u"grüezi"_s));
    chat.protocol().stopping();
    QCOMPARE(chat.read(one), "grüezi\nShutdown Server\n");
    QCOMPARE(chat.read(two), "grüezi\nShutdown Server\n");
}

void tst_Relay::hasNoNotices()
{
    ProtocolHarness chat(relaySpec());
    const ClientId one = chat.enter(1);
    chat.replies().open(ClientId(2));
    chat.protocol().opened(ClientId(2));
    chat.protocol().removing(one, u"reason"_s);
    chat.leave(ClientId(2), CloseReason::ClientClosed);
    QCOMPARE(chat.read(one), "");
    QCOMPARE(chat.replies().nameOf(one), QString());
    QCOMPARE(refusalNotice(relaySpec(), CloseReason::Banned), QByteArray());
}

QTEST_GUILESS_MAIN(tst_Relay)
#include "tst_relay.moc"
