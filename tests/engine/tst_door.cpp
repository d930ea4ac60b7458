// SPDX-License-Identifier: MIT
#include "door.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestDoor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void letsAllInWithoutLimits();
    void countsClients();
    void countsEachAddress();
    void isLowered();
};

namespace {

AddressGroup from(const QString &address)
{
    return *AddressGroup::parse(address);
}

} // namespace

void TestDoor::letsAllInWithoutLimits()
{
    Door door({});
    for (int i = 0; i < 1000; ++i) {
        QVERIFY(!door.refuses(from(u"192.0.2.1"_s)));
        door.enter(from(u"192.0.2.1"_s));
    }
    QCOMPARE(door.clients(), 1000);
}

// Fails when leave() does not give the place back.
void TestDoor::countsClients()
{
    Door door({.clients = 2, .perAddress = {}});
    door.enter(from(u"192.0.2.1"_s));
    door.enter(from(u"192.0.2.2"_s));
    QCOMPARE(door.refuses(from(u"192.0.2.3"_s)), CloseReason::ServerFull);
    door.leave(from(u"192.0.2.1"_s));
    QVERIFY(!door.refuses(from(u"192.0.2.3"_s)));
    QCOMPARE(door.clients(), 1);
}

// Fails when addresses share a count, and when leave() does not give the place back.
void TestDoor::countsEachAddress()
{
    Door door({.clients = {}, .perAddress = 1});
    door.enter(from(u"2001:db8::1"_s));
    door.enter(from(u"192.0.2.1"_s));
    QCOMPARE(door.refuses(from(u"2001:db8::2"_s)), CloseReason::TooManyFromAddress);
    QVERIFY(!door.refuses(from(u"2001:db8:0:1::2"_s)));
    door.leave(from(u"2001:db8::1"_s));
    QVERIFY(!door.refuses(from(u"2001:db8::2"_s)));
    QCOMPARE(door.refuses(from(u"192.0.2.1"_s)), CloseReason::TooManyFromAddress);
}

void TestDoor::isLowered()
{
    Door door({.clients = 5, .perAddress = {}});
    door.lowerTo(0);
    QCOMPARE(door.refuses(from(u"192.0.2.1"_s)), CloseReason::ServerFull);
}

QTEST_APPLESS_MAIN(TestDoor)
#include "tst_door.moc"
