// SPDX-License-Identifier: MIT
// A chat with hundreds of members: what one does, or all do at once, must not take the worker's
// time from everybody else.
#include "bystander.h"
#include "descriptorlimit.h"
#include "serverprocess.h"
#include "tcppair.h"
#include "timescale.h"
#include "waitfor.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>
#include <memory>
#include <sys/socket.h>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;
const QString chat = u"chat://127.0.0.1:0"_s;
const QStringList oneThread{u"--threads"_s, u"1"_s};

/// Members that say nothing and read nothing: the kernel has room for all that they are told.
std::vector<FileDescriptor> fillRoom(quint16 port, int count)
{
    std::vector<FileDescriptor> members;
    for (int i = 0; i < count; ++i) {
        members.push_back(connectToPort(port, AF_INET));
    }
    return members;
}

} // namespace

class TestFaultsCrowd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { raiseDescriptorLimit(); }
    void row15_halfTheRoomGoesAtOnce();
    void row39_stopWithAFullRoom();
    void row47_oneFloodsAFullRoom_data();
    void row47_oneFloodsAFullRoom();
};

// Fails when ChatProtocol::opened() or closed() flushes: the bystander waits. With half as many a
// closed() that does was not noticed.
void TestFaultsCrowd::row15_halfTheRoomGoesAtOnce()
{
    constexpr int half = 800;
    ServerProcess server({echo, chat}, {.arguments = oneThread, .traffic = false});
    const Bystander bystander(server.port(0));
    const auto stay = fillRoom(server.port(1), half);
    auto go = fillRoom(server.port(1), half);
    QVERIFY(server.waitForRecords(u"connected"_s, {}, 2 * half + 1));
    for (FileDescriptor &member : go) {
        resetConnection(member);
    }
    QVERIFY(server.waitForRecords(u"disconnected"_s, {}, half));
}

// Fails when ChatProtocol::opened() flushes: the stop has to wait until all have come, and then
// for the drain's time.
void TestFaultsCrowd::row39_stopWithAFullRoom()
{
    ServerProcess server({chat}, {.arguments = {u"--drain"_s, u"5s"_s}, .traffic = false});
    const auto members = fillRoom(server.port(), 1000);
    QElapsedTimer time;
    time.start();
    server.sendSignal(SIGTERM);
    QVERIFY(server.waitForExit());
    QVERIFY2(!time.hasExpired(scaled(4s).count()), qPrintable(QString::number(time.elapsed())));
    QCOMPARE(server.exitStatus(), 0);
}

void TestFaultsCrowd::row47_oneFloodsAFullRoom_data()
{
    QTest::addColumn<QByteArray>("flood");
    QTest::addColumn<int>("times");
    QTest::newRow("names") << QByteArray("/nick a\n/nick b\n") << 16'000;
    QTest::newRow("lines between mistakes") << QByteArray("hi\n/x\n") << 16'000;
    QTest::newRow("lines between private ones") << QByteArray("hi\n/msg guest-2 x\n") << 2'000;
}

// Fails when Outbox::tell() flushes for the sender too, and when flush() does not count.
void TestFaultsCrowd::row47_oneFloodsAFullRoom()
{
    QFETCH(const QByteArray, flood);
    QFETCH(const int, times);
    constexpr size_t members = 300;
    ServerProcess server({echo, chat + u"?queue=4MiB&queue-soft=4MiB/10min"_s},
                         {.arguments = oneThread, .traffic = false});
    const Bystander bystander(server.port(0));
    std::vector<std::unique_ptr<RawClient>> room;
    while (room.size() < members) {
        room.push_back(std::make_unique<RawClient>(server.port(1)));
    }
    QVERIFY(waitFor([&] { return room.back()->received.contains("Commands"); }));
    room.back()->send(flood.repeated(times) + "the end\n");
    const auto sawTheEnd = [](const auto &member) {
        return member->received.endsWith("the end\n");
    };
    QVERIFY(waitFor([&] { return std::all_of(room.begin(), room.end() - 1, sawTheEnd); }));
}

QTEST_GUILESS_MAIN(TestFaultsCrowd)
#include "tst_faults_crowd.moc"
