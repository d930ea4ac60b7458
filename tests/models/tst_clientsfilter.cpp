// SPDX-License-Identifier: MIT
#include "clientsamples.h"
#include "filteredclients.h"
#include "waitfor.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Model = ClientsModel;

class TestClientsFilter : public FilteredClients
{
    Q_OBJECT

private Q_SLOTS:
    void init() { make(); }
    void cleanup() { clear(); }

    void sortsByTheRealValues_data();
    void sortsByTheRealValues();
    void goneAreLastInBothOrders();
    void equalOnesAreInTheOrderOfTheirIds();
    void userSortsAtOnce();
    void changesSortOnceASecond();
    void newRowsGoToTheirPlaceSoon();
    void nothingMovesWhilePaused();
    void text_data();
    void text();
    void onlyQueued();
    void hiddenRowsGoOnArriving();
};

void TestClientsFilter::sortsByTheRealValues_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<Ids>("ascending");
    QTest::newRow("id") << int(Model::Id) << Ids{2, 9, 10};
    QTest::newRow("address") << int(Model::Address) << Ids{9, 10, 2};
    QTest::newRow("name, whatever its case") << int(Model::Name) << Ids{10, 2, 9};
    QTest::newRow("queue") << int(Model::Queue) << Ids{10, 9, 2};
    QTest::newRow("bytes in") << int(Model::BytesIn) << Ids{9, 2, 10};
    QTest::newRow("connected") << int(Model::Connected) << Ids{10, 9, 2};
    QTest::newRow("idle") << int(Model::Idle) << Ids{2, 10, 9};
}

void TestClientsFilter::sortsByTheRealValues()
{
    QFETCH(const int, column);
    QFETCH(const Ids, ascending);
    ClientInfo two = client(2, 1000, 2048);
    two.address = u"127.0.0.10"_s;
    two.name = u"mei"_s;
    two.connectedAt = start + 9s;
    two.lastActivity = start + 20s;
    ClientInfo nine = client(9, 999, 900);
    nine.address = u"127.0.0.9"_s;
    nine.name = u"Tom"_s;
    nine.connectedAt = start + 3s;
    nine.lastActivity = start + 3s;
    ClientInfo ten = client(10, 20'000, 0);
    ten.address = u"127.0.0.9"_s;
    ten.name = u"Ann"_s;
    ten.lastActivity = start + 4s;
    m_model->apply({two, nine, ten}, start + 60s);
    m_filter->sort(column, Qt::AscendingOrder);
    QCOMPARE(shown(), ascending);
    m_filter->sort(column, Qt::DescendingOrder);
    QCOMPARE(shown(), Ids(ascending.rbegin(), ascending.rend()));
}

void TestClientsFilter::goneAreLastInBothOrders()
{
    m_model->apply({gone(client(1, 50)), client(2, 20), gone(client(3, 10)), client(4, 30)}, start);
    m_filter->sort(Model::BytesIn, Qt::AscendingOrder);
    QCOMPARE(shown(), (Ids{2, 4, 3, 1}));
    m_filter->sort(Model::BytesIn, Qt::DescendingOrder);
    QCOMPARE(shown(), (Ids{4, 2, 1, 3}));
}

void TestClientsFilter::equalOnesAreInTheOrderOfTheirIds()
{
    m_model->apply({client(3), client(10), client(2), client(1, 5)}, start);
    m_filter->sort(Model::BytesIn, Qt::AscendingOrder);
    QCOMPARE(shown(), (Ids{2, 3, 10, 1}));
    m_filter->sort(Model::BytesIn, Qt::DescendingOrder);
    QCOMPARE(shown(), (Ids{1, 2, 3, 10}));
}

void TestClientsFilter::userSortsAtOnce()
{
    m_model->apply({client(1, 5), client(2, 4)}, start);
    m_filter->setPaused(true);
    m_filter->sort(Model::BytesIn, Qt::AscendingOrder);
    QCOMPARE(shown(), (Ids{2, 1}));
}

void TestClientsFilter::changesSortOnceASecond()
{
    m_filter->sort(Model::BytesIn, Qt::DescendingOrder);
    const QSignalSpy sorted(m_filter.get(), &QAbstractItemModel::layoutChanged);
    QElapsedTimer time;
    QList<qint64> sortedAt;
    time.start();
    connect(m_filter.get(), &QAbstractItemModel::layoutChanged, this,
            [&] { sortedAt.append(time.elapsed()); });
    QTimer batches; // twenty a second, each of which would change the order
    qint64 received = 0;
    connect(&batches, &QTimer::timeout, this, [&] {
        ++received;
        m_model->apply({client(1, received % 2 * 100), client(2, 50)}, start);
    });
    batches.start(50ms);
    QVERIFY(waitFor([&] { return sortedAt.size() == 3; }));
    // Timers may fire early by 5 % of their time.
    QVERIFY2(sortedAt[1] - sortedAt[0] >= 900, qPrintable(QString::number(sortedAt[1])));
    QVERIFY2(sortedAt[2] - sortedAt[1] >= 900, qPrintable(QString::number(sortedAt[2])));
    QVERIFY(received >= 3);
}

void TestClientsFilter::newRowsGoToTheirPlaceSoon()
{
    m_filter->sort(Model::BytesIn, Qt::DescendingOrder);
    m_model->apply({client(1, 10)}, start);
    m_model->apply({client(1, 10), client(2, 20), gone(client(3))}, start);
    m_model->apply({client(4, 30)}, start);
    QVERIFY(waitFor([this] { return shown() == Ids{4, 2, 1, 3}; }));
}

void TestClientsFilter::nothingMovesWhilePaused()
{
    m_filter->sort(Model::BytesIn, Qt::DescendingOrder);
    m_model->apply({client(1, 10), client(2, 5)}, start);
    QSignalSpy sorted(m_filter.get(), &QAbstractItemModel::layoutChanged);
    QVERIFY(waitFor([&] { return sorted.size() == 1; }));
    // Pauses while the next sorting waits for its second.
    m_model->apply({client(2, 20)}, start);
    m_filter->setPaused(true);
    bool secondIsOver = false;
    QTimer::singleShot(1300ms, this, [&] { secondIsOver = true; });
    QVERIFY(waitFor([&] { return secondIsOver; }));
    m_model->apply({client(2, 30)}, start);
    bool turnIsOver = false;
    QTimer::singleShot(0, this, [&] { turnIsOver = true; });
    QVERIFY(waitFor([&] { return turnIsOver; }));
    QCOMPARE(sorted.size(), 1);
    QCOMPARE(shown(), (Ids{1, 2}));
    m_filter->setPaused(false);
    QVERIFY(waitFor([this] { return shown() == Ids{2, 1}; }));
    QCOMPARE(sorted.size(), 2);
}

void TestClientsFilter::text_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Ids>("ids");
    QTest::newRow("empty") << QString() << Ids{7, 14};
    QTest::newRow("id") << u"14"_s << Ids{14};
    QTest::newRow("service") << u"EcHo"_s << Ids{14};
    QTest::newRow("address") << u"[::1"_s << Ids{7};
    QTest::newRow("port") << u":50007"_s << Ids{7};
    QTest::newRow("name in another case") << u"ÄNN"_s << Ids{7};
    QTest::newRow("state") << u"held"_s << Ids{14};
    QTest::newRow("what only other columns have") << u"KiB"_s << Ids{};
}

