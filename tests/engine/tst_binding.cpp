// SPDX-License-Identifier: MIT
#include "binding.h"

#include "tcppair.h"
#include "waitfor.h"

#include <QHostAddress>
#include <QTest>
#include <QThread>

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

ServiceSpec specOf(const QString &host, quint16 port = 0)
{
    return ServiceSpec::make(ProtocolKind::Echo, host, port);
}

void ignore(const FileDescriptor &) { }

bool hasIpv6()
{
    Listener listener(ignore);
    return listener.open(QHostAddress(QHostAddress::LocalHostIPv6), 0, 1);
}

/// Listens on ::1 on a port that is free on 127.0.0.1.
std::unique_ptr<Listener> takeIpv6Side()
{
    auto both = bind(specOf(u"localhost"_s), ignore);
    return std::move(both->listeners.back());
}

QStringList addressesOf(const Binding &binding)
{
    QStringList addresses;
    for (const auto &listener : binding.listeners) {
        addresses.append(boundAddress(*listener));
    }
    return addresses;
}

} // namespace

class TestBinding : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bindsBothLoopbackAddresses();
    void bindsAllAddresses();
    void bindsOneAddress_data();
    void bindsOneAddress();
    void handsOnConnections();
    void namesThePortInUse();
    void namesTheLoopbackAddressInUse();
    void namesAnAddressThatIsNotHere();
    void leavesNothingOpenWhenItFails();
    void listensAgainOnAPortJustUsed();
    void saysThatTheBacklogIsClipped();
    void saysThatReadsAreClipped();
    void saysThatNoPortIsFreeOnBothLoopbacks();
};

void TestBinding::bindsBothLoopbackAddresses()
{
    const auto binding = bind(specOf(u"localhost"_s), ignore);
    QVERIFY(binding.has_value());
    if (!hasIpv6()) {
        QCOMPARE(addressesOf(*binding), QStringList{u"127.0.0.1"_s});
        QCOMPARE(binding->notices,
                 QStringList{u"this machine has no ::1; listening on 127.0.0.1 alone"_s});
        return;
    }
    QCOMPARE(addressesOf(*binding), (QStringList{u"127.0.0.1"_s, u"::1"_s}));
    const quint16 port = binding->listeners.at(0)->serverPort();
    QVERIFY(port != 0);
    QCOMPARE(binding->listeners.at(1)->serverPort(), port);
    QVERIFY(connectToPort(port, AF_INET).isValid());
    QVERIFY(connectToPort(port, AF_INET6).isValid());
}

void TestBinding::bindsAllAddresses()
{
    const auto binding = bind(specOf(u"any"_s), ignore);
    QVERIFY(binding.has_value());
    QCOMPARE(binding->listeners.size(), size_t(1));
    QCOMPARE(addressesOf(*binding), QStringList{hasIpv6() ? u"::"_s : u"0.0.0.0"_s});
    const quint16 port = binding->listeners.front()->serverPort();
    QVERIFY(connectToPort(port, AF_INET).isValid());
    QCOMPARE(connectToPort(port, AF_INET6).isValid(), hasIpv6());
}

void TestBinding::bindsOneAddress_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("ipv4");
    QTest::addRow("IPv4") << u"127.0.0.1"_s << true;
    QTest::addRow("IPv6") << u"::1"_s << false;
}

void TestBinding::bindsOneAddress()
{
    QFETCH(const QString, host);
    QFETCH(const bool, ipv4);
    if (!ipv4 && !hasIpv6()) {
        QSKIP("this machine has no IPv6");
    }
    const auto binding = bind(specOf(host), ignore);
    QVERIFY(binding.has_value());
    QCOMPARE(addressesOf(*binding), QStringList{host});
    const quint16 port = binding->listeners.front()->serverPort();
    QCOMPARE(connectToPort(port, AF_INET).isValid(), ipv4);
    QCOMPARE(connectToPort(port, AF_INET6).isValid(), !ipv4);
}

void TestBinding::handsOnConnections()
{
    std::vector<FileDescriptor> taken;
    const auto binding = bind(specOf(u"localhost"_s), [&taken](FileDescriptor descriptor) {
        taken.push_back(std::move(descriptor));
    });
    QVERIFY(binding.has_value());
    std::vector<FileDescriptor> clients;
    for (const auto &listener : binding->listeners) {
        const bool ipv4 = listener->serverAddress().protocol() == QAbstractSocket::IPv4Protocol;
        clients.push_back(connectToPort(listener->serverPort(), ipv4 ? AF_INET : AF_INET6));
    }
    QVERIFY(waitFor([&] { return taken.size() == clients.size(); }));
}

void TestBinding::namesThePortInUse()
{
    const auto first = bind(specOf(u"127.0.0.1"_s), ignore);
    const quint16 port = first->listeners.front()->serverPort();
    const auto second = bind(specOf(u"127.0.0.1"_s, port), ignore);
    QVERIFY(!second.has_value());
    QCOMPARE(
        second.error().sentence(),
        u"cannot listen on 127.0.0.1 port %1 (echo://127.0.0.1:%1): address already in use"_s.arg(
            port));
}

