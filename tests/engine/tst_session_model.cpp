// SPDX-License-Identifier: MIT
#include "sessiongame.h"

#include <QTest>

using namespace peerglass;

/// Games with a session and its model. PEERGLASS_SEED=N plays them again, PEERGLASS_STEPS=N plays
/// that many steps.
class TestSessionModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void doesWhatItsModelDoes_data();
    void doesWhatItsModelDoes();
};

namespace {

constexpr int longestGame = 600; // steps
constexpr int stepsAfterEnd = 4; // a session that is over is there until its turn has ended

int numberFrom(const char *variable, int otherwise)
{
    return qEnvironmentVariableIsSet(variable) ? qEnvironmentVariable(variable).toInt() : otherwise;
}

/// Returns how many steps it took.
int play(SessionGame::Random &random, SessionGame::Link link)
{
    SessionGame game(random, link);
    int steps = 0;
    try {
        for (int after = 0; steps < longestGame && after < stepsAfterEnd; ++steps) {
            game.step();
            after += game.isOver() ? 1 : 0;
        }
        game.bringToEnd();
        game.closeBooks();
    } catch (const Mismatch &mismatch) {
        qInfo("%s", qPrintable(game.story()));
        QTest::qFail(qPrintable(QStringLiteral("step %1 of the game: %2")
                                    .arg(steps)
                                    .arg(QLatin1StringView(mismatch.what()))),
                     __FILE__, __LINE__);
    }
    return steps;
}

} // namespace

void TestSessionModel::doesWhatItsModelDoes_data()
{
    QTest::addColumn<SessionGame::Link>("link");
    QTest::addColumn<int>("steps");
    const int steps = numberFrom("PEERGLASS_STEPS", 100'000);
    QTest::newRow("over a pair of Unix sockets") << SessionGame::Link::Unix << steps;
    QTest::newRow("over TCP") << SessionGame::Link::Tcp << steps / 10;
}

void TestSessionModel::doesWhatItsModelDoes()
{
    QFETCH(SessionGame::Link, link);
    QFETCH(int, steps);
    const int seed = numberFrom("PEERGLASS_SEED", static_cast<int>(std::random_device()() >> 1));
    qInfo("PEERGLASS_SEED=%d", seed);
    SessionGame::Random random(static_cast<unsigned>(seed));
    int games = 0;
    for (int played = 0; played < steps && !QTest::currentTestFailed(); ++games) {
        played += play(random, link);
        if (QTest::currentTestFailed()) {
            qInfo("in game %d, after %d steps in all", games + 1, played);
        }
    }
    qInfo("%d games", games);
}

QTEST_GUILESS_MAIN(TestSessionModel)
#include "tst_session_model.moc"
