// SPDX-License-Identifier: MIT
// What clients send, as the window shows and exports it; and settings that are damaged.
#include "rawclient.h"
#include "serverprocess.h"
#include "unprintable.h"
#include "windowhands.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <QTextDocument>

using namespace peerglass;
using namespace Qt::StringLiterals;

namespace {

const QStringList tables{u"connectionsTable"_s, u"queueTable"_s, u"eventsTable"_s};

/// Everything that the cells of the tables say, seen, heard or under the mouse.
QStringList textsOf(const WindowFixture &window)
{
    QStringList texts;
    for (const QString &name : tables) {
        const QAbstractItemModel *model = window.table(name)->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            for (int column = 0; column < model->columnCount(); ++column) {
                for (const int role : {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole,
                                       Qt::AccessibleDescriptionRole}) {
                    texts.append(model->index(row, column).data(role).toString());
                }
            }
        }
    }
    return texts;
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The cells of CSV (RFC 4180), without quotation marks.
QByteArrayList cellsOf(const QByteArray &csv)
{
    QByteArrayList cells{QByteArray()};
    bool isQuoted = false;
    for (const char c : csv) {
        if (c == '"') {
            isQuoted = !isQuoted;
        } else if (!isQuoted && (c == ',' || c == '\n')) {
            cells.append(QByteArray());
        } else if (!isQuoted && c == '\r') {
            continue; // of the line's end: a cell that has one is quoted
        } else {
            cells.last() += c;
        }
    }
    return cells;
}

} // namespace

class TestFaultsWindowText : public QObject
{
    Q_OBJECT

public:
    static void initMain();

private Q_SLOTS:
    void init();
    void row29_charactersThatDriveTerminals_data();
    void row29_charactersThatDriveTerminals();
    void row30_markup_data();
    void row30_markup();
    void row32_formulas_data();
    void row32_formulas();
    void row43_damagedSettings_data();
    void row43_damagedSettings();
    void row43_settingsThatCannotBeWritten();

private:
    void show(const QByteArray &text);
    QByteArray exported(int format);

    std::unique_ptr<WindowFixture> m_window;
    std::unique_ptr<RawClient> m_client;
};

/// The dialog for files remembers its folders in the user's settings.
void TestFaultsWindowText::initMain()
{
    static const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
}

void TestFaultsWindowText::init()
{
    m_client.reset();
    m_window.reset();
}

/// A client that is held says \a text: it is in the queue and in the log.
void TestFaultsWindowText::show(const QByteArray &text)
{
    WindowFixture::Options options;
    options.services = {u"echo://127.0.0.1:0?hold=on"_s};
    m_window = std::make_unique<WindowFixture>(options);
    QVERIFY(m_window->start());
    m_client = std::make_unique<RawClient>(m_window->port());
    QVERIFY(waitFor([this] { return m_window->rows(tables[0]) == 1; }));
    QVERIFY(m_window->clickRow(tables[0], 0));
    m_client->send(text);
    QVERIFY(waitFor([this] { return m_window->rows(tables[1]) == 1; }));
    QVERIFY(
        waitFor([this] { return m_window->cells(tables[2], u"Event"_s).contains(u"received"_s); }));
}

QByteArray TestFaultsWindowText::exported(int format)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(format == 0 ? u"events.csv"_s : u"events.jsonl"_s);
    if (!exportEvents(*m_window, path, format) || !waitFor([&] { return QFile::exists(path); })) {
        failFor({u"nothing was exported"_s});
    }
    return contentsOf(path);
}

void TestFaultsWindowText::row29_charactersThatDriveTerminals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("controls") << QByteArray("\x1b[31m\x1b]0;owned\x07 \x9b"
                                            "2J \r \b \x7f \0 \xc2\x85",
                                            27);
    QTest::newRow("bidirectional") << u"a\u202Eb\u2066c\u2067d\u2068e\u2069f"_s.toUtf8();
    QTest::newRow("zero-width") << u"a\u200Bb\u200Cc\u200Dd\uFEFFe"_s.toUtf8();
    QTest::newRow("separators") << u"a\u2028b\u2029c"_s.toUtf8();
}

// Fails when QueueModel, detail() or toJsonLine() leave out escape(), or when toCsvLine() writes
// the message itself.
void TestFaultsWindowText::row29_charactersThatDriveTerminals()
{
    QFETCH(const QByteArray, text);
    show(text);
    const QStringList texts = textsOf(*m_window);
    QVERIFY(texts.size() > 20);
    for (const QString &each : texts) {
        QVERIFY2(unprintableIn(each).isEmpty(), qPrintable(each));
    }
    for (const int format : {0, 1}) {
        for (const QByteArray &line : exported(format).split('\n')) {
            const QString shown = QString::fromUtf8(line.endsWith('\r') ? line.chopped(1) : line);
            QVERIFY2(unprintableIn(shown).isEmpty(), line.constData());
        }
    }
}

