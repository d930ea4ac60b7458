// SPDX-License-Identifier: MIT
#include "engineoptions.h"
#include "logfile.h"

#include "logfiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <sys/stat.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

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

class TestLogFileRotation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void rotates();
    void batchIsDividedBetweenRecords();
    void recordLargerThanTheSize();
    void fileOfEarlierIsRotatedToo();
    void linkIsFollowed();
    void goesOnWhereItCannotRotate();
    void noRotationOfAPipe();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestLogFileRotation::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_path = m_folder->filePath(u"events.log"_s);
}

void TestLogFileRotation::cleanup()
{
    m_folder.reset();
}

// Fails when openFlags' mode is 0644, when one file more or less is kept, or when nextPart() asks
// for the size after writing.
void TestLogFileRotation::rotates()
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

void TestLogFileRotation::batchIsDividedBetweenRecords()
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

void TestLogFileRotation::recordLargerThanTheSize()
{
    LogFile file(100);
    QCOMPARE(file.open(m_path), std::nullopt);
    const QByteArray large = QByteArray(250, 'x') + '\n';
    QCOMPARE(file.write("one\n" + large + "two\n").failed, std::nullopt);
    QCOMPARE(contentsOf(m_path + u".2"_s), "one\n");
    QCOMPARE(contentsOf(m_path + u".1"_s), large);
    QCOMPARE(contentsOf(m_path), "two\n");
}

void TestLogFileRotation::fileOfEarlierIsRotatedToo()
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
void TestLogFileRotation::linkIsFollowed()
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
void TestLogFileRotation::goesOnWhereItCannotRotate()
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

void TestLogFileRotation::noRotationOfAPipe()
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

QTEST_APPLESS_MAIN(TestLogFileRotation)
#include "tst_logfilerotation.moc"
