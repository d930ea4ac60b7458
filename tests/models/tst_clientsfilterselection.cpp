// SPDX-License-Identifier: MIT
// What is selected stays so, however rows are sorted and hidden.
#include "clientsamples.h"
#include "filteredclients.h"
#include "waitfor.h"

#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Model = ClientsModel;

class TestClientsFilterSelection : public FilteredClients
{
    Q_OBJECT

private Q_SLOTS:
    void init() { make(); }
    void cleanup() { clear(); }

    void selectionSurvives();
    void selectionOfAllSurvives();
    void neighbourOfAHiddenRowBecomesCurrent();
    void anyHistory_data();
    void anyHistory();

private:
    Ids selected(const QItemSelectionModel &selection) const;
    void renew();
};

Ids TestClientsFilterSelection::selected(const QItemSelectionModel &selection) const
{
    Ids ids;
    for (const QModelIndex &index : selection.selectedRows()) {
        ids.append(index.data(Model::ClientIdRole).toULongLong());
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// Sorts and filters anew without waiting, by a text that all have.
void TestClientsFilterSelection::renew()
{
    m_filter->setText(u"127.0.0.1"_s);
    m_filter->setText({});
}

void TestClientsFilterSelection::selectionSurvives()
{
    m_filter->sort(Model::BytesIn, Qt::DescendingOrder);
    m_model->apply({client(1, 10), client(2, 20), client(3, 30), client(4, 40)}, start);
    renew();
    QItemSelectionModel selection(m_filter.get());
    const auto rows = QItemSelectionModel::Select | QItemSelectionModel::Rows;
    selection.select(m_filter->index(0, 0), rows); // 4
    selection.select(m_filter->index(2, 0), rows); // 2
    selection.setCurrentIndex(m_filter->index(2, 0), QItemSelectionModel::NoUpdate);
    m_model->apply({client(2, 90), gone(client(4, 40)), client(5, 50)}, start);
    renew();
    QCOMPARE(shown(), (Ids{2, 5, 3, 1, 4}));
    QCOMPARE(selected(selection), (Ids{2, 4}));
    QCOMPARE(selection.currentIndex().data(Model::ClientIdRole).toULongLong(), 2);
    m_model->tick(start, 1s);
    m_model->tick(start, Model::goneStays);
    QCOMPARE(selected(selection), Ids{2});
}

void TestClientsFilterSelection::selectionOfAllSurvives()
{
    m_filter->sort(Model::BytesIn, Qt::DescendingOrder);
    m_filter->setOnlyQueued(true);
    m_model->apply({client(1, 10, 1), client(2, 20, 1), client(3, 30, 1)}, start);
    QItemSelectionModel selection(m_filter.get());
    selection.select(
        QItemSelection(m_filter->index(0, 0), m_filter->index(2, Model::ColumnCount - 1)),
        QItemSelectionModel::Select);
    QCOMPARE(selected(selection), (Ids{1, 2, 3}));
    // One is hidden and the order of the others changes, at once.
    m_model->apply({client(1, 90, 1), client(2, 20, 1), client(3, 30)}, start);
    QVERIFY(waitFor([this] { return shown() == Ids{1, 2}; }));
    QCOMPARE(selected(selection), (Ids{1, 2}));
}

void TestClientsFilterSelection::neighbourOfAHiddenRowBecomesCurrent()
{
    m_filter->setOnlyQueued(true);
    m_model->apply({client(1, 0, 1), client(2, 0, 1), client(3, 0, 1)}, start);
    QItemSelectionModel selection(m_filter.get());
    selection.setCurrentIndex(m_filter->index(1, 0), QItemSelectionModel::NoUpdate);
    m_model->apply({client(2)}, start);
    QVERIFY(waitFor([this] { return shown() == Ids{1, 3}; }));
    QVERIFY(selection.currentIndex().isValid());
}

void TestClientsFilterSelection::anyHistory_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestClientsFilterSelection::anyHistory()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    QItemSelectionModel selection(m_filter.get());
    quint64 nextId = 1;
    auto now = start;
    for (int step = 0; step < 100; ++step) {
        QList<ClientInfo> batch;
        for (const ClientId id : m_model->connected()) {
            const ClientInfo next = client(id.value(), random.bounded(5), random.bounded(2));
            batch.append(random.bounded(10) == 0 ? gone(next, CloseReason::Idle, now) : next);
        }
        for (int i = random.bounded(3); i > 0; --i) {
            batch.append(client(nextId++, random.bounded(5)));
        }
        m_model->apply(batch, now);
        now += 1s;
        m_model->tick(now, 1s);
        Ids selectedBefore = selected(selection);
        const auto order = random.bounded(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
        m_filter->sort(Model::BytesIn, order);
        QCOMPARE(selected(selection), selectedBefore);
        const bool onlyQueued = random.bounded(2) == 0;
        m_filter->setOnlyQueued(!onlyQueued);
        m_filter->setOnlyQueued(onlyQueued);

        QList<ClientInfo> expected;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const ClientInfo info = *m_model->find(
                ClientId(m_model->index(row, 0).data(Model::ClientIdRole).toULongLong()));
            if (!onlyQueued || info.totals.waiting().bytes > 0) {
                expected.append(info);
            }
        }
        const int sign = order == Qt::AscendingOrder ? 1 : -1;
        const auto place = [sign](const ClientInfo &info) {
            return std::tuple(info.state == ClientState::Gone, sign * info.totals.received.bytes,
                              info.id);
        };
        std::sort(expected.begin(), expected.end(),
                  [place](const auto &a, const auto &b) { return place(a) < place(b); });
        Ids expectedIds;
        for (const ClientInfo &info : expected) {
            expectedIds.append(info.id.value());
        }
        QCOMPARE(shown(), expectedIds);
        if (m_filter->rowCount() > 0) {
            selection.select(m_filter->index(random.bounded(m_filter->rowCount()), 0),
                             QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        }
    }
}

QTEST_GUILESS_MAIN(TestClientsFilterSelection)
#include "tst_clientsfilterselection.moc"
