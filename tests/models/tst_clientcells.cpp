// SPDX-License-Identifier: MIT
#include "clientsamples.h"
#include "clientsmodel.h"

#include <QLocale>
#include <QTest>

#include <ctime>
#include <functional>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Model = ClientsModel;

/// What the cells of the connections say.
class TestClientCells : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void text_data();
    void text();
    void states_data();
    void states();
    void goneShowsWhatStays();
    void queueSaysWhatHappensAtItsLimit_data();
    void queueSaysWhatHappensAtItsLimit();
    void toolTipsInterpretNothing();
    void serviceNames_data();
    void serviceNames();
    void serviceNameStaysWhileItsClientsAreShown();
    void sortValuesAreRaw();
    void addressesSortByValue();
    void everyNumberIsClearWithoutItsHeader();
};

using Change = std::function<void(ClientInfo &)>;
Q_DECLARE_METATYPE(Change)

namespace {

/// A model of one client that \a change was done to.
class OneClient
{
public:
    explicit OneClient(const Change &change, OverflowPolicy overflow = OverflowPolicy::Pause)
    {
        ServiceInfo info = service(1, ProtocolKind::Echo, 10000);
        info.spec.overflow = overflow;
        m_model.setServices({info});
        ClientInfo one = client(14);
        change(one);
        m_model.apply({one}, start + 18s);
    }
    QVariant data(int column, int role = Qt::DisplayRole) const
    {
        return m_model.index(0, column).data(role);
    }

private:
    Model m_model;
};

constexpr qint64 kib = 1024;

} // namespace

void TestClientCells::initTestCase()
{
    qputenv("TZ", "XXX-1");
    tzset();
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestClientCells::text_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, int column, const Change &change, const QString &text) {
        QTest::newRow(name) << column << change << text;
    };
    const Change nothing = [](ClientInfo &) {
    };
    row("id", Model::Id, nothing, u"14"_s);
    row("service", Model::Service, nothing, u"echo"_s);
    row("IPv4", Model::Address, nothing, u"127.0.0.1:50014"_s);
    row(
        "IPv6", Model::Address, [](ClientInfo &i) { i.address = u"::1"_s; }, u"[::1]:50014"_s);
    row("no name", Model::Name, nothing, {});
    row(
        "name that turns the direction", Model::Name, [](ClientInfo &i) { i.name = u"a\u202Eb"_s; },
        u"a\\u{202E}b"_s);
    row("empty queue", Model::Queue, nothing, u"0"_s);
    row(
        "queue", Model::Queue,
        [](ClientInfo &i) {
            i.totals.queued = {930 * kib, 9301};
        },
        u"930 KiB"_s);
    row(
        "messages", Model::Messages,
        [](ClientInfo &i) {
            i.totals.queued = {930 * kib, 9301};
        },
        u"9,301"_s);
    row(
        "bytes in", Model::BytesIn, [](ClientInfo &i) { i.totals.received.bytes = 2150; },
        u"2.1 KiB"_s);
    row(
        "bytes out", Model::BytesOut, [](ClientInfo &i) { i.totals.sent.bytes = 48; }, u"48 B"_s);
    row("no rate", Model::RateIn, nothing, u"0"_s);
    row(
        "idle", Model::Idle, [](ClientInfo &i) { i.lastActivity = start + 5s; }, u"13.0 s"_s);
    row(
        "idle from its start", Model::Idle, [](ClientInfo &i) { i.lastActivity = {}; },
        u"18.0 s"_s);
    row("connected", Model::Connected, nothing, u"15:03:26"_s);
    row(
        "connected on another day", Model::Connected,
        [](ClientInfo &i) { i.connectedAt = start - 24h; }, u"2026-11-21 15:03:26"_s);
}

void TestClientCells::text()
{
    QFETCH(const int, column);
    QFETCH(const Change, change);
    QTEST(OneClient(change).data(column).toString(), "text");
}

void TestClientCells::states_data()
{
    QTest::addColumn<ClientState>("state");
    QTest::addColumn<QString>("text");
    QTest::newRow("finishing") << ClientState::Finishing << u"Finishing"_s;
    QTest::newRow("held") << ClientState::Held << u"Held"_s;
    QTest::newRow("paused") << ClientState::Paused << u"Paused"_s;
    QTest::newRow("not reading") << ClientState::NotReading << u"Not reading"_s;
    QTest::newRow("half-closed") << ClientState::HalfClosed << u"Half-closed"_s;
    QTest::newRow("open") << ClientState::Open << u"Open"_s;
}

