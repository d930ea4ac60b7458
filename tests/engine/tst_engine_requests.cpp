// SPDX-License-Identifier: MIT
// The operator pauses reading, finishes sending, and sends.
#include "enginefixture.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;
constexpr qsizetype mebibyte = 1024 * 1024;

} // namespace

class TestEngineRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pausedClientIsNotRead();
    void pausedClientIsStillSentTo();
    void resetWhilePaused();
    void finishedSendingIsAHalfClose();
    void finishedSendingWaitsForTheQueue();
    void sentBytesArriveRaw();
    void sendBeyondTheLimit();
    void broadcastGoesToAllOfAService();
    void broadcastBeyondALimit();
    void holdWithinAStep();
    void requestsToOneThatIsBeingEnded();
    void requestsToAServiceThatDoesNotRun();
};

void TestEngineRequests::pausedClientIsNotRead()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    client.send("before");
    QVERIFY(waitFor([&] { return client.received == "before"; }));
    server.ask(client, action::PauseReading{});
    QVERIFY(server.waitForState(id, ClientState::Paused));
    const QByteArray bytes = pattern(16 * mebibyte);
    client.send(bytes);
    RawClient bystander(server.port());
    bystander.send(pattern(mebibyte));
    QVERIFY(waitFor([&] { return bystander.received.size() == mebibyte; }));
    QVERIFY(client.unsent() > 0);
    QCOMPARE(server.client(id).totals.received.bytes, 6);
    QCOMPARE(client.received.size(), 6);
    server.ask(client, action::ResumeReading{});
    QVERIFY(waitFor([&] { return client.received.size() == 6 + bytes.size(); }));
    QVERIFY(client.received == "before" + bytes);
    QCOMPARE(server.eventsOf(EventKind::Paused, id).first().text, u"operator"_s);
    QVERIFY(server.waitForEvent(EventKind::Resumed, id));
}

void TestEngineRequests::pausedClientIsStillSentTo()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off"_s});
    RawClient paused(server.port());
    RawClient other(server.port());
    server.ask(paused, action::PauseReading{});
    QVERIFY(server.waitForState(server.idOf(paused), ClientState::Paused));
    other.send("still heard\n");
    QVERIFY(waitFor([&] { return paused.received == "still heard\n"; }));
    server.ask(paused, action::PauseReading{});
    server.ask(other, action::ResumeReading{});
    QVERIFY(server.waitForRefusals(2));
    QCOMPARE(server.refusals,
             QStringList({u"pause reading #1: reading it is paused already"_s,
                          u"resume reading #2: the operator has not paused reading it"_s}));
}

void TestEngineRequests::resetWhilePaused()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    server.ask(client, action::PauseReading{});
    QVERIFY(server.waitForState(id, ClientState::Paused));
    client.reset();
    QCOMPARE(*server.waitForEnd(id).reason, CloseReason::ResetByPeer);
}

void TestEngineRequests::finishedSendingIsAHalfClose()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    const ClientId id = server.idOf(client);
    client.send("one");
    QVERIFY(waitFor([&] { return client.received == "one"; }));
    server.ask(client, action::FinishSending{});
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    client.send("two and three");
    QVERIFY(server.waitForEvent(EventKind::Dropped, id));
    QCOMPARE(server.eventsOf(EventKind::Dropped).first().data, QByteArray("two and three"));
    QCOMPARE(server.count(EventKind::Disconnected), 0);
    server.ask(client, action::Send{"four"});
    server.ask(client, action::FinishSending{});
    QVERIFY(server.waitForRefusals(2));
    QCOMPARE(server.refusals,
             QStringList({u"send to #1: its sending side has been finished"_s,
                          u"finish sending to #1: its sending side has been finished already"_s}));
    client.finishSending();
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::ClientClosed);
    QCOMPARE(totalsOf(end).received.bytes, 16);
    QCOMPARE(totalsOf(end).sent, (Totals::Amount{3, 1}));
    QCOMPARE(totalsOf(end).dropped, (Totals::Amount{13, 1}));
}

void TestEngineRequests::finishedSendingWaitsForTheQueue()
{
    EngineFixture server({echo});
    RawClient client(server.port());
    server.ask(client, action::Hold{});
    server.ask(client, action::Send{"first"});
    server.ask(client, action::FinishSending{});
    server.ask(client, action::Release{});
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QCOMPARE(client.received, QByteArray("first"));
}

void TestEngineRequests::sentBytesArriveRaw()
{
    EngineFixture server({u"chat://127.0.0.1:0?names=off"_s});
    RawClient client(server.port());
    const QByteArray raw("\0\xff no newline", 13);
    server.ask(client, action::Send{raw});
    QVERIFY(waitFor([&] { return client.received == raw; }));
    QVERIFY(server.waitForEvent(EventKind::OperatorSent, server.idOf(client)));
    QCOMPARE(server.eventsOf(EventKind::OperatorSent).first().size, 13);
    server.ask(client, action::Send{{}});
    QVERIFY(server.waitForRefusals(1));
    QCOMPARE(server.refusals.first(), u"send to #1: there is nothing to send"_s);
}

