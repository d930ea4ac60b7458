// SPDX-License-Identifier: MIT
#include "eventexporter.h"
#include "eventjson.h"
#include "eventscsv.h"
#include "smallfiles.h"
#include "timescale.h"
#include "waitfor.h"

#include <QDir>
#include <QFile>
#include <QPointer>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <sys/stat.h>
#include <unistd.h>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Format = EventExporter::Format;

QList<Event> makeEvents(qsizetype count)
{
    QList<Event> events;
    for (qsizetype i = 0; i < count; ++i) {
        Event event;
        event.kind = EventKind::Received;
        event.seq = quint64(i) + 1;
        event.serviceUrl = u"echo://localhost:10000"_s;
        event.client = ClientId(quint64(i) % 7 + 1);
        event.size = 14;
        event.data = "=1+1, \"中文\"\n"_ba;
        events.append(event);
    }
    return events;
}

QByteArray textOf(Format format, const QList<Event> &events)
{
    QByteArray text = format == Format::Csv ? csvHeader() : QByteArray();
    for (const Event &event : events) {
        text += format == Format::Csv ? toCsvLine(event) : toJsonLine(event);
    }
    return text;
}

QByteArray csvOf(const QList<Event> &events)
{
    return textOf(Format::Csv, events);
}

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : "(cannot be read)"_ba;
}

void makeFile(const QString &fileName, const QByteArray &content)
{
    QFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("cannot write %s", qPrintable(fileName));
    }
}

mode_t modeOf(const QString &fileName)
{
    struct stat status = {};
    return stat(qPrintable(fileName), &status) == 0 ? status.st_mode & 07777 : 0;
}

bool saveAndWait(EventExporter &exporter, const QString &fileName, Format format,
                 const QList<Event> &events)
{
    const QSignalSpy saved(&exporter, &EventExporter::saved);
    const QSignalSpy failed(&exporter, &EventExporter::failed);
    exporter.save(fileName, format, events);
    return waitFor([&] { return saved.size() + failed.size() == 1; });
}

} // namespace

