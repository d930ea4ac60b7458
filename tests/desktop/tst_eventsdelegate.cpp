// SPDX-License-Identifier: MIT
#include "eventsdelegate.h"

#include "eventsmodel.h"
#include "tones.h"

#include <QHelpEvent>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>
#include <QToolTip>

using namespace peerglass;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Tone)

namespace {

/// What a delegate makes of an item before it draws it.
class Opened : public EventsDelegate
{
public:
    using EventsDelegate::initStyleOption;
};

} // namespace

class TestEventsDelegate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void colorsTheKind_data();
    void colorsTheKind();
    void leftOutIsMutedAndItalic();
    void timesAndDetailsHaveFixedWidth();
    void tooltipIsPlainText();

private:
    QStyleOptionViewItem option(EventsModel::Column column);
    void setKind(EventKind kind);

    std::unique_ptr<QStandardItemModel> m_model;
};

void TestEventsDelegate::init()
{
    m_model = std::make_unique<QStandardItemModel>(1, EventsModel::ColumnCount);
    for (int column = 0; column < EventsModel::ColumnCount; ++column) {
        m_model->setItem(0, column, new QStandardItem(u"text"_s));
    }
}

QStyleOptionViewItem TestEventsDelegate::option(EventsModel::Column column)
{
    QStyleOptionViewItem option;
    option.font.setPointSize(17);
    Opened().initStyleOption(&option, m_model->index(0, column));
    return option;
}

void TestEventsDelegate::setKind(EventKind kind)
{
    for (int column = 0; column < EventsModel::ColumnCount; ++column) {
        m_model->item(0, column)->setData(static_cast<int>(kind), EventsModel::KindRole);
    }
}

void TestEventsDelegate::colorsTheKind_data()
{
    QTest::addColumn<EventKind>("kind");
    QTest::addColumn<Tone>("tone");
    QTest::newRow("listening") << EventKind::Listening << Tone::Good;
    QTest::newRow("listen failed") << EventKind::ListenFailed << Tone::Bad;
    QTest::newRow("connected") << EventKind::Connected << Tone::Good;
    QTest::newRow("disconnected") << EventKind::Disconnected << Tone::Bad;
    QTest::newRow("received") << EventKind::Received << Tone::Info;
    QTest::newRow("sent") << EventKind::Sent << Tone::Good;
    QTest::newRow("held") << EventKind::Held << Tone::Warning;
    QTest::newRow("urgent") << EventKind::Urgent << Tone::Warning;
    QTest::newRow("dropped") << EventKind::Dropped << Tone::Warning;
    QTest::newRow("client finished") << EventKind::ClientFinished << Tone::Plain;
}

void TestEventsDelegate::colorsTheKind()
{
    QFETCH(EventKind, kind);
    QFETCH(Tone, tone);
    setKind(kind);
    const QPalette palette;
    QCOMPARE(option(EventsModel::Kind).palette.color(QPalette::Text), textColor(tone, palette));
    const QColor plain = palette.color(QPalette::Text);
    QCOMPARE(option(EventsModel::Detail).palette.color(QPalette::Text), plain);
    QCOMPARE(option(EventsModel::Kind).palette.color(QPalette::HighlightedText),
             palette.color(QPalette::HighlightedText));
}

void TestEventsDelegate::leftOutIsMutedAndItalic()
{
    setKind(EventKind::Received);
    QVERIFY(!option(EventsModel::Detail).font.italic());
    setKind(EventKind::Suppressed);
    for (const auto column : {EventsModel::Time, EventsModel::Kind, EventsModel::Detail}) {
        QVERIFY(option(column).font.italic());
        QCOMPARE(option(column).palette.color(QPalette::Text), textColor(Tone::Muted, QPalette()));
    }
}

void TestEventsDelegate::timesAndDetailsHaveFixedWidth()
{
    setKind(EventKind::Received);
    for (const auto column : {EventsModel::Time, EventsModel::Detail}) {
        const QStyleOptionViewItem item = option(column);
        QCOMPARE(item.font.pointSize(), 17);
        QCOMPARE(item.fontMetrics.horizontalAdvance(u"iii"_s),
                 item.fontMetrics.horizontalAdvance(u"MMM"_s));
    }
}

void TestEventsDelegate::tooltipIsPlainText()
{
    QTableView view;
    view.setModel(m_model.get());
    view.setItemDelegate(new EventsDelegate(&view));
    m_model->item(0, EventsModel::Detail)->setText(u"21 B \"<h1>This</h1> is the message.\""_s);
    view.setColumnWidth(EventsModel::Detail, 40);
    view.resize(800, 200);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const QPoint at = view.visualRect(m_model->index(0, EventsModel::Detail)).center();
    QHelpEvent help(QEvent::ToolTip, at, view.viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(view.viewport(), &help);
    QVERIFY(QToolTip::text().contains(u"&lt;h1&gt;This&lt;/h1&gt;"_s));
    QToolTip::hideText();
}

QTEST_MAIN(TestEventsDelegate)
#include "tst_eventsdelegate.moc"
