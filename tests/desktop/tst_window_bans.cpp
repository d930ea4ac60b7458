// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QTest>
#include <QTreeWidget>

using namespace peerglass;
using namespace Qt::StringLiterals;

// Banning the address of a client, who is banned, and letting them in again.
class TestWindowBans : public QueueWindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { close(); }
    void bansListsAndLifts();
    void countsAllWhoHaveTheAddress();
    void nobodyToBan();

private:
    QStringList banned() const;
};

QStringList TestWindowBans::banned() const
{
    QStringList addresses;
    const auto *list = qobject_cast<QTreeWidget *>(m_window->widget(u"BansDialog/bansList"_s));
    for (int row = 0; row < list->topLevelItemCount(); ++row) {
        addresses.append(list->topLevelItem(row)->text(0));
    }
    return addresses;
}

void TestWindowBans::bansListsAndLifts()
{
    open(u"chat://127.0.0.1:0"_s);
    QVERIFY(m_window->clickMenu({u"menuClient"_s, u"actionBan"_s}));
    QVERIFY(m_window->waitForDialog(u"BanDialog"_s));
    QVERIFY(m_window->press(Qt::Key_Return));
    QVERIFY(waitForState(1, u"Gone: banned"_s));
    QVERIFY(waitFor([this] { return m_client->hasEnded; }));

    // A command that would be refused is not recommended.
    QVERIFY(waitFor([this] { return !m_window->isVisible(u"statusCommand"_s); }));

    RawClient refused(m_window->port());
    QVERIFY(waitFor([&] { return refused.hasEnded || refused.wasReset; }));
    QVERIFY(waitFor([this] {
        const QStringList kinds = m_window->cells(u"eventsTable"_s, u"Event"_s);
        return kinds.contains(u"banned"_s) && kinds.contains(u"refused"_s);
    }));

    QVERIFY(m_window->clickMenu({u"menuServer"_s, u"actionBans"_s}));
    QVERIFY(m_window->waitForDialog(u"BansDialog"_s));
    QCOMPARE(banned(), QStringList(u"127.0.0.1"_s));
    QVERIFY(m_window->press(Qt::Key_Delete));
    QVERIFY(waitFor([this] { return banned().isEmpty(); }));
    QVERIFY(waitFor([this] { return m_window->isVisible(u"statusCommand"_s); }));
    QVERIFY(m_window->press(Qt::Key_Escape));

    const RawClient again(m_window->port());
    QVERIFY(waitForState(2, u"Open"_s));
}

void TestWindowBans::countsAllWhoHaveTheAddress()
{
    open(u"chat://127.0.0.1:0"_s);
    const RawClient second(m_window->port());
    QVERIFY(waitForState(2, u"Open"_s));
    RawClient third(m_window->port());
    QVERIFY(waitForState(3, u"Open"_s));
    third.close();
    QVERIFY(waitForState(3, u"Gone: client closed"_s));
    QVERIFY(m_window->clickMenu({u"menuClient"_s, u"actionBan"_s}));
    QVERIFY(m_window->waitForDialog(u"BanDialog"_s));
    const QString text = m_window->text(u"BanDialog/effectLabel"_s);
    QVERIFY2(text.startsWith(u"2 clients are connected from there"_s), qPrintable(text));
    QVERIFY(m_window->press(Qt::Key_Escape));
}

void TestWindowBans::nobodyToBan()
{
    m_window = std::make_unique<WindowFixture>();
    QVERIFY(!actionOf(*m_window, u"actionBan"_s).isEnabled());
    QVERIFY(m_window->press(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(m_window->waitForDialog(u"BansDialog"_s));
    QVERIFY(m_window->text(u"BansDialog/sentenceLabel"_s).startsWith(u"Nobody is banned."_s));
}

QTEST_MAIN(TestWindowBans)
#include "tst_window_bans.moc"
