// SPDX-License-Identifier: MIT
#include "servicetable.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const ServiceSpec echo = ServiceSpec::make(ProtocolKind::Echo, u"localhost"_s, 0);
const ServiceSpec chat = ServiceSpec::make(ProtocolKind::Chat, u"localhost"_s, 0);

} // namespace

class TestServiceTable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesUpServices();
    void tellsTwoOfOneUrlApart();
    void forgetsOnlyThoseThatAreOver();
    void neverUsesAnIdAgain();
    void knowsWhatIsRunning_data();
    void knowsWhatIsRunning();
};

void TestServiceTable::takesUpServices()
{
    ServiceTable table;
    QVERIFY(!table.isAnyRunning());
    const std::vector<ServiceStart> starts = table.add({echo, chat});
    QCOMPARE(starts.size(), size_t(2));
    QCOMPARE(*starts[0].spec, echo);
    QCOMPARE(*starts[1].spec, chat);
    QVERIFY(!starts[0].id.isNull());
    QCOMPARE(table.ids(), (QList{starts[0].id, starts[1].id}));

    const ServiceTable::Entry *entry = table.find(starts[1].id);
    QVERIFY(entry != nullptr);
    QCOMPARE(entry->info.id, starts[1].id);
    QCOMPARE(entry->info.spec, chat);
    QCOMPARE(entry->info.state, ServiceState::Starting);
    QCOMPARE(table.all(), (QList{table.find(starts[0].id)->info, entry->info}));
    QVERIFY(table.isAnyRunning());
}

void TestServiceTable::tellsTwoOfOneUrlApart()
{
    ServiceTable table;
    const std::vector<ServiceStart> starts = table.add({echo, echo});
    QVERIFY(starts[0].id != starts[1].id);
}

void TestServiceTable::forgetsOnlyThoseThatAreOver()
{
    ServiceTable table;
    const std::vector<ServiceStart> starts = table.add({echo, echo, echo, echo});
    table.find(starts[0].id)->info.state = ServiceState::Stopped;
    table.find(starts[1].id)->info.state = ServiceState::Failed;
    table.find(starts[2].id)->info.state = ServiceState::Draining;
    table.find(starts[3].id)->info.state = ServiceState::Listening;
    QCOMPARE(table.ids().size(), 4); // shown until something else is started
    const std::vector<ServiceStart> more = table.add({chat});
    QCOMPARE(table.ids(), (QList{starts[2].id, starts[3].id, more[0].id}));
    QCOMPARE(table.find(starts[0].id), nullptr);
}

void TestServiceTable::neverUsesAnIdAgain()
{
    ServiceTable table;
    const ServiceId first = table.add({echo}).front().id;
    table.find(first)->info.state = ServiceState::Failed;
    const ServiceId second = table.add({echo}).front().id;
    QVERIFY(second > first);
}

void TestServiceTable::knowsWhatIsRunning_data()
{
    QTest::addColumn<ServiceState>("state");
    QTest::addColumn<bool>("running");
    QTest::addRow("stopped") << ServiceState::Stopped << false;
    QTest::addRow("failed") << ServiceState::Failed << false;
    QTest::addRow("starting") << ServiceState::Starting << true;
    QTest::addRow("listening") << ServiceState::Listening << true;
    QTest::addRow("accepting paused") << ServiceState::AcceptPaused << true;
    QTest::addRow("draining") << ServiceState::Draining << true;
}

void TestServiceTable::knowsWhatIsRunning()
{
    QFETCH(const ServiceState, state);
    ServiceTable table;
    table.find(table.add({echo}).front().id)->info.state = state;
    QTEST(table.isAnyRunning(), "running");
    QTEST(ServiceTable::isRunning(state), "running");
}

QTEST_APPLESS_MAIN(TestServiceTable)
#include "tst_servicetable.moc"
