// SPDX-License-Identifier: MIT
#include "publication.h"

#include <QTest>

using namespace peerglass;

class TestPublication : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatFits();
    void countsTrafficThatDoesNot();
    void neverLeavesOutLife();
    void isFullOfLife();
    void beginsAnewOnceTaken();
};

namespace {

constexpr int most = int(Publication::maxTraffic);

Event make(EventKind kind, quint64 seq)
{
    Event event;
    event.kind = kind;
    event.seq = seq;
    return event;
}

/// \a count events of traffic, numbered from \a first.
void addTraffic(Publication &publication, int count, quint64 first = 1)
{
    for (int i = 0; i < count; ++i) {
        publication.add(
            make(i % 2 == 0 ? EventKind::Received : EventKind::Sent, first + quint64(i)));
    }
}

} // namespace

void TestPublication::keepsWhatFits()
{
    Publication publication;
    QVERIFY(publication.isEmpty());
    addTraffic(publication, most);
    QVERIFY(!publication.isEmpty());
    const QList<Event> taken = publication.take();
    QCOMPARE(taken.size(), most);
    QCOMPARE(taken.first().seq, 1U);
    QCOMPARE(taken.last().seq, quint64(most));
}

void TestPublication::countsTrafficThatDoesNot()
{
    Publication publication;
    addTraffic(publication, most + 5);
    const QList<Event> taken = publication.take();
    QCOMPARE(taken.size(), most + 1);
    const Event &told = taken.last();
    QCOMPARE(told.kind, EventKind::Suppressed);
    QCOMPARE(told.seq, quint64(most + 5));
    QCOMPARE(told.suppression->firstSeq, quint64(most + 1));
    QCOMPARE(told.suppression->lastSeq, quint64(most + 5));
    QCOMPARE(told.suppression->counts,
             (std::map<EventKind, quint64>{{EventKind::Received, 3}, {EventKind::Sent, 2}}));
}

void TestPublication::neverLeavesOutLife()
{
    Publication publication;
    addTraffic(publication, most + 1);
    publication.add(make(EventKind::Connected, quint64(most + 2)));
    addTraffic(publication, 1, quint64(most + 3));
    const QList<Event> taken = publication.take();
    QCOMPARE(taken.size(), most + 3);
    QCOMPARE(taken.at(most).suppression->lastSeq, quint64(most + 1));
    QCOMPARE(taken.at(most + 1).kind, EventKind::Connected);
    QCOMPARE(taken.last().suppression->firstSeq, quint64(most + 3));
}

void TestPublication::isFullOfLife()
{
    Publication publication;
    for (quint64 i = 1; i < Publication::fullAt; ++i) {
        publication.add(make(EventKind::Connected, i));
    }
    QVERIFY(!publication.isFull());
    publication.add(make(EventKind::Connected, Publication::fullAt));
    QVERIFY(publication.isFull());
    QCOMPARE(publication.take().size(), Publication::fullAt);
    QVERIFY(!publication.isFull());
}

void TestPublication::beginsAnewOnceTaken()
{
    Publication publication;
    addTraffic(publication, most + 1);
    publication.take();
    QVERIFY(publication.isEmpty());
    addTraffic(publication, most, 5000);
    QCOMPARE(publication.take().last().kind, EventKind::Sent);
}

QTEST_GUILESS_MAIN(TestPublication)
#include "tst_publication.moc"
