// SPDX-License-Identifier: MIT
#include "settingsfile.h"
#include "waitfor.h"
#include "windowsettings.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace peerglass;
using namespace Qt::StringLiterals;

// Which settings files are damaged, and what becomes of them; what the window says is in
// tests/faults.
class TestWindowSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void damage_data();
    void damage();
    void servicesOfALaterVersionAreKept();
    void damagedFilesAreAllKept();
    void damagedFileThatCannotBeKeptIsWrittenOver();
    void saysWhatCannotBeRead();
    void saysWhatCannotBeWritten();

private:
    std::unique_ptr<WindowSettings> open() const;
    static QStringList save(WindowSettings &settings);
    void write(const QByteArray &content) const;
    QByteArray read(const QString &suffix = {}) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FileThread> m_files;
    QString m_path;
};

void TestWindowSettings::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_files = std::make_unique<FileThread>();
    m_path = m_folder->filePath(u"settings.ini"_s);
}

std::unique_ptr<WindowSettings> TestWindowSettings::open() const
{
    return std::make_unique<WindowSettings>(
        std::make_unique<QSettings>(m_path, QSettings::IniFormat), *m_files);
}

/// What it has to complain of.
QStringList TestWindowSettings::save(WindowSettings &settings)
{
    const QSignalSpy saved(&settings, &WindowSettings::saved);
    const QSignalSpy failed(&settings, &WindowSettings::failed);
    settings.save();
    if (!waitFor([&] { return saved.size() == 1; })) {
        return {u"saved() does not come"_s};
    }
    return failed.isEmpty() ? QStringList() : QStringList(failed.first().first().toString());
}

void TestWindowSettings::write(const QByteArray &content) const
{
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

QByteArray TestWindowSettings::read(const QString &suffix) const
{
    QFile file(m_path + suffix);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestWindowSettings::damage_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("damage"); // empty: none
    QTest::newRow("no such file") << QByteArray() << QString();
    QTest::newRow("as it is written")
        << QByteArray("[General]\nservices=echo://localhost:10000, chat://localhost:8008\n\n"
                      "[window]\naskBeforeClosing=false\ngeometry=@ByteArray(\\x1\\xd9)\nzoom=2\n")
        << QString();
    QTest::newRow("no services") << QByteArray("[General]\nservices=@Invalid()\n") << QString();
    QTest::newRow("edited by hand")
        << QByteArray("; mine\r\n# too\r\n\r\n[ window ]\r\n zoom = 2\r\n") << QString();
    QTest::newRow("a key of a later version") << QByteArray("[General]\nlater=中文\n") << QString();
    QTest::newRow("one service of a later version")
        << QByteArray("[General]\nservices=echo://localhost:1, gopher://localhost:70\n")
        << QString();
    QTest::newRow("all services of a later version")
        << QByteArray("[General]\nservices=gopher://localhost:70\n") << QString();
    const QString bytes = u"it has bytes that are no text"_s;
    QTest::newRow("NUL bytes") << QByteArray("[General]\nservices=\0\0\0\n", 23) << bytes;
    QTest::newRow("only NUL bytes") << QByteArray(512, '\0') << bytes;
    QTest::newRow("another file") << QByteArray("\x89PNG\r\n\x1a\n") << bytes;
    QTest::newRow("not UTF-8") << QByteArray("[General]\na=\xff\xfe\n") << bytes;
    QTest::newRow("words") << QByteArray("[window]\nzoom=2\nthis is my file\n")
                           << u"its line 3 is no setting"_s;
    QTest::newRow("half a line") << QByteArray("[window]\nzoom=2\nask") //
                                 << u"its line 3 is no setting"_s;
    QTest::newRow("half a value") << QByteArray("[General]\nservices=echo://localhost:1")
                                  << u"its last line has been cut off"_s;
    QTest::newRow("a zoom that is no number")
        << QByteArray("[window]\nzoom=large\n") << u"the value of \"window/zoom\" makes no sense"_s;
    QTest::newRow("a flag that is none")
        << QByteArray("[window]\naskBeforeClosing=7\n")
        << u"the value of \"window/askBeforeClosing\" makes no sense"_s;
    QTest::newRow("a geometry of another type")
        << QByteArray("[window]\ngeometry=12\n")
        << u"the value of \"window/geometry\" makes no sense"_s;
    QTest::newRow("a table of another type")
        << QByteArray("[tables]\nv1\\eventsTable=a, b\n")
        << u"the value of \"tables/v1/eventsTable\" makes no sense"_s;
    QTest::newRow("services that are no texts")
        << QByteArray("[General]\nservices=@ByteArray(echo://localhost:1)\n")
        << u"the value of \"services\" makes no sense"_s;
}

// Each row fails without the check that it names: damageOf()'s three, isWrong()'s four.
void TestWindowSettings::damage()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, damage);
    if (!content.isEmpty()) {
        write(content);
    }
    const auto settings = open();
    if (damage.isEmpty()) {
        QCOMPARE(settings->complaint(), QString());
        QCOMPARE(read(), content);
        return;
    }
    QCOMPARE(settings->complaint(),
             u"The settings in \"%1\" are damaged: %2. The window begins without them; the file is "
             "kept as \"%1.damaged\"."_s.arg(m_path, damage));
    QCOMPARE(read(u".damaged"_s), content);
    QStringList complaints;
    QVERIFY(!settings->services(complaints));
    QCOMPARE(settings->zoom(), 0);
    QVERIFY(settings->asksBeforeClosing());
    settings->setZoom(3);
    QCOMPARE(save(*settings), QStringList());
    QCOMPARE(read(), "[window]\nzoom=3\n"); // nothing of the old one
}

