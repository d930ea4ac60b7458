// SPDX-License-Identifier: MIT
#include "listener.h"

#include "tcppair.h"
#include "waitfor.h"

#include <QHostAddress>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

constexpr int backlog = 200;

/// A Listener and the descriptors that it has handed on.
struct Door
{
    explicit Door(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost))
    {
        isOpen = listener.open(address, 0, backlog);
    }

    FileDescriptor connectClient() const { return connectToPort(listener.serverPort(), AF_INET); }

    std::vector<FileDescriptor> taken;
    std::function<void()> then;
    Listener listener{[this](FileDescriptor descriptor) {
        taken.push_back(std::move(descriptor));
        if (then) {
            then();
        }
    }};
    bool isOpen = false;
};

/// Runs the event loop until a connection that was made later than all others has been taken.
void letOthersPass()
{
    const Door other;
    const FileDescriptor client = other.connectClient();
    QVERIFY(waitFor([&other] { return other.taken.size() == 1; }));
}

quint16 localPort(int descriptor)
{
    sockaddr_in6 address{};
    socklen_t size = sizeof address;
    getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size);
    return ntohs(address.sin6_port); // where IPv4 has its port too
}

} // namespace

class TestListener : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void handsOnEveryConnection_data();
    void handsOnEveryConnection();
    void takesThemInBatches();
    void leavesThemInTheBacklog();
    void stopsWithinABatch();
    void canBeToldBeforeAndAfterListening();
    void saysThatThePortIsInUse();
    void saysThatTheAddressIsNotHere();
    void tellsThatAcceptingFails();
    void acceptsByHand();
    void showsPeers_data();
    void showsPeers();
    void knowsNoPeerAfterAReset();
};

void TestListener::handsOnEveryConnection_data()
{
    QTest::addColumn<int>("connections");
    QTest::addRow("one") << 1;
    QTest::addRow("a whole batch") << 32;
    QTest::addRow("one more than a batch") << 33;
    QTest::addRow("several batches") << 100;
}

void TestListener::handsOnEveryConnection()
{
    QFETCH(const int, connections);
    const Door door;
    QVERIFY(door.isOpen);
    std::vector<FileDescriptor> clients;
    for (int i = 0; i < connections; ++i) {
        clients.push_back(door.connectClient());
        QVERIFY(clients.back().isValid());
    }
    QVERIFY(waitFor([&] { return door.taken.size() >= size_t(connections); }));
    QCOMPARE(door.taken.size(), size_t(connections));

    sendAll(clients.back().get(), "hello");
    QCOMPARE(receive(door.taken.back().get(), 5), "hello");
    clients.push_back(door.connectClient());
    QVERIFY(waitFor([&] { return door.taken.size() == size_t(connections) + 1; }));
}

// Other work of the thread, here a timer, gets its turn after each batch.
void TestListener::takesThemInBatches()
{
    const Door door;
    std::vector<FileDescriptor> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(door.connectClient());
    }
    size_t seen = 0;
    size_t most = 0;
    QTimer otherWork;
    connect(&otherWork, &QTimer::timeout, &otherWork, [&] {
        most = std::max(most, door.taken.size() - seen);
        seen = door.taken.size();
    });
    otherWork.start(0);
    QVERIFY(waitFor([&] { return seen == 100; }));
    QVERIFY2(most <= 32, qPrintable(QString::number(most)));
}

void TestListener::leavesThemInTheBacklog()
{
    Door door;
    door.listener.setAccepting(false);
    const std::vector clients = [&door] {
        std::vector<FileDescriptor> connected;
        for (int i = 0; i < 3; ++i) {
            connected.push_back(door.connectClient());
        }
        return connected;
    }();
    letOthersPass();
    QCOMPARE(door.taken.size(), size_t(0));
    QVERIFY(clients.back().isValid());
    door.listener.setAccepting(true);
    QVERIFY(waitFor([&] { return door.taken.size() == 3; }));
}

void TestListener::stopsWithinABatch()
{
    Door door;
    door.then = [&door] {
        door.listener.setAccepting(false);
    };
    std::vector<FileDescriptor> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(door.connectClient());
    }
    QVERIFY(waitFor([&] { return !door.taken.empty(); }));
    letOthersPass();
    QCOMPARE(door.taken.size(), size_t(1));
    door.then = nullptr;
    door.listener.setAccepting(true);
    QVERIFY(waitFor([&] { return door.taken.size() == 5; }));
}

