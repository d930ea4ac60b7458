// SPDX-License-Identifier: MIT
#include "banlist.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestBanList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void containsWhatIsBanned();
    void endsThoseWhoseTimeHasCome();
    void replacesABan();
};

namespace {

const AddressGroup one = *AddressGroup::parse(u"192.0.2.1"_s);
const AddressGroup other = *AddressGroup::parse(u"2001:db8::"_s);
const TimePoint start{};

} // namespace

void TestBanList::containsWhatIsBanned()
{
    BanList bans;
    QVERIFY(!bans.lift(one));
    bans.ban(one, {});
    QVERIFY(bans.contains(one));
    QVERIFY(!bans.contains(other));
    QVERIFY(bans.lift(one));
    QVERIFY(!bans.contains(one));
    QVERIFY(bans.all().isEmpty());
}

// Fails when a ban ends early, or one without an end ends.
void TestBanList::endsThoseWhoseTimeHasCome()
{
    BanList bans;
    bans.ban(one, start + 10s);
    bans.ban(other, {});
    QCOMPARE(bans.nextEnd(), start + 10s);
    QVERIFY(bans.takeEnded(start + 10s - 1ns).empty());
    QCOMPARE(bans.takeEnded(start + 10s), std::vector{one});
    QVERIFY(!bans.nextEnd());
    QCOMPARE(bans.all(), QList<Ban>({{u"2001:db8::/64"_s, {}}}));
}

// Fails when the first end stays.
void TestBanList::replacesABan()
{
    BanList bans;
    bans.ban(one, start + 10s);
    bans.ban(one, start + 5s);
    QCOMPARE(bans.nextEnd(), start + 5s);
    bans.ban(one, {});
    QVERIFY(bans.takeEnded(start + 1h).empty());
    QCOMPARE(bans.all().size(), 1);
}

QTEST_APPLESS_MAIN(TestBanList)
#include "tst_banlist.moc"