void TestClientCells::states()
{
    QFETCH(const ClientState, state);
    const OneClient one([state](ClientInfo &i) { i.state = state; });
    QTEST(one.data(Model::State).toString(), "text");
    QCOMPARE(one.data(Model::Id, Model::StateRole).toInt(), static_cast<int>(state));
    QCOMPARE(one.data(Model::Id, Model::GoneRole).toBool(), false);
}

void TestClientCells::goneShowsWhatStays()
{
    const OneClient one([](ClientInfo &i) {
        i.totals.received.bytes = 3379;
        i.totals.queued = {204, 2};
        i = gone(i, CloseReason::ResetByPeer);
    });
    QCOMPARE(one.data(Model::State).toString(), u"Gone: reset by peer"_s);
    QVERIFY(one.data(Model::Id, Model::GoneRole).toBool());
    QCOMPARE(one.data(Model::BytesIn).toString(), u"3.3 KiB"_s);
    QCOMPARE(one.data(Model::Connected).toString(), u"15:03:26"_s);
    for (const int column :
         {Model::Queue, Model::Messages, Model::RateIn, Model::RateOut, Model::Idle}) {
        QCOMPARE(one.data(column).toString(), QString());
        QCOMPARE(one.data(column, Qt::AccessibleTextRole).toString(), QString());
        QCOMPARE(one.data(column, Qt::ToolTipRole).toString(), QString());
    }
    QVERIFY(!one.data(Model::Queue, Model::FillRole).isValid());
}

void TestClientCells::queueSaysWhatHappensAtItsLimit_data()
{
    QTest::addColumn<OverflowPolicy>("overflow");
    QTest::addColumn<bool>("held");
    QTest::addColumn<qint64>("cost");
    QTest::addColumn<QString>("tip");
    using Policy = OverflowPolicy;
    QTest::newRow("far from it") << Policy::Pause << false << 500 * kib
                                 << u"costs 500 KiB of 1 MiB"_s;
    QTest::newRow("near it, reading would pause")
        << Policy::Pause << false << 900 * kib
        << u"costs 900 KiB of 1 MiB; reading pauses at 1 MiB"_s;
    QTest::newRow("held, far from it, would be disconnected")
        << Policy::Disconnect << true << 500 * kib
        << u"costs 500 KiB of 1 MiB; will be disconnected at 1 MiB"_s;
    QTest::newRow("near it, messages would be dropped")
        << Policy::DropOldest << false << 900 * kib
        << u"costs 900 KiB of 1 MiB; the oldest messages are dropped at 1 MiB"_s;
}

void TestClientCells::queueSaysWhatHappensAtItsLimit()
{
    QFETCH(const OverflowPolicy, overflow);
    QFETCH(const bool, held);
    QFETCH(const qint64, cost);
    QFETCH(const QString, tip);
    const OneClient one(
        [&](ClientInfo &i) {
            i.held = held;
            i.queueCost = cost;
        },
        overflow);
    QCOMPARE(one.data(Model::Queue, Qt::ToolTipRole).toString(), u"<qt>%1</qt>"_s.arg(tip));
    QCOMPARE(one.data(Model::Queue, Model::FillRole).toDouble(), double(cost) / (1024 * 1024));
}

void TestClientCells::toolTipsInterpretNothing()
{
    const OneClient one([](ClientInfo &i) {
        i.unfinishedInput = 5;
        i = gone(i, CloseReason::Kicked);
        i.closeText = u"<img src='x'>\n"_s;
    });
    QCOMPARE(one.data(Model::State, Qt::ToolTipRole).toString(),
             u"<qt>&lt;img src='x'&gt;\\n</qt>"_s);
    QCOMPARE(one.data(Model::BytesIn, Qt::ToolTipRole).toString(),
             u"<qt>5 B, no newline yet</qt>"_s);
}

void TestClientCells::serviceNames_data()
{
    QTest::addColumn<QList<quint16>>("echoPorts"); // of services 1, 2, …
    QTest::addColumn<QString>("text"); // of the first
    QTest::newRow("the only one of its protocol") << QList<quint16>{10000} << u"echo"_s;
    QTest::newRow("two of a protocol") << QList<quint16>{10000, 8001} << u"echo :10000"_s;
    QTest::newRow("started anew on its port") << QList<quint16>{10000, 10000} << u"echo"_s;
    QTest::newRow("no port yet") << QList<quint16>{0, 8001} << u"echo"_s;
    QTest::newRow("not known yet") << QList<quint16>{} << QString();
}

