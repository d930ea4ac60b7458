// SPDX-License-Identifier: MIT
#include "queuemodel.h"
#include "queuesamples.h"

#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Model = QueueModel;

class TestQueueModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void texts_data();
    void texts();
    void agesAndDelaysGoOn();
    void firstIsNext();
    void droppable();
    void progressIsShown();
    void whatWaitsForOneGoneIsCancelled();
    void whatIsBeyondTheRowsCounts();
    void otherClientsAreIgnored();
    void firstDue();
    void anotherClient();
};

using Change = std::function<void(QueuedMessage &)>;
Q_DECLARE_METATYPE(Change)

namespace {

using State = QueuedMessage::State;

QString text(const Model &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

void TestQueueModel::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestQueueModel::texts_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, int column, const Change &change,
                        const QString &expected) {
        QTest::newRow(name) << column << change << expected;
    };
    const Change nothing = [](QueuedMessage &) {
    };
    row("number", Model::Number, nothing, u"1071"_s);
    row("age", Model::Age, nothing, u"6.2 s"_s);
    row(
        "size", Model::Size, [](auto &m) { m.size = 1531; }, u"1,531 B"_s);
    row(
        "delayed", Model::State,
        [](auto &m) {
            m.state = State::Delayed;
            m.dueAt = start + 6800ms;
        },
        u"delayed, 0.6 s left"_s);
    row(
        "delayed, but due", Model::State,
        [](auto &m) {
            m.state = State::Delayed;
            m.dueAt = start;
        },
        u"delayed, 0.0 s left"_s);
    row(
        "sending", Model::State,
        [](auto &m) {
            m.state = State::Sending;
            m.size = 1531;
            m.sent = 1024;
        },
        u"sending (1,024 of 1,531 bytes)"_s);
    row("preview", Model::Preview, nothing, u"abc"_s);
    row(
        "preview with quotes and backslashes", Model::Preview,
        [](auto &m) {
            m.preview = R"({"a":"\""})";
            m.size = m.preview.size();
        },
        uR"({"a":"\\""})"_s);
    row(
        "preview of what no one should see", Model::Preview,
        [](auto &m) {
            m.preview = "\x1b[31m<b>\n";
            m.size = 9;
        },
        u"\\e[31m<b>\\n"_s);
    row(
        "preview of a part", Model::Preview, [](auto &m) { m.size = 4; }, u"abc…"_s);
}

void TestQueueModel::texts()
{
    QFETCH(const int, column);
    QFETCH(const Change, change);
    Model model;
    model.setClient(ClientId(14));
    QueuedMessage one = message(1071);
    change(one);
    model.apply(watched(QList{one}), start + 6200ms);
    QTEST(text(model, 0, column), "expected");
}

void TestQueueModel::agesAndDelaysGoOn()
{
    Model model;
    model.setClient(ClientId(14));
    QueuedMessage one = message(1);
    one.state = State::Delayed;
    one.dueAt = start + 3s;
    model.apply(watched({one}), start);
    const QSignalSpy changed(&model, &Model::dataChanged);
    model.tick(start + 1s);
    QCOMPARE(text(model, 0, Model::Age), u"1.0 s"_s);
    QCOMPARE(text(model, 0, Model::State), u"delayed, 2.0 s left"_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex(), model.index(0, Model::Age));
    QCOMPARE(changed[0][1].toModelIndex(), model.index(0, Model::State));
}

void TestQueueModel::firstIsNext()
{
    Model model;
    model.setClient(ClientId(14));
    model.apply(watched(Numbers{1, 2, 3}), start);
    QCOMPARE(text(model, 0, Model::State), u"next"_s);
    QCOMPARE(text(model, 1, Model::State), u"waiting"_s);
    const QSignalSpy changed(&model, &Model::dataChanged);
    model.apply(watched(Numbers{2, 3}), start);
    QCOMPARE(text(model, 0, Model::State), u"next"_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 0);
}

