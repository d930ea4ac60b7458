// SPDX-License-Identifier: MIT
// The system's clock is set while clients wait for something to happen in time.
// Every row here fails when Clock (src/engine/clock.h) is the system's clock.
#include "enginefixture.h"
#include "serverprocess.h"
#include "settableclock.h"
#include "timescale.h"
#include "waitfor.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;

ServerOptions optionsOf(const SettableClock &clock, const QStringList &arguments = {})
{
    ServerOptions options{.arguments = arguments};
    options.environment.insert(clock.environment());
    return options;
}

std::chrono::milliseconds between(const QJsonObject &first, const QJsonObject &second)
{
    const auto time = [](const QJsonObject &record) {
        return QDateTime::fromString(record[u"time"].toString(), Qt::ISODateWithMs);
    };
    return std::chrono::milliseconds(time(first).msecsTo(time(second)));
}

/// At most 1.5 s late.
bool isOnTime(const QElapsedTimer &begin, std::chrono::milliseconds due)
{
    const std::chrono::milliseconds took(begin.elapsed());
    qInfo("due after %lld ms, came after %lld ms", static_cast<long long>(due.count()),
          static_cast<long long>(took.count()));
    return took >= due && took < due + scaled(1500ms);
}

void addShifts(const char *situation, const QString &url, const QByteArray &input,
               std::chrono::milliseconds due, const QString &reason)
{
    const std::chrono::hours hour(1);
    QTest::addRow("%s, an hour back", situation) << url << input << due << reason << -hour;
    QTest::addRow("%s, an hour ahead", situation) << url << input << due << reason << hour;
}

void addColumns()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<std::chrono::milliseconds>("due");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<std::chrono::hours>("ahead");
}

} // namespace

Q_DECLARE_METATYPE(std::chrono::milliseconds)
Q_DECLARE_METATYPE(std::chrono::hours)

class TestFaultsClock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row53_whatIsSentLater_data();
    void row53_whatIsSentLater();
    void row53_clientsThatAreClosed_data();
    void row53_clientsThatAreClosed();
    void row53_drain_data();
    void row53_drain();
};

void TestFaultsClock::row53_whatIsSentLater_data()
{
    addColumns();
    addShifts("delay", echo + u"?delay="_s + timeOption(600ms), "later", scaled(600ms), {});
    // All but what has been saved up in 50 ms.
    addShifts("throttle", echo + u"?throttle=20KiB/s"_s, pattern(20 * 1024), 940ms, {});
}

void TestFaultsClock::row53_whatIsSentLater()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, input);
    QFETCH(std::chrono::milliseconds, due);
    QFETCH(std::chrono::hours, ahead);
    SettableClock clock;
    ServerProcess server({url}, optionsOf(clock));
    RawClient client(server.port());
    QElapsedTimer sent;
    sent.start();
    client.send(input);
    QVERIFY(server.waitForInput(client.localPort(), input.size()));
    clock.set(ahead);
    QVERIFY(waitFor([&] { return client.received.size() == input.size(); }));
    QVERIFY(isOnTime(sent, due));
    QVERIFY(client.received == input);
    client.finishSending();
    const QJsonObject end = server.countedEndOf(client);
    const auto passed = between(server.recordsOf(u"connected"_s).first(), end);
    QVERIFY2(std::chrono::abs(passed - ahead) < 1min, "the clock was not set");
}

void TestFaultsClock::row53_clientsThatAreClosed_data()
{
    addColumns();
    const QString time = timeOption(600ms);
    QByteArray lines;
    for (int i = 0; i < 512; ++i) {
        lines += QByteArray(1023, 'x') + '\n';
    }
    addShifts("idle", echo + u"?idle="_s + time, {}, scaled(600ms), u"idle"_s);
    addShifts("stall", echo + u"?stall="_s + time, lines, scaled(600ms), u"stalled"_s);
    addShifts("queue-soft", u"chat://127.0.0.1:0?names=off&queue-soft=8KiB/"_s + time, lines,
              scaled(600ms), u"queue-overflow"_s);
}

void TestFaultsClock::row53_clientsThatAreClosed()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, input);
    QFETCH(std::chrono::milliseconds, due);
    QFETCH(QString, reason);
    QFETCH(std::chrono::hours, ahead);
    SettableClock clock;
    ServerProcess server({url}, optionsOf(clock));
    QElapsedTimer begun;
    begun.start();
    RawClient other(server.port());
    RawClient client(server.port(), RawClient::notReading());
    // What is said before it is there is not for it.
    QVERIFY(server.waitForRecords(u"connected"_s, {{u"port"_s, client.localPort()}}));
    RawClient &sender = url.startsWith(u"chat") ? other : client;
    sender.send(input);
    QVERIFY(server.waitForInput(sender.localPort(), input.size()));
    clock.set(ahead);
    const QJsonObject end = server.endOf(client);
    QCOMPARE(end[u"reason"].toString(), reason);
    QVERIFY(isOnTime(begun, due));
    const auto passed = between(server.recordsOf(u"connected"_s).first(), end);
    QVERIFY2(std::chrono::abs(passed - ahead) < 1min, "the clock was not set");
}

void TestFaultsClock::row53_drain_data()
{
    addColumns();
    addShifts("drain", echo, pattern(512 * 1024), scaled(600ms), u"server-stopped"_s);
}

void TestFaultsClock::row53_drain()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, input);
    QFETCH(std::chrono::milliseconds, due);
    QFETCH(std::chrono::hours, ahead);
    SettableClock clock;
    ServerProcess server({url}, optionsOf(clock, {u"--drain"_s, timeOption(600ms)}));
    RawClient client(server.port(), RawClient::notReading());
    client.send(input);
    QVERIFY(server.waitForInput(client.localPort(), input.size()));
    QElapsedTimer asked;
    asked.start();
    server.sendSignal(SIGTERM);
    QVERIFY(server.waitForRecords(u"stopping"_s));
    clock.set(ahead);
    QVERIFY(server.waitForExit());
    QVERIFY(isOnTime(asked, due));
    QCOMPARE(server.exitStatus(), 0);
    QVERIFY(server.endOf(client)[u"bytesCancelled"].toInteger() > 0);
    const auto passed = between(server.recordsOf(u"stopping"_s).first(),
                                server.recordsOf(u"stopped"_s).last());
    QVERIFY2(std::chrono::abs(passed - ahead) < 1min, "the clock was not set");
}

QTEST_GUILESS_MAIN(TestFaultsClock)
#include "tst_faults_clock.moc"
