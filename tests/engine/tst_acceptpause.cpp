// SPDX-License-Identifier: MIT
#include "acceptpause.h"

#include <QTest>

using namespace peerglass;
using namespace std::chrono_literals;

class TestAcceptPause : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void backsOff();
    void goesOnOnlyWhenNothingIsInTheWay();
};

// Fails when the wait is not doubled, has no end, or stays after a success.
void TestAcceptPause::backsOff()
{
    AcceptPause pause;
    QVERIFY(!pause.isPaused());
    for (const auto wait : {10ms, 20ms, 40ms, 80ms, 160ms, 320ms, 640ms, 1000ms, 1000ms}) {
        QCOMPARE(pause.failed(), wait);
        QVERIFY(pause.isPaused());
    }
    pause.succeeded();
    QVERIFY(!pause.isPaused());
    QCOMPARE(pause.failed(), 10ms);
}

// Fails when one worker that has caught up speaks for all, and when a success does.
void TestAcceptPause::goesOnOnlyWhenNothingIsInTheWay()
{
    AcceptPause pause;
    pause.setBehind(0, true);
    pause.setBehind(1, true);
    pause.failed();
    pause.setBehind(0, false);
    pause.succeeded();
    QVERIFY(pause.isPaused());
    QVERIFY(pause.isBehind());
    QVERIFY(!pause.isFailing());
    pause.setBehind(1, false);
    QVERIFY(!pause.isPaused());
}

QTEST_APPLESS_MAIN(TestAcceptPause)
#include "tst_acceptpause.moc"
