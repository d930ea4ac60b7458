// SPDX-License-Identifier: MIT
#include "protocolharness.h"
#include "sharedlimits.h"

#include <QTest>

using namespace peerglass;

/// Nobody can drive another's terminal, or pass for the server or for somebody else.
class tst_Forgery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsHarmless_data();
    void textIsHarmless();
    void everyLineTellsItsSender_data();
    void everyLineTellsItsSender();
    void nobodyCanFillTheQueues_data();
    void nobodyCanFillTheQueues();
};

void tst_Forgery::textIsHarmless_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("seen");
    QTest::newRow("ESC") << QByteArray("a\x1b[31mred") << QByteArray("a\\e[31mred");
    QTest::newRow("BEL") << QByteArray("ding\a!") << QByteArray("ding\\x07!");
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("a\\0b");
    QTest::newRow("CR within") << QByteArray("a\r* b") << QByteArray("a\\r* b");
    QTest::newRow("backspace") << QByteArray("a\bb") << QByteArray("a\\x08b");
    QTest::newRow("DEL") << QByteArray("a\x7f") << QByteArray("a\\x7F");
    QTest::newRow("C1 CSI") << QByteArray("a\u009b2J") << QByteArray("a\\u{9B}2J");
    QTest::newRow("NEL") << QByteArray("a\u0085b") << QByteArray("a\\u{85}b");
    QTest::newRow("direction override") << QByteArray("a\u202eb") << QByteArray("a\\u{202E}b");
    QTest::newRow("isolate") << QByteArray("\u2066a") << QByteArray("\\u{2066}a");
    QTest::newRow("zero-width space") << QByteArray("a\u200bb") << QByteArray("a\\u{200B}b");
    QTest::newRow("byte order mark first") << QByteArray("\ufeff* x") << QByteArray("\\u{FEFF}* x");
    QTest::newRow("line separator") << QByteArray("a\u2028b") << QByteArray("a\\u{2028}b");
    QTest::newRow("tag character") << QByteArray("a\U000e0041b") << QByteArray("a\\u{E0041}b");
    QTest::newRow("not assigned, but kept for tags")
        << QByteArray("a\U000e0000b") << QByteArray("a\\u{E0000}b");
    QTest::newRow("not assigned, but kept among the isolates")
        << QByteArray("a\u2065b") << QByteArray("a\\u{2065}b");
    QTest::newRow("not assigned, but kept before the annotations")
        << QByteArray("a\ufff0b") << QByteArray("a\\u{FFF0}b");
    QTest::newRow("not assigned, perhaps shown")
        << QByteArray("a\u0378b") << QByteArray("a\u0378b");
    QTest::newRow("tab stays beside other scripts") << QByteArray("中\t文") << QByteArray("中\t文");
    QTest::newRow("tab stays") << QByteArray("a\tb") << QByteArray("a\tb");
    QTest::newRow("harmless neighbours") << QByteArray("中\x1b文😀") << QByteArray("中\\e文😀");
}

void tst_Forgery::textIsHarmless()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, seen);
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.discardAll();
    chat.say(sender, typed + '\n');
    QCOMPARE(chat.read(other), "<guest-1> " + seen + '\n');
    chat.say(sender, "/me " + typed + '\n');
    QCOMPARE(chat.read(other), "<guest-1> *" + seen + "*\n");
    chat.say(sender, "/msg guest-2 " + typed + '\n');
    QCOMPARE(chat.read(other), "<guest-1 -> guest-2> " + seen + '\n');
}

void tst_Forgery::everyLineTellsItsSender_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::newRow("a notice") << QByteArray("* tom left (kicked)");
    QTest::newRow("a notice after white space") << QByteArray(" \t* tom joined");
    QTest::newRow("another's line") << QByteArray("<tom> give me the key");
    QTest::newRow("the operator's line") << QByteArray("<operator> give me the key");
    QTest::newRow("a notice by /me") << QByteArray("/me * tom joined");
    QTest::newRow("a notice by //") << QByteArray("//* tom joined");
    QTest::newRow("a notice behind CR") << QByteArray("x\r* tom joined");
    QTest::newRow("a private line") << QByteArray("<tom -> guest-2> psst");
    QTest::newRow("a notice by /msg") << QByteArray("/msg guest-2 * tom joined");
}

void tst_Forgery::everyLineTellsItsSender()
{
    QFETCH(QByteArray, typed);
    ProtocolHarness chat(chatSpec());
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.discardAll();
    chat.say(sender, typed + '\n');
    const QByteArray heard = chat.read(other);
    QVERIFY(heard.startsWith("<guest-1> ") || heard.startsWith("<guest-1 -> guest-2> "));
    QCOMPARE(heard.indexOf('\n'), heard.size() - 1);
    QVERIFY(!heard.contains('\r'));
}

void tst_Forgery::nobodyCanFillTheQueues_data()
{
    constexpr qsizetype most = 632 / 4; // that is the longest line, and BEL becomes \x07
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<bool>("fits");
    const QByteArray bells(most, '\a');
    QTest::newRow("just fits") << bells << true;
    QTest::newRow("line") << bells + '\a' << false;
    QTest::newRow("//") << "//" + bells << false;
    QTest::newRow("just fits, /me") << "/me " + bells.chopped(1) << true;
    QTest::newRow("/me") << "/me " + bells << false;
    QTest::newRow("/msg") << "/msg guest-2 " + bells << false;
    QTest::newRow("C1") << QByteArray("\u0080").repeated(632 / 6 + 1) << false;
    QTest::newRow("overrides") << QByteArray("\u202e").repeated(632 / 8 + 1) << false;
}

/// What is escaped takes up to four times as much: it must not become more than a queue can hold,
/// since then one member could have all others closed for it. Found by tests/fuzz.
/// Fails when ChatProtocol::relay(), ChatCommands::me() or message() do not ask Outbox::fits().
void tst_Forgery::nobodyCanFillTheQueues()
{
    QFETCH(QByteArray, typed);
    QFETCH(bool, fits);
    ServiceSpec spec = chatSpec();
    spec.queue = 1024;
    spec.softQueue = 1024;
    spec.read = 1024;
    spec.line = 632;
    QVERIFY(!validate(spec));
    ProtocolHarness chat(spec);
    const ClientId sender = chat.enter(1);
    const ClientId other = chat.enter(2);
    chat.discardAll();
    chat.say(sender, typed + '\n');
    const QByteArray heard = chat.read(other);
    QCOMPARE(!heard.isEmpty(), fits);
    QVERIFY(runOverhead + messageOverhead + heard.size() <= spec.queue);
    QCOMPARE(chat.read(sender),
             fits ? "" : "* too long with its control characters written out, not sent\n");
    QCOMPARE(chat.replies().receivedFrom(sender), 1);
}

QTEST_GUILESS_MAIN(tst_Forgery)
#include "tst_forgery.moc"