void TestEngineRequests::sendBeyondTheLimit()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=64KiB"_s});
    RawClient client(server.port());
    server.ask(client, action::Hold{});
    server.ask(client, action::Send{pattern(40 * 1024)});
    server.ask(client, action::Send{pattern(40 * 1024)});
    QVERIFY(server.waitForRefusals(1));
    QCOMPARE(server.refusals,
             QStringList(u"send to #1: 40 KiB would bring its queue above the limit of 64 KiB"_s));
    server.ask(client, action::Release{});
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QVERIFY(client.received == pattern(40 * 1024));
}

void TestEngineRequests::broadcastGoesToAllOfAService()
{
    EngineFixture server({echo, echo}, {.threads = 3});
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port(0)));
        server.idOf(*clients.back());
    }
    RawClient other(server.port(1));
    server.idOf(other);
    server.engine().ask(server.service(0), action::Broadcast{"to all"});
    for (const auto &client : clients) {
        QVERIFY(waitFor([&] { return client->received == "to all"; }));
    }
    other.send("other");
    QVERIFY(waitFor([&] { return other.received == "other"; }));
    QVERIFY(server.refusals.isEmpty());
}

void TestEngineRequests::broadcastBeyondALimit()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=64KiB"_s});
    RawClient full(server.port());
    RawClient free(server.port());
    server.ask(full, action::Hold{});
    server.ask(full, action::Send{pattern(60 * 1024)});
    server.idOf(free);
    server.engine().ask(server.service(), action::Broadcast{pattern(8 * 1024)});
    QVERIFY(waitFor([&] { return free.received == pattern(8 * 1024); }));
    QVERIFY(server.waitForRefusals(1));
    QCOMPARE(
        server.refusals,
        QStringList(u"send to all #1: 8 KiB would bring its queue above the limit of 64 KiB"_s));
}

void TestEngineRequests::holdWithinAStep()
{
    EngineFixture server({u"echo://127.0.0.1:0?queue=16MiB"_s});
    RawClient client(server.port(), RawClient::notReading());
    const QByteArray bytes = pattern(8 * mebibyte);
    server.engine().watch(server.idOf(client));
    server.ask(client, action::Hold{});
    server.ask(client, action::Send{bytes});
    server.ask(client, action::Step{});
    server.ask(client, action::Hold{});
    QVERIFY(server.waitForEvent(EventKind::Held, {}, 2));
    client.setReading(true);
    QVERIFY(server.waitForView([](const WatchedClient &view) {
        return view.kernelUnsent == 0 && view.kernelInFlight == 0 && view.queue.waiting == 1;
    }));
    const qint64 sent = server.views.last().queue.front.first().sent;
    QVERIFY(sent > 0 && sent < bytes.size());
    QVERIFY(waitFor([&] { return client.received.size() == sent; }));
    server.ask(client, action::Step{});
    QVERIFY(waitFor([&] { return client.received == bytes; }));
}

void TestEngineRequests::requestsToOneThatIsBeingEnded()
{
    EngineFixture server({echo});
    RawClient client(server.port(), RawClient::notReading());
    const ClientId id = server.idOf(client);
    client.send(pattern(16 * mebibyte));
    QVERIFY(server.waitForEvent(EventKind::Paused, id));
    server.ask(client, action::Kick{});
    server.ask(client, action::Hold{});
    server.ask(client, action::Send{"more"});
    QVERIFY(server.waitForRefusals(2));
    QCOMPARE(server.refusals,
             QStringList({u"hold #1: it is being ended"_s, u"send to #1: it is being ended"_s}));
    server.ask(client, action::DropAll{});
    QVERIFY(waitFor([&] { return server.client(id).totals.dropped.bytes > 0; }));
    client.setReading(true);
    client.finishSending();
    const Event end = server.waitForEnd(id);
    QCOMPARE(*end.reason, CloseReason::Kicked);
    QVERIFY(totalsOf(end).dropped.bytes > 0);
}

void TestEngineRequests::requestsToAServiceThatDoesNotRun()
{
    EngineFixture server({echo});
    QVERIFY(server.stop(StopMode::Graceful));
    server.engine().ask(server.service(), action::Broadcast{"anybody?"});
    server.engine().ask(ServiceId(99), action::HoldNew{true});
    QCOMPARE(server.refusals,
             QStringList({u"send to all: the service is not running"_s,
                          u"hold new clients: the service is not running"_s}));
}

QTEST_GUILESS_MAIN(TestEngineRequests)
#include "tst_engine_requests.moc"
