// SPDX-License-Identifier: MIT
#include "unixsignals.h"

#include <QSignalSpy>
#include <QTest>

#include <optional>

using namespace peerglass;

namespace {

volatile std::sig_atomic_t handled = 0;

void countHandled(int)
{
    handled = handled + 1;
}

QList<int> numbersOf(const QSignalSpy &spy)
{
    QList<int> numbers;
    for (const QVariantList &arguments : spy) {
        numbers += arguments.first().toInt();
    }
    return numbers;
}

} // namespace

class TestUnixSignals : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { handled = 0; }
    void reportsWhatCame();
    void leavesOthersAlone();
    void givesThemBack();
};

void TestUnixSignals::initTestCase()
{
    QVERIFY(std::signal(SIGUSR1, countHandled) != SIG_ERR);
    QVERIFY(std::signal(SIGUSR2, countHandled) != SIG_ERR);
}

// Sent before the event loop runs: reported when it does, and not to the handlers.
void TestUnixSignals::reportsWhatCame()
{
    const UnixSignals unixSignals({SIGUSR1, SIGUSR2});
    QVERIFY(unixSignals.isWatching());
    QSignalSpy spy(&unixSignals, &UnixSignals::received);
    raise(SIGUSR1);
    raise(SIGUSR2);
    QVERIFY(spy.isEmpty());
    QTRY_COMPARE(spy.size(), 2);
    QCOMPARE(numbersOf(spy), QList<int>({SIGUSR1, SIGUSR2}));

    raise(SIGUSR1);
    QTRY_COMPARE(spy.size(), 3);
    QCOMPARE(int(handled), 0);
}

void TestUnixSignals::leavesOthersAlone()
{
    const UnixSignals unixSignals({SIGUSR1});
    raise(SIGUSR2);
    QCOMPARE(int(handled), 1);
}

void TestUnixSignals::givesThemBack()
{
    std::optional<UnixSignals> unixSignals(std::in_place, std::initializer_list<int>{SIGUSR1});
    raise(SIGUSR1);
    QCOMPARE(int(handled), 0);
    unixSignals.reset();
    QCOMPARE(int(handled), 1);
    raise(SIGUSR1);
    QCOMPARE(int(handled), 2);
}

QTEST_GUILESS_MAIN(TestUnixSignals)
#include "tst_unixsignals.moc"
