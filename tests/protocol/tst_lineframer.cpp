// SPDX-License-Identifier: MIT
#include "lineframer.h"

#include <QRandomGenerator>
#include <QTest>

using namespace peerglass;

namespace {

/// What a framer made of some bytes.
struct Outcome
{
    QByteArrayList lines;
    bool tooLong = false;

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

void feed(LineFramer &framer, QByteArrayView bytes, Outcome &outcome)
{
    while (!bytes.isEmpty()) {
        if (const auto line = framer.next(bytes)) {
            outcome.lines.append(line->toByteArray());
        }
    }
}

/// Gives \a bytes in pieces that end at \a cuts, then the end of the stream.
Outcome frame(qint64 limit, const QByteArray &bytes, const QList<qsizetype> &cuts = {})
{
    LineFramer framer(limit);
    Outcome outcome;
    qsizetype from = 0;
    for (const qsizetype cut : cuts + QList<qsizetype>{bytes.size()}) {
        // A copy of its own, so that the sanitizer sees a view kept too long.
        const QByteArray piece(bytes.constData() + from, cut - from);
        feed(framer, piece, outcome);
        from = cut;
    }
    if (const auto line = framer.last()) {
        outcome.lines.append(line->toByteArray());
    }
    outcome.tooLong = framer.isTooLong();
    return outcome;
}

QList<qsizetype> everyByte(qsizetype size)
{
    QList<qsizetype> cuts;
    for (qsizetype i = 1; i < size; ++i) {
        cuts.append(i);
    }
    return cuts;
}

} // namespace

class tst_LineFramer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsLines_data();
    void cutsLines();
    void keepsTheLimit_data();
    void keepsTheLimit();
    void anyCutGivesTheSame();
    void takesAllInputOfALineTooLong();
    void handsOutWholeLinesWithoutCopying();
    void countsWhatIsUnfinished();
    void staysSmallWithoutNewline();
    void reportsTooLongForGood();
};

void tst_LineFramer::cutsLines_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("lines");
    QTest::newRow("nothing") << QByteArray() << QByteArrayList();
    QTest::newRow("one line") << QByteArray("a\n") << QByteArrayList{"a"};
    QTest::newRow("CR LF") << QByteArray("a\r\nb\r\n") << QByteArrayList{"a", "b"};
    QTest::newRow("only one CR belongs to the end")
        << QByteArray("a\r\r\n") << QByteArrayList{"a\r"};
    QTest::newRow("CR within") << QByteArray("a\rb\n") << QByteArrayList{"a\rb"};
    QTest::newRow("empty lines") << QByteArray("\n\r\n\n") << QByteArrayList{"", "", ""};
    QTest::newRow("no newline at the end") << QByteArray("a\nb") << QByteArrayList{"a", "b"};
    QTest::newRow("NUL and bad UTF-8")
        << QByteArray("\0\xff\n", 3) << QByteArrayList{QByteArray("\0\xff", 2)};
}

void tst_LineFramer::cutsLines()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, lines);
    QCOMPARE(frame(100, bytes).lines, lines);
    QCOMPARE(frame(100, bytes, everyByte(bytes.size())).lines, lines);
}

void tst_LineFramer::keepsTheLimit_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("tooLong");
    QTest::newRow("one below") << QByteArray("123\n") << false;
    QTest::newRow("exact") << QByteArray("1234\n") << false;
    QTest::newRow("exact, CR LF") << QByteArray("1234\r\n") << false;
    QTest::newRow("exact, no newline") << QByteArray("1234") << false;
    QTest::newRow("one above") << QByteArray("12345\n") << true;
    QTest::newRow("one above, CR LF") << QByteArray("12345\r\n") << true;
    QTest::newRow("one above, no newline") << QByteArray("12345") << true;
    QTest::newRow("a second CR counts") << QByteArray("1234\r\r\n") << true;
    QTest::newRow("a CR that ends nothing counts") << QByteArray("1234\rx\n") << true;
    QTest::newRow("after a good line") << QByteArray("1\n12345\n") << true;
}

