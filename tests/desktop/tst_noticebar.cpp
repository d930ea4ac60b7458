// SPDX-License-Identifier: MIT
#include "noticebar.h"

#include <QImage>
#include <QTest>
#include <QVBoxLayout>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestNoticeBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void isHiddenUntilItSaysSomething();
    void showsPlainText();
    void closesByMouse();
    void closesByKeyboard();
    void selectsByKeyboard();
    void wraps();
    void followsTheTone();
    void whatIsBadStays_data();
    void whatIsBadStays();
    void newestIsShownFirst();
    void oneNoticePerCause();

private:
    QLabel *text() { return m_bar->findChild<QLabel *>(u"noticeText"_s); }
    QToolButton *close() { return m_bar->findChild<QToolButton *>(u"noticeClose"_s); }

    std::unique_ptr<QWidget> m_window;
    NoticeBar *m_bar = nullptr;
};

void TestNoticeBar::init()
{
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_bar = new NoticeBar;
    layout->addWidget(m_bar);
    layout->addStretch();
    m_window->resize(500, 300);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestNoticeBar::cleanup()
{
    m_window.reset();
}

void TestNoticeBar::isHiddenUntilItSaysSomething()
{
    QVERIFY(m_bar->isHidden());
    m_bar->say(Tone::Info, u"Listening on all addresses."_s);
    QVERIFY(m_bar->isVisible());
    QCOMPARE(text()->text(), u"Listening on all addresses."_s);
    QTest::mouseClick(close(), Qt::LeftButton);
    QVERIFY(m_bar->isHidden());
    QCOMPARE(text()->text(), QString());
}

void TestNoticeBar::showsPlainText()
{
    m_bar->say(Tone::Bad, u"<b>no</b>"_s);
    QCOMPARE(text()->textFormat(), Qt::PlainText);
    QCOMPARE(text()->text(), u"<b>no</b>"_s);
    QCOMPARE(m_bar->accessibleName(), u"<b>no</b>"_s);
}

void TestNoticeBar::closesByMouse()
{
    m_bar->say(Tone::Bad, u"Cannot listen."_s);
    QTest::mouseClick(close(), Qt::LeftButton);
    QVERIFY(m_bar->isHidden());
    QCOMPARE(text()->text(), QString());
}

void TestNoticeBar::closesByKeyboard()
{
    m_bar->say(Tone::Bad, u"Cannot listen."_s);
    text()->setFocus();
    QTest::keyClick(text(), Qt::Key_Tab);
    QVERIFY(close()->hasFocus());
    QTest::keyClick(close(), Qt::Key_Space);
    QVERIFY(m_bar->isHidden());
}

void TestNoticeBar::selectsByKeyboard()
{
    m_bar->say(Tone::Bad, u"Cannot listen."_s);
    text()->setFocus();
    QTest::keySequence(text(), QKeySequence::SelectAll);
    QCOMPARE(text()->selectedText(), u"Cannot listen."_s);
}

void TestNoticeBar::wraps()
{
    m_bar->say(Tone::Warning, u"short"_s);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    const int before = m_bar->height();
    m_bar->say(Tone::Warning, QString(u"a sentence that goes on and on "_s).repeated(10));
    QTRY_VERIFY(m_bar->height() > before);
    QCOMPARE_LE(m_bar->width(), 500);
    QCOMPARE_GE(text()->height(), text()->heightForWidth(text()->width()));
}

void TestNoticeBar::followsTheTone()
{
    m_bar->say(Tone::Bad, u"x"_s);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    const QImage bad = m_bar->grab().toImage();
    QCOMPARE(bad.pixelColor(bad.width() / 2, 1), fillColor(Tone::Bad, m_bar->palette()));
    QTest::mouseClick(close(), Qt::LeftButton);
    m_bar->say(Tone::Warning, u"x"_s);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    const QImage warning = m_bar->grab().toImage();
    QCOMPARE(warning.pixelColor(bad.width() / 2, 1), fillColor(Tone::Warning, m_bar->palette()));
    // The icons differ as well: nothing is told by colour alone.
    const auto *sign = m_bar->findChild<IconLabel *>();
    const QImage second = warning.copy(sign->geometry()).convertToFormat(QImage::Format_Grayscale8);
    const QImage first = bad.copy(sign->geometry()).convertToFormat(QImage::Format_Grayscale8);
    QVERIFY(first != second);
}

void TestNoticeBar::whatIsBadStays_data()
{
    QTest::addColumn<Tone>("tone");
    QTest::newRow("good news") << Tone::Good;
    QTest::newRow("a remark") << Tone::Info;
    QTest::newRow("a warning") << Tone::Warning;
}

void TestNoticeBar::whatIsBadStays()
{
    QFETCH(const Tone, tone);
    m_bar->say(Tone::Bad, u"Cannot listen."_s);
    m_bar->say(tone, u"older"_s);
    m_bar->say(tone, u"newer"_s);
    QCOMPARE(text()->text(), u"Cannot listen."_s);
    const auto *timer = m_bar->findChild<QTimer *>();
    QVERIFY(!timer->isActive());
    QTest::mouseClick(close(), Qt::LeftButton);
    QCOMPARE(text()->text(), u"newer"_s);
    QVERIFY(timer->isActive()); // from when it is shown
    QTest::mouseClick(close(), Qt::LeftButton);
    QVERIFY(m_bar->isHidden());
}

void TestNoticeBar::newestIsShownFirst()
{
    m_bar->say(Tone::Info, u"a remark"_s);
    for (const QString &sentence : {u"one"_s, u"two"_s, u"one"_s}) {
        m_bar->say(Tone::Bad, sentence);
    }
    for (const QString &sentence : {u"one"_s, u"two"_s, u"a remark"_s}) {
        QCOMPARE(text()->text(), sentence);
        QTest::mouseClick(close(), Qt::LeftButton);
    }
    QVERIFY(m_bar->isHidden());
}

void TestNoticeBar::oneNoticePerCause()
{
    using Cause = NoticeBar::Cause;
    m_bar->say(Tone::Bad, u"Settings."_s);
    m_bar->say(Tone::Bad, u"Cannot listen."_s, Cause::Start);
    m_bar->say(Tone::Bad, u"Cannot log."_s, Cause::Log);
    m_bar->say(Tone::Bad, u"Can log again."_s, Cause::Log);
    QCOMPARE(text()->text(), u"Can log again."_s);
    m_bar->settle(Cause::Start);
    QCOMPARE(text()->text(), u"Can log again."_s);
    m_bar->settle(Cause::Log);
    QCOMPARE(text()->text(), u"Settings."_s);
    QTest::mouseClick(close(), Qt::LeftButton);
    QVERIFY(m_bar->isHidden());
}

QTEST_MAIN(TestNoticeBar)
#include "tst_noticebar.moc"
