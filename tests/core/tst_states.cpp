// SPDX-License-Identifier: MIT
#include "clientstate.h"
#include "closereason.h"
#include "event.h"
#include "overflowpolicy.h"
#include "servicespec.h"
#include "servicestate.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

/// The texts go into logs and URLs, which other programs read: each is fixed here.
class TestStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void texts_data();
    void texts();
    void trafficEvents();
    void idsOfNothing();
    void totalsAddUp();
};

namespace {

/// The texts of all values from the first to \a last.
template <typename Enum>
QStringList textsUpTo(Enum last)
{
    QStringList texts;
    for (int value = 0; value <= static_cast<int>(last); ++value) {
        texts.append(toText(static_cast<Enum>(value)));
    }
    return texts;
}

QStringList words(const QString &text)
{
    return text.split(u' ');
}

} // namespace

void TestStates::texts_data()
{
    QTest::addColumn<QStringList>("texts");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("client states")
        << textsUpTo(ClientState::Open)
        << words(u"gone finishing held paused not-reading half-closed open"_s);
    QTest::newRow("reasons") << textsUpTo(CloseReason::NoDescriptors)
                             << words(u"client-closed reset-by-peer kicked banned idle stalled "
                                      "queue-overflow line-too-long urgent-data server-stopped "
                                      "socket-error server-full too-many-from-address "
                                      "no-descriptors"_s);
    QTest::newRow("overflow policies")
        << textsUpTo(OverflowPolicy::DropOldest) << words(u"pause disconnect drop-oldest"_s);
    QTest::newRow("service states")
        << textsUpTo(ServiceState::Failed)
        << words(u"stopped starting listening accept-paused draining failed"_s);
    QTest::newRow("protocols") << textsUpTo(ProtocolKind::Chat) << words(u"echo chat"_s);
    QTest::newRow("events") << textsUpTo(EventKind::Suppressed)
                            << words(u"listening listen-failed accept-paused accept-resumed "
                                     "connected refused received sent dropped queue-empty paused "
                                     "resumed client-finished urgent named held stepped released "
                                     "operator-sent kick-requested banned unbanned disconnected "
                                     "service-changed notice log-failed stopping stopped "
                                     "suppressed"_s);
}

void TestStates::texts()
{
    QFETCH(const QStringList, texts);
    QTEST(texts, "expected");
    QCOMPARE(QSet(texts.begin(), texts.end()).size(), texts.size());
    static const QRegularExpression form(u"^[a-z]+(-[a-z]+)*$"_s);
    for (const QString &text : texts) {
        QVERIFY2(form.match(text).hasMatch(), qPrintable(text));
    }
}

void TestStates::trafficEvents()
{
    QStringList traffic;
    for (int value = 0; value <= static_cast<int>(EventKind::Suppressed); ++value) {
        const auto kind = static_cast<EventKind>(value);
        if (isTraffic(kind)) {
            traffic.append(toText(kind));
        }
    }
    QCOMPARE(traffic,
             words(u"refused received sent dropped queue-empty paused resumed "
                   "client-finished urgent named"_s));
}

void TestStates::idsOfNothing()
{
    QVERIFY(ClientId().isNull());
    QVERIFY(!ClientId(1).isNull());
    QVERIFY(ClientId(1) < ClientId(2));
}

void TestStates::totalsAddUp()
{
    Totals sum;
    const Totals part{{1, 2}, 3, {100, 10}, {40, 4}, {20, 2}, {10, 1}};
    sum += part;
    sum += part;
    QVERIFY((sum == Totals{{2, 4}, 6, {200, 20}, {80, 8}, {40, 4}, {20, 2}}));
    QVERIFY((sum.waiting() == Totals::Amount{60, 6}));
}

QTEST_APPLESS_MAIN(TestStates)
#include "tst_states.moc"
