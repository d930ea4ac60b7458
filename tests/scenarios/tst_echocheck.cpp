// SPDX-License-Identifier: MIT
#include "echocheck.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestEchoCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comparing_data();
    void comparing();
};

void TestEchoCheck::comparing_data()
{
    QTest::addColumn<QByteArrayList>("pieces");
    QTest::addColumn<QString>("wrong");
    QTest::addColumn<bool>("complete");

    QTest::newRow("all in one piece") << QByteArrayList{"one two"} << QString() << true;
    QTest::newRow("in pieces that are not those sent")
        << QByteArrayList{"o", "ne t", "wo"} << QString() << true;
    QTest::newRow("not all yet") << QByteArrayList{"one "} << QString() << false;
    QTest::newRow("the first byte differs")
        << QByteArrayList{"One two"} << u"got \"O\" as byte 1, but \"o\" was sent"_s << false;
    QTest::newRow("a byte of a later piece differs")
        << QByteArrayList{"one", "-two"} << u"got \"-\" as byte 4, but \" \" was sent"_s << false;
    QTest::newRow("a byte that is not printable")
        << QByteArrayList{"one\xff"} << u"got \"\\xFF\" as byte 4, but \" \" was sent"_s << false;
    QTest::newRow("more than was sent")
        << QByteArrayList{"one two\n!"} << u"got 2 more than the 7 bytes that were sent: \"\\n!\""_s
        << true;
    QTest::newRow("much more than was sent is cut")
        << QByteArrayList{"one two", QByteArray(1000, 'x')}
        << u"got 1000 more than the 7 bytes that were sent: \"%1\""_s.arg(QString(32, u'x'))
        << true;
}

void TestEchoCheck::comparing()
{
    QFETCH(const QByteArrayList, pieces);
    QFETCH(const QString, wrong);
    QFETCH(const bool, complete);

    EchoCheck check;
    check.expect("one ");
    check.expect("two");
    std::optional<QString> found;
    for (const QByteArray &piece : pieces) {
        QVERIFY(!found);
        found = check.take(piece);
    }
    QCOMPARE(found.value_or(QString()), wrong);
    QCOMPARE(check.isComplete(), complete);
}

QTEST_APPLESS_MAIN(TestEchoCheck)
#include "tst_echocheck.moc"