class TestEventExporter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }
    void saving_data();
    void saving();
    void modes_data();
    void modes();
    void aLinkStaysOne();
    void oneAfterTheOther();
    void cannotBeWritten_data();
    void cannotBeWritten();
    void noRoomLeft_data();
    void noRoomLeft();
    void aProtectedFolder();
    void theEventLoopGoesOn();
    void deletingWaitsForTheFiles();
    void deletingDoesNotWaitForADiskThatStandsStill();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QStringList filesInFolder() const
    {
        return QDir(m_folder->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestEventExporter::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestEventExporter::saving_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QList<Event>>("events");
    for (const qsizetype count : {0, 1, 1000}) {
        const QList<Event> events = makeEvents(count);
        QTest::addRow("CSV, %d events", int(count)) << Format::Csv << events;
        QTest::addRow("JSON lines, %d events", int(count)) << Format::JsonLines << events;
    }
}

void TestEventExporter::saving()
{
    QFETCH(const Format, format);
    QFETCH(const QList<Event>, events);

    FileThread files;
    EventExporter exporter(files);
    const QSignalSpy saved(&exporter, &EventExporter::saved);
    exporter.save(path(u"events"_s), format, events);
    QVERIFY(waitFor([&] { return !saved.isEmpty(); }));
    QCOMPARE(saved.size(), 1);
    QCOMPARE(saved.first().at(0).toString(), path(u"events"_s));
    QCOMPARE(saved.first().at(1).toLongLong(), events.size());
    QCOMPARE(contentOf(path(u"events"_s)), textOf(format, events));
    QCOMPARE(filesInFolder(), QStringList(u"events"_s));
}

void TestEventExporter::modes_data()
{
    QTest::addColumn<mode_t>("before"); // 0: there is no file
    QTest::addColumn<mode_t>("after");
    QTest::newRow("a new file: its owner alone") << mode_t(0) << mode_t(0600);
    QTest::newRow("one that all can read") << mode_t(0644) << mode_t(0644);
    QTest::newRow("one that a group can write") << mode_t(0660) << mode_t(0660);
    QTest::newRow("one that can be run") << mode_t(0755) << mode_t(0755);
}

void TestEventExporter::modes()
{
    QFETCH(const mode_t, before);
    const QString name = path(u"events.csv"_s);
    if (before != 0) {
        makeFile(name, "old");
        QCOMPARE(chmod(qPrintable(name), before), 0);
    }
    FileThread files;
    EventExporter exporter(files);
    QVERIFY(saveAndWait(exporter, name, Format::Csv, makeEvents(1)));
    QCOMPARE(contentOf(name), csvOf(makeEvents(1)));
    QTEST(modeOf(name), "after");
}

void TestEventExporter::aLinkStaysOne()
{
    makeFile(path(u"file"_s), "old");
    QVERIFY(QFile::link(path(u"file"_s), path(u"link"_s)));
    FileThread files;
    EventExporter exporter(files);
    QVERIFY(saveAndWait(exporter, path(u"link"_s), Format::Csv, makeEvents(1)));
    QVERIFY(QFileInfo(path(u"link"_s)).isSymLink());
    QCOMPARE(contentOf(path(u"file"_s)), csvOf(makeEvents(1)));
}

void TestEventExporter::oneAfterTheOther()
{
    FileThread files;
    EventExporter exporter(files);
    QStringList names;
    connect(&exporter, &EventExporter::saved, this,
            [&](const QString &name) { names.append(QFileInfo(name).fileName()); });
    exporter.save(path(u"one"_s), Format::Csv, makeEvents(3000));
    exporter.save(path(u"two"_s), Format::JsonLines, makeEvents(2));
    exporter.save(path(u"one"_s), Format::Csv, makeEvents(1));
    QVERIFY(waitFor([&] { return names.size() == 3; }));
    QCOMPARE(names, QStringList({u"one"_s, u"two"_s, u"one"_s}));
    QCOMPARE(contentOf(path(u"one"_s)), csvOf(makeEvents(1)));
    QCOMPARE(contentOf(path(u"two"_s)), textOf(Format::JsonLines, makeEvents(2)));
}

void TestEventExporter::cannotBeWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("sentence");
    const QString rest = u": %1. Nothing is lost: they are still in the window"_s;
    QTest::newRow("no such folder") << u"none/a.csv"_s << rest.arg(u"No such file or directory"_s);
    QTest::newRow("the folder is a file") << u"file/a.csv"_s << rest.arg(u"Not a directory"_s);
    QTest::newRow("a folder") << u"folder"_s << rest.arg(u"this is not a regular file"_s);
    QTest::newRow("a pipe") << u"pipe"_s << rest.arg(u"this is not a regular file"_s);
    QTest::newRow("a name with control characters")
        << u"none/a\nb\x1b.csv"_s << u"none/a\\nb\\e.csv\": No such file or directory"_s;
    QTest::newRow("a name that is too long")
        << QString(300, u'x') << rest.arg(u"File name too long"_s);
}

void TestEventExporter::cannotBeWritten()
{
    QFETCH(const QString, name);
    QFETCH(const QString, sentence);
    makeFile(path(u"file"_s), "old");
    QVERIFY(QDir(m_folder->path()).mkdir(u"folder"_s));
    QCOMPARE(mkfifo(qPrintable(path(u"pipe"_s)), 0600), 0);
    const QStringList before = filesInFolder();

    FileThread files;
    EventExporter exporter(files);
    const QSignalSpy saved(&exporter, &EventExporter::saved);
    const QSignalSpy failed(&exporter, &EventExporter::failed);
    QVERIFY(saveAndWait(exporter, path(name), Format::Csv, makeEvents(10)));
    QCOMPARE(failed.size(), 1);
    const QString said = failed.first().first().toString();
    QVERIFY2(said.contains(sentence), qPrintable(said));
    QVERIFY(said.startsWith(u"The events could not be saved to \"%1"_s.arg(m_folder->path())));
    QVERIFY(saved.isEmpty());
    QCOMPARE(filesInFolder(), before);
    QCOMPARE(contentOf(path(u"file"_s)), "old"_ba);
}

