// SPDX-License-Identifier: MIT
#include "bandialog.h"
#include "bansdialog.h"
#include "dialogtest.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Duration = std::optional<std::chrono::milliseconds>;

QStringList column(const BansDialog &dialog, int column)
{
    QStringList texts;
    const auto *list = find<QTreeWidget>(dialog, u"bansList"_s);
    for (int row = 0; row < list->topLevelItemCount(); ++row) {
        texts.append(list->topLevelItem(row)->text(column));
    }
    return texts;
}

} // namespace

class TestBanDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksHowLong_data();
    void asksHowLong();
    void saysWhom_data();
    void saysWhom();
    void saysHowManyHaveTheAddresses_data();
    void saysHowManyHaveTheAddresses();
    void escapeBansNobody();
    void listsTheBans();
    void liftsTheSelected_data();
    void liftsTheSelected();
    void selectionSurvives();
    void placeSurvives_data();
    void placeSurvives();
    void controlsHaveNames();
};

void TestBanDialogs::asksHowLong_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<Duration>("duration");
    QTest::newRow("as it opens") << -1 << Duration(10min);
    QTest::newRow("a minute") << 0 << Duration(1min);
    QTest::newRow("an hour") << 2 << Duration(1h);
    QTest::newRow("a day") << 3 << Duration(24h);
    QTest::newRow("until lifted") << 4 << Duration();
}

void TestBanDialogs::asksHowLong()
{
    QFETCH(const int, index);
    QFETCH(const Duration, duration);
    BanDialog dialog({u"192.0.2.7"_s}, 1);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    if (index >= 0) {
        choose(dialog, u"durationBox"_s, index);
    }
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(accepted.count(), 1);
    QCOMPARE(dialog.duration(), duration);
    QCOMPARE(dialog.addresses(), QStringList(u"192.0.2.7"_s));
}

void TestBanDialogs::saysWhom_data()
{
    QTest::addColumn<QStringList>("addresses");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("text");
    QTest::newRow("one") << QStringList{u"192.0.2.7"_s} << u"Ban 192.0.2.7"_s << u"192.0.2.7"_s;
    QTest::newRow("IPv6") << QStringList{u"2001:db8::1"_s} << u"Ban 2001:db8::1"_s
                          << u"2001:db8::1\nAn IPv6 address stands for its whole network (/64)."_s;
    QStringList six;
    for (int i = 1; i <= 6; ++i) {
        six.append(u"192.0.2.%1"_s.arg(i));
    }
    QTest::newRow("many") << six << u"Ban 6 addresses"_s
                          << six.first(5).join(u'\n') + u"\nand 1 more"_s;
}

void TestBanDialogs::saysWhom()
{
    QFETCH(const QStringList, addresses);
    QFETCH(const QString, title);
    QFETCH(const QString, text);
    const BanDialog dialog(addresses, 1);
    QCOMPARE(dialog.windowTitle(), title);
    QCOMPARE(find<QLabel>(dialog, u"whoLabel"_s)->text(), text);
}

void TestBanDialogs::saysHowManyHaveTheAddresses_data()
{
    QTest::addColumn<QStringList>("addresses");
    QTest::addColumn<int>("clients");
    QTest::addColumn<QString>("text");
    const QString rest = u" what waits for %1, then the end. Nobody from there is let in "
                         "meanwhile."_s;
    const QString it = rest.arg(u"it"_s);
    const QString them = rest.arg(u"them"_s);
    const QStringList one{u"192.0.2.7"_s};
    const QStringList two{u"192.0.2.7"_s, u"192.0.2.8"_s};
    QTest::newRow("one client") << one << 1 << u"1 client is connected from there; it gets"_s + it;
    QTest::newRow("several clients")
        << one << 3 << u"3 clients are connected from there; they get"_s + them;
    QTest::newRow("of two addresses")
        << two << 1200 << u"1,200 clients are connected from there; they get"_s + them;
}

void TestBanDialogs::saysHowManyHaveTheAddresses()
{
    QFETCH(const QStringList, addresses);
    QFETCH(const int, clients);
    const BanDialog dialog(addresses, clients);
    QTEST(find<QLabel>(dialog, u"effectLabel"_s)->text(), "text");
}

void TestBanDialogs::escapeBansNobody()
{
    BanDialog dialog({u"192.0.2.7"_s}, 1);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(!dialog.isVisible());
    QCOMPARE(accepted.count(), 0);
}

