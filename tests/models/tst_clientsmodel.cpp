// SPDX-License-Identifier: MIT
#include "clientsamples.h"
#include "clientsmodel.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <map>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Model = ClientsModel;

Q_DECLARE_METATYPE(std::chrono::hours)

class TestClientsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneBatchEmitsFewSignals();
    void sameSnapshotTwiceInABatch();
    void rates();
    void goneStayForAWhile_data();
    void goneStayForAWhile();
    void goneAreTakenOutInRanges();
    void goneAreBoundedByCount();
    void goneDoNotComeBack();
    void endOfAClientNeverShown();
    void summary();
    void peakCountsFromTheRun();
    void connectedInTheirOrder();
    void rowsAreFoundAfterRemovals();
    void anyHistory_data();
    void anyHistory();
};

namespace {

/// The signals of a model.
struct Spies
{
    explicit Spies(Model &model)
        : inserted(&model, &Model::rowsInserted)
        , removed(&model, &Model::rowsRemoved)
        , changed(&model, &Model::dataChanged)
        , reset(&model, &Model::modelReset)
    {
    }
    QList<qsizetype> counts() const
    {
        return {inserted.size(), removed.size(), changed.size(), reset.size()};
    }

    QSignalSpy inserted;
    QSignalSpy removed;
    QSignalSpy changed;
    QSignalSpy reset;
};

QList<ClientInfo> clients(quint64 first, quint64 last, qint64 received = 0)
{
    QList<ClientInfo> infos;
    for (quint64 id = first; id <= last; ++id) {
        infos.append(client(id, received));
    }
    return infos;
}

/// As long as clients that have gone stay, in two ticks.
void waitUntilGoneAreOut(Model &model)
{
    model.tick(start, 1s);
    model.tick(start, Model::goneStays);
}

QList<quint64> ids(const Model &model)
{
    QList<quint64> ids;
    for (int row = 0; row < model.rowCount(); ++row) {
        ids.append(model.index(row, 0).data(Model::ClientIdRole).toULongLong());
    }
    return ids;
}

} // namespace

