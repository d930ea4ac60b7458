// SPDX-License-Identifier: MIT
#include "protocolharness.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

/// Every command with right and wrong arguments. guest-1 speaks, guest-2 and tom are there.
class tst_ChatCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_data();
    void answers();
    void tellsTheEngineTheName();
    void freedNameCanBeTaken();
    void helpNamesEveryCommand();
    void longListIsCounted();
    void longMistakeIsQuotedShort();
    void quitEndsAndSwallowsTheRest();
};

void tst_ChatCommands::answers_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("toSender");
    QTest::addColumn<QByteArray>("toTom");
    QTest::addColumn<QByteArray>("toGuest2");
    const QByteArray none;
    const auto told = [&none](const char *row, const QByteArray &said, const QByteArray &answer) {
        QTest::newRow(row) << said << answer << none << none;
    };

    QTest::newRow("/nick") << QByteArray("/nick mei") << QByteArray("* guest-1 is now mei\n")
                           << QByteArray("* guest-1 is now mei\n")
                           << QByteArray("* guest-1 is now mei\n");
    told("/nick alone", "/nick", "* /nick needs more; right is: /nick NAME\n");
    told("/nick with a name that is here", "/nick TOM",
         "* name refused: tom is here already; choose another\n");
    told("/nick with one's own name", "/nick guest-1", "* you are guest-1 already\n");
    told("/nick with a reserved name", "/nick Operator",
         "* name refused: Operator is reserved; choose another\n");
    told("/nick with another's guest name", "/nick guest-99",
         "* name refused: guest-99 is reserved; choose another\n");
    told("/nick with two words", "/nick a b",
         "* name refused: \" \" (U+0020) is not allowed; right are letters, marks and digits of "
         "any script, -, _ and .\n");
    told("/nick with a direction override", "/nick a\u202eb",
         "* name refused: \"\\u{202E}\" (U+202E) is not allowed; right are letters, marks and "
         "digits of any script, -, _ and .\n");

    told("/who", "/who", "* 3 here: guest-1, guest-2, tom\n");
    told("/who with more", "/who is", "* nothing may follow /who; right is: /who\n");

    QTest::newRow("/msg") << QByteArray("/msg tom hi  there")
                          << QByteArray("<guest-1 -> tom> hi  there\n")
                          << QByteArray("<guest-1 -> tom> hi  there\n") << none;
    QTest::newRow("/msg, other case, tabs")
        << QByteArray("/msg\tToM\thi") << QByteArray("<guest-1 -> tom> hi\n")
        << QByteArray("<guest-1 -> tom> hi\n") << none;
    told("/msg alone", "/msg", "* /msg needs more; right is: /msg NAME text\n");
    told("/msg without text", "/msg tom",
         "* /msg needs a text after the name; right is: /msg NAME text\n");
    told("/msg to nobody", "/msg to\"m hi",
         "* nobody here is called \"to\\\"m\"; /who tells the names\n");
    told("/msg to oneself", "/msg guest-1 hi", "* that is you; /who tells the other names\n");

    QTest::newRow("/me") << QByteArray("/me waves to 中文") << none
                         << QByteArray("<guest-1> *waves to 中文*\n")
                         << QByteArray("<guest-1> *waves to 中文*\n");
    told("/me alone", "/me", "* /me needs more; right is: /me text\n");

    told("/help with more", "/help me", "* nothing may follow /help; right is: /help\n");
    told("/quit with more", "/quit now", "* nothing may follow /quit; right is: /quit\n");
    told("unknown", "/join #a", "* there is no command \"/join\"; /help tells those there are\n");
    told("upper case", "/WHO", "* there is no command \"/WHO\"; /help tells those there are\n");
    told("a slash alone", "/", "* there is no command \"/\"; /help tells those there are\n");
    told("an escape sequence", "/\x1b[2J",
         "* there is no command \"/\\e[2J\"; /help tells those there are\n");
}