void TestListener::canBeToldBeforeAndAfterListening()
{
    Listener listener([](const FileDescriptor &) {});
    listener.setAccepting(false);
    listener.setAccepting(true);
    QVERIFY(listener.open(QHostAddress(QHostAddress::LocalHost), 0, backlog));
    listener.close();
    listener.setAccepting(false);
    listener.setAccepting(true);
}

void TestListener::saysThatThePortIsInUse()
{
    const Door door;
    Listener second([](const FileDescriptor &) {});
    QVERIFY(
        !second.open(QHostAddress(QHostAddress::LocalHost), door.listener.serverPort(), backlog));
    QCOMPARE(second.errorText(), u"address already in use"_s);
}

void TestListener::saysThatTheAddressIsNotHere()
{
    Listener listener([](const FileDescriptor &) {});
    QVERIFY(!listener.open(QHostAddress(u"192.0.2.1"_s), 0, backlog)); // RFC 5737
    QCOMPARE(listener.errorText(), u"this machine has no such address"_s);
}

// Also after others have been taken. Fails when QTcpServer accepts: it tells nobody and spins.
void TestListener::tellsThatAcceptingFails()
{
    Door door;
    const FileDescriptor first = door.connectClient();
    QVERIFY(waitFor([&door] { return door.taken.size() == 1; }));
    QList<int> errors;
    connect(&door.listener, &Listener::acceptFailed, &door.listener,
            [&errors](int error) { errors.append(error); });
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    const FileDescriptor second = door.connectClient();
    const FileDescriptor nextFree(dup(first.get()));
    const rlimit none{.rlim_cur = static_cast<rlim_t>(nextFree.get()), .rlim_max = limit.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    const bool failed = waitFor([&errors] { return !errors.isEmpty(); });
    const Accepted byHand = door.listener.acceptWaiting();
    setrlimit(RLIMIT_NOFILE, &limit);
    QVERIFY(failed);
    QCOMPARE(byHand.error, EMFILE);
    QCOMPARE(byHand.count, 0);
    letOthersPass(); // nothing more is tried
    QCOMPARE(errors, QList<int>{EMFILE});
    QCOMPARE(door.taken.size(), size_t(1));
    door.listener.setAccepting(true);
    QVERIFY(waitFor([&door] { return door.taken.size() == 2; }));
}

void TestListener::acceptsByHand()
{
    Door door;
    door.listener.setAccepting(false);
    std::vector<FileDescriptor> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(door.connectClient());
    }
    int count = 0;
    const auto take = [&count](const FileDescriptor &descriptor) {
        count += descriptor.isValid() ? 1 : 0;
    };
    QCOMPARE(door.listener.acceptWaiting(3, take).count, 3);
    QCOMPARE(count, 3);
    const Accepted rest = door.listener.acceptWaiting();
    QCOMPARE(rest.count, 2);
    QCOMPARE(rest.error, 0);
    QCOMPARE(door.taken.size(), size_t(2));
}

void TestListener::showsPeers_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::addColumn<int>("family");
    QTest::addColumn<QString>("shown");
    QTest::addRow("IPv4") << QHostAddress(QHostAddress::LocalHost) << AF_INET << u"127.0.0.1"_s;
    QTest::addRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6) << AF_INET6 << u"::1"_s;
    QTest::addRow("IPv4 on a dual-stack listener")
        << QHostAddress(QHostAddress::Any) << AF_INET << u"127.0.0.1"_s;
    QTest::addRow("IPv6 on a dual-stack listener")
        << QHostAddress(QHostAddress::Any) << AF_INET6 << u"::1"_s;
}

void TestListener::showsPeers()
{
    QFETCH(const QHostAddress, address);
    QFETCH(const int, family);
    QFETCH(const QString, shown);
    const Door door(address);
    const FileDescriptor client = connectToPort(door.listener.serverPort(), family);
    if (family == AF_INET6 && !client.isValid()) {
        QSKIP("this machine has no IPv6");
    }
    QVERIFY(waitFor([&] { return door.taken.size() == 1; }));
    const PeerAddress peer = peerAddress(door.taken.front().get());
    QCOMPARE(peer.address, shown);
    QCOMPARE(peer.port, localPort(client.get()));
}

void TestListener::knowsNoPeerAfterAReset()
{
    const Door door;
    FileDescriptor client = door.connectClient();
    resetConnection(client);
    QVERIFY(waitFor([&] { return door.taken.size() == 1; }));
    QVERIFY(waitForEvents(door.taken.front().get(), POLLERR | POLLHUP));
    QVERIFY(peerAddress(door.taken.front().get()).address.isEmpty());
}

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
