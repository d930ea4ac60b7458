// SPDX-License-Identifier: MIT
#include "clientsdelegate.h"

#include "clientsmodel.h"
#include "tones.h"

#include <QHeaderView>
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
class Opened : public ClientsDelegate
{
public:
    using ClientsDelegate::initStyleOption;
};

} // namespace

class TestClientsDelegate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void stateIsPill_data();
    void stateIsPill();
    void queueIsBar_data();
    void queueIsBar();
    void queueWithoutLimitHasNoBar();
    void goneIsMuted();
    void selectedPillKeepsItsGround();
    void selectedTextIsHighlightedText();
    void sizeFollowsFont();
    void queueHasRoomForItsBar();
    void tooltipIsPlainText_data();
    void tooltipIsPlainText();
    void wideCellHasNoTooltip();

private:
    void setState(ClientState state);
    QImage cell(int column);
    void hover(int column);

    std::unique_ptr<QStandardItemModel> m_model;
    std::unique_ptr<QTableView> m_view;
};

namespace {

int count(const QImage &image, const QColor &color)
{
    int pixels = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            pixels += image.pixelColor(x, y).rgb() == color.rgb() ? 1 : 0;
        }
    }
    return pixels;
}

/// How many pixels of the middle line have the colour.
int widthOf(const QImage &image, const QColor &color)
{
    return count(image.copy(0, image.height() / 2, image.width(), 1), color);
}

} // namespace

