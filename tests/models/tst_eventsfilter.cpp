// SPDX-License-Identifier: MIT
#include "eventsamples.h"
#include "eventsfilter.h"
#include "eventsmodel.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace peerglass;
using namespace Qt::StringLiterals;
using Seqs = QList<quint64>;

namespace {

void showAll(EventsFilter &filter)
{
    filter.setClient({});
    filter.setHiddenKinds({});
    filter.setText({});
}

} // namespace

class TestEventsFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void oneClient();
    void hiddenKinds();
    void text_data();
    void text();
    void allTogether();
    void leftOutRowsAreAlwaysShown();
    void hiddenOnesGoOnArriving();
    void tellsOfItsChangesOnce();
    void changingTheFilterEmitsFewSignals();
    void selectionSurvives();
    void anyHistory_data();
    void anyHistory();

private:
    Seqs shown() const;

    std::unique_ptr<EventsModel> m_model;
    std::unique_ptr<EventsFilter> m_filter;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestEventsFilter::init()
{
    m_model = std::make_unique<EventsModel>(100);
    m_filter = std::make_unique<EventsFilter>();
    m_filter->setSourceModel(m_model.get());
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_filter.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestEventsFilter::cleanup()
{
    m_tester.reset();
    m_filter.reset();
    m_model.reset();
}

Seqs TestEventsFilter::shown() const
{
    Seqs seqs;
    for (const Event &event : m_filter->shown()) {
        seqs.append(event.seq);
    }
    return seqs;
}

void TestEventsFilter::oneClient()
{
    m_model->append({makeEvent(EventKind::Connected, 1, 7), makeEvent(EventKind::Connected, 2, 8),
                     makeEvent(EventKind::Notice, 3)});
    m_filter->setClient(ClientId(8));
    QVERIFY(m_filter->isFiltering());
    QCOMPARE(shown(), Seqs{2});
    QCOMPARE(m_filter->eventAt(0).seq, 2);
    m_filter->setClient({});
    QVERIFY(!m_filter->isFiltering());
    QCOMPARE(shown(), (Seqs{1, 2, 3}));
}

void TestEventsFilter::hiddenKinds()
{
    m_model->append(traffic(4));
    m_filter->setHiddenKinds({EventKind::Sent});
    QCOMPARE(shown(), (Seqs{1, 3}));
    m_filter->setHiddenKinds({EventKind::Received});
    QCOMPARE(shown(), (Seqs{2, 4}));
}

void TestEventsFilter::text_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Seqs>("seqs");
    QTest::newRow("empty") << QString() << Seqs{1, 2};
    QTest::newRow("kind") << u"CLIENT finished"_s << Seqs{2};
    QTest::newRow("client") << u"#14"_s << Seqs{1};
    QTest::newRow("detail in another case") << u"HÄLLO"_s << Seqs{1};
    QTest::newRow("service") << u":8008"_s << Seqs{2};
    QTest::newRow("nothing") << u"no such text"_s << Seqs{};
}

void TestEventsFilter::text()
{
    QFETCH(const QString, text);
    Event received = makeEvent(EventKind::Received, 1, 14);
    received.data = "Hällo";
    Event finished = makeEvent(EventKind::ClientFinished, 2, 7);
    finished.serviceUrl = u"chat://any:8008"_s;
    m_model->append({received, finished});
    m_filter->setText(text);
    QTEST(shown(), "seqs");
    QCOMPARE(m_filter->isFiltering(), !text.isEmpty());
}

void TestEventsFilter::allTogether()
{
    m_model->append({makeEvent(EventKind::Received, 1, 7), makeEvent(EventKind::Received, 2, 8),
                     makeEvent(EventKind::Sent, 3, 8), makeEvent(EventKind::Urgent, 4, 8)});
    m_filter->setClient(ClientId(8));
    m_filter->setHiddenKinds({EventKind::Sent});
    m_filter->setText(u"received"_s);
    QCOMPARE(shown(), Seqs{2});
    showAll(*m_filter);
    QVERIFY(!m_filter->isFiltering());
    QCOMPARE(shown(), (Seqs{1, 2, 3, 4}));
}

void TestEventsFilter::leftOutRowsAreAlwaysShown()
{
    m_model->append({makeEvent(EventKind::Suppressed, 1), makeEvent(EventKind::Sent, 2, 8)});
    m_filter->setClient(ClientId(7));
    m_filter->setText(u"no such text"_s);
    QCOMPARE(shown(), Seqs{1});
    m_filter->setHiddenKinds({EventKind::Suppressed});
    QCOMPARE(shown(), Seqs{});
}

