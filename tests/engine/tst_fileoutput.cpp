// SPDX-License-Identifier: MIT
#include "fileoutput.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

} // namespace

// A log file that fails and can be written again; how it fails is in tst_logfile.
class TestFileOutput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void writesWhatWasAdded();
    void tellsAFaultOnceAndCounts();
    void isTriedAgainAfterAWhile();
    void goesOnBehindTheRecordThatTells();
    void failedTrialIsNoLoss();
    void reopeningThatFails();

private:
    std::unique_ptr<FileOutput> make();
    void loseFolder();
    void findFolder();

    const TimePoint m_now = Clock::now();
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestFileOutput::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkdir(u"logs"_s));
    m_path = m_folder->filePath(u"logs/events.log"_s);
}

std::unique_ptr<FileOutput> TestFileOutput::make()
{
    auto file = std::make_unique<LogFile>();
    if (file->open(m_path)) {
        qFatal("the log file cannot be opened");
    }
    return std::make_unique<FileOutput>(std::move(file));
}

void TestFileOutput::loseFolder()
{
    QVERIFY(QDir(m_folder->filePath(u"logs"_s)).removeRecursively());
}

void TestFileOutput::findFolder()
{
    QVERIFY(QDir(m_folder->path()).mkdir(u"logs"_s));
}

void TestFileOutput::writesWhatWasAdded()
{
    QVERIFY(!FileOutput(nullptr).isWanted());
    const auto output = make();
    QVERIFY(output->isWanted());
    output->add("one\n");
    output->add("two\n");
    QCOMPARE(output->flush(m_now), QStringList());
    QCOMPARE(contentsOf(m_path), "one\ntwo\n");
    QCOMPARE(output->flush(m_now), QStringList());
    QCOMPARE(contentsOf(m_path), "one\ntwo\n");
    QCOMPARE(output->missing(), 0u);
}

// Fails when add() does not look at m_failed, or flush() does not count.
void TestFileOutput::tellsAFaultOnceAndCounts()
{
    const auto output = make();
    loseFolder();
    output->add("one\n");
    output->add("two\n");
    QCOMPARE(output->flush(m_now),
             QStringList(u"the log file cannot be written: No such file or directory"_s));
    QVERIFY(output->hasFailed());
    QCOMPARE(output->missing(), 2u);
    output->add("three\n");
    QCOMPARE(output->flush(m_now), QStringList());
    QCOMPARE(output->missing(), 3u);
}

void TestFileOutput::isTriedAgainAfterAWhile()
{
    const auto output = make();
    QVERIFY(!output->isToBeTried(m_now + 1h));
    loseFolder();
    output->add("one\n");
    output->flush(m_now);
    QVERIFY(!output->isToBeTried(m_now));
    QVERIFY(output->isToBeTried(m_now + FileOutput::retryInterval));
    output->resume("still\n", m_now + 1h);
    QVERIFY(!output->isToBeTried(m_now + 1h)); // not with every event
    QVERIFY(output->isToBeTried(m_now + 1h + FileOutput::retryInterval));
}

void TestFileOutput::goesOnBehindTheRecordThatTells()
{
    const auto output = make();
    loseFolder();
    output->add("lost\n");
    output->flush(m_now);
    findFolder();
    QCOMPARE(output->resume("again\n", m_now), QStringList());
    QVERIFY(!output->hasFailed());
    QCOMPARE(output->missing(), 0u);
    output->add("on\n");
    QCOMPARE(output->flush(m_now), QStringList());
    QCOMPARE(contentsOf(m_path), "again\non\n");
}

// Fails when resume() leaves its own record in the count.
void TestFileOutput::failedTrialIsNoLoss()
{
    const auto output = make();
    loseFolder();
    output->add("lost\n");
    output->flush(m_now);
    QCOMPARE(output->resume("again\n", m_now).size(), 1);
    QVERIFY(output->hasFailed());
    QCOMPARE(output->missing(), 1u);
}

// Fails when reopen() does not see that the old one has gone: the fault is told twice.
void TestFileOutput::reopeningThatFails()
{
    const auto output = make();
    loseFolder();
    QCOMPARE(output->reopen(m_now),
             std::optional(u"the log file cannot be opened anew: No such file or directory"_s));
    output->add("one\n");
    QCOMPARE(output->flush(m_now), QStringList());
    QCOMPARE(output->missing(), 1u);
    findFolder();
    QCOMPARE(output->reopen(m_now), std::nullopt);
    QVERIFY(output->hasFailed()); // until something has been written
}

QTEST_APPLESS_MAIN(TestFileOutput)
#include "tst_fileoutput.moc"
