// SPDX-License-Identifier: MIT
#include "addressgroup.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestAddressGroup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void keepsApart();
    void isNullOfNoAddress();
};

void TestAddressGroup::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("group");
    QTest::newRow("IPv4") << u"192.0.2.7"_s << u"192.0.2.7"_s;
    QTest::newRow("IPv4-mapped") << u"::ffff:192.0.2.7"_s << u"192.0.2.7"_s;
    QTest::newRow("IPv6") << u"2001:db8:0:1:2:3:4:5"_s << u"2001:db8:0:1::/64"_s;
    QTest::newRow("the /64 itself") << u"2001:db8:0:1::/64"_s << u"2001:db8:0:1::/64"_s;
    QTest::newRow("loopback") << u"::1"_s << u"::/64"_s;
    QTest::newRow("link-local with its interface") << u"fe80::1%lo"_s << u"fe80::/64"_s;
}

// Fails when the second half of an IPv6 address counts, and when mapped addresses are IPv6.
void TestAddressGroup::reads()
{
    QFETCH(const QString, text);
    const auto group = AddressGroup::parse(text);
    QVERIFY(group);
    QTEST(group->toString(), "group");
    QVERIFY(AddressGroup::parse(group->toString()) == group);
}

void TestAddressGroup::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("a name") << u"localhost"_s;
    QTest::newRow("short IPv4") << u"127.1"_s;
    QTest::newRow("brackets") << u"[::1]"_s;
    QTest::newRow("a port") << u"127.0.0.1:80"_s;
    QTest::newRow("another prefix") << u"2001:db8::/32"_s;
    QTest::newRow("a prefix of IPv4") << u"192.0.2.0/64"_s;
    QTest::newRow("a prefix of nothing") << u"/64"_s;
    QTest::newRow("white space") << u" 127.0.0.1"_s;
}

// Fails when parse() leaves the reading to QHostAddress, and when it takes any prefix.
void TestAddressGroup::refuses()
{
    QFETCH(const QString, text);
    QVERIFY(!AddressGroup::parse(text));
}

// 0.0.0.1 and ::1:0:0:0:0 have the same number. Fails when the family is not compared.
void TestAddressGroup::keepsApart()
{
    QVERIFY(AddressGroup::parse(u"0.0.0.1"_s) != AddressGroup::parse(u"0:0:0:1::"_s));
    QVERIFY(AddressGroup::parse(u"192.0.2.1"_s) != AddressGroup::parse(u"192.0.2.2"_s));
}

void TestAddressGroup::isNullOfNoAddress()
{
    QVERIFY(AddressGroup().isNull());
    QVERIFY(AddressGroup(QHostAddress()).isNull());
    QVERIFY(!AddressGroup(QHostAddress(QHostAddress::LocalHost)).isNull());
    QCOMPARE(AddressGroup().toString(), QString());
}

QTEST_APPLESS_MAIN(TestAddressGroup)
#include "tst_addressgroup.moc"
