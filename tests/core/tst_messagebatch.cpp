// SPDX-License-Identifier: MIT
#include "messagebatch.h"

#include <QTest>

using namespace peerglass;

class TestMessageBatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsEmpty();
    void keepsMessagesApart();
    void joinsParts();
    void ignoresEmptyMessages();
    void keepsAnyBytes();
    void isEmptyAgainAfterClear();
};

namespace {
std::vector<quint32> ends(const MessageBatch &batch)
{
    return {batch.ends().begin(), batch.ends().end()};
}
} // namespace

void TestMessageBatch::startsEmpty()
{
    const MessageBatch batch;
    QVERIFY(batch.isEmpty());
    QCOMPARE(batch.count(), 0u);
    QCOMPARE(batch.size(), 0);
    QVERIFY(batch.ends().empty());
}

void TestMessageBatch::keepsMessagesApart()
{
    MessageBatch batch;
    batch.append("one\n");
    batch.append("three\n");
    QVERIFY(!batch.isEmpty());
    QCOMPARE(batch.count(), 2u);
    QCOMPARE(batch.bytes(), QByteArrayView("one\nthree\n"));
    QCOMPARE(ends(batch), (std::vector<quint32>{4, 10}));
}

void TestMessageBatch::joinsParts()
{
    MessageBatch batch;
    batch.append({"<", "ann", "> ", "", "hello", "\n"});
    QCOMPARE(batch.bytes(), QByteArrayView("<ann> hello\n"));
    QCOMPARE(ends(batch), std::vector<quint32>{12});
}

void TestMessageBatch::ignoresEmptyMessages()
{
    MessageBatch batch;
    batch.append(QByteArrayView());
    batch.append({"", ""});
    QVERIFY(batch.isEmpty());
    batch.append("x");
    batch.append(QByteArrayView());
    QCOMPARE(ends(batch), std::vector<quint32>{1});
}

void TestMessageBatch::keepsAnyBytes()
{
    MessageBatch batch;
    const QByteArray bytes("\0\xFF\n\x1B", 4);
    batch.append(bytes);
    QCOMPARE(batch.bytes(), QByteArrayView(bytes));
    QCOMPARE(batch.size(), 4);
}

void TestMessageBatch::isEmptyAgainAfterClear()
{
    MessageBatch batch;
    batch.append("gone");
    batch.clear();
    QVERIFY(batch.isEmpty());
    QCOMPARE(batch.size(), 0);
    batch.append("new");
    QCOMPARE(batch.bytes(), QByteArrayView("new"));
    QCOMPARE(ends(batch), std::vector<quint32>{3});
}

QTEST_APPLESS_MAIN(TestMessageBatch)
#include "tst_messagebatch.moc"