void TestClientsFilter::text()
{
    QFETCH(const QString, text);
    QFETCH(const Ids, ids);
    ClientInfo seven = client(7, 4096);
    seven.service = ServiceId(2);
    seven.address = u"::1"_s;
    seven.name = u"Änne"_s;
    ClientInfo fourteen = client(14, 4096);
    fourteen.state = ClientState::Held;
    m_model->setServices(
        {service(1, ProtocolKind::Echo, 10000), service(2, ProtocolKind::Chat, 8008)});
    m_model->apply({seven, fourteen}, start);
    const QSignalSpy counted(m_filter.get(), &ClientsFilter::countChanged);
    m_filter->setText(text);
    QCOMPARE(shown(), ids);
    QCOMPARE(m_filter->isFiltering(), !text.isEmpty());
    QCOMPARE(counted.size(), text.isEmpty() ? 0 : 1);
    m_filter->setText({});
    QCOMPARE(shown(), (Ids{7, 14}));
}

void TestClientsFilter::onlyQueued()
{
    m_model->apply({client(1), client(2, 0, 5), gone(client(3, 0, 5))}, start);
    m_filter->setOnlyQueued(true);
    QVERIFY(m_filter->isFiltering());
    QCOMPARE(shown(), Ids{2});
    m_model->apply({client(1, 0, 3), client(2)}, start);
    QVERIFY(waitFor([this] { return shown() == Ids{1}; }));
}

void TestClientsFilter::hiddenRowsGoOnArriving()
{
    m_model->apply({client(1)}, start);
    m_filter->setText(u"no such client"_s);
    const QSignalSpy counted(m_filter.get(), &ClientsFilter::countChanged);
    m_model->apply({client(2)}, start);
    QCOMPARE(counted.size(), 1);
    QCOMPARE(m_filter->rowCount(), 0);
    QCOMPARE(m_model->rowCount(), 2);
    m_filter->setText({});
    QCOMPARE(shown(), (Ids{1, 2}));
}

QTEST_GUILESS_MAIN(TestClientsFilter)
#include "tst_clientsfilter.moc"