void TestClientCells::serviceNames()
{
    QFETCH(const QList<quint16>, echoPorts);
    Model model;
    QList<ServiceInfo> services{service(99, ProtocolKind::Chat, 8008)};
    for (const quint16 port : echoPorts) {
        services.append(service(static_cast<quint64>(services.size()), ProtocolKind::Echo, port));
    }
    model.apply({client(1)}, start);
    model.setServices(services);
    QTEST(model.index(0, Model::Service).data().toString(), "text");
}

void TestClientCells::serviceNameStaysWhileItsClientsAreShown()
{
    Model model;
    model.setServices({service(1, ProtocolKind::Chat, 8008)});
    model.apply({gone(client(1))}, start);
    model.setServices({service(2, ProtocolKind::Echo, 10000)});
    QCOMPARE(model.index(0, Model::Service).data().toString(), u"chat"_s);
    QCOMPARE(model.index(0, Model::Service).data(Qt::ToolTipRole).toString(),
             u"<qt>chat://127.0.0.1:0</qt>"_s);
}

void TestClientCells::sortValuesAreRaw()
{
    const OneClient one([](ClientInfo &i) {
        i.totals.received.bytes = 2150;
        i.totals.queued = {204, 2};
        i.name = u"Ann"_s;
    });
    const auto value = [&](int column) {
        return one.data(column, Model::SortRole);
    };
    QCOMPARE(value(Model::Id), QVariant(qint64(14)));
    QCOMPARE(value(Model::Queue), QVariant(qint64(204)));
    QCOMPARE(value(Model::Messages), QVariant(qint64(2)));
    QCOMPARE(value(Model::BytesIn), QVariant(qint64(2150)));
    QCOMPARE(value(Model::Name), QVariant(u"Ann"_s));
    const OneClient idler([](ClientInfo &i) { i.connectedAt = i.lastActivity = start - 1s; });
    QVERIFY(value(Model::Idle).toLongLong()
            < idler.data(Model::Idle, Model::SortRole).toLongLong());
    QVERIFY(value(Model::Connected).toLongLong()
            > idler.data(Model::Connected, Model::SortRole).toLongLong());
}

void TestClientCells::addressesSortByValue()
{
    const QList<std::pair<QString, quint16>> ascending{{u"2.0.0.1"_s, 65535},
                                                       {u"10.0.0.9"_s, 1},
                                                       {u"10.0.0.10"_s, 2},
                                                       {u"10.0.0.10"_s, 10},
                                                       {u"192.168.1.23"_s, 1},
                                                       {u"::"_s, 1},
                                                       {u"::1"_s, 1},
                                                       {u"::1.2.3.4"_s, 1},
                                                       {u"1::"_s, 1},
                                                       {u"1:2:3:4:5:6:0:1"_s, 1},
                                                       {u"1:2:3:4:5:6::2"_s, 1},
                                                       {u"2001:db8::5"_s, 1},
                                                       {u"2001:DB8::10"_s, 1},
                                                       {u"fe80::1%eth0"_s, 9},
                                                       {u"fe80::1%eth1"_s, 1},
                                                       {u"fe80:0:0:1::1"_s, 1}};
    QString before;
    for (const auto &[address, port] : ascending) {
        const QString key = addressSortKey(address, port);
        QVERIFY2(before < key, qPrintable(before + u" before "_s + key));
        before = key;
    }
}

void TestClientCells::everyNumberIsClearWithoutItsHeader()
{
    const OneClient one([](ClientInfo &i) {
        i.totals.queued = {631 * kib, 412};
        i.queueCost = 512 * kib;
    });
    const auto spoken = [&](int column) {
        return one.data(column, Qt::AccessibleTextRole).toString();
    };
    QCOMPARE(spoken(Model::Id), u"client 14"_s);
    QCOMPARE(spoken(Model::Queue), u"631 KiB waiting, 50 % of the limit"_s);
    QCOMPARE(spoken(Model::Messages), u"412 messages waiting"_s);
    QCOMPARE(spoken(Model::BytesIn), u"0 B received"_s);
    QCOMPARE(spoken(Model::RateOut), u"0 B per second sent"_s);
    QCOMPARE(spoken(Model::Idle), u"idle for 18.0 s"_s);
}

QTEST_APPLESS_MAIN(TestClientCells)
#include "tst_clientcells.moc"
