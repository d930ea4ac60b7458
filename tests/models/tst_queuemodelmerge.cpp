// SPDX-License-Identifier: MIT
// How one view of a queue becomes the next: rows that stay are neither removed nor made anew.
#include "queuemodel.h"
#include "queuesamples.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace peerglass;
using Model = QueueModel;

class TestQueueModelMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mergeIsExact_data();
    void mergeIsExact();
    void selectionSurvives();
    void anyHistory_data();
    void anyHistory();
};

void TestQueueModelMerge::mergeIsExact_data()
{
    using Ranges = QList<QPoint>; // of rows: first, last
    QTest::addColumn<Numbers>("before");
    QTest::addColumn<Numbers>("after");
    QTest::addColumn<Ranges>("removed");
    QTest::addColumn<Ranges>("inserted");
    QTest::newRow("first view") << Numbers{} << Numbers{1, 2} << Ranges{} << Ranges{{0, 1}};
    QTest::newRow("the same") << Numbers{1, 2} << Numbers{1, 2} << Ranges{} << Ranges{};
    QTest::newRow("one more") << Numbers{1, 2} << Numbers{1, 2, 3} << Ranges{} << Ranges{{2, 2}};
    QTest::newRow("two have gone") << Numbers{1, 2, 3} << Numbers{3} << Ranges{{0, 1}} << Ranges{};
    QTest::newRow("gone and come")
        << Numbers{1, 2, 3} << Numbers{2, 3, 4, 5} << Ranges{{0, 0}} << Ranges{{2, 3}};
    QTest::newRow("dropped within")
        << Numbers{1, 2, 3, 4, 5} << Numbers{1, 3, 5} << Ranges{{1, 1}, {2, 2}} << Ranges{};
    QTest::newRow("dropped at the end")
        << Numbers{1, 2, 3} << Numbers{1} << Ranges{{1, 2}} << Ranges{};
    QTest::newRow("empty") << Numbers{1, 2} << Numbers{} << Ranges{{0, 1}} << Ranges{};
    QTest::newRow("all others") << Numbers{1, 2} << Numbers{7, 8} << Ranges{{0, 1}}
                                << Ranges{{0, 1}};
    QTest::newRow("one comes before")
        << Numbers{2, 3} << Numbers{1, 2, 3} << Ranges{} << Ranges{{0, 0}};
}

void TestQueueModelMerge::mergeIsExact()
{
    QFETCH(const Numbers, before);
    QFETCH(const Numbers, after);
    QFETCH(const QList<QPoint>, removed);
    QFETCH(const QList<QPoint>, inserted);
    Model model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setClient(ClientId(14));
    model.apply(watched(before), start);
    QList<QPoint> seenRemoved;
    QList<QPoint> seenInserted;
    connect(&model, &Model::rowsRemoved, this, [&](const QModelIndex &, int first, int last) {
        seenRemoved.append({first, last});
    });
    connect(&model, &Model::rowsInserted, this, [&](const QModelIndex &, int first, int last) {
        seenInserted.append({first, last});
    });
    const QSignalSpy reset(&model, &Model::modelReset);
    model.apply(watched(after), start);
    QCOMPARE(numbers(model), after);
    QCOMPARE(seenRemoved, removed);
    QCOMPARE(seenInserted, inserted);
    QVERIFY(reset.isEmpty());
}

void TestQueueModelMerge::selectionSurvives()
{
    Model model;
    model.setClient(ClientId(14));
    model.apply(watched(Numbers{1, 2, 3}), start);
    QItemSelectionModel selection(&model);
    selection.select(model.index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    model.apply(watched(Numbers{2, 3, 4}), start);
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(model.numberAt(selection.selectedRows()[0].row()), 2);
    model.apply(watched(Numbers{3, 4}), start);
    QVERIFY(!selection.hasSelection());
}

void TestQueueModelMerge::anyHistory_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestQueueModelMerge::anyHistory()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    Model model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setClient(ClientId(14));
    QItemSelectionModel selection(&model);
    Numbers queue;
    quint64 next = 1;
    for (int step = 0; step < 200; ++step) {
        for (int i = random.bounded(6); i > 0; --i) {
            queue.append(next++);
        }
        queue.remove(0, std::min<qsizetype>(queue.size(), random.bounded(5)));
        queue.removeIf([&](quint64) { return random.bounded(8) == 0; });
        const Numbers front = queue.mid(0, 10);
        Numbers selectedThatStay;
        for (const QModelIndex &index : selection.selectedRows()) {
            const quint64 number = model.numberAt(index.row());
            if (front.contains(number)) {
                selectedThatStay.append(number);
            }
        }
        model.apply(watched(front), start);
        QCOMPARE(numbers(model), front);
        Numbers selected;
        for (const QModelIndex &index : selection.selectedRows()) {
            selected.append(model.numberAt(index.row()));
        }
        std::sort(selected.begin(), selected.end());
        std::sort(selectedThatStay.begin(), selectedThatStay.end());
        QCOMPARE(selected, selectedThatStay);
        if (!front.isEmpty()) {
            selection.select(model.index(static_cast<int>(random.bounded(front.size())), 0),
                             QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        }
    }
}

QTEST_GUILESS_MAIN(TestQueueModelMerge)
#include "tst_queuemodelmerge.moc"
