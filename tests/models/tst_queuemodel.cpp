// SPDX-License-Identifier: MIT
#include "queuemodel.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QLocale>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Model = QueueModel;
using Numbers = QList<quint64>;

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
    void mergeIsExact_data();
    void mergeIsExact();
    void whatIsBeyondTheRowsCounts();
    void otherClientsAreIgnored();
    void firstDue();
    void anotherClient();
    void selectionSurvives();
    void anyHistory_data();
    void anyHistory();
};

using Change = std::function<void(QueuedMessage &)>;
Q_DECLARE_METATYPE(Change)

namespace {

using State = QueuedMessage::State;

const std::chrono::system_clock::time_point start(1'795'356'206s);

QueuedMessage message(quint64 number)
{
    QueuedMessage message;
    message.number = number;
    message.queuedAt = start;
    message.size = 3;
    message.preview = "abc";
    return message;
}

WatchedClient watched(const QList<QueuedMessage> &messages, quint64 client = 14)
{
    WatchedClient watched;
    watched.client = ClientId(client);
    watched.queue.front = messages;
    watched.queue.waiting = static_cast<quint64>(messages.size());
    return watched;
}

WatchedClient watched(const Numbers &numbers)
{
    QList<QueuedMessage> messages;
    for (const quint64 number : numbers) {
        messages.append(message(number));
    }
    return watched(messages);
}

Numbers numbers(const Model &model)
{
    Numbers numbers;
    for (int row = 0; row < model.rowCount(); ++row) {
        numbers.append(model.numberAt(row));
    }
    return numbers;
}

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
    QCOMPARE(model.index(1, Model::Preview).data(Model::NumberRole).toULongLong(), 2);
    QCOMPARE(model.index(0, 0).data(Model::StateRole).toInt(), static_cast<int>(State::Sending));
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

void TestQueueModel::mergeIsExact_data()
{
    using Ranges = QList<QPoint>; // of rows: first, last
    QTest::addColumn<Numbers>("before");
    QTest::addColumn<Numbers>("after");
    QTest::addColumn<Ranges>("removed");
    QTest::addColumn<Ranges>("inserted");
    QTest::newRow("first view") << Numbers{} << Numbers{1, 2} << Ranges{} << Ranges{{0, 1}};
    QTest::newRow("the same") << Numbers{1, 2} << Numbers{1, 2} << Ranges{} << Ranges{};
    QTest::newRow("one more") << Numbers{1, 2} << Numbers{1, 2, 3} << Ranges{} << Ranges{{2, 2}};
    QTest::newRow("two have gone") << Numbers{1, 2, 3} << Numbers{3} << Ranges{{0, 1}} << Ranges{};
    QTest::newRow("gone and come")
        << Numbers{1, 2, 3} << Numbers{2, 3, 4, 5} << Ranges{{0, 0}} << Ranges{{2, 3}};
    QTest::newRow("dropped within")
        << Numbers{1, 2, 3, 4, 5} << Numbers{1, 3, 5} << Ranges{{1, 1}, {2, 2}} << Ranges{};
    QTest::newRow("dropped at the end")
        << Numbers{1, 2, 3} << Numbers{1} << Ranges{{1, 2}} << Ranges{};
    QTest::newRow("empty") << Numbers{1, 2} << Numbers{} << Ranges{{0, 1}} << Ranges{};
    QTest::newRow("all others") << Numbers{1, 2} << Numbers{7, 8} << Ranges{{0, 1}}
                                << Ranges{{0, 1}};
    QTest::newRow("one comes before")
        << Numbers{2, 3} << Numbers{1, 2, 3} << Ranges{} << Ranges{{0, 0}};
}

void TestQueueModel::mergeIsExact()
{
    QFETCH(const Numbers, before);
    QFETCH(const Numbers, after);
    QFETCH(const QList<QPoint>, removed);
    QFETCH(const QList<QPoint>, inserted);
    Model model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setClient(ClientId(14));
    model.apply(watched(before), start);
    QList<QPoint> seenRemoved;
    QList<QPoint> seenInserted;
    connect(&model, &Model::rowsRemoved, this, [&](const QModelIndex &, int first, int last) {
        seenRemoved.append({first, last});
    });
    connect(&model, &Model::rowsInserted, this, [&](const QModelIndex &, int first, int last) {
        seenInserted.append({first, last});
    });
    const QSignalSpy reset(&model, &Model::modelReset);
    model.apply(watched(after), start);
    QCOMPARE(numbers(model), after);
    QCOMPARE(seenRemoved, removed);
    QCOMPARE(seenInserted, inserted);
    QVERIFY(reset.isEmpty());
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

void TestQueueModel::selectionSurvives()
{
    Model model;
    model.setClient(ClientId(14));
    model.apply(watched(Numbers{1, 2, 3}), start);
    QItemSelectionModel selection(&model);
    selection.select(model.index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    model.apply(watched(Numbers{2, 3, 4}), start);
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(selection.selectedRows()[0].data(Model::NumberRole).toULongLong(), 2);
    model.apply(watched(Numbers{3, 4}), start);
    QVERIFY(!selection.hasSelection());
}

void TestQueueModel::anyHistory_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestQueueModel::anyHistory()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    Model model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setClient(ClientId(14));
    QItemSelectionModel selection(&model);
    Numbers queue;
    quint64 next = 1;
    for (int step = 0; step < 200; ++step) {
        for (int i = random.bounded(6); i > 0; --i) {
            queue.append(next++);
        }
        queue.remove(0, std::min<qsizetype>(queue.size(), random.bounded(5)));
        queue.removeIf([&](quint64) { return random.bounded(8) == 0; });
        const Numbers front = queue.mid(0, 10);
        Numbers selectedThatStay;
        for (const QModelIndex &index : selection.selectedRows()) {
            const quint64 number = index.data(Model::NumberRole).toULongLong();
            if (front.contains(number)) {
                selectedThatStay.append(number);
            }
        }
        model.apply(watched(front), start);
        QCOMPARE(numbers(model), front);
        Numbers selected;
        for (const QModelIndex &index : selection.selectedRows()) {
            selected.append(index.data(Model::NumberRole).toULongLong());
        }
        std::sort(selected.begin(), selected.end());
        std::sort(selectedThatStay.begin(), selectedThatStay.end());
        QCOMPARE(selected, selectedThatStay);
        if (!front.isEmpty()) {
            selection.select(model.index(static_cast<int>(random.bounded(front.size())), 0),
                             QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        }
    }
}

QTEST_GUILESS_MAIN(TestQueueModel)
#include "tst_queuemodel.moc"
