// SPDX-License-Identifier: MIT
// What is published of clients.
#include "connectionflood.h"
#include "enginefixture.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;
constexpr qsizetype mebibyte = 1024 * 1024;

QByteArray said(const QList<WatchedClient> &views, ConversationPart::Direction direction)
{
    QByteArray bytes;
    for (const WatchedClient &view : views) {
        for (const ConversationPart &part : view.conversation) {
            bytes += part.direction == direction ? part.bytes : QByteArray();
        }
    }
    return bytes;
}

} // namespace

class TestEngineSnapshots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresOfAClient();
    void statesOfAQuietLife();
    void statesAreShownByRank();
    void notReadingIsShown();
    void goneTellsWhy();
    void publishedWhileOthersComeAndGo();
    void noSnapshotsUnlessWanted();
    void conversationInBothDirections();
    void conversationEndsWithTheLastWords();
    void onlyTheWatchedClientIsShown();
    void longQueueIsCountedWhole();
};

void TestEngineSnapshots::figuresOfAClient()
{
    EngineFixture server({u"chat://127.0.0.1:0?queue=512KiB"_s});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    client.send("/nick ann\nabc");
    QVERIFY(waitFor([&] { return server.client(id).unfinishedInput == 3; }));
    const ClientInfo info = server.client(id);
    QCOMPARE(info.id, id);
    QCOMPARE(info.service, server.service());
    QCOMPARE(info.address, u"127.0.0.1"_s);
    QCOMPARE(info.port, client.localPort());
    QCOMPARE(info.name, u"ann"_s);
    QCOMPARE(info.queueLimit, 512 * 1024);
    QCOMPARE(info.queueCost, 0);
    QCOMPARE(info.totals.received, (Totals::Amount{13, 1}));
    QVERIFY(info.connectedAt <= info.lastActivity);
}

void TestEngineSnapshots::statesOfAQuietLife()
{
    EngineFixture server({u"echo://127.0.0.1:0?delay=300ms"_s});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    QVERIFY(server.waitForState(id, ClientState::Open));
    client.send("x");
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QVERIFY(server.waitForState(id, ClientState::Gone));
    QCOMPARE(server.statesOf(id), QStringList({u"open"_s, u"half-closed"_s, u"gone"_s}));
}

void TestEngineSnapshots::statesAreShownByRank()
{
    EngineFixture server({echo});
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    server.ask(client, action::PauseReading{});
    QVERIFY(server.waitForState(id, ClientState::Paused));
    server.ask(client, action::Hold{});
    QVERIFY(server.waitForState(id, ClientState::Held));
    QVERIFY(server.client(id).held && server.client(id).readingPaused);
    server.ask(client, action::Release{});
    QVERIFY(server.waitForState(id, ClientState::Paused));
    server.ask(client, action::ResumeReading{});
    QVERIFY(server.waitForState(id, ClientState::Open));
    client.send(pattern(16 * mebibyte));
    QVERIFY(server.waitForState(id, ClientState::Paused));
    server.ask(client, action::Kick{u"away"_s});
    QVERIFY(server.waitForState(id, ClientState::Finishing));
    QVERIFY(server.waitForState(id, ClientState::Gone));
}

void TestEngineSnapshots::notReadingIsShown()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=16MiB"_s});
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    server.ask(client, action::Send{pattern(8 * mebibyte)});
    // Nothing happens any more, but for the clock.
    QVERIFY(server.waitForState(id, ClientState::NotReading));
    const auto since = server.client(id).lastActivity - server.client(id).connectedAt;
    QVERIFY(std::chrono::system_clock::now() - server.client(id).connectedAt - since
            >= std::chrono::seconds(3));
    client.setReading(true);
    QVERIFY(server.waitForState(id, ClientState::Open));
    QVERIFY(waitFor([&] { return client.received.size() == 8 * mebibyte; }));
}

