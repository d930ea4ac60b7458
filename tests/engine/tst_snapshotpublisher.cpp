// SPDX-License-Identifier: MIT
// What a worker tells of its clients, and how much of it waits while the engine's thread is busy.
#include "snapshotpublisher.h"

#include <QTest>

#include <utility>
#include <variant>
#include <vector>

using namespace peerglass;

namespace {

constexpr qsizetype mostUnheardOf = 10'000;

/// A protocol that says nothing.
class Silence : public Protocol
{
public:
    void opened(ClientId) override { }
    qsizetype received(ClientId, QByteArrayView bytes) override { return bytes.size(); }
    void finished(ClientId) override { }
    void closed(ClientId, CloseReason) override { }
    void removing(ClientId, const QString &) override { }
    bool say(const QString &) override { return false; }
    void stopping() override { }
    qint64 unfinishedInput(ClientId) const override { return 0; }
};

/// A worker whose clients have no sockets: they come only to go.
class Comings : private SessionHost
{
public:
    /// One that goes; \a published: the engine has heard of it.
    void pass(SnapshotPublisher &publisher, quint64 number, bool published)
    {
        SessionHost &host = *this;
        Session session(
            host, SessionService{m_service, m_protocol}, m_events,
            Ledger::Identity{
                .client = ClientId(number), .service = ServiceId(1), .serviceUrl = {}, .peer = {}},
            FileDescriptor());
        session.isPublished = published;
        publisher.left(session);
    }

private:
    Poller &poller() override { return m_poller; }
    std::span<char> readBuffer() override { return {}; }
    MemoryWatch &memory() override { return m_memory; }
    void schedule(Session &, TimePoint) override { }
    void continueLater(Session &) override { }
    void changed(Session &) override { }
    void ended(Session &) override { }

    ServiceSpec m_service;
    Silence m_protocol;
    MemoryBudget m_budget{1};
    MemoryWatch m_memory{m_budget, {.relieve = {}, .relieved = {}}};
    EventMailbox m_mailbox;
    EventSource m_events{m_mailbox, false};
    Poller m_poller{[] {
        return false;
    }};
};

/// The numbers of the clients that \a engine is told of.
std::vector<quint64> toldOf(EngineMailbox &engine)
{
    std::vector<EngineMessage> messages;
    engine.takeAll(messages);
    std::vector<quint64> numbers;
    for (const EngineMessage &message : messages) {
        for (const ClientInfo &client : std::get<ClientsPublished>(message).clients) {
            numbers.push_back(client.id.value());
        }
    }
    return numbers;
}

std::vector<quint64> numbers(quint64 first, quint64 last)
{
    std::vector<quint64> all;
    for (quint64 number = first; number <= last; ++number) {
        all.push_back(number);
    }
    return all;
}

} // namespace

class TestSnapshotPublisher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void thoseWhoCameAndWentAreBounded();
};

// Fails when left() keeps all, when it bounds those whom the engine has heard of too (their rows
// would stay for ever), or when publish() does not begin to count anew.
void TestSnapshotPublisher::thoseWhoCameAndWentAreBounded()
{
    EngineMailbox engine;
    SnapshotPublisher publisher({.index = 0, .snapshots = true}, engine,
                                [](ClientId) -> Session * { return nullptr; });
    Comings clients;
    quint64 number = 0;
    while (number < mostUnheardOf) {
        clients.pass(publisher, ++number, false);
    }
    clients.pass(publisher, ++number, false); // one too many
    clients.pass(publisher, ++number, true);
    publisher.publish();
    auto expected = numbers(1, mostUnheardOf);
    expected.push_back(number);
    QCOMPARE(toldOf(engine), expected);

    clients.pass(publisher, ++number, false);
    publisher.publish();
    QCOMPARE(toldOf(engine), numbers(number, number));
}

QTEST_GUILESS_MAIN(TestSnapshotPublisher)
#include "tst_snapshotpublisher.moc"
