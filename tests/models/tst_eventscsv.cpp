// SPDX-License-Identifier: MIT
#include "eventscsv.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(peerglass::Event)

class TestEventsCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void header();
    void line_data();
    void line();
};

void TestEventsCsv::header()
{
    QCOMPARE(csvHeader(), QByteArray("seq,time,event,service,client,detail\r\n"));
}

namespace {

/// 2026-11-22T14:03:26.318412Z
const std::chrono::system_clock::time_point moment(
    std::chrono::microseconds(1'795'356'206'318'412));

template <typename Change>
Event make(EventKind kind, Change change)
{
    Event event;
    event.kind = kind;
    event.seq = 7;
    event.time = moment;
    change(event);
    return event;
}

} // namespace

void TestEventsCsv::line_data()
{
    using Kind = EventKind;
    QTest::addColumn<Event>("event");
    QTest::addColumn<QByteArray>("rest"); // behind seq and time
    const auto notice = [](const QString &text) {
        return make(Kind::Notice, [&](Event &e) { e.text = text; });
    };
    QTest::newRow("a message") << make(Kind::Received, [](Event &e) {
        e.client = ClientId(14);
        e.serviceUrl = u"echo://localhost:10000"_s;
        e.size = 2;
        e.data = "hi";
    }) << QByteArray("received,echo://localhost:10000,14,\"2 B \"\"hi\"\"\"");
    QTest::newRow("a comma") << notice(u"a, b"_s) << QByteArray("notice,,,\"a, b\"");
    QTest::newRow("a quotation mark, which is escaped first")
        << notice(u"a\"b"_s) << QByteArray("notice,,,\"a\\\"\"b\"");
    QTest::newRow("a newline, which is escaped")
        << notice(u"a\nb"_s) << QByteArray("notice,,,a\\nb");
    QTest::newRow("not ASCII") << notice(u"中文"_s) << QByteArray("notice,,,中文");
    QTest::newRow("a formula") << notice(u"=1+1"_s) << QByteArray("notice,,,'=1+1");
    QTest::newRow("a formula that begins with plus")
        << notice(u"+1"_s) << QByteArray("notice,,,'+1");
    QTest::newRow("a formula that begins with minus")
        << notice(u"-1"_s) << QByteArray("notice,,,'-1");
    QTest::newRow("a formula that begins with at")
        << notice(u"@A1"_s) << QByteArray("notice,,,'@A1");
    QTest::newRow("a formula in full width") << notice(u"＝1+1"_s) << QByteArray("notice,,,'＝1+1");
    QTest::newRow("a tab first, which is escaped")
        << notice(u"\t=1"_s) << QByteArray("notice,,,\\t=1");
    QTest::newRow("a carriage return first, which is escaped")
        << notice(u"\r=1"_s) << QByteArray("notice,,,\\r=1");
    QTest::newRow("a formula with a comma")
        << notice(u"=f(1,2)"_s) << QByteArray("notice,,,\"'=f(1,2)\"");
    QTest::newRow("nothing more to say")
        << make(Kind::QueueEmpty, [](Event &e) { e.client = ClientId(3); })
        << QByteArray("queue-empty,,3,");
}

void TestEventsCsv::line()
{
    QFETCH(const Event, event);
    QFETCH(const QByteArray, rest);
    QCOMPARE(toCsvLine(event), "7,2026-11-22T14:03:26.318412Z," + rest + "\r\n");
}

QTEST_APPLESS_MAIN(TestEventsCsv)
#include "tst_eventscsv.moc"
