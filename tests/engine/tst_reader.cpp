// SPDX-License-Identifier: MIT
#include "reader.h"

#include <QTest>

using namespace peerglass;
using Pause = Reader::Pause;

class TestReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wantsInputAtFirst();
    void pausesForTwoReasons();
    void saysWhatChanged();
    void wantsNoInputAfterTheEnd();
    void handlesWhatIsLeftFirst();
    void remembersUrgentData();
};

void TestReader::wantsInputAtFirst()
{
    const Reader reader;
    QVERIFY(reader.wantsInput());
    QVERIFY(!reader.isPaused());
    QVERIFY(!reader.hasEnded());
    QVERIFY(!reader.hasRest());
    QVERIFY(!reader.isUrgentPending());
}

void TestReader::pausesForTwoReasons()
{
    Reader reader;
    reader.pause(Pause::Operator);
    reader.pause(Pause::FullQueue);
    reader.resume(Pause::Operator);
    QVERIFY(reader.isPaused());
    QVERIFY(!reader.isPaused(Pause::Operator));
    QVERIFY(reader.isPaused(Pause::FullQueue));
    QVERIFY(!reader.wantsInput());
    reader.resume(Pause::FullQueue);
    QVERIFY(!reader.isPaused());
    QVERIFY(reader.wantsInput());
}

void TestReader::saysWhatChanged()
{
    Reader reader;
    QVERIFY(!reader.resume(Pause::FullQueue));
    QVERIFY(reader.pause(Pause::FullQueue));
    QVERIFY(!reader.pause(Pause::FullQueue));
    QVERIFY(reader.pause(Pause::Operator));
    QVERIFY(reader.resume(Pause::FullQueue));
    QVERIFY(!reader.resume(Pause::FullQueue));
}

void TestReader::wantsNoInputAfterTheEnd()
{
    Reader reader;
    reader.setEnded();
    QVERIFY(reader.hasEnded());
    QVERIFY(!reader.wantsInput());
}

void TestReader::handlesWhatIsLeftFirst()
{
    Reader reader;
    QByteArray buffer("left");
    reader.keep(buffer);
    buffer.fill('x'); // the worker's buffer is used again
    QVERIFY(reader.hasRest());
    QVERIFY(!reader.wantsInput());
    QCOMPARE(reader.takeRest(), "left");
    QVERIFY(!reader.hasRest());
    QVERIFY(reader.wantsInput());
    QVERIFY(reader.takeRest().isEmpty());
}

void TestReader::remembersUrgentData()
{
    Reader reader;
    reader.setUrgentPending(true);
    QVERIFY(reader.isUrgentPending());
    QVERIFY(reader.wantsInput());
    reader.setUrgentPending(false);
    QVERIFY(!reader.isUrgentPending());
}

QTEST_APPLESS_MAIN(TestReader)
#include "tst_reader.moc"
