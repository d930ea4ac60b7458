// SPDX-License-Identifier: MIT
#include "logfile.h"

#include "logfiles.h"
#include "smallfiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestLogFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void makesAPrivateFile();
    void appends();
    void saysWhyItCannotBeOpened();
    void opensAnewWhenTheFileHasGone();
    void opensAnewOnRequest();
    void saysWhyItCannotBeWritten();
    void saysWhyWhenTheFolderHasGone();
    void opensAnewWhenAnotherIsInItsPlace();
    void reopeningThatFailsChangesNothing();
    void pipeWithoutReaderIsRefused();
    void recordBegunInAPipeIsCompleted();
    void recordBegunInAFileIsCutOff();
    void recordBegunEarlierIsEnded();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestLogFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_path = m_folder->filePath(u"events.log"_s);
}

void TestLogFile::cleanup()
{
    m_folder.reset();
}

void TestLogFile::makesAPrivateFile()
{
    const mode_t before = umask(022);
    LogFile file;
    const auto why = file.open(m_path);
    umask(before);
    QCOMPARE(why, std::nullopt);
    QVERIFY(file.isOpen());
    QCOMPARE(modeOf(m_path), 0600u);
}

void TestLogFile::appends()
{
    for (const char *line : {"one\n", "two\n"}) {
        LogFile file;
        QCOMPARE(file.open(m_path), std::nullopt);
        QCOMPARE(file.write(line).failed, std::nullopt);
        QVERIFY(contentsOf(m_path).endsWith(line)); // at once, not when it is closed
    }
    QCOMPARE(contentsOf(m_path), "one\ntwo\n");
}

void TestLogFile::saysWhyItCannotBeOpened()
{
    LogFile file;
    QCOMPARE(file.open(m_folder->filePath(u"missing/events.log"_s)),
             std::optional(u"No such file or directory"_s));
    QVERIFY(!file.isOpen());
    QVERIFY(file.open(m_folder->path()).has_value()); // a folder
}

void TestLogFile::opensAnewWhenTheFileHasGone()
{
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    QVERIFY(QFile::remove(m_path));
    QCOMPARE(file.write("after\n").failed, std::nullopt);
    QCOMPARE(contentsOf(m_path), "after\n");
}

// As a program that rotates logs asks for: it has moved the file away.
void TestLogFile::opensAnewOnRequest()
{
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    QCOMPARE(file.write("one\n").failed, std::nullopt);
    QVERIFY(QFile::rename(m_path, m_path + u".1"_s));
    QCOMPARE(file.reopen(), std::nullopt);
    QCOMPARE(file.write("two\n").failed, std::nullopt);
    QCOMPARE(contentsOf(m_path + u".1"_s), "one\n");
    QCOMPARE(contentsOf(m_path), "two\n");
}

void TestLogFile::saysWhyItCannotBeWritten()
{
    const QString full = u"/dev/full"_s;
    if (!QFileInfo::exists(full)) {
        QSKIP("there is no /dev/full");
    }
    LogFile file;
    QCOMPARE(file.open(full), std::nullopt);
    QCOMPARE(file.write("line\n").failed, std::optional(u"No space left on device"_s));
}

void TestLogFile::saysWhyWhenTheFolderHasGone()
{
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    m_folder.reset();
    QCOMPARE(file.write("line\n").failed, std::optional(u"No such file or directory"_s));
    QVERIFY(file.write("line\n").failed.has_value());
}

// Fails when hasGone() only asks whether the file exists.
void TestLogFile::opensAnewWhenAnotherIsInItsPlace()
{
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    QVERIFY(QFile::rename(m_path, m_path + u".old"_s));
    QFile other(m_path);
    QVERIFY(other.open(QIODevice::WriteOnly));
    QCOMPARE(file.write("after\n").failed, std::nullopt);
    QCOMPARE(contentsOf(m_path), "after\n");
}

// Fails when reopen() closes the file first.
void TestLogFile::reopeningThatFailsChangesNothing()
{
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    const QString aside = m_path + u".aside"_s;
    QVERIFY(QFile::rename(m_path, aside));
    QVERIFY(QDir().mkdir(m_path)); // cannot be opened for writing
    QVERIFY(file.reopen().has_value());
    QVERIFY(QDir().rmdir(m_path));
    QVERIFY(QFile::rename(aside, m_path));
    QVERIFY(!file.hasGone());
    QCOMPARE(file.write("on\n").failed, std::nullopt);
    QCOMPARE(contentsOf(m_path), "on\n");
}

// Fails (never ends) when openFlags has no O_NONBLOCK.
void TestLogFile::pipeWithoutReaderIsRefused()
{
    NamedPipe pipe(m_path);
    pipe.reader.close();
    LogFile file;
    QCOMPARE(file.open(m_path), std::optional(u"nobody reads from it"_s));
}

// Fails when endAtRecord() forgets the rest of the record.
void TestLogFile::recordBegunInAPipeIsCompleted()
{
    const NamedPipe pipe(m_path);
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    const QByteArray record = QByteArray(100'000, 'x') + '\n'; // a pipe takes 65,536 bytes
    const LogFile::Outcome outcome = file.write(record + "lost\n");
    QVERIFY(outcome.failed.has_value());
    QCOMPARE(outcome.written, record.size()); // as it will be
    QByteArray received = pipe.read();
    QVERIFY(received.size() < record.size());
    QCOMPARE(file.write("on\n").failed, std::nullopt);
    received += pipe.read();
    QCOMPARE(received, record + "on\n");
}

// Fails when endAtRecord() does not cut off.
void TestLogFile::recordBegunInAFileIsCutOff()
{
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    QByteArray batch;
    for (int i = 0; i < 30; ++i) {
        batch += numbered(i);
    }
    {
        const SmallFiles smallFiles(256);
        const LogFile::Outcome outcome = file.write(batch);
        QCOMPARE(outcome.failed, std::optional(u"File too large"_s));
        QCOMPARE(outcome.written, 250);
        QCOMPARE(contentsOf(m_path), batch.first(250));
    }
    QCOMPARE(file.write(batch.sliced(250)).failed, std::nullopt);
    QCOMPARE(contentsOf(m_path), batch);
}

// Fails without completeLastRecord().
void TestLogFile::recordBegunEarlierIsEnded()
{
    QFile torn(m_path);
    QVERIFY(torn.open(QIODevice::WriteOnly) && torn.write("whole\nto") == 8);
    torn.close();
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    QCOMPARE(contentsOf(m_path), "whole\nto");
    QCOMPARE(file.write("next\n").failed, std::nullopt);
    QCOMPARE(contentsOf(m_path), "whole\nto\nnext\n");
}

QTEST_APPLESS_MAIN(TestLogFile)
#include "tst_logfile.moc"
