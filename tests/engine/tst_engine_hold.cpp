// SPDX-License-Identifier: MIT
// The operator holds, steps, drops and releases, and watches what waits.
#include "enginefixture.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;

QStringList waitingNumbers(const WatchedClient &view)
{
    QStringList numbers;
    for (const QueuedMessage &message : view.queue.front) {
        numbers.append(QString::number(message.number));
    }
    return numbers;
}

/// A client that is held and for which "one\n", "two\n" and "three\n" wait.
void holdWithThree(EngineFixture &server, const RawClient &client)
{
    server.ask(client, action::Hold{});
    for (const char *const text : {"one\n", "two\n", "three\n"}) {
        server.ask(client, action::Send{text});
    }
    server.engine().watch(server.idOf(client));
    QVERIFY(server.waitForView([](const auto &view) { return view.queue.waiting == 3; }));
}

} // namespace

class TestEngineHold : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepSendsExactlyOneMessage();
    void stepIgnoresDelay();
    void stepIgnoresThrottle();
    void holdStopsWithinAMessage();
    void stepSendsTheRestOfOneBegun();
    void droppedMessageIsMissing();
    void droppedAll();
    void begunMessageIsNotDropped();
    void newClientsHeld_data();
    void newClientsHeld();
    void heldAndHalfClosedWaits();
    void heldChatMember();
    void refusals();
};

void TestEngineHold::stepSendsExactlyOneMessage()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    holdWithThree(server, client);
    QVERIFY(client.received.isEmpty());
    server.ask(client, action::Step{});
    QVERIFY(server.waitForEvent(EventKind::Stepped, id));
    QCOMPARE(server.eventsOf(EventKind::Stepped).first().size, 4);
    QVERIFY(server.waitForView([](const auto &view) { return view.queue.waiting == 2; }));
    QVERIFY(waitFor([&] { return client.received == "one\n"; }));
    server.ask(client, action::Step{});
    QVERIFY(waitFor([&] { return client.received == "one\ntwo\n"; }));
    QCOMPARE(server.client(id).state, ClientState::Held);
    server.ask(client, action::Release{});
    QVERIFY(waitFor([&] { return client.received == "one\ntwo\nthree\n"; }));
    QVERIFY(server.waitForEvent(EventKind::Released, id));
    QVERIFY(server.waitForState(id, ClientState::Open));
    QVERIFY(server.refusals.isEmpty());
}

void TestEngineHold::stepIgnoresDelay()
{
    EngineFixture server({u"echo://127.0.0.1:0?delay=1min"_s});
    RawClient client(server.port());
    server.engine().watch(server.idOf(client));
    client.send("one");
    QVERIFY(server.waitForView([](const auto &view) { return view.queue.waiting == 1; }));
    client.send("two");
    QVERIFY(server.waitForView([](const auto &view) { return view.queue.waiting == 2; }));
    for (const QueuedMessage &message : server.views.last().queue.front) {
        QCOMPARE(message.state, QueuedMessage::State::Delayed);
        QCOMPARE(message.dueAt - message.queuedAt, std::chrono::minutes(1));
    }
    server.ask(client, action::Step{});
    QVERIFY(waitFor([&] { return client.received == "one"; }));
    server.ask(client, action::Step{});
    QVERIFY(waitFor([&] { return client.received == "onetwo"; }));
}

