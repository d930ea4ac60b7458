// SPDX-License-Identifier: MIT
#include "logsink.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

} // namespace

class TestLogSink : public QObject
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

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestLogSink::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_path = m_folder->filePath(u"events.log"_s);
}

void TestLogSink::cleanup()
{
    m_folder.reset();
}

void TestLogSink::makesAPrivateFile()
{
    const mode_t before = umask(022);
    LogFile file;
    const auto why = file.open(m_path);
    umask(before);
    QCOMPARE(why, std::nullopt);
    QVERIFY(file.isOpen());
    struct stat status
    {
    };
    QCOMPARE(stat(QFile::encodeName(m_path).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777, 0600u);
}

void TestLogSink::appends()
{
    for (const char *line : {"one\n", "two\n"}) {
        LogFile file;
        QCOMPARE(file.open(m_path), std::nullopt);
        QCOMPARE(file.write(line), std::nullopt);
        QVERIFY(contentsOf(m_path).endsWith(line)); // at once, not when it is closed
    }
    QCOMPARE(contentsOf(m_path), "one\ntwo\n");
}

void TestLogSink::saysWhyItCannotBeOpened()
{
    LogFile file;
    QCOMPARE(file.open(m_folder->filePath(u"missing/events.log"_s)),
             std::optional(u"No such file or directory"_s));
    QVERIFY(!file.isOpen());
    QVERIFY(file.open(m_folder->path()).has_value()); // a folder
}

void TestLogSink::opensAnewWhenTheFileHasGone()
{
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    QVERIFY(QFile::remove(m_path));
    QCOMPARE(file.write("after\n"), std::nullopt);
    QCOMPARE(contentsOf(m_path), "after\n");
}

// As a program that rotates logs asks for: it has moved the file away.
void TestLogSink::opensAnewOnRequest()
{
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    QCOMPARE(file.write("one\n"), std::nullopt);
    QVERIFY(QFile::rename(m_path, m_path + u".1"_s));
    QCOMPARE(file.reopen(), std::nullopt);
    QCOMPARE(file.write("two\n"), std::nullopt);
    QCOMPARE(contentsOf(m_path + u".1"_s), "one\n");
    QCOMPARE(contentsOf(m_path), "two\n");
}

void TestLogSink::saysWhyItCannotBeWritten()
{
    const QString full = u"/dev/full"_s;
    if (!QFileInfo::exists(full)) {
        QSKIP("there is no /dev/full");
    }
    LogFile file;
    QCOMPARE(file.open(full), std::nullopt);
    QCOMPARE(file.write("line\n"), std::optional(u"No space left on device"_s));
}

void TestLogSink::saysWhyWhenTheFolderHasGone()
{
    LogFile file;
    QCOMPARE(file.open(m_path), std::nullopt);
    m_folder.reset();
    QCOMPARE(file.write("line\n"), std::optional(u"No such file or directory"_s));
    QVERIFY(file.write("line\n").has_value());
}

QTEST_APPLESS_MAIN(TestLogSink)
#include "tst_logsink.moc"
