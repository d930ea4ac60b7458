// SPDX-License-Identifier: MIT
#include "echopattern.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace peerglass;

namespace {

/// What comes from \a position on, put together from pieces of at most \a piece bytes.
QByteArray streamFrom(const EchoPattern &pattern, qint64 position, qint64 size, qint64 piece)
{
    QByteArray stream;
    while (stream.size() < size) {
        stream.append(
            pattern.at(position + stream.size(), std::min<qint64>(piece, size - stream.size())));
    }
    return stream;
}

} // namespace

class TestEchoPattern : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messages_data();
    void messages();
    void piecesMakeTheSameStream_data() { messages_data(); }
    void piecesMakeTheSameStream();
    void neighboursBeginElsewhere_data() { messages_data(); }
    void neighboursBeginElsewhere();
};

void TestEchoPattern::messages_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<int>("depth");
    QTest::newRow("one byte") << 1LL << 1;
    QTest::newRow("two bytes") << 2LL << 64;
    QTest::newRow("64 bytes") << 64LL << 1;
    QTest::newRow("64 bytes, many on their way") << 64LL << 5000;
    QTest::newRow("as many as lie between two beginnings") << 64LL << 7918;
    QTest::newRow("a size that divides nothing") << 1021LL << 7;
    QTest::newRow("a message larger than the smallest block") << 100'000LL << 3;
}

void TestEchoPattern::messages()
{
    QFETCH(const qint64, size);
    QFETCH(const int, depth);
    const EchoPattern pattern(size, depth);
    QCOMPARE(pattern.messageSize(), size);
    QSet<QByteArray> seen;
    for (int i = 0; i <= depth; ++i) {
        const QByteArray message = streamFrom(pattern, i * size, size, size);
        seen.insert(message);
        const QByteArray text = size > 1 ? message.chopped(1) : message;
        QVERIFY(std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; }));
        QCOMPARE(message.endsWith('\n'), size > 1);
    }
    if (size >= 8) {
        QCOMPARE(seen.size(), depth + 1);
    }
}

void TestEchoPattern::piecesMakeTheSameStream()
{
    QFETCH(const qint64, size);
    QFETCH(const int, depth);
    const EchoPattern pattern(size, depth);
    constexpr qint64 begin = 12'345;
    const qint64 length = 3 * std::max<qint64>(size * (depth + 1), 70'000);
    const QByteArray whole = streamFrom(pattern, begin, length, length);
    QVERIFY(streamFrom(pattern, begin, length, 999) == whole);
    QVERIFY(streamFrom(pattern, begin + 100, length - 100, 7) == whole.sliced(100));
}

void TestEchoPattern::neighboursBeginElsewhere()
{
    QFETCH(const qint64, size);
    QFETCH(const int, depth);
    const EchoPattern pattern(size, depth);
    QSet<qint64> begins;
    for (int number = 0; number < depth; ++number) {
        QCOMPARE(pattern.beginOf(number) % size, 0);
        begins.insert(pattern.beginOf(number));
    }
    QCOMPARE(begins.size(), depth);
}

QTEST_APPLESS_MAIN(TestEchoPattern)
#include "tst_echopattern.moc"