void tst_LineFramer::keepsTheLimit()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, tooLong);
    QCOMPARE(frame(4, bytes).tooLong, tooLong);
    QCOMPARE(frame(4, bytes, everyByte(bytes.size())).tooLong, tooLong);
    for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
        QCOMPARE(frame(4, bytes, {cut}).tooLong, tooLong);
    }
}

void tst_LineFramer::anyCutGivesTheSame()
{
    const quint32 seed = qEnvironmentVariableIsSet("PEERGLASS_SEED")
        ? qEnvironmentVariable("PEERGLASS_SEED").toUInt()
        : QRandomGenerator::global()->generate();
    qInfo("PEERGLASS_SEED=%u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 3000; ++round) {
        QByteArray bytes;
        for (int i = random.bounded(60); i > 0; --i) {
            bytes.append("ab\r\n\n\r c\0"[random.bounded(9)]);
        }
        const qint64 limit = random.bounded(1, 12);
        QList<qsizetype> cuts;
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            if (random.bounded(4) == 0) {
                cuts.append(i);
            }
        }
        const Outcome whole = frame(limit, bytes);
        QVERIFY2(frame(limit, bytes, cuts) == whole, bytes.toHex(' ').constData());
        QVERIFY2(frame(limit, bytes, everyByte(bytes.size())) == whole,
                 bytes.toHex(' ').constData());
    }
}

/// Fails when next() leaves what follows the line in the input, as it once did.
void tst_LineFramer::takesAllInputOfALineTooLong()
{
    LineFramer framer(4);
    QByteArrayView rest = "12345\nok\n";
    QVERIFY(!framer.next(rest));
    QVERIFY(framer.isTooLong());
    QVERIFY(rest.isEmpty());
}

void tst_LineFramer::handsOutWholeLinesWithoutCopying()
{
    const QByteArray bytes("one\ntwo\r\n");
    LineFramer framer(100);
    QByteArrayView rest = bytes;
    QCOMPARE(framer.next(rest)->data(), bytes.constData());
    QCOMPARE(framer.next(rest)->data(), bytes.constData() + 4);
}

void tst_LineFramer::countsWhatIsUnfinished()
{
    LineFramer framer(100);
    Outcome outcome;
    feed(framer, "line\nhello", outcome);
    QCOMPARE(framer.unfinished(), 5);
    feed(framer, " you", outcome);
    QCOMPARE(framer.unfinished(), 9);
    feed(framer, "\n", outcome);
    QCOMPARE(framer.unfinished(), 0);
    feed(framer, "x", outcome);
    QVERIFY(framer.last());
    QCOMPARE(framer.unfinished(), 0);
}

void tst_LineFramer::staysSmallWithoutNewline()
{
    constexpr qint64 limit = 64 * 1024;
    const QByteArray piece(1000, 'x');
    LineFramer framer(limit);
    qsizetype most = 0;
    for (qint64 given = 0; given < 1024 * 1024 * 1024; given += piece.size()) {
        QByteArrayView rest = piece;
        QVERIFY(!framer.next(rest));
        QVERIFY(rest.isEmpty());
        most = qMax(most, framer.unfinished());
    }
    QVERIFY(framer.isTooLong());
    QVERIFY(most <= limit + 1);
}

void tst_LineFramer::reportsTooLongForGood()
{
    LineFramer framer(4);
    Outcome outcome;
    feed(framer, "1\n12345\nok\n", outcome);
    QVERIFY(framer.isTooLong());
    feed(framer, "ok\n", outcome);
    QVERIFY(!framer.last());
    QCOMPARE(outcome.lines, QByteArrayList{"1"});
    QCOMPARE(framer.unfinished(), 0);
}

QTEST_GUILESS_MAIN(tst_LineFramer)
#include "tst_lineframer.moc"
