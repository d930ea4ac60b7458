// SPDX-License-Identifier: MIT
#include "serviceconflict.h"

#include "dialogtest.h"

using namespace peerglass;

class TestServiceConflict : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meets_data();
    void meets();
    void tellsTheFirst();
};

void TestServiceConflict::meets_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("meets");
    const auto row = [](const char *name, const char *one, const char *other, bool meets) {
        QTest::newRow(name) << QByteArray(one) << QByteArray(other) << meets;
    };
    row("the same", "echo://localhost:1", "echo://localhost:1", true);
    row("another protocol", "echo://localhost:1", "chat://localhost:1", true);
    row("another port", "echo://localhost:1", "echo://localhost:2", false);
    row("port 0", "echo://localhost:0", "echo://localhost:0", false);
    row("localhost and any", "echo://localhost:1", "echo://any:1", true);
    row("localhost and its address", "echo://localhost:1", "echo://127.0.0.1:1", true);
    row("localhost and another loopback address", "echo://localhost:1", "echo://127.0.0.2:1",
        false);
    row("any and an address", "echo://any:1", "echo://192.168.1.5:1", true);
    row("any and IPv6", "echo://any:1", "echo://[2001:db8::5]:1", true);
    row("two addresses", "echo://192.168.1.5:1", "echo://192.168.1.6:1", false);
    row("all IPv4 and localhost", "echo://0.0.0.0:1", "echo://localhost:1", true);
    row("all IPv4 and IPv6 loopback", "echo://0.0.0.0:1", "echo://[::1]:1", false);
    row("all IPv4 and all IPv6", "echo://0.0.0.0:1", "echo://[::]:1", false);
    row("all IPv6 and IPv6 loopback", "echo://[::]:1", "echo://[::1]:1", true);
    row("one IPv6 address written in two ways", "echo://[::1]:1", "echo://[0:0:0:0:0:0:0:1]:1",
        true);
}

void TestServiceConflict::meets()
{
    QFETCH(const QByteArray, one);
    QFETCH(const QByteArray, other);
    QFETCH(const bool, meets);
    QCOMPARE(findConflict(spec(one), {spec(other)}).has_value(), meets);
    QCOMPARE(findConflict(spec(other), {spec(one)}).has_value(), meets);
}

void TestServiceConflict::tellsTheFirst()
{
    const QList others{spec("echo://localhost:1"), spec("echo://localhost:2"),
                       spec("chat://any:2")};
    QCOMPARE(findConflict(spec("chat://localhost:2"), others), others[1]);
    QVERIFY(!findConflict(spec("chat://localhost:3"), others));
}

QTEST_APPLESS_MAIN(TestServiceConflict)
#include "tst_serviceconflict.moc"
