// SPDX-License-Identifier: MIT
#include "eventsamples.h"
#include "eventsmodel.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QLocale>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Model = EventsModel;

class TestEventsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cells();
    void timeWithItsDate();
    void searchText();
    void suppressedSaysHowMany_data();
    void suppressedSaysHowMany();
    void oneBatchEmitsOneSignal();
    void tooMuchTrafficLeavesARow();
    void lifeIsNeverLeftOut();
    void oldestAreTakenOut();
    void batchAboveAll();
    void aTableOfOneRow();
    void selectionSurvivesTheTrimming();
    void anyHistory_data();
    void anyHistory();
};

namespace {

QString text(const Model &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

Event suppressed(const std::map<EventKind, quint64> &counts)
{
    Suppression suppression;
    suppression.counts = counts;
    Event row = makeEvent(EventKind::Suppressed);
    row.suppression = std::make_shared<const Suppression>(suppression);
    return row;
}

} // namespace

void TestEventsModel::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestEventsModel::cells()
{
    Model model;
    Event received = makeEvent(EventKind::Received, 1, 14);
    received.size = 9;
    received.data = "<b>hi</b>";
    Event finished = makeEvent(EventKind::ClientFinished, 2, 10);
    finished.size = 2048;
    Event failed = makeEvent(EventKind::ListenFailed, 3);
    failed.address = u"::1"_s;
    failed.port = 80;
    failed.text = u"in use"_s;
    model.append({received, finished, failed});
    QCOMPARE(text(model, 0, Model::Client), u"14"_s);
    QCOMPARE(text(model, 0, Model::Kind), u"received"_s);
    QCOMPARE(text(model, 0, Model::Detail), u"9 B \"<b>hi</b>\""_s);
    QCOMPARE(model.index(0, Model::Detail).data(Qt::ToolTipRole).toString(),
             u"<qt>9 B &quot;&lt;b&gt;hi&lt;/b&gt;&quot;</qt>"_s);
    QCOMPARE(text(model, 1, Model::Kind), u"client finished"_s);
    QCOMPARE(text(model, 1, Model::Detail), u"sending after 2 KiB"_s);
    QCOMPARE(text(model, 2, Model::Kind), u"listen failed"_s);
    QCOMPARE(text(model, 2, Model::Client), QString());
    QCOMPARE(text(model, 2, Model::Detail), u"on ::1 port 80: in use"_s);
    QCOMPARE(model.index(2, 0).data(Model::KindRole).toInt(),
             static_cast<int>(EventKind::ListenFailed));
}

void TestEventsModel::timeWithItsDate()
{
    Model model;
    Event old = makeEvent(EventKind::Notice);
    old.time -= 48h;
    model.append({old});
    QCOMPARE(text(model, 0, Model::Time).size(), u"2026-11-22 15:03:26.318"_s.size());
}

void TestEventsModel::searchText()
{
    Model model;
    Event received = makeEvent(EventKind::ClientFinished, 1, 14);
    received.serviceUrl = u"echo://LOCALHOST:10000"_s;
    received.size = 2048;
    model.append({received});
    QCOMPARE(model.searchTextAt(0),
             u"#14 client finished sending after 2 kib echo://localhost:10000"_s);
}

void TestEventsModel::suppressedSaysHowMany_data()
{
    QTest::addColumn<quint64>("received");
    QTest::addColumn<QString>("detail");
    QTest::newRow("one") << quint64(1) << u"1 message event left out here under load"_s;
    QTest::newRow("many") << quint64(48'112) << u"48,112 message events left out here under load"_s;
}

void TestEventsModel::suppressedSaysHowMany()
{
    QFETCH(const quint64, received);
    Model model;
    model.append({suppressed({{EventKind::Received, received}})});
    QTEST(text(model, 0, Model::Detail), "detail");
}

void TestEventsModel::oneBatchEmitsOneSignal()
{
    Model model(10'000);
    QSignalSpy inserted(&model, &Model::rowsInserted);
    QSignalSpy removed(&model, &Model::rowsRemoved);
    for (int batch = 0; batch < 5; ++batch) {
        model.append(traffic(Model::maxTrafficPerBatch));
    }
    QCOMPARE(inserted.size(), 5);
    QCOMPARE(removed.size(), 0);
    model.append({});
    QCOMPARE(inserted.size(), 5);
    model.append(traffic(1));
    QCOMPARE(removed.size(), 1);
    for (int i = 0; i < 200; ++i) { // a fiftieth was taken out at once
        model.append(traffic(1));
    }
    QCOMPARE(removed.size(), 1);
    model.append(traffic(1));
    QCOMPARE(removed.size(), 2);
}

void TestEventsModel::tooMuchTrafficLeavesARow()
{
    Model model;
    QList<Event> batch = traffic(Model::maxTrafficPerBatch + 300, 11);
    model.append(batch);
    QCOMPARE(model.rowCount(), 1 + Model::maxTrafficPerBatch);
    const Event &left = model.eventAt(0);
    QCOMPARE(left.kind, EventKind::Suppressed);
    QVERIFY(left.time == batch.first().time);
    QCOMPARE(left.suppression->firstSeq, 11);
    QCOMPARE(left.suppression->lastSeq, 310);
    QVERIFY(left.suppression->counts
            == (std::map<EventKind, quint64>{{EventKind::Received, 150}, {EventKind::Sent, 150}}));
    QCOMPARE(text(model, 0, Model::Detail), u"300 message events left out here under load"_s);
    QCOMPARE(model.eventAt(1).seq, 311);
    QCOMPARE(model.eventAt(model.rowCount() - 1).seq, batch.last().seq);
}

void TestEventsModel::lifeIsNeverLeftOut()
{
    Model model;
    QList<Event> batch = traffic(40, 1);
    batch.append(makeEvent(EventKind::Connected, 41, 8));
    batch.append(traffic(Model::maxTrafficPerBatch + 60, 42));
    model.append(batch);
    QCOMPARE(model.rowCount(), 3 + Model::maxTrafficPerBatch);
    QCOMPARE(model.eventAt(0).suppression->count(), 40);
    QCOMPARE(model.eventAt(1).kind, EventKind::Connected);
    QCOMPARE(model.eventAt(2).suppression->count(), 60);
    QCOMPARE(model.eventAt(3).seq, 102);
}

void TestEventsModel::oldestAreTakenOut()
{
    Model model(100);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.append(traffic(100, 1));
    QCOMPARE(model.rowCount(), 100);
    model.append(traffic(3, 101));
    QCOMPARE(model.rowCount(), 98);
    QCOMPARE(model.eventAt(0).seq, 6);
    QCOMPARE(model.eventAt(97).seq, 103);
}

void TestEventsModel::batchAboveAll()
{
    Model model(100);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.append(traffic(50, 1));
    model.append(traffic(250, 51));
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(model.eventAt(0).seq, 201);
    QCOMPARE(model.eventAt(99).seq, 300);
}

void TestEventsModel::aTableOfOneRow()
{
    Model model(1);
    model.append(traffic(1, 1));
    model.append(traffic(2, 2));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.eventAt(0).seq, 3);
}

void TestEventsModel::selectionSurvivesTheTrimming()
{
    Model model(100);
    model.append(traffic(100, 1));
    QItemSelectionModel selection(&model);
    const auto rows = QItemSelectionModel::Select | QItemSelectionModel::Rows;
    selection.select(model.index(0, 0), rows);
    selection.select(model.index(50, 0), rows);
    model.append(traffic(10, 101));
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(model.eventAt(selection.selectedRows()[0].row()).seq, 51);
}

void TestEventsModel::anyHistory_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 10; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestEventsModel::anyHistory()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    const int most = 1 + random.bounded(200);
    Model model(most);
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    quint64 next = 1;
    for (int step = 0; step < 100; ++step) {
        const int count = random.bounded(60);
        model.append(traffic(count, next));
        next += static_cast<quint64>(count);
        QVERIFY(model.rowCount() <= most);
        // The last ones without a gap, and as many as there may be but for what goes at once.
        const auto all = static_cast<int>(next) - 1;
        QVERIFY(model.rowCount() >= std::min(all, most - most / 50 - 1));
        for (int row = 0; row < model.rowCount(); ++row) {
            QCOMPARE(model.eventAt(row).seq,
                     next - static_cast<quint64>(model.rowCount()) + static_cast<quint64>(row));
        }
    }
}

QTEST_GUILESS_MAIN(TestEventsModel)
#include "tst_eventsmodel.moc"
