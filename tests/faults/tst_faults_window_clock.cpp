// SPDX-License-Identifier: MIT
// The system's clock is set while the window is open.
#include "rawclient.h"
#include "settableclock.h"
#include "windowhands.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString connections = u"connectionsTable"_s;
constexpr const char *shift = "PEERGLASS_CLOCK_SHIFT"; // of SettableClock

/// Of this process.
void setClock(std::chrono::seconds ahead)
{
    const qint64 seconds = ahead.count();
    QFile file(qEnvironmentVariable(shift));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QCOMPARE(file.write(reinterpret_cast<const char *>(&seconds), sizeof seconds),
             qint64(sizeof seconds));
}

} // namespace

Q_DECLARE_METATYPE(std::chrono::hours)

class TestFaultsWindowClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanupTestCase() { QFile::remove(qEnvironmentVariable(shift)); }
    void row53_rowsOfThoseGone_data();
    void row53_rowsOfThoseGone();
};

void TestFaultsWindowClock::row53_rowsOfThoseGone_data()
{
    QTest::addColumn<std::chrono::hours>("ahead");
    QTest::newRow("an hour back") << -1h;
    QTest::newRow("an hour ahead") << 1h;
}

// Fails when ClientsModel::removeGone() asks the wall clock.
void TestFaultsWindowClock::row53_rowsOfThoseGone()
{
    QFETCH(const std::chrono::hours, ahead);
    setClock(0s);
    WindowFixture window;
    QVERIFY(window.start());
    auto client = std::make_unique<RawClient>(window.port());
    QVERIFY(waitFor([&] { return window.cellOf(1, u"State"_s) == u"Open"_s; }));
    const auto before = std::chrono::system_clock::now();
    QElapsedTimer gone;
    gone.start();
    client.reset();
    QVERIFY(waitFor([&] { return window.cellOf(1, u"State"_s) == u"Gone: client closed"_s; }));
    setClock(ahead);
    QVERIFY(std::chrono::abs(std::chrono::system_clock::now() - before - ahead) < 1min);
    QVERIFY(waitFor([&] { return window.rows(connections) == 0; }));
    QVERIFY2(gone.elapsed() >= std::chrono::milliseconds(ClientsModel::goneStays).count(),
             qPrintable(QString::number(gone.elapsed())));
}

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet(shift)) {
        const SettableClock clock;
        const QProcessEnvironment environment = clock.environment();
        for (const QString &name : environment.keys()) {
            qputenv(qPrintable(name), environment.value(name).toLocal8Bit());
        }
        return execv("/proc/self/exe", argv);
    }
    QApplication application(argc, argv);
    TestFaultsWindowClock test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_faults_window_clock.moc"