void TestBinding::namesTheLoopbackAddressInUse()
{
    if (!hasIpv6()) {
        QSKIP("this machine has no IPv6");
    }
    const std::unique_ptr<Listener> first = takeIpv6Side();
    const quint16 port = first->serverPort();
    const auto second = bind(specOf(u"localhost"_s, port), ignore);
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().url, u"echo://localhost:%1"_s.arg(port));
    QCOMPARE(second.error().address, u"::1"_s);
    QCOMPARE(second.error().port, port);
    QCOMPARE(second.error().text, u"address already in use"_s);
}

void TestBinding::namesAnAddressThatIsNotHere()
{
    const auto binding = bind(specOf(u"192.0.2.1"_s), ignore); // RFC 5737
    QVERIFY(!binding.has_value());
    QCOMPARE(binding.error().sentence(),
             u"cannot listen on 192.0.2.1 port 0 (echo://192.0.2.1:0): this machine has no such "
             "address"_s);
}

void TestBinding::leavesNothingOpenWhenItFails()
{
    if (!hasIpv6()) {
        QSKIP("this machine has no IPv6");
    }
    const std::unique_ptr<Listener> first = takeIpv6Side();
    const quint16 port = first->serverPort();
    QVERIFY(!bind(specOf(u"localhost"_s, port), ignore).has_value());
    QVERIFY(!connectToPort(port, AF_INET).isValid());
}

// Where the server closed first, its port is in TIME_WAIT.
void TestBinding::listensAgainOnAPortJustUsed()
{
    std::vector<FileDescriptor> taken;
    auto first = bind(specOf(u"127.0.0.1"_s), [&taken](FileDescriptor descriptor) {
        taken.push_back(std::move(descriptor));
    });
    const quint16 port = first->listeners.front()->serverPort();
    FileDescriptor client = connectToPort(port, AF_INET);
    QVERIFY(waitFor([&taken] { return taken.size() == 1; }));
    taken.clear();
    QCOMPARE(waitForEnd(client.get()), 0);
    client.close();
    first->listeners.clear();
    QVERIFY(bind(specOf(u"127.0.0.1"_s, port), ignore).has_value());
}

void TestBinding::saysThatTheBacklogIsClipped()
{
    QFile file(u"/proc/sys/net/core/somaxconn"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const int most = file.readAll().trimmed().toInt();
    if (most >= 65535) {
        QSKIP("this machine's maximum is above ours");
    }
    ServiceSpec spec = specOf(u"127.0.0.1"_s);
    spec.backlog = most;
    QVERIFY(bind(spec, ignore)->notices.isEmpty());
    spec.backlog = most + 1;
    QCOMPARE(
        bind(spec, ignore)->notices,
        QStringList{
            u"the backlog of %1 is clipped to the system's maximum, %2"_s.arg(most + 1).arg(most)});
}

void TestBinding::saysThatReadsAreClipped()
{
    ServiceSpec spec = specOf(u"127.0.0.1"_s);
    spec.read = 256 * 1024;
    QVERIFY(bind(spec, ignore)->notices.isEmpty());
    spec.read += 1;
    QCOMPARE(bind(spec, ignore)->notices,
             QStringList{u"read=262145B is more than one read takes: at most 256KiB"_s});
}

namespace {

bool writeFile(const QString &name, const QByteArray &text)
{
    QFile file(name);
    return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)
        && file.write(text) == text.size();
}

/// Puts the thread into a network of its own, with loopback and so few ports that each can be
/// taken; false where that is not allowed.
bool enterSmallNetwork(quint16 firstPort, quint16 lastPort)
{
    if (unshare(CLONE_NEWNET) != 0) {
        return false;
    }
    const FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    qstrncpy(request.ifr_name, "lo", IFNAMSIZ);
    request.ifr_flags = IFF_UP;
    return ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0
        && writeFile(u"/proc/sys/net/ipv4/ip_local_port_range"_s,
                     QByteArray::number(firstPort) + ' ' + QByteArray::number(lastPort));
}

} // namespace

void TestBinding::saysThatNoPortIsFreeOnBothLoopbacks()
{
    static constexpr quint16 first = 40000;
    static constexpr quint16 last = 40039;
    if (!hasIpv6()) {
        QSKIP("this machine has no IPv6");
    }
    bool entered = false;
    QString complaint;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        entered = enterSmallNetwork(first, last);
        std::vector<std::unique_ptr<Listener>> taken;
        for (quint16 port = first; port <= last; ++port) {
            taken.push_back(std::make_unique<Listener>(ignore));
            taken.back()->open(QHostAddress(QHostAddress::LocalHostIPv6), port, 1);
        }
        const auto binding = bind(specOf(u"localhost"_s), ignore);
        complaint = binding ? QString() : binding.error().complaint();
    }));
    thread->start();
    QVERIFY(thread->wait());
    if (!entered) {
        QSKIP("this user may not make networks");
    }
    QCOMPARE(complaint,
             u"cannot listen on localhost port 0 (echo://localhost:0): no port was found that is "
             "free on both 127.0.0.1 and ::1. Try again, or choose a port."_s);
}

QTEST_GUILESS_MAIN(TestBinding)
#include "tst_binding.moc"