void TestClientsDelegate::init()
{
    m_model = std::make_unique<QStandardItemModel>(1, ClientsModel::ColumnCount);
    for (int column = 0; column < ClientsModel::ColumnCount; ++column) {
        m_model->setItem(0, column, new QStandardItem(u"text"_s));
    }
    setState(ClientState::Open);
    m_view = std::make_unique<QTableView>();
    m_view->setModel(m_model.get());
    m_view->setItemDelegate(new ClientsDelegate(m_view.get()));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setShowGrid(false);
    m_view->setColumnWidth(ClientsModel::Queue, 300);
    m_view->setColumnWidth(ClientsModel::State, 200);
    m_view->setRowHeight(0, 40);
    m_view->resize(1600, 200);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestClientsDelegate::cleanup()
{
    QToolTip::hideText();
    m_view.reset();
    m_model.reset();
}

void TestClientsDelegate::setState(ClientState state)
{
    for (int column = 0; column < ClientsModel::ColumnCount; ++column) {
        QStandardItem *item = m_model->item(0, column);
        item->setData(static_cast<int>(state), ClientsModel::StateRole);
        item->setData(state == ClientState::Gone, ClientsModel::GoneRole);
    }
}

QImage TestClientsDelegate::cell(int column)
{
    return m_view->viewport()->grab(m_view->visualRect(m_model->index(0, column))).toImage();
}

void TestClientsDelegate::hover(int column)
{
    const QPoint at = m_view->visualRect(m_model->index(0, column)).center();
    QHelpEvent help(QEvent::ToolTip, at, m_view->viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(m_view->viewport(), &help);
}

void TestClientsDelegate::stateIsPill_data()
{
    QTest::addColumn<ClientState>("state");
    QTest::addColumn<Tone>("tone");
    QTest::newRow("open") << ClientState::Open << Tone::Good;
    QTest::newRow("held") << ClientState::Held << Tone::Warning;
    QTest::newRow("paused") << ClientState::Paused << Tone::Warning;
    QTest::newRow("not reading") << ClientState::NotReading << Tone::Bad;
    QTest::newRow("half-closed") << ClientState::HalfClosed << Tone::Muted;
    QTest::newRow("finishing") << ClientState::Finishing << Tone::Info;
    QTest::newRow("gone") << ClientState::Gone << Tone::Muted;
}

void TestClientsDelegate::stateIsPill()
{
    QFETCH(ClientState, state);
    QFETCH(Tone, tone);
    setState(state);
    const QImage image = cell(ClientsModel::State);
    const int filled = count(image, fillColor(tone, m_view->palette()));
    const int text = m_view->fontMetrics().horizontalAdvance(u"text"_s);
    // Around its text, and no wider than that asks for.
    QCOMPARE_GT(filled, text * 2);
    QCOMPARE_LT(filled, image.width() * image.height() / 2);
    // Round: the corners are the row's.
    QCOMPARE(image.pixelColor(0, 0), m_view->palette().color(QPalette::Base));
}

void TestClientsDelegate::queueIsBar_data()
{
    QTest::addColumn<double>("fill");
    QTest::addColumn<Tone>("tone");
    QTest::addColumn<double>("share");
    QTest::newRow("empty") << 0.0 << Tone::Good << 0.0;
    QTest::newRow("a quarter") << 0.25 << Tone::Good << 0.25;
    QTest::newRow("just below half") << 0.499 << Tone::Good << 0.499;
    QTest::newRow("half") << 0.5 << Tone::Warning << 0.5;
    QTest::newRow("just below four fifths") << 0.799 << Tone::Warning << 0.799;
    QTest::newRow("four fifths") << 0.8 << Tone::Bad << 0.8;
    QTest::newRow("full") << 1.0 << Tone::Bad << 1.0;
    QTest::newRow("above its limit") << 1.7 << Tone::Bad << 1.0;
}

void TestClientsDelegate::queueIsBar()
{
    QFETCH(double, fill);
    QFETCH(Tone, tone);
    QFETCH(double, share);
    QStandardItem *queue = m_model->item(0, ClientsModel::Queue);
    queue->setText({});
    queue->setData(0.0, ClientsModel::FillRole);
    const QColor groove = fillColor(Tone::Muted, m_view->palette());
    const int all = widthOf(cell(ClientsModel::Queue), groove);
    QCOMPARE_GT(all, 150);
    queue->setData(fill, ClientsModel::FillRole);
    const QImage image = cell(ClientsModel::Queue);
    const int part = widthOf(image, solidColor(tone, m_view->palette()));
    QCOMPARE_LE(qAbs(part - share * all), 3.0);
    QCOMPARE_LE(qAbs(part + widthOf(image, groove) - all), 3);
}

void TestClientsDelegate::queueWithoutLimitHasNoBar()
{
    const QImage image = cell(ClientsModel::Queue);
    QCOMPARE(count(image, fillColor(Tone::Muted, m_view->palette())), 0);
}

void TestClientsDelegate::goneIsMuted()
{
    Opened delegate;
    QStyleOptionViewItem option;
    option.palette = m_view->palette();
    delegate.initStyleOption(&option, m_model->index(0, ClientsModel::Name));
    QCOMPARE(option.palette.color(QPalette::Text), m_view->palette().color(QPalette::Text));
    setState(ClientState::Gone);
    delegate.initStyleOption(&option, m_model->index(0, ClientsModel::Name));
    QCOMPARE(option.palette.color(QPalette::Text), textColor(Tone::Muted, m_view->palette()));
}

void TestClientsDelegate::selectedPillKeepsItsGround()
{
    m_view->selectRow(0);
    const QImage image = cell(ClientsModel::State);
    const QColor fill = fillColor(Tone::Good, m_view->palette());
    QCOMPARE_GT(count(image, fill), m_view->fontMetrics().horizontalAdvance(u"text"_s) * 2);
}

// Letters are too thin to have a pixel of the whole colour; these are not.
void TestClientsDelegate::selectedTextIsHighlightedText()
{
    QFont large = m_view->font();
    large.setPointSize(60);
    m_view->setFont(large);
    m_view->setRowHeight(0, 150);
    m_view->setColumnWidth(ClientsModel::Queue, 1200);
    QPalette palette = m_view->palette();
    palette.setColor(QPalette::HighlightedText, QColor(0xfedcba));
    m_view->setPalette(palette);
    m_model->item(0, ClientsModel::Queue)->setText(u"MM"_s);
    m_model->item(0, ClientsModel::Queue)->setData(0.0, ClientsModel::FillRole);
    m_view->scrollTo(m_model->index(0, ClientsModel::Queue));
    QCOMPARE(count(cell(ClientsModel::Queue), QColor(0xfedcba)), 0);
    m_view->selectRow(0);
    QCOMPARE_GT(count(cell(ClientsModel::Queue), QColor(0xfedcba)), 20);
}

void TestClientsDelegate::sizeFollowsFont()
{
    const ClientsDelegate delegate;
    QStyleOptionViewItem small;
    small.font.setPointSize(8);
    small.fontMetrics = QFontMetrics(small.font);
    QStyleOptionViewItem large;
    large.font.setPointSize(24);
    large.fontMetrics = QFontMetrics(large.font);
    for (const int column : {ClientsModel::Id, ClientsModel::State, ClientsModel::Queue}) {
        const QModelIndex index = m_model->index(0, column);
        const QSize before = delegate.sizeHint(small, index);
        const QSize after = delegate.sizeHint(large, index);
        QCOMPARE_GT(after.height(), before.height());
        QCOMPARE_GT(after.width(), before.width());
        QCOMPARE_GT(after.height(), large.fontMetrics.height());
    }
}

void TestClientsDelegate::queueHasRoomForItsBar()
{
    const QModelIndex index = m_model->index(0, ClientsModel::Queue);
    m_model->item(0, ClientsModel::Queue)->setText(u"1023.9 KiB"_s);
    m_model->item(0, ClientsModel::Queue)->setData(1.0, ClientsModel::FillRole);
    m_view->resizeColumnToContents(ClientsModel::Queue);
    const int bar = widthOf(cell(ClientsModel::Queue), solidColor(Tone::Bad, m_view->palette()));
    QCOMPARE_GT(bar, 50);
    const int text = m_view->fontMetrics().horizontalAdvance(u"1023.9 KiB"_s);
    QCOMPARE_GT(m_view->visualRect(index).width(), bar + text);
}

void TestClientsDelegate::tooltipIsPlainText_data()
{
    QTest::addColumn<int>("column");
    QTest::newRow("name") << int(ClientsModel::Name);
    QTest::newRow("state") << int(ClientsModel::State);
}

void TestClientsDelegate::tooltipIsPlainText()
{
    QFETCH(int, column);
    m_model->item(0, column)->setText(u"<img src='/etc/passwd'><b>bold</b>"_s);
    m_view->setColumnWidth(column, 60);
    hover(column);
    QVERIFY(QToolTip::isVisible());
    QVERIFY(QToolTip::text().contains(u"&lt;b&gt;bold&lt;/b&gt;"_s));
    QVERIFY(!QToolTip::text().contains(u"<img"_s));
}

void TestClientsDelegate::wideCellHasNoTooltip()
{
    hover(ClientsModel::Name);
    QVERIFY(!QToolTip::isVisible());
}

QTEST_MAIN(TestClientsDelegate)
#include "tst_clientsdelegate.moc"
