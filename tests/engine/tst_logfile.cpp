// SPDX-License-Identifier: MIT
#include "logfile.h"

#include "filedescriptor.h"
#include "smallfiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    stat(QFile::encodeName(path).constData(), &status);
    return status.st_mode & 07777;
}

/// Ten bytes.
QByteArray numbered(int number)
{
    return QByteArray::number(number).rightJustified(9, '.') + '\n';
}

/// All there is of one log, the oldest first.
QByteArray allOf(const QString &path)
{
    QByteArray all;
    for (int age = EngineOptions::keptLogFiles; age > 0; --age) {
        const QString older = path + u'.' + QString::number(age);
        all += QFile::exists(older) ? contentsOf(older) : QByteArray();
    }
    return all + contentsOf(path);
}

} // namespace

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
    void rotates();
    void batchIsDividedBetweenRecords();
    void recordLargerThanTheSize();
    void fileOfEarlierIsRotatedToo();
    void linkIsFollowed();
    void goesOnWhereItCannotRotate();
    void noRotationOfAPipe();
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

// Fails when openFlags' mode is 0644, when one file more or less is kept, or when nextPart() asks
// for the size after writing.
void TestLogFile::rotates()
{
    LogFile file(100);
    QCOMPARE(file.open(m_path), std::nullopt);
    const mode_t before = umask(022);
    QByteArray written;
    for (int i = 0; i < 75; ++i) { // the first two files and a half are forgotten
        written += numbered(i);
        const LogFile::Outcome outcome = file.write(numbered(i));
        QVERIFY(!outcome.failed && !outcome.notRotated);
    }
    umask(before);
    QCOMPARE(allOf(m_path), written.sliced(300));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files),
             QStringList({u"events.log"_s, u"events.log.1"_s, u"events.log.2"_s, u"events.log.3"_s,
                          u"events.log.4"_s}));
    for (int age = 1; age < EngineOptions::keptLogFiles; ++age) {
        const QString older = m_path + u'.' + QString::number(age);
        QCOMPARE(QFile(older).size(), 100);
        QCOMPARE(modeOf(older), 0600u);
    }
    QCOMPARE(modeOf(m_path), 0600u);
}

void TestLogFile::batchIsDividedBetweenRecords()
{
    LogFile file(105);
    QCOMPARE(file.open(m_path), std::nullopt);
    QByteArray batch;
    for (int i = 0; i < 35; ++i) {
        batch += numbered(i);
    }
    QCOMPARE(file.write(batch).written, batch.size());
    QCOMPARE(allOf(m_path), batch);
    QCOMPARE(contentsOf(m_path + u".3"_s), batch.first(100));
    QCOMPARE(contentsOf(m_path), batch.last(50));
}

void TestLogFile::recordLargerThanTheSize()
{
    LogFile file(100);
    QCOMPARE(file.open(m_path), std::nullopt);
    const QByteArray large = QByteArray(250, 'x') + '\n';
    QCOMPARE(file.write("one\n" + large + "two\n").failed, std::nullopt);
    QCOMPARE(contentsOf(m_path + u".2"_s), "one\n");
    QCOMPARE(contentsOf(m_path + u".1"_s), large);
    QCOMPARE(contentsOf(m_path), "two\n");
}

void TestLogFile::fileOfEarlierIsRotatedToo()
{
    const QByteArray earlier = QByteArray(200, 'x') + '\n';
    QFile present(m_path);
    QVERIFY(present.open(QIODevice::WriteOnly) && present.write(earlier) == earlier.size());
    present.close();
    LogFile file(100);
    QCOMPARE(file.open(m_path), std::nullopt);
    QCOMPARE(file.write("one\n").failed, std::nullopt);
    QCOMPARE(contentsOf(m_path + u".1"_s), earlier);
    QCOMPARE(contentsOf(m_path), "one\n");
}

// Fails when tryRotation() renames m_path itself.
void TestLogFile::linkIsFollowed()
{
    const QString link = m_folder->filePath(u"link"_s);
    QVERIFY(QFile::link(m_path, link));
    LogFile file(10);
    QCOMPARE(file.open(link), std::nullopt);
    QCOMPARE(file.write(numbered(1) + numbered(2)).failed, std::nullopt);
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(contentsOf(m_path + u".1"_s), numbered(1));
    QCOMPARE(contentsOf(m_path), numbered(2));
}

// Also for root, who may write to any folder: there is no place for an older file. Fails when
// rotate() leaves m_rotateAt as it is (it tries each time), or tells each time.
void TestLogFile::goesOnWhereItCannotRotate()
{
    for (int age = 1; age < EngineOptions::keptLogFiles; ++age) {
        QVERIFY(QDir().mkpath(m_path + u".%1/full"_s.arg(age)));
    }
    LogFile file(100);
    QCOMPARE(file.open(m_path), std::nullopt);
    QByteArray written;
    int told = 0;
    for (int i = 0; i < 50; ++i) {
        written += numbered(i);
        const LogFile::Outcome outcome = file.write(numbered(i));
        QVERIFY(!outcome.failed);
        told += outcome.notRotated ? 1 : 0;
    }
    QCOMPARE(told, 1);
    QCOMPARE(contentsOf(m_path), written);
    QVERIFY(QDir(m_path + u".1"_s).removeRecursively());
    QCOMPARE(file.write(numbered(50)).failed, std::nullopt); // it has grown by its size again
    QCOMPARE(contentsOf(m_path + u".1"_s), written);
    QCOMPARE(contentsOf(m_path), numbered(50));
}

namespace {

/// A pipe with a name and a reader that reads when it is told to.
struct NamedPipe
{
    explicit NamedPipe(const QString &path)
    {
        const QByteArray name = QFile::encodeName(path);
        mkfifo(name.constData(), 0600);
        reader = FileDescriptor(open(name.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    }
    QByteArray read() const
    {
        QByteArray bytes(1024 * 1024, '\0');
        bytes.truncate(std::max<qsizetype>(
            ::read(reader.get(), bytes.data(), static_cast<size_t>(bytes.size())), 0));
        return bytes;
    }
    FileDescriptor reader;
};

} // namespace

void TestLogFile::noRotationOfAPipe()
{
    const NamedPipe pipe(m_path);
    LogFile file(100);
    QCOMPARE(file.open(m_path), std::nullopt);
    QByteArray batch;
    for (int i = 0; i < 50; ++i) {
        batch += numbered(i);
    }
    QCOMPARE(file.write(batch).failed, std::nullopt);
    QCOMPARE(pipe.read(), batch);
    QVERIFY(!QFile::exists(m_path + u".1"_s));
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