void TestEngineSnapshots::goneTellsWhy()
{
    EngineFixture server({echo});
    RawClient kicked(server.port());
    RawClient leaves(server.port());
    const ClientId first = server.idOf(kicked);
    const ClientId second = server.idOf(leaves);
    server.ask(kicked, action::Kick{u"enough"_s, EndMode::AtOnce});
    leaves.close();
    QVERIFY(server.waitForState(first, ClientState::Gone));
    QVERIFY(server.waitForState(second, ClientState::Gone));
    QCOMPARE(server.client(first).closeReason, CloseReason::Kicked);
    QCOMPARE(server.client(first).closeText, u"enough"_s);
    QCOMPARE(server.client(second).closeReason, CloseReason::ClientClosed);
    QVERIFY(server.client(second).goneAt >= server.client(second).connectedAt);
}

void TestEngineSnapshots::publishedWhileOthersComeAndGo()
{
    EngineFixture server({echo});
    const ConnectionFlood flood(server.port());
    RawClient client(server.port());
    client.send("x");
    QVERIFY(server.waitForState(server.idOf(client), ClientState::Open));
}

void TestEngineSnapshots::noSnapshotsUnlessWanted()
{
    EngineFixture server({echo}, {.snapshots = false});
    RawClient client(server.port());
    client.send("x");
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    server.end();
    QVERIFY(server.snapshots.isEmpty());
}

void TestEngineSnapshots::conversationInBothDirections()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off"_s});
    RawClient client(server.port());
    RawClient other(server.port());
    server.idOf(other);
    client.send("not watched yet\n");
    QVERIFY(waitFor([&] { return other.received == "not watched yet\n"; }));
    server.engine().watch(server.idOf(client));
    QVERIFY(server.waitForView([](const auto &) { return true; }));
    client.send("question\n");
    QVERIFY(waitFor([&] { return other.received.endsWith("question\n"); }));
    other.send("answer\n");
    QVERIFY(waitFor(
        [&] { return said(server.views, ConversationPart::Direction::Sent) == "answer\n"; }));
    QCOMPARE(said(server.views, ConversationPart::Direction::Received), QByteArray("question\n"));
}

void TestEngineSnapshots::conversationEndsWithTheLastWords()
{
    EngineFixture server({u"chat://127.0.0.1:0?hold=on"_s});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    server.engine().watch(id);
    client.finishSending();
    QVERIFY(server.waitForEvent(EventKind::ClientFinished, id));
    // Held, it waits for the operator; then it is over before the next regular publication.
    server.ask(client, action::Kick{u"bye"_s});
    QVERIFY(server.waitForState(id, ClientState::Gone));
    QVERIFY(said(server.views, ConversationPart::Direction::Sent).endsWith("* removed: bye\n"));
}

void TestEngineSnapshots::onlyTheWatchedClientIsShown()
{
    EngineFixture server({echo}, {.threads = 2});
    RawClient first(server.port());
    RawClient second(server.port());
    const ClientId other = server.idOf(second);
    const auto sent = [&] {
        return said(server.views, ConversationPart::Direction::Sent);
    };
    server.engine().watch(server.idOf(first));
    QVERIFY(server.waitForView([&](const auto &view) { return view.client != other; }));
    first.send("one");
    QVERIFY(waitFor([&] { return sent() == "one"; }));
    server.engine().watch(other);
    QVERIFY(server.waitForView([&](const auto &view) { return view.client == other; }));
    const qsizetype before = server.views.size();
    first.send("two");
    QVERIFY(waitFor([&] { return first.received == "onetwo"; }));
    second.send("zwei");
    QVERIFY(waitFor([&] { return sent() == "onezwei"; }));
    for (const WatchedClient &view : server.views.sliced(before)) {
        QCOMPARE(view.client, other);
    }
}

void TestEngineSnapshots::longQueueIsCountedWhole()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off"_s});
    RawClient held(server.port());
    RawClient sender(server.port());
    server.ask(held, action::Hold{});
    server.engine().watch(server.idOf(held));
    QVERIFY(server.waitForEvent(EventKind::Held));
    sender.send(QByteArray("line\n").repeated(3000));
    QVERIFY(server.waitForView([](const auto &view) { return view.queue.waiting == 3000; }));
    const QueueView &queue = server.views.last().queue;
    QCOMPARE(queue.front.size(), QueueView::maxMessages);
    QCOMPARE(queue.waitingBytes, 15000);
    QCOMPARE(queue.front.last().number, 1000U);
}

QTEST_GUILESS_MAIN(TestEngineSnapshots)
#include "tst_engine_snapshots.moc"
