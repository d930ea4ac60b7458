// SPDX-License-Identifier: MIT
// An operator who does anything at any time.
#include "chaos.h"
#include "enginefixture.h"
#include "fullsize.h"

#include <QRandomGenerator>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString echo = u"echo://127.0.0.1:0?queue=64KiB&read=4KiB"_s;
const QString chat = u"chat://127.0.0.1:0?names=off&line=8KiB&queue=64KiB&overflow=drop-oldest"_s;

quint32 seedOf(int run)
{
    bool given = false;
    const quint32 seed = qEnvironmentVariable("PEERGLASS_SEED").toUInt(&given);
    return (given ? seed : QRandomGenerator::global()->generate()) + static_cast<quint32>(run);
}

} // namespace

class TestFaultsOperator : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row45_anythingAtAnyTime();
};

// Fails when SendQueue::drop() takes out a message that has begun to go (lines come torn), when
// Session::deliver() keeps silent about what it does not queue after FinishSending (sums differ),
// and when Session::end() does not cancel what waits.
void TestFaultsOperator::row45_anythingAtAnyTime()
{
    const int runs = 10 / scaledDown(5);
    for (int run = 0; run < runs; ++run) {
        const quint32 seed = seedOf(run);
        qInfo("PEERGLASS_SEED=%u replays this", seed);
        EngineFixture server({echo, chat}, {.threads = 3});
        Chaos chaos(server, seed);
        for (int step = 0; step < 3000; ++step) {
            chaos.step();
        }
        const QStringList faults = chaos.end();
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }
}

QTEST_GUILESS_MAIN(TestFaultsOperator)
#include "tst_faults_operator.moc"