void TestEventExporter::noRoomLeft_data()
{
    QTest::addColumn<qsizetype>("events");
    QTest::newRow("noticed while writing") << qsizetype(10'000);
    QTest::newRow("noticed at the end") << qsizetype(50);
}

void TestEventExporter::noRoomLeft()
{
    QFETCH(const qsizetype, events);
    const QString name = path(u"events.csv"_s);
    makeFile(name, "old");
    FileThread files;
    EventExporter exporter(files);
    const QSignalSpy failed(&exporter, &EventExporter::failed);
    {
        const SmallFiles limit(1000);
        QVERIFY(saveAndWait(exporter, name, Format::Csv, makeEvents(events)));
    }
    QCOMPARE(failed.size(), 1);
    QVERIFY2(failed.first().first().toString().contains(u"File too large"_s),
             qPrintable(failed.first().first().toString()));
    QCOMPARE(contentOf(name), "old"_ba);
    QCOMPARE(filesInFolder(), QStringList(u"events.csv"_s));

    QVERIFY(saveAndWait(exporter, name, Format::Csv, makeEvents(events)));
    QCOMPARE(contentOf(name), csvOf(makeEvents(events)));
}

void TestEventExporter::aProtectedFolder()
{
    if (geteuid() == 0) {
        QSKIP("root may write everywhere");
    }
    QCOMPARE(chmod(qPrintable(m_folder->path()), 0500), 0);
    FileThread files;
    EventExporter exporter(files);
    const QSignalSpy failed(&exporter, &EventExporter::failed);
    QVERIFY(saveAndWait(exporter, path(u"a.csv"_s), Format::Csv, makeEvents(1)));
    QCOMPARE(chmod(qPrintable(m_folder->path()), 0700), 0);
    QCOMPARE(failed.size(), 1);
    QVERIFY2(failed.first().first().toString().contains(u"Permission denied"_s),
             qPrintable(failed.first().first().toString()));
}

void TestEventExporter::theEventLoopGoesOn()
{
    FileThread files;
    EventExporter exporter(files);
    int turns = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&turns] { ++turns; });
    timer.start(1ms);
    QVERIFY(saveAndWait(exporter, path(u"events"_s), Format::JsonLines, makeEvents(50'000)));
    QVERIFY2(turns >= 10, qPrintable(QString::number(turns)));
}

// Fails when ~FileThread() does not wait for its thread.
void TestEventExporter::deletingWaitsForTheFiles()
{
    const QList<Event> events = makeEvents(500);
    {
        FileThread files;
        EventExporter exporter(files);
        exporter.save(path(u"one"_s), Format::Csv, events);
        exporter.save(path(u"two"_s), Format::JsonLines, events);
    }
    QCOMPARE(contentOf(path(u"one"_s)), csvOf(events));
    QCOMPARE(contentOf(path(u"two"_s)), textOf(Format::JsonLines, events));
}

void TestEventExporter::deletingDoesNotWaitForADiskThatStandsStill()
{
    struct Disk
    {
        QThread *waiting = nullptr;
        QSemaphore begun;
        QSemaphore stands;
    };
    const auto disk = std::make_shared<Disk>();
    {
        FileThread files;
        files.post([disk] {
            disk->waiting = QThread::currentThread();
            disk->begun.release();
            disk->stands.acquire();
        });
        EventExporter exporter(files);
        exporter.save(path(u"events"_s), Format::Csv, makeEvents(1));
    }
    QVERIFY(disk->begun.tryAcquire(1, int(scaled(20s).count())));
    const QPointer<QThread> thread(disk->waiting);
    QVERIFY(thread->isRunning()); // nobody has waited for it
    disk->stands.release();
    QTRY_COMPARE(contentOf(path(u"events"_s)), csvOf(makeEvents(1))); // no event tells of it
    QTRY_VERIFY(thread.isNull());
}

QTEST_GUILESS_MAIN(TestEventExporter)
#include "tst_eventexporter.moc"