void TestEventsFilter::hiddenOnesGoOnArriving()
{
    m_model->append(traffic(4, 1));
    m_filter->setHiddenKinds({EventKind::Received});
    const QSignalSpy counted(m_filter.get(), &EventsFilter::countChanged);
    m_model->append({makeEvent(EventKind::Received, 5)});
    QCOMPARE(counted.size(), 1);
    QCOMPARE(m_filter->rowCount(), 2);
    QCOMPARE(m_model->rowCount(), 5);
    m_model->append(traffic(94, 6)); // 99 rows
    m_model->append(traffic(4, 100)); // 100 at most: the oldest go
    QCOMPARE(m_filter->rowCount(), m_model->rowCount() / 2);
    m_filter->setHiddenKinds({});
    QCOMPARE(m_filter->rowCount(), m_model->rowCount());
}

void TestEventsFilter::tellsOfItsChangesOnce()
{
    const QSignalSpy changed(m_filter.get(), &EventsFilter::filterChanged);
    const QSignalSpy counted(m_filter.get(), &EventsFilter::countChanged);
    m_filter->setText(u"Abc"_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(counted.size(), 1);
    m_filter->setText(u"aBC"_s);
    m_filter->setClient({});
    m_filter->setHiddenKinds({});
    QCOMPARE(changed.size(), 1);
    showAll(*m_filter);
    QCOMPARE(changed.size(), 2);
    showAll(*m_filter);
    QCOMPARE(changed.size(), 2);
}

void TestEventsFilter::changingTheFilterEmitsFewSignals()
{
    EventsModel model;
    for (int batch = 0; batch < 5; ++batch) {
        model.append(traffic(EventsModel::maxTrafficPerBatch));
    }
    EventsFilter filter;
    filter.setSourceModel(&model);
    QCOMPARE(filter.rowCount(), 10'000);
    const QSignalSpy removed(&filter, &EventsFilter::rowsRemoved);
    const QSignalSpy inserted(&filter, &EventsFilter::rowsInserted);
    const QSignalSpy changed(&filter, &EventsFilter::layoutChanged);
    filter.setHiddenKinds({EventKind::Sent}); // every other one
    QCOMPARE(filter.rowCount(), 5'000);
    showAll(filter);
    QCOMPARE(filter.rowCount(), 10'000);
    QCOMPARE(removed.size() + inserted.size() + changed.size(), 2);
    model.append(traffic(EventsModel::maxTrafficPerBatch));
    QCOMPARE(inserted.size(), 1);
}

void TestEventsFilter::selectionSurvives()
{
    m_model->append(traffic(10));
    QItemSelectionModel selection(m_filter.get());
    const auto rows = QItemSelectionModel::Select | QItemSelectionModel::Rows;
    selection.select(m_filter->index(4, 0), rows); // received 5
    selection.select(m_filter->index(7, 0), rows); // sent 8
    m_filter->setHiddenKinds({EventKind::Sent});
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(m_filter->eventAt(selection.selectedRows()[0].row()).seq, 5);
    m_model->append(traffic(10, 11));
    showAll(*m_filter);
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(m_filter->eventAt(selection.selectedRows()[0].row()).seq, 5);
}

void TestEventsFilter::anyHistory_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 10; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestEventsFilter::anyHistory()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    const QList<EventKind> kinds{EventKind::Received, EventKind::Sent, EventKind::Held,
                                 EventKind::Suppressed};
    const QStringList texts{{}, u"ece"_s, u"held"_s};
    quint64 next = 1;
    for (int step = 0; step < 200; ++step) {
        QList<Event> batch;
        for (int i = random.bounded(8); i > 0; --i) {
            batch.append(makeEvent(kinds[random.bounded(4)], next++,
                                   static_cast<quint64>(random.bounded(3))));
        }
        m_model->append(batch);
        const ClientId client(static_cast<quint64>(random.bounded(3)));
        const QSet<EventKind> hidden{kinds[random.bounded(4)], kinds[random.bounded(4)]};
        const QString text = texts[random.bounded(3)];
        m_filter->setClient(client);
        m_filter->setHiddenKinds(hidden);
        m_filter->setText(text);
        Seqs expected;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const Event &each = m_model->eventAt(row);
            const bool matches = (client.isNull() || each.client == client)
                && toText(each.kind).contains(text);
            if (!hidden.contains(each.kind) && (matches || each.kind == EventKind::Suppressed)) {
                expected.append(each.seq);
            }
        }
        QCOMPARE(shown(), expected);
    }
}

QTEST_GUILESS_MAIN(TestEventsFilter)
#include "tst_eventsfilter.moc"
