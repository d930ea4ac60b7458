// SPDX-License-Identifier: MIT
#include "windowtest.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

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
    void saysWhereItCannotSave();

private:
    void compareWithShown(const QByteArray &content, bool json);
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

QTEST_MAIN(TestWindowExport)
#include "tst_window_export.moc"
