// SPDX-License-Identifier: MIT
#include "queuedelegate.h"

#include "queuemodel.h"
#include "tones.h"

#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

/// What a delegate makes of an item before it draws it.
class Opened : public QueueDelegate
{
public:
    using QueueDelegate::initStyleOption;
};

} // namespace

class TestQueueDelegate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cancelledIsMuted();
    void previewsHaveFixedWidth();

private:
    QStyleOptionViewItem option(QueueModel::Column column) const;

    QueueModel m_model;
};

void TestQueueDelegate::init()
{
    WatchedClient watched;
    watched.client = ClientId(14);
    watched.queue.front = {QueuedMessage()};
    m_model.setClient({});
    m_model.setClient(watched.client);
    m_model.apply(watched, {});
}

QStyleOptionViewItem TestQueueDelegate::option(QueueModel::Column column) const
{
    QStyleOptionViewItem option;
    option.font.setPointSize(17);
    Opened().initStyleOption(&option, m_model.index(0, column));
    return option;
}

void TestQueueDelegate::cancelledIsMuted()
{
    const QPalette palette;
    QCOMPARE(option(QueueModel::State).palette.color(QPalette::Text),
             palette.color(QPalette::Text));
    m_model.setGone(true);
    for (const auto column : {QueueModel::Number, QueueModel::State, QueueModel::Preview}) {
        QCOMPARE(option(column).palette.color(QPalette::Text), textColor(Tone::Muted, palette));
    }
}

void TestQueueDelegate::previewsHaveFixedWidth()
{
    const QStyleOptionViewItem preview = option(QueueModel::Preview);
    QCOMPARE(preview.font.pointSize(), 17);
    QCOMPARE(preview.fontMetrics.horizontalAdvance(u"iii"_s),
             preview.fontMetrics.horizontalAdvance(u"MMM"_s));
}

QTEST_MAIN(TestQueueDelegate)
#include "tst_queuedelegate.moc"