void TestEngineHold::stepIgnoresThrottle()
{
    EngineFixture server({u"echo://127.0.0.1:0?throttle=1B/s"_s});
    RawClient client(server.port());
    const QByteArray bytes = pattern(10'000);
    client.send(bytes);
    QVERIFY(server.waitForEvent(EventKind::Received, server.idOf(client)));
    server.ask(client, action::Step{});
    QVERIFY(waitFor([&] { return client.received == bytes; }));
}

void TestEngineHold::holdStopsWithinAMessage()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=16MiB"_s});
    RawClient client(server.port(), RawClient::notReading());
    const QByteArray bytes = pattern(8 * 1024 * 1024);
    server.engine().watch(server.idOf(client));
    server.ask(client, action::Send{bytes});
    const auto begun = [](const WatchedClient &view) {
        return view.queue.waiting == 1 && view.queue.front.first().sent > 0;
    };
    QVERIFY(server.waitForView(begun));
    QCOMPARE(server.views.last().queue.front.first().state, QueuedMessage::State::Sending);
    server.ask(client, action::Hold{});
    QVERIFY(server.waitForEvent(EventKind::Held));
    client.setReading(true);
    // What the kernel had taken before the hold still comes, and then nothing more.
    QVERIFY(server.waitForView([&](const WatchedClient &view) {
        return view.kernelUnsent == 0 && view.kernelInFlight == 0 && begun(view);
    }));
    const qint64 sent = server.views.last().queue.front.first().sent;
    QVERIFY(sent < bytes.size());
    QVERIFY(waitFor([&] { return client.received.size() >= sent; }));
    QCOMPARE(client.received.size(), sent);
    server.ask(client, action::Release{});
    QVERIFY(waitFor([&] { return client.received == bytes; }));
}

void TestEngineHold::stepSendsTheRestOfOneBegun()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=16MiB"_s});
    RawClient client(server.port(), RawClient::notReading());
    const QByteArray bytes = pattern(8 * 1024 * 1024);
    server.ask(client, action::Send{bytes});
    server.ask(client, action::Send{"next"});
    server.ask(client, action::Hold{});
    QVERIFY(server.waitForEvent(EventKind::Held));
    client.setReading(true);
    server.ask(client, action::Step{});
    QVERIFY(waitFor([&] { return client.received.size() >= bytes.size(); }));
    QVERIFY(client.received == bytes);
    const qint64 rest = *server.eventsOf(EventKind::Stepped).first().size;
    QVERIFY(rest > 0 && rest < bytes.size());
    server.ask(client, action::Step{});
    QVERIFY(waitFor([&] { return client.received == bytes + "next"; }));
}

void TestEngineHold::droppedMessageIsMissing()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    holdWithThree(server, client);
    QCOMPARE(waitingNumbers(server.views.last()), QStringList({u"1"_s, u"2"_s, u"3"_s}));
    const QueuedMessage second = server.views.last().queue.front.at(1);
    QCOMPARE(second.preview, QByteArray("two\n"));
    QCOMPARE(second.size, 4);
    QCOMPARE(second.state, QueuedMessage::State::Waiting);
    server.ask(client, action::Drop{2});
    QVERIFY(server.waitForView([](const auto &view) { return view.queue.waiting == 2; }));
    QCOMPARE(waitingNumbers(server.views.last()), QStringList({u"1"_s, u"3"_s}));
    QVERIFY(server.waitForEvent(EventKind::Dropped, id));
    QCOMPARE(server.eventsOf(EventKind::Dropped).first().text, u"operator"_s);
    server.ask(client, action::Drop{2});
    QVERIFY(server.waitForRefusals(1));
    QCOMPARE(server.refusals.first(), u"drop a message of #1: message 2 does not wait any more"_s);
    server.ask(client, action::Release{});
    QVERIFY(waitFor([&] { return client.received == "one\nthree\n"; }));
    client.close();
    QCOMPARE(totalsOf(server.waitForEnd(id)).dropped, (Totals::Amount{4, 1}));
}

void TestEngineHold::droppedAll()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    holdWithThree(server, client);
    server.ask(client, action::DropAll{});
    QVERIFY(server.waitForView([](const auto &view) { return view.queue.waiting == 0; }));
    server.ask(client, action::Release{});
    client.send("later");
    QVERIFY(waitFor([&] { return client.received == "later"; }));
    client.close();
    QCOMPARE(totalsOf(server.waitForEnd(id)).dropped, (Totals::Amount{14, 3}));
}