void TestClientsModel::oneBatchEmitsFewSignals()
{
    Model model;
    const Spies spies(model);
    model.apply(clients(1, 10'000), start);
    QCOMPARE(spies.counts(), (QList<qsizetype>{1, 0, 0, 0}));
    QCOMPARE(model.rowCount(), 10'000);
    model.apply(clients(1, 10'010, 5), start);
    QCOMPARE(spies.counts(), (QList<qsizetype>{2, 0, 1, 0}));
    model.tick(start, 1s);
    QCOMPARE(spies.counts(), (QList<qsizetype>{2, 0, 2, 0}));
    model.setServices({service(1, ProtocolKind::Echo, 10000)});
    QCOMPARE(spies.counts(), (QList<qsizetype>{2, 0, 3, 0}));
    model.setServices({service(1, ProtocolKind::Echo, 10000)});
    model.apply({}, start);
    QCOMPARE(spies.counts(), (QList<qsizetype>{2, 0, 3, 0}));
}

void TestClientsModel::sameSnapshotTwiceInABatch()
{
    Model model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.apply({client(1, 10), client(1, 30), client(2, 5)}, start);
    QCOMPARE(ids(model), (QList<quint64>{1, 2}));
    QCOMPARE(model.find(ClientId(1))->totals.received.bytes, 30);
    QCOMPARE(model.summary().totals.received.bytes, 35);
    QCOMPARE(model.summary().clients, 2);
}

void TestClientsModel::rates()
{
    Model model;
    const auto rate = [&](int column) {
        return model.index(0, column).data(Model::SortRole).toLongLong();
    };
    ClientInfo one = client(1, 100);
    model.apply({one}, start);
    model.tick(start, 1s);
    QCOMPARE(rate(Model::RateIn), 100);
    one.totals.received.bytes += 600;
    one.totals.sent.bytes += 30;
    model.apply({one}, start);
    QCOMPARE(rate(Model::RateIn), 100); // until the next tick
    model.tick(start, 2s);
    QCOMPARE(rate(Model::RateIn), 300);
    QCOMPARE(rate(Model::RateOut), 15);
    model.tick(start, 0s);
    QCOMPARE(rate(Model::RateIn), 300); // no time in which anything could have come
    model.tick(start, 1s);
    QCOMPARE(rate(Model::RateIn), 0);
    QCOMPARE(rate(Model::RateOut), 0);
}

void TestClientsModel::goneStayForAWhile_data()
{
    QTest::addColumn<std::chrono::hours>("ahead");
    QTest::newRow("the clock goes on") << 0h;
    QTest::newRow("the clock is set an hour back") << -1h;
    QTest::newRow("the clock is set an hour ahead") << 1h;
}

void TestClientsModel::goneStayForAWhile()
{
    QFETCH(const std::chrono::hours, ahead);
    Model model;
    model.apply(clients(1, 2), start);
    model.apply({gone(client(1), CloseReason::Kicked, start + 3s)}, start + 3s);
    model.tick(start + ahead, 1s); // it may have gone just before
    QCOMPARE(ids(model), (QList<quint64>{1, 2}));
    model.tick(start + ahead, Model::goneStays - 1ms);
    QCOMPARE(ids(model), (QList<quint64>{1, 2}));
    model.tick(start + ahead, 1ms);
    QCOMPARE(ids(model), QList<quint64>{2});
    QCOMPARE(model.find(ClientId(1)), nullptr);
}

void TestClientsModel::goneAreTakenOutInRanges()
{
    Model model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.apply(clients(1, 300), start);
    QList<ClientInfo> ends;
    for (const ClientInfo &info : clients(1, 100) + clients(151, 250) + clients(300, 300)) {
        ends.append(gone(info));
    }
    model.apply(ends, start);
    const Spies spies(model);
    waitUntilGoneAreOut(model);
    QCOMPARE(spies.counts(), (QList<qsizetype>{0, 3, 2, 0}));
    QCOMPARE(model.rowCount(), 99);
    QCOMPARE(ids(model).first(), 101);
    QCOMPARE(ids(model).last(), 299);
}

void TestClientsModel::goneDoNotComeBack()
{
    Model model;
    model.apply({client(1, 5)}, start);
    model.apply({gone(client(1, 7))}, start);
    model.apply({client(1, 6)}, start); // late
    QVERIFY(model.index(0, 0).data(Model::GoneRole).toBool());
    QCOMPARE(model.summary().clients, 0);
    QCOMPARE(model.summary().totals.received.bytes, 7);
}

void TestClientsModel::endOfAClientNeverShown()
{
    Model model;
    model.apply({gone(client(1, 100))}, start);
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(model.index(0, 0).data(Model::GoneRole).toBool());
    QCOMPARE(model.summary().clients, 0);
    QCOMPARE(model.summary().peak, 0);
    QCOMPARE(model.summary().totals.received.bytes, 100);
}

void TestClientsModel::summary()
{
    Model model;
    model.apply({client(1, 100, 40), client(2, 10, 2)}, start);
    QCOMPARE(model.summary().clients, 2);
    QCOMPARE(model.summary().totals.received.bytes, 110);
    QCOMPARE(model.summary().queuedBytes, 42);
    model.apply({gone(client(1, 150, 50)), client(2, 11, 3)}, start);
    QCOMPARE(model.summary().clients, 1);
    QCOMPARE(model.summary().totals.received.bytes, 161);
    QCOMPARE(model.summary().totals.cancelled.bytes, 50);
    QCOMPARE(model.summary().queuedBytes, 3);
    waitUntilGoneAreOut(model);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.summary().totals.received.bytes, 161); // those that have gone included
}

void TestClientsModel::goneAreBoundedByCount()
{
    Model model;
    model.apply(clients(1, 3), start);
    QList<ClientInfo> ends;
    for (const ClientInfo &info : clients(4, 3 + Model::goneMost)) {
        ends.append(gone(info, CloseReason::ClientClosed, start));
    }
    model.apply(ends, start);
    QCOMPARE(model.rowCount(), 3 + Model::goneMost);
    // One that came before them, and goes last, stays: those that went first are taken out.
    model.apply({gone(client(2), CloseReason::ClientClosed, start)}, start);
    QCOMPARE(model.rowCount(), 2 + Model::goneMost);
    QCOMPARE(ids(model).first(4), (QList<quint64>{1, 2, 3, 5}));
    QCOMPARE(model.summary().clients, 2);
    model.tick(start, 1s);
    model.tick(start, Model::goneStays);
    QCOMPARE(ids(model), (QList<quint64>{1, 3}));
}

void TestClientsModel::peakCountsFromTheRun()
{
    Model model;
    model.apply(clients(1, 3), start);
    model.apply({gone(client(1)), gone(client(2))}, start);
    QCOMPARE(model.summary().peak, 3);
    model.beginRun();
    QCOMPARE(model.summary().peak, 1);
    QCOMPARE(model.summary().came, 1);
    model.apply(clients(4, 4), start);
    QCOMPARE(model.summary().peak, 2);
    model.apply({client(5), gone(client(4))}, start); // one came, one went: never three
    QCOMPARE(model.summary().peak, 2);
    QCOMPARE(model.summary().came, 3); // and the one there was
}

void TestClientsModel::connectedInTheirOrder()
{
    Model model;
    ClientInfo other = client(3);
    other.service = ServiceId(2);
    model.apply({client(9), other, client(2), client(4)}, start);
    model.apply({gone(client(4))}, start);
    QCOMPARE(model.connected(), (QList<ClientId>{ClientId(2), ClientId(3), ClientId(9)}));
    QCOMPARE(model.clientsOf(ServiceId(1)), 2);
    QCOMPARE(model.clientsOf(ServiceId(2)), 1);
    QCOMPARE(model.clientsOf(ServiceId(3)), 0);
}

void TestClientsModel::rowsAreFoundAfterRemovals()
{
    Model model;
    model.apply({client(7), client(3), gone(client(5)), client(4)}, start);
    waitUntilGoneAreOut(model);
    model.apply({client(1)}, start);
    QCOMPARE(ids(model), (QList<quint64>{7, 3, 4, 1})); // in the order in which they came
    const QSignalSpy changed(&model, &Model::dataChanged);
    int row = 0;
    for (const quint64 id : ids(model)) {
        QCOMPARE(model.find(ClientId(id))->id, ClientId(id));
        model.apply({client(id, 1)}, start);
        QCOMPARE(changed.last()[0].toModelIndex().row(), row);
        QCOMPARE(changed.last()[1].toModelIndex().row(), row);
        ++row;
    }
    QCOMPARE(model.find(ClientId(5)), nullptr);
    QCOMPARE(model.find(ClientId()), nullptr);
}

void TestClientsModel::anyHistory_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestClientsModel::anyHistory()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    Model model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::map<quint64, ClientInfo> expected; // those with a row; ids come in ascending order
    std::map<quint64, std::chrono::seconds> goneFor; // since the first tick that found them so
    qint64 received = 0;
    quint64 nextId = 1;
    auto now = start;
    for (int step = 0; step < 200; ++step) {
        QList<ClientInfo> batch;
        for (int i = random.bounded(4); i > 0; --i) {
            batch.append(client(nextId++));
        }
        for (const auto &[id, info] : expected) {
            if (info.state != ClientState::Gone && random.bounded(3) == 0) {
                ClientInfo next = client(id, info.totals.received.bytes + 3, random.bounded(50));
                received += 3;
                batch.append(random.bounded(3) == 0 ? gone(next, CloseReason::Idle, now) : next);
            }
        }
        for (const ClientInfo &info : batch) {
            expected[info.id.value()] = info;
        }
        model.apply(batch, now);
        const std::chrono::seconds elapsed(random.bounded(4));
        now += elapsed + std::chrono::hours(random.bounded(3) - 1);
        model.tick(now, elapsed);
        std::erase_if(expected, [&](const auto &entry) {
            if (entry.second.state != ClientState::Gone) {
                return false;
            }
            const auto [at, isNew] = goneFor.try_emplace(entry.first, 0s);
            at->second += isNew ? 0s : elapsed;
            return at->second >= Model::goneStays;
        });
        QList<quint64> expectedIds;
        qint64 connected = 0;
        qint64 queued = 0;
        for (const auto &[id, info] : expected) {
            expectedIds.append(id);
            QVERIFY(*model.find(info.id) == info);
            connected += info.state != ClientState::Gone;
            queued += info.totals.waiting().bytes;
        }
        QCOMPARE(ids(model), expectedIds);
        QCOMPARE(model.summary().clients, connected);
        QCOMPARE(model.summary().queuedBytes, queued);
        QCOMPARE(model.summary().totals.received.bytes, received);
        QCOMPARE(model.connected().size(), connected);
    }
}

QTEST_GUILESS_MAIN(TestClientsModel)
#include "tst_clientsmodel.moc"