void TestBanDialogs::listsTheBans()
{
    BansDialog dialog;
    const auto *sentence = find<QLabel>(dialog, u"sentenceLabel"_s);
    QVERIFY(sentence->text().startsWith(u"Nobody is banned."_s));
    const auto until = std::chrono::steady_clock::now() + 10min + 500ms;
    dialog.setBans({{.address = u"192.0.2.7"_s, .until = until},
                    {.address = u"2001:db8::/64"_s, .until = {}}});
    QCOMPARE(sentence->text(), u"Nobody can connect from these addresses."_s);
    QCOMPARE(column(dialog, 0), (QStringList{u"192.0.2.7"_s, u"2001:db8::/64"_s}));
    QVERIFY2(column(dialog, 1).first().contains(u':'), qPrintable(column(dialog, 1).first()));
    QCOMPARE(column(dialog, 1).last(), u"when lifted"_s);
    QVERIFY(column(dialog, 2).first() == u"10 min 0 s" || column(dialog, 2).first() == u"10 min");
    QCOMPARE(column(dialog, 2).last(), QString());
}

void TestBanDialogs::liftsTheSelected_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("button") << false;
    QTest::newRow("Delete") << true;
}

void TestBanDialogs::liftsTheSelected()
{
    QFETCH(const bool, byKey);
    BansDialog dialog;
    dialog.setBans(
        {{.address = u"192.0.2.1"_s, .until = {}}, {.address = u"192.0.2.2"_s, .until = {}}});
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    const QSignalSpy lifted(&dialog, &BansDialog::liftRequested);
    auto *list = find<QTreeWidget>(dialog, u"bansList"_s);
    QVERIFY(find<QPushButton>(dialog, u"liftButton"_s)->isEnabled()); // for the first
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualItemRect(list->topLevelItem(1)).center());
    if (byKey) {
        QTest::keyClick(list, Qt::Key_Delete);
    } else {
        click(dialog, u"liftButton"_s);
    }
    QCOMPARE(lifted.count(), 1);
    QCOMPARE(lifted.first().first().toString(), u"192.0.2.2"_s);
}

void TestBanDialogs::selectionSurvives()
{
    BansDialog dialog;
    const Ban ban{.address = u"192.0.2.2"_s, .until = {}};
    dialog.setBans({ban});
    find<QTreeWidget>(dialog, u"bansList"_s)->topLevelItem(0)->setSelected(true);
    dialog.setBans({{.address = u"192.0.2.1"_s, .until = {}}, ban});
    const auto selected = find<QTreeWidget>(dialog, u"bansList"_s)->selectedItems();
    QCOMPARE(selected.size(), 1);
    QCOMPARE(selected.first()->text(0), ban.address);
}

void TestBanDialogs::placeSurvives_data()
{
    QTest::addColumn<int>("lifted");
    QTest::newRow("another comes") << -1;
    QTest::newRow("one is lifted, another comes") << 98;
    QTest::newRow("the last is lifted, another comes") << 99;
}

void TestBanDialogs::placeSurvives()
{
    QFETCH(const int, lifted);
    BansDialog dialog;
    QList<Ban> bans;
    for (int i = 0; i < 100; ++i) {
        bans.append({.address = u"192.0.2.%1"_s.arg(i), .until = {}});
    }
    dialog.setBans(bans);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *list = find<QTreeWidget>(dialog, u"bansList"_s);
    for (int i = 0; i < 50; ++i) {
        QTest::keyClick(list, Qt::Key_Down);
    }
    QTest::keyClick(list, Qt::Key_Up);
    const QString top = list->itemAt(0, 0)->text(0);
    QVERIFY(top != u"192.0.2.0");
    if (lifted >= 0) {
        bans.removeAt(lifted);
    }
    bans.append({.address = u"192.0.2.200"_s, .until = {}});
    dialog.setBans(bans);
    QCOMPARE(list->itemAt(0, 0)->text(0), top);
    QCOMPARE(list->currentItem()->text(0), u"192.0.2.49"_s);
    QCOMPARE(list->selectedItems(), QList<QTreeWidgetItem *>{list->currentItem()});
    QStringList addresses;
    for (const Ban &ban : std::as_const(bans)) {
        addresses.append(ban.address);
    }
    QCOMPARE(column(dialog, 0), addresses);
}

void TestBanDialogs::controlsHaveNames()
{
    QCOMPARE(namelessControls(BanDialog({u"192.0.2.7"_s}, 1)), QStringList());
    QCOMPARE(hiddenTexts(BanDialog({u"192.0.2.7"_s}, 1)), QStringList());
    QCOMPARE(namelessControls(BansDialog()), QStringList());
    QCOMPARE(hiddenTexts(BansDialog()), QStringList());
}

QTEST_MAIN(TestBanDialogs)
#include "tst_bandialogs.moc"