// Fails when they are damage, are not told of, or setServices() forgets them.
void TestWindowSettings::servicesOfALaterVersionAreKept()
{
    write("[General]\nservices=gopher://localhost:70, finger://localhost:79\n");
    const auto settings = open();
    QStringList complaints;
    QCOMPARE(settings->services(complaints), QList<ServiceSpec>());
    QCOMPARE(complaints.size(), 2);
    QVERIFY2(complaints.first().contains(u"gopher://localhost:70"), qPrintable(complaints.first()));
    settings->setServices({parseService(u"echo://localhost:1"_s).value()});
    QCOMPARE(save(*settings), QStringList());
    QCOMPARE(read(),
             "[General]\n"
             "services=echo://localhost:1, gopher://localhost:70, finger://localhost:79\n");
}

// Fails when setAside() renames over what is there.
void TestWindowSettings::damagedFilesAreAllKept()
{
    for (const char *content : {"first", "second", "third"}) {
        write(content);
        QVERIFY(!open()->complaint().isEmpty());
    }
    QCOMPARE(read(u".damaged"_s), "first");
    QCOMPARE(read(u".damaged-2"_s), "second");
    QCOMPARE(read(u".damaged-3"_s), "third");
}

// Fails when what is written is added to what is there.
void TestWindowSettings::damagedFileThatCannotBeKeptIsWrittenOver()
{
    constexpr int names = 99;
    write("[window]\nzoom=9\nnonsense\n");
    for (int i = 1; i <= names; ++i) {
        QVERIFY(
            QFile::copy(m_path, m_path + u".damaged"_s + (i == 1 ? QString() : u"-%1"_s.arg(i))));
    }
    const auto settings = open();
    QVERIFY2(settings->complaint().endsWith(
                 u"the file could not be renamed, and will be written over."_s),
             qPrintable(settings->complaint()));
    settings->setAsksBeforeClosing(false);
    QCOMPARE(save(*settings), QStringList());
    QCOMPARE(read(), "[window]\naskBeforeClosing=false\n");
}

void TestWindowSettings::saysWhatCannotBeRead()
{
    QVERIFY(QDir().mkpath(m_path)); // a folder is in its place
    const auto settings = open();
    QVERIFY2(settings->complaint().contains(u"cannot be read"), qPrintable(settings->complaint()));
    QVERIFY(QDir(m_path).exists());
}

void TestWindowSettings::saysWhatCannotBeWritten()
{
    const auto settings = open();
    QCOMPARE(settings->complaint(), QString());
    QVERIFY(QDir().mkpath(m_path + u"/full"_s));
    settings->setZoom(3);
    const QStringList complaints = save(*settings);
    QCOMPARE(complaints.size(), 1);
    QVERIFY2(
        complaints.first().startsWith(u"The settings could not be written to \"%1\""_s.arg(m_path)),
        qPrintable(complaints.first()));
}

QTEST_MAIN(TestWindowSettings)
#include "tst_windowsettings.moc"