void TestEngineHold::begunMessageIsNotDropped()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=16MiB"_s});
    RawClient client(server.port(), RawClient::notReading());
    const QByteArray bytes = pattern(8 * 1024 * 1024);
    server.ask(client, action::Send{bytes});
    server.ask(client, action::Send{"not begun"});
    server.ask(client, action::Drop{1});
    QVERIFY(server.waitForRefusals(1));
    QCOMPARE(server.refusals.first(),
             u"drop a message of #1: message 1 has begun to go and cannot be dropped"_s);
    server.ask(client, action::DropAll{});
    QVERIFY(server.waitForEvent(EventKind::Dropped));
    client.setReading(true);
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QVERIFY(client.received == bytes);
}

void TestEngineHold::newClientsHeld_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("asks");
    QTest::newRow("by the option") << u"echo://127.0.0.1:0?hold=on"_s << false;
    QTest::newRow("by the operator") << echo << true;
}

void TestEngineHold::newClientsHeld()
{
    QFETCH(QString, url);
    QFETCH(bool, asks);
    EngineFixture server({url}, {.threads = 2});
    if (asks) {
        server.engine().ask(server.service(), action::HoldNew{true});
        QVERIFY(server.waitForEvent(EventKind::ServiceChanged));
    }
    QVERIFY(server.info(server.service()).holdsNew);
    RawClient held(server.port());
    held.send("waits");
    QVERIFY(server.waitForState(server.idOf(held), ClientState::Held));
    QVERIFY(server.waitForEvent(EventKind::Received, server.idOf(held)));
    server.engine().ask(server.service(), action::HoldNew{false});
    QVERIFY(server.waitForEvent(EventKind::ServiceChanged, {}, asks ? 2 : 1));
    QVERIFY(!server.info(server.service()).holdsNew);
    RawClient free(server.port());
    free.send("goes");
    QVERIFY(waitFor([&] { return free.received == "goes"; }));
    QVERIFY(held.received.isEmpty());
    server.ask(held, action::Release{});
    QVERIFY(waitFor([&] { return held.received == "waits"; }));
}

void TestEngineHold::heldAndHalfClosedWaits()
{
    EngineFixture server({echo, u"echo://127.0.0.1:0?idle=300ms"_s});
    RawClient full(server.port());
    RawClient empty(server.port());
    server.ask(full, action::Hold{});
    server.ask(empty, action::Hold{});
    QVERIFY(server.waitForEvent(EventKind::Held, {}, 2));
    full.send("waits");
    full.finishSending();
    empty.finishSending();
    QVERIFY(server.waitForEvent(EventKind::ClientFinished, {}, 2));
    const RawClient clock(server.port(1)); // its end says that time has passed
    server.waitForEnd(server.idOf(clock));
    QCOMPARE(server.count(EventKind::Disconnected), 1);
    server.engine().ask({server.idOf(full), server.idOf(empty)}, action::Release{});
    QVERIFY(waitFor([&] { return full.hasEnded && empty.hasEnded; }));
    QCOMPARE(full.received, QByteArray("waits"));
    QCOMPARE(*server.waitForEnd(server.idOf(full)).reason, CloseReason::ClientClosed);
}

void TestEngineHold::heldChatMember()
{
    EngineFixture server({u"chat://127.0.0.1:0?hold=on"_s});
    RawClient client(server.port());
    server.engine().watch(server.idOf(client));
    // The two lines of the greeting.
    QVERIFY(server.waitForView([](const auto &view) { return view.queue.waiting == 2; }));
    QVERIFY(server.views.last().queue.front.first().preview.startsWith("* Welcome"));
    server.ask(client, action::Release{});
    QVERIFY(waitFor([&] { return client.received.count('\n') == 2; }));
}

void TestEngineHold::refusals()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    server.ask(client, action::Release{});
    server.ask(client, action::Step{});
    server.ask(client, action::Hold{});
    server.ask(client, action::Hold{});
    server.ask(client, action::Drop{5});
    QVERIFY(server.waitForRefusals(4));
    QCOMPARE(server.refusals,
             QStringList({u"release #1: it is not held"_s, u"step #1: nothing waits for it"_s,
                          u"hold #1: it is held already"_s,
                          u"drop a message of #1: message 5 does not wait any more"_s}));
}

QTEST_GUILESS_MAIN(TestEngineHold)
#include "tst_engine_hold.moc"
