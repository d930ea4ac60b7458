// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageBox>
#include <QTest>
#include <QTimer>

#include <sys/stat.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QString events = u"eventsTable"_s;

} // namespace

// What is saved of the event log is what is shown.
class TestWindowExport : public EventsWindowTest
{
    Q_OBJECT

public:
    static void initMain();

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }
    void exports_data();
    void exports();
    void aNameThatIsThereIsTakenAsTyped_data();
    void aNameThatIsThereIsTakenAsTyped();
    void saysWhereItCannotSave();
    void savingTakesBackThatItCouldNot();

private:
    void compareWithShown(const QByteArray &content, bool json);

    const QTemporaryDir m_folder;
};

/// The dialog for files remembers its folders in the user's settings.
void TestWindowExport::initMain()
{
    static const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
}

/// That \a content is the header of CSV or nothing, then what is shown.
void TestWindowExport::compareWithShown(const QByteArray &content, bool json)
{
    QByteArrayList lines = content.split('\n');
    QVERIFY(lines.takeLast().isEmpty()); // the last one ends too
    if (!json) {
        QCOMPARE(lines.takeFirst(), "seq,time,event,service,client,detail\r");
    }
    QCOMPARE(lines.size(), m_window->rows(events));
    for (qsizetype row = 0; row < lines.size(); ++row) {
        const QJsonObject object = QJsonDocument::fromJson(lines.at(row)).object();
        QCOMPARE(!object.isEmpty(), json);
        const QString kind = json ? object.value(u"event"_s).toString()
                                  : QString::fromUtf8(lines.at(row).split(',').value(2));
        QCOMPARE(kind, kinds().at(row));
        QVERIFY2(lines.at(row).contains("word"), lines.at(row).constData());
    }
}

void TestWindowExport::exports_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("written");
    QTest::addColumn<bool>("json");
    QTest::newRow("CSV") << u"events.csv"_s << 0 << u"events.csv"_s << false;
    QTest::newRow("JSON lines") << u"events.jsonl"_s << 1 << u"events.jsonl"_s << true;
    QTest::newRow("CSV, no suffix typed") << u"events"_s << 0 << u"events.csv"_s << false;
    QTest::newRow("JSON lines, no suffix typed") << u"events"_s << 1 << u"events.jsonl"_s << true;
    QTest::newRow("the suffix counts") << u"events.jsonl"_s << 0 << u"events.jsonl"_s << true;
    QTest::newRow("CSV, a suffix of its own") << u"events.txt"_s << 0 << u"events.txt"_s << false;
    QTest::newRow("JSON lines, a suffix of its own")
        << u"events.log"_s << 1 << u"events.log"_s << true;
}

void TestWindowExport::exports()
{
    QFETCH(const QString, typed);
    QFETCH(const int, format);
    QFETCH(const QString, written);
    QFETCH(const bool, json);
    const QTemporaryDir folder;
    QVERIFY(m_window->click(u"eventsSearch"_s));
    QVERIFY(m_window->type(u"word"_s));
    QCOMPARE(m_window->rows(events), 4);
    QVERIFY(exportEvents(*m_window, folder.filePath(typed), format));
    const QString notice = u"Saved 4 events as %1."_s.arg(folder.filePath(written));
    QVERIFY(waitFor([&] { return m_window->text(u"noticeText"_s) == notice; }));
    QVERIFY(m_window->isVisible(u"noticeText"_s));
    QFile file(folder.filePath(written));
    QVERIFY(file.open(QIODevice::ReadOnly));
    compareWithShown(file.readAll(), json);
}

void TestWindowExport::aNameThatIsThereIsTakenAsTyped_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("sentence");
    const QString pipe = m_folder.filePath(u"pipe"_s);
    QTest::newRow("a pipe") << pipe
                            << u"The events could not be saved to \"%1\": this is not a regular "
                               "file. Nothing is lost: they are still in the window, and what was "
                               "in that place is as it was."_s.arg(pipe);
    const QString file = m_folder.filePath(u"events"_s);
    QTest::newRow("a file") << file << u"Saved 4 events as %1."_s.arg(file);
}

void TestWindowExport::aNameThatIsThereIsTakenAsTyped()
{
    QFETCH(const QString, path);
    QFETCH(const QString, sentence);
    QFile there(m_folder.filePath(u"events"_s));
    QVERIFY(there.open(QIODevice::WriteOnly));
    mkfifo(qPrintable(m_folder.filePath(u"pipe"_s)), 0600);
    QVERIFY(m_window->click(u"eventsSearch"_s));
    QVERIFY(m_window->type(u"word"_s));
    QTimer replacing; // the question waits in a loop of its own
    connect(&replacing, &QTimer::timeout, this, [] {
        auto *question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
        if (question != nullptr) {
            question->button(QMessageBox::Yes)->click();
        }
    });
    replacing.start(10);
    QVERIFY(exportEvents(*m_window, path, 0));
    QVERIFY(waitFor([this] { return m_window->isVisible(u"noticeText"_s); }));
    QCOMPARE(m_window->text(u"noticeText"_s), sentence);
}

void TestWindowExport::saysWhereItCannotSave()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"missing/events.csv"_s);
    QVERIFY(exportEvents(*m_window, path, 0));
    QVERIFY(waitFor([this] { return !m_window->text(u"noticeText"_s).isEmpty(); }));
    const QString begin = u"The events could not be saved to \"%1\": "_s.arg(path);
    QVERIFY2(m_window->text(u"noticeText"_s).startsWith(begin),
             qPrintable(m_window->text(u"noticeText"_s)));
}

void TestWindowExport::savingTakesBackThatItCouldNot()
{
    const QTemporaryDir folder;
    QVERIFY(exportEvents(*m_window, folder.filePath(u"missing/events.csv"_s), 0));
    QVERIFY(waitFor([this] { return m_window->isVisible(u"noticeText"_s); }));
    QVERIFY(exportEvents(*m_window, folder.filePath(u"events.csv"_s), 0));
    QVERIFY(waitFor([this] { return m_window->text(u"noticeText"_s).startsWith(u"Saved "); }));
    QVERIFY(m_window->click(u"noticeClose"_s));
    QVERIFY(!m_window->isVisible(u"noticeText"_s));
}

QTEST_MAIN(TestWindowExport)
#include "tst_window_export.moc"
