// SPDX-License-Identifier: MIT
#include "protocolharness.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class tst_Echo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsBackWhatCame_data();
    void sendsBackWhatCame();
    void tellsNobodyElse();
    void hasNoNotices();
};

static ServiceSpec echoSpec()
{
    return ServiceSpec::make(ProtocolKind::Echo, u"localhost"_s, 0);
}

void tst_Echo::sendsBackWhatCame_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QByteArray every;
    for (int i = 0; i < 256; ++i) {
        every.append(static_cast<char>(i));
    }
    QTest::newRow("a line") << QByteArray("in\n");
    QTest::newRow("one NUL") << QByteArray(1, '\0');
    QTest::newRow("every byte there is") << every;
    QTest::newRow("half an emoji") << QByteArray("\xf0\x9f");
    QTest::newRow("a long read") << QByteArray(1024 * 1024, 'x');
}

void tst_Echo::sendsBackWhatCame()
{
    QFETCH(QByteArray, bytes);
    ProtocolHarness echo(echoSpec());
    const ClientId client = echo.enter(1);
    QCOMPARE(echo.say(client, bytes), 1);
    QCOMPARE(echo.read(client), bytes);
    QCOMPARE(echo.replies().receivedFrom(client), 1);
}

void tst_Echo::tellsNobodyElse()
{
    ProtocolHarness echo(echoSpec());
    const ClientId client = echo.enter(1);
    const ClientId other = echo.enter(2);
    echo.say(client, "mine\n");
    echo.protocol().finished(client);
    QCOMPARE(echo.read(client), "mine\n");
    QCOMPARE(echo.read(other), "");
}

void tst_Echo::hasNoNotices()
{
    ProtocolHarness echo(echoSpec());
    const ClientId client = echo.enter(1);
    QVERIFY(!echo.protocol().say(u"hello"_s));
    echo.protocol().removing(client, u"why not"_s);
    echo.protocol().stopping();
    QCOMPARE(echo.read(client), "");
    QCOMPARE(echo.protocol().unfinishedInput(client), 0);
    QCOMPARE(refusalNotice(echoSpec(), CloseReason::ServerFull), QByteArray());
}

QTEST_GUILESS_MAIN(tst_Echo)
#include "tst_echo.moc"
