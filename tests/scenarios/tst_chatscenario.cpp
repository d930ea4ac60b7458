// SPDX-License-Identifier: MIT
#include "chatscenario.h"
#include "fakeserver.h"
#include "scenariowatch.h"
#include "timescale.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The last line typed, after which the fake room does what a test is about.
constexpr QByteArrayView cue = "now\n";

FakeServer::Manner onCue(const std::function<void(FakePeer &)> &act)
{
    return {.received = [act](FakePeer &peer, const QByteArray &) {
        if (peer.received.endsWith(cue)) {
            act(peer);
        }
    }};
}

/// A chat client on \a server that gives \a chunks as input, one whenever it asks for more, and
/// then ends its input if \a ends.
class ChatRun
{
public:
    ChatRun(const FakeServer &server, const QByteArrayList &chunks, bool ends,
            const ScenarioTimes &times = {})
        : m_scenario({u"127.0.0.1"_s, server.serverPort()}, times)
        , m_watch(m_scenario)
        , m_chunks(chunks)
    {
        QObject::connect(&m_scenario, &ChatScenario::inputWanted, &m_scenario, [this, ends] {
            if (!m_chunks.isEmpty()) {
                m_scenario.input(m_chunks.takeFirst());
            } else if (ends) {
                m_scenario.endInput();
            }
        });
    }

    ChatScenario &scenario() { return m_scenario; }
    ScenarioWatch &watch() { return m_watch; }

private:
    ChatScenario m_scenario;
    ScenarioWatch m_watch;
    QByteArrayList m_chunks;
};

} // namespace

class TestChatScenario : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sendsItsInputAndThenTheEnd();
    void readsOnAfterItsInput();
    void silenceAfterItsInputIsTheEnd();
    void endings_data();
    void endings();
    void showing_data();
    void showing();
    void aLineOfManyPieces();
    void anEndlessLineIsShownInPieces();
    void asksForInputWhenTheServerHasTakenWhatItGot();
    void stopping();
};

void TestChatScenario::sendsItsInputAndThenTheEnd()
{
    const FakeServer server(FakeServer::echo());
    ChatRun run(server, {"one\ntw", "o\nthree"}, true);
    QCOMPARE(run.watch().run(), (ScenarioResult{.ok = true, .text = {}}));
    QCOMPARE(server.peers().front()->received, "one\ntwo\nthree"_ba);
    QVERIFY(server.peers().front()->hasEnded);
    QCOMPARE(run.watch().said(), QStringList({u"one"_s, u"two"_s, u"three"_s}));
}

void TestChatScenario::readsOnAfterItsInput()
{
    const FakeServer server({.ended = [](FakePeer &peer) {
        peer.write("after the end\n");
        peer.close();
    }});
    ChatRun run(server, {"hello\n"}, true);
    QCOMPARE(run.watch().run(), (ScenarioResult{.ok = true, .text = {}}));
    QCOMPARE(run.watch().said(), QStringList(u"after the end"_s));
}

void TestChatScenario::silenceAfterItsInputIsTheEnd()
{
    const FakeServer server({.ended = [](FakePeer &) { /* leaves the connection open */ }});
    ChatRun run(server, {"hello\n"}, true, {.chatSilence = 300ms});
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(run.watch().run(), (ScenarioResult{.ok = true, .text = {}}));
    QVERIFY2(clock.elapsed() >= 285, qPrintable(QString::number(clock.elapsed())));
}

void TestChatScenario::endings_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<bool>("resets");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<QString>("text");

    const QString lost = u"the server ended it"_s;
    QTest::newRow("the server ends it") << "hello\n"_ba << false << false << lost;
    QTest::newRow("the server resets it")
        << "hello\n"_ba << true << false << u"Connection reset by peer"_s;
    QTest::newRow("after /quit") << "hello\n/quit\n"_ba << false << true << QString();
    QTest::newRow("after /quit alone, with spaces")
        << " /quit \r\n"_ba << false << true << QString();
    QTest::newRow("reset after /quit")
        << "/quit\n"_ba << true << false << u"Connection reset by peer"_s;
    QTest::newRow("after a line that only begins so") << "/quitter\n"_ba << false << false << lost;
    QTest::newRow("after a line that only ends so") << "do/quit\n"_ba << false << false << lost;
}

void TestChatScenario::endings()
{
    QFETCH(const QByteArray, input);
    QFETCH(const bool, resets);
    QFETCH(const bool, ok);
    QFETCH(const QString, text);

    const FakeServer server({.received = [&](FakePeer &peer, const QByteArray &) {
        if (peer.received == input) {
            resets ? peer.reset() : peer.close();
        }
    }});
    ChatRun run(server, {input}, false);
    const auto result = run.watch().run();
    QVERIFY(result);
    QCOMPARE(result->ok, ok);
    QVERIFY2(result->text.endsWith(text), qPrintable(result->text));
}