void TestQueueModel::droppable()
{
    Model model;
    model.setClient(ClientId(14));
    QueuedMessage begun = message(1);
    begun.state = State::Sending;
    model.apply(watched({begun, message(2)}), start);
    QVERIFY(!model.index(0, 0).data(Model::DroppableRole).toBool());
    QVERIFY(model.index(1, Model::Preview).data(Model::DroppableRole).toBool());
}

void TestQueueModel::progressIsShown()
{
    Model model;
    model.setClient(ClientId(14));
    QueuedMessage one = message(1);
    model.apply(watched({one}), start);
    one.state = State::Sending;
    one.sent = 2;
    model.apply(watched({one}), start);
    QCOMPARE(text(model, 0, Model::State), u"sending (2 of 3 bytes)"_s);
}

void TestQueueModel::whatWaitsForOneGoneIsCancelled()
{
    Model model;
    model.setClient(ClientId(14));
    QueuedMessage begun = message(1);
    begun.state = State::Sending;
    model.apply(watched({begun, message(2)}), start + 1s);
    const QSignalSpy changed(&model, &Model::dataChanged);
    model.setGone(true);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex(), model.index(0, 0));
    QCOMPARE(changed[0][1].toModelIndex(), model.index(1, Model::ColumnCount - 1));
    model.tick(start + 2s); // what was cancelled ages no more
    for (const int row : {0, 1}) {
        QCOMPARE(text(model, row, Model::State), u"cancelled"_s);
        QCOMPARE(text(model, row, Model::Age), u"1.0 s"_s);
        QVERIFY(model.index(row, Model::Preview).data(Model::GoneRole).toBool());
    }
    model.setClient(ClientId(15));
    model.apply(watched({message(1)}, 15), start);
    QCOMPARE(text(model, 0, Model::State), u"next"_s);
}

void TestQueueModel::whatIsBeyondTheRowsCounts()
{
    Model model;
    model.setClient(ClientId(14));
    QVERIFY(!model.oldest());
    WatchedClient view = watched(Numbers{5, 6});
    view.queue.front[0].queuedAt = start - 3s;
    view.queue.waiting = 5000;
    view.queue.waitingBytes = 123'456;
    model.apply(view, start);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.waiting(), 5000);
    QCOMPARE(model.waitingBytes(), 123'456);
    QVERIFY(model.oldest() == start - 3s);
}

void TestQueueModel::otherClientsAreIgnored()
{
    Model model;
    model.apply(watched(Numbers{1}), start);
    QCOMPARE(model.rowCount(), 0); // nobody is looked at
    model.setClient(ClientId(7));
    model.apply(watched(Numbers{1}), start); // of 14
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.waiting(), 0);
    model.setClient({});
    model.apply(watched(QList{message(1)}, 0), start);
    QCOMPARE(model.rowCount(), 0);
}

void TestQueueModel::firstDue()
{
    Model model;
    model.setClient(ClientId(14));
    QVERIFY(!model.firstDue());
    QueuedMessage delayed = message(1);
    delayed.state = State::Delayed;
    delayed.dueAt = start + 2s;
    model.apply(watched({delayed, message(2)}), start);
    QVERIFY(model.firstDue() == start + 2s);
    model.apply(watched({message(2)}), start);
    QVERIFY(!model.firstDue());
}

void TestQueueModel::anotherClient()
{
    Model model;
    model.setClient(ClientId(14));
    WatchedClient view = watched(Numbers{1, 2});
    view.queue.waitingBytes = 6;
    model.apply(view, start);
    const QSignalSpy reset(&model, &Model::modelReset);
    model.setClient(ClientId(14));
    QCOMPARE(reset.size(), 0);
    QCOMPARE(model.rowCount(), 2);
    model.setClient(ClientId(15));
    QCOMPARE(reset.size(), 1);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.waiting(), 0);
    QCOMPARE(model.waitingBytes(), 0);
    QVERIFY(!model.oldest());
}

QTEST_GUILESS_MAIN(TestQueueModel)
#include "tst_queuemodel.moc"