void TestFaultsWindowText::row30_markup_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("an image") << QByteArray("<img src=http://127.0.0.1/x>");
    QTest::newRow("bold") << QByteArray("<b>bold</b>");
    QTest::newRow("an entity") << QByteArray("&lt;b&gt;");
}

// Fails when plainToolTip() returns its argument.
void TestFaultsWindowText::row30_markup()
{
    QFETCH(QByteArray, text);
    text += QByteArray(200, 'x'); // wider than a column, so that there are tool tips
    show(text);
    const QString literal = QString::fromUtf8(text);
    const auto isLiteral = [&](const QString &table, int row, const QString &column) {
        const QString tip = toolTipOf(*m_window, table, row, column);
        QVERIFY(Qt::mightBeRichText(tip)); // so it is read as this does
        QTextDocument read;
        read.setHtml(tip);
        QVERIFY2(read.toPlainText().contains(literal), qPrintable(read.toPlainText()));
        QVERIFY(m_window->cell(table, row, column).contains(literal));
    };
    const int received = int(m_window->cells(tables[2], u"Event"_s).indexOf(u"received"_s));
    isLiteral(tables[2], received, u"Detail"_s);
    isLiteral(tables[1], 0, u"Preview"_s);
}

void TestFaultsWindowText::row32_formulas_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("equals") << QByteArray("=1+1");
    QTest::newRow("at") << QByteArray("@x");
    QTest::newRow("plus") << QByteArray("+x");
    QTest::newRow("minus") << QByteArray("-x");
    QTest::newRow("tab") << QByteArray("\t=1");
    QTest::newRow("behind a comma and a quotation mark") << QByteArray("a\",=1+1");
}

// Fails when toCell() does not double quotation marks, when toCsvLine() writes the message itself,
// or when detail() begins with it: in quotation marks, or without them where looksLikeFormula()
// says no. That it alone neutralises formulas is in tst_eventscsv: no client's text begins a cell.
void TestFaultsWindowText::row32_formulas()
{
    QFETCH(const QByteArray, text);
    show(text);
    const QByteArrayList cells = cellsOf(exported(0));
    QCOMPARE(cells.size() % 6, 1); // six to a line, and nothing behind the last
    for (const QByteArray &cell : cells) {
        QVERIFY2(cell.isEmpty() || !QByteArray("=+-@\t\r").contains(cell.front()),
                 cell.constData());
    }
}

void TestFaultsWindowText::row43_damagedSettings_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::newRow("garbage") << QByteArray("\x7f"
                                           "ELF\x02\x01\xff\xfe garbage");
    QTest::newRow("NUL bytes") << QByteArray("[General]\nservices=\0\0\0\0", 24);
    QTest::newRow("half a file") << QByteArray("[General]\nservices=echo://localhost:1");
    QTest::newRow("wrong type") << QByteArray("[window]\nzoom=@ByteArray(large)\n");
    QTest::newRow("no services at all") << QByteArray("[General]\nservices=@ByteArray(what)\n");
}

// Fails when WindowSettings does not call setAsideDamaged().
void TestFaultsWindowText::row43_damagedSettings()
{
    QFETCH(const QByteArray, settings);
    WindowFixture::Options options;
    options.settings = settings;
    m_window = std::make_unique<WindowFixture>(options);
    QVERIFY(m_window->isVisible(u"noticeText"_s));
    const QString notice = m_window->text(u"noticeText"_s);
    QVERIFY2(notice.contains(u"are damaged: "), qPrintable(notice));
    const QString kept = m_window->settingsFile() + u".damaged"_s;
    QVERIFY2(notice.contains(kept), qPrintable(notice));
    QCOMPARE(contentsOf(kept), settings);
    QVERIFY(m_window->text(u"serviceChip0"_s).contains(u"10000"));
    QVERIFY(m_window->text(u"serviceChip1"_s).contains(u"8008"));
    QVERIFY(closeAndReopen(*m_window));
    QVERIFY(!m_window->isVisible(u"noticeText"_s));
    QVERIFY(m_window->text(u"serviceChip1"_s).contains(u"8008"));
    QCOMPARE(contentsOf(kept), settings);
}

// Fails when the window does not ask what became of WindowSettings::save().
void TestFaultsWindowText::row43_settingsThatCannotBeWritten()
{
    m_window = std::make_unique<WindowFixture>();
    const QString path = m_window->settingsFile();
    QVERIFY(QFile::remove(path) && QDir().mkpath(path + u"/full"_s));
    QVERIFY(m_window->press(Qt::Key_N, Qt::ControlModifier));
    QVERIFY(m_window->waitForDialog(u"ServiceDialog"_s));
    QVERIFY(m_window->press(Qt::Key_Return));
    QVERIFY(waitFor([this] { return m_window->isVisible(u"noticeText"_s); }));
    const QString notice = m_window->text(u"noticeText"_s);
    QVERIFY2(notice.contains(u"could not be written to \"%1\""_s.arg(path)), qPrintable(notice));
    QVERIFY(m_window->start()); // all else goes on
}

QTEST_MAIN(TestFaultsWindowText)
#include "tst_faults_window_text.moc"