void TestChatScenario::showing_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QStringList>("shown");

    QTest::newRow("text") << "<guest-1> in 中文 3\n"_ba << QStringList{u"<guest-1> in 中文 3"_s};
    QTest::newRow("quotes, backslashes and tabs stay")
        << "say \"a\\b\"\tc\n"_ba << QStringList{u"say \"a\\b\"\tc"_s};
    QTest::newRow("terminal sequences are escaped")
        << "\x1b[31mred\a\n"_ba << QStringList{u"\\e[31mred\\x07"_s};
    QTest::newRow("reversed text is escaped")
        << "a\xe2\x80\xae\n"_ba << QStringList{u"a\\u{202E}"_s};
    QTest::newRow("what is not UTF-8 is escaped") << "\xff\n"_ba << QStringList{u"\\xFF"_s};
    QTest::newRow("a return before the newline belongs to it")
        << "a\rb\r\n"_ba << QStringList{u"a\\rb"_s};
    QTest::newRow("empty lines") << "\n\n"_ba << QStringList{QString(), QString()};
    QTest::newRow("a last line without newline") << "a\nb"_ba << QStringList{u"a"_s, u"b"_s};
}

void TestChatScenario::showing()
{
    QFETCH(const QByteArray, sent);
    QFETCH(const QStringList, shown);

    const FakeServer server(onCue([sent](FakePeer &peer) {
        peer.write(sent);
        peer.close();
    }));
    ChatRun run(server, {cue.toByteArray()}, false);
    QVERIFY(run.watch().run());
    QCOMPARE(run.watch().said(), shown);
}

void TestChatScenario::aLineOfManyPieces()
{
    // One byte whenever the client has sent another one: each arrives alone.
    const QByteArray line = "中文 \xf0\x9f\x90\x9f\n"_ba;
    const FakeServer server({.received = [line](FakePeer &peer, const QByteArray &) {
        const qsizetype next = peer.received.size() - 1;
        peer.write(line.sliced(next, 1));
    }});
    ChatScenario scenario({u"127.0.0.1"_s, server.serverPort()}, {});
    ScenarioWatch watch(scenario);
    QSignalSpy wanted(&scenario, &ChatScenario::inputWanted);
    watch.start();
    for (qsizetype i = 0; i < line.size(); ++i) {
        QVERIFY(waitFor([&] { return wanted.size() == i + 1; }));
        QVERIFY(watch.said().isEmpty());
        scenario.input("x");
    }
    QVERIFY(waitFor([&] { return !watch.said().isEmpty(); }));
    QCOMPARE(watch.said(), QStringList(u"中文 \U0001F41F"_s));
}

void TestChatScenario::anEndlessLineIsShownInPieces()
{
    constexpr qsizetype size = 200 * 1024;
    const FakeServer server(onCue([](FakePeer &peer) {
        peer.write(QByteArray(size, 'x'));
        peer.close();
    }));
    ChatRun run(server, {cue.toByteArray()}, false);
    QVERIFY(run.watch().run());
    const QStringList said = run.watch().said();
    QCOMPARE(said.join(QString()).size(), size);
    for (const QString &piece : said) {
        QVERIFY2(piece.size() <= 128 * 1024, qPrintable(QString::number(piece.size())));
    }
}

void TestChatScenario::asksForInputWhenTheServerHasTakenWhatItGot()
{
    constexpr qsizetype size = 64 * 1024 * 1024; // several times what both kernel buffers hold
    const FakeServer server({});
    ChatScenario scenario({u"127.0.0.1"_s, server.serverPort()}, {});
    ScenarioWatch watch(scenario);
    const QSignalSpy wanted(&scenario, &ChatScenario::inputWanted);
    watch.start();
    QVERIFY(waitFor([&] { return wanted.size() == 1; }));
    scenario.input(QByteArray(size, 'x'));
    QVERIFY(waitFor([&] { return wanted.size() == 2; }));
    const qsizetype received = server.peers().front()->received.size();
    QVERIFY2(received > size / 2, qPrintable(QString::number(received)));
}

void TestChatScenario::stopping()
{
    const FakeServer server(onCue([](FakePeer &peer) { peer.write("half a li"); }));
    ChatRun run(server, {cue.toByteArray()}, false);
    QSignalSpy wanted(&run.scenario(), &ChatScenario::inputWanted);
    run.watch().start();
    QVERIFY(waitFor([&] { return wanted.size() == 2; }));
    run.scenario().stop();
    QCOMPARE(run.watch().result(), ScenarioResult());
    QVERIFY(waitFor(
        [&] { return server.peers().front()->hasEnded || server.peers().front()->wasReset; }));
}

QTEST_GUILESS_MAIN(TestChatScenario)
#include "tst_chatscenario.moc"
