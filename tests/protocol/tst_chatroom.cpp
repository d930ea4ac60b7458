// SPDX-License-Identifier: MIT
#include "chatroom.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

class tst_ChatRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newcomerIsGuest();
    void renames();
    void nameIsUnique();
    void leavingFreesTheName();
    void ownGuestNameCanBeTakenBack();
    void listsNames();
};

static const ClientId one(1);
static const ClientId two(2);
static const ClientId twelve(12);

void tst_ChatRoom::newcomerIsGuest()
{
    ChatRoom room;
    room.join(twelve);
    QCOMPARE(room.size(), 1);
    QCOMPARE(room.member(twelve).name, u"guest-12"_s);
    QCOMPARE(room.member(twelve).prefix, "<guest-12> ");
    QCOMPARE(room.find(u"GUEST-12"_s), twelve);
}

void tst_ChatRoom::renames()
{
    ChatRoom room;
    room.join(one);
    QVERIFY(room.rename(one, u"Zoe\u0308"_s));
    QCOMPARE(room.member(one).name, u"Zo\u00eb"_s);
    QCOMPARE(room.member(one).prefix, "<Zo\u00eb> ");
    QCOMPARE(room.find(u"ZO\u00cb"_s), one);
    QVERIFY(!room.find(u"guest-1"_s));
    QVERIFY(!room.rename(one, u"a b"_s));
    QCOMPARE(room.member(one).name, u"Zo\u00eb"_s);
}

void tst_ChatRoom::nameIsUnique()
{
    ChatRoom room;
    room.join(one);
    room.join(two);
    QVERIFY(room.rename(one, u"Mei"_s));
    const auto refused = room.rename(two, u"mEI"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error(), u"Mei is here already; choose another"_s);
    QVERIFY(room.rename(one, u"MEI"_s));
    QCOMPARE(room.member(one).name, u"MEI"_s);
}

void tst_ChatRoom::leavingFreesTheName()
{
    ChatRoom room;
    room.join(one);
    room.join(two);
    QVERIFY(room.rename(one, u"mei"_s));
    room.leave(one);
    QCOMPARE(room.size(), 1);
    QVERIFY(!room.find(u"mei"_s));
    QVERIFY(room.rename(two, u"mei"_s));
}

void tst_ChatRoom::ownGuestNameCanBeTakenBack()
{
    ChatRoom room;
    room.join(one);
    room.join(twelve);
    QVERIFY(room.rename(one, u"mei"_s));
    QVERIFY(!room.rename(one, u"guest-12"_s));
    QVERIFY(!room.rename(one, u"guest-3"_s));
    QVERIFY(room.rename(one, u"guest-1"_s));
}

void tst_ChatRoom::listsNames()
{
    ChatRoom room;
    QCOMPARE(room.listNames(100), "");
    room.join(one);
    room.join(two);
    room.join(twelve);
    QCOMPARE(room.listNames(100), "guest-1, guest-2, guest-12");
    QCOMPARE(room.listNames(100, two), "guest-1, guest-12");
    QCOMPARE(room.listNames(16, ClientId()), "guest-1, guest-2 and 1 more");
    QCOMPARE(room.listNames(10, one), "guest-2 and 1 more");
}

QTEST_GUILESS_MAIN(tst_ChatRoom)
#include "tst_chatroom.moc"