void tst_ChatCommands::answers()
{
    QFETCH(QByteArray, said);
    QFETCH(QByteArray, toSender);
    QFETCH(QByteArray, toTom);
    QFETCH(QByteArray, toGuest2);
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    const ClientId guest = chat.enter(2);
    const ClientId tom = chat.enter(3);
    chat.say(tom, "/nick tom\n");
    chat.discardAll();
    chat.say(sender, said + '\n');
    QCOMPARE(chat.read(sender), toSender);
    QCOMPARE(chat.read(tom), toTom);
    QCOMPARE(chat.read(guest), toGuest2);
    QVERIFY(chat.replies().finishes().isEmpty());
}

void tst_ChatCommands::tellsTheEngineTheName()
{
    ProtocolHarness chat(chatSpec());
    const ClientId client = chat.enter(1);
    chat.say(client, "/nick a/b\n");
    QCOMPARE(chat.replies().nameOf(client), u"guest-1"_s);
    chat.say(client, "/nick Zoe\u0308\n");
    QCOMPARE(chat.replies().nameOf(client), u"Zo\u00eb"_s);
}

void tst_ChatCommands::freedNameCanBeTaken()
{
    ProtocolHarness chat(chatSpec());
    const ClientId one = chat.enter(1);
    const ClientId two = chat.enter(2);
    chat.say(one, "/nick mei\n");
    chat.leave(one, CloseReason::ClientClosed);
    chat.discardAll();
    chat.say(two, "/nick mei\n");
    QCOMPARE(chat.read(two), "* guest-2 is now mei\n");
}

void tst_ChatCommands::helpNamesEveryCommand()
{
    ProtocolHarness chat(chatSpec());
    const ClientId client = chat.enter(1);
    chat.say(client, "/help\n");
    const QByteArray help = chat.read(client);
    for (const char *usage : {"* /nick NAME - ", "* /who - ", "* /msg NAME text - ",
                              "* /me text - ", "* /help - ", "* /quit - ", "* //x "}) {
        QVERIFY2(help.contains(usage), usage);
    }
}

void tst_ChatCommands::longListIsCounted()
{
    ProtocolHarness chat(chatSpec());
    const ClientId client = chat.enter(1);
    for (quint64 id = 2; id <= 2000; ++id) {
        chat.enter(id);
    }
    chat.discardAll();
    chat.say(client, "/who\n");
    const QByteArray answer = chat.read(client);
    QVERIFY(answer.startsWith("* 2000 here: guest-1, guest-2, "));
    const qsizetype listed = answer.count("guest-");
    QVERIFY(listed > 300);
    QVERIFY(answer.endsWith(" and " + QByteArray::number(2000 - listed) + " more\n"));
}

void tst_ChatCommands::longMistakeIsQuotedShort()
{
    ProtocolHarness chat(chatSpec());
    const ClientId client = chat.enter(1);
    chat.say(client, "/" + QByteArray(60'000, 'x') + '\n');
    QCOMPARE(chat.read(client),
             "* there is no command \"/" + QByteArray(127, 'x')
                 + "...\"; /help tells those there are\n");
    chat.say(client, "/nick " + QByteArray(60'000, 'x') + '\n');
    QCOMPARE(chat.read(client), "* name refused: it has 60000 characters; right are 1 to 32\n");
}

void tst_ChatCommands::quitEndsAndSwallowsTheRest()
{
    ProtocolHarness chat(chatSpec());
    const ClientId client = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.discardAll();
    chat.say(client, "bye\n/quit\nmore\n");
    chat.say(client, "and more\nhalf");
    chat.protocol().finished(client);
    QCOMPARE(chat.read(other), "<guest-1> bye\n");
    const QList<RecordingReplies::Finish> once{{client, CloseReason::ClientClosed}};
    QCOMPARE(chat.replies().finishes(), once);
    QCOMPARE(chat.replies().receivedFrom(client), 2);
    chat.leave(client, CloseReason::ClientClosed);
    QCOMPARE(chat.read(other), "* guest-1 left (client-closed)\n");
}

QTEST_GUILESS_MAIN(tst_ChatCommands)
#include "tst_chatcommands.moc"
