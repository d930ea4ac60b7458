// SPDX-License-Identifier: MIT
// What clients send to drive a terminal, to look like markup or to forge records: as it comes out
// in the log, on the terminal and at other clients. What the window does is in
// tst_faults_window_text.
#include "loggedserver.h"
#include "rawclient.h"
#include "records.h"
#include "serverprocess.h"
#include "unprintable.h"
#include "waitfor.h"

#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace peerglass;
using namespace Qt::StringLiterals;

class TestFaultsText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row29_charactersThatDriveTerminals_data();
    void row29_charactersThatDriveTerminals() { talk(); }
    void row30_markup_data();
    void row30_markup() { talk(); }
    void row31_forgedRecords_data();
    void row31_forgedRecords() { talk(); }

private:
    static void makeColumns();
    void talk();
};

/// What is sent, and how a record shows it.
void TestFaultsText::makeColumns()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("shown");
}

// Each row fails when escape()'s isPrintable() lets its character through, or, for those of one
// byte, when bytesToEscape() does; all fail when appendTextLine() or appendJsonLine() leave out
// escaping.
void TestFaultsText::row29_charactersThatDriveTerminals_data()
{
    makeColumns();
    QTest::newRow("ESC, colours") << QByteArray("\x1b[31mred") << R"(\e[31mred)";
    QTest::newRow("ESC, title") << QByteArray("\x1b]0;owned\x07") << R"(\e]0;owned\x07)";
    QTest::newRow("CSI as one byte") << QByteArray("\x9b"
                                                   "2J")
                                     << R"(\x9B2J)";
    QTest::newRow("CSI as C1 in UTF-8") << QByteArray("\xc2\x9b"
                                                      "2J")
                                        << R"(\u{9B}2J)";
    QTest::newRow("C1 NEL") << QByteArray("a\xc2\x85"
                                          "b")
                            << R"(a\u{85}b)";
    QTest::newRow("BEL") << QByteArray("a\x07"
                                       "b")
                         << R"(a\x07b)";
    QTest::newRow("CR") << QByteArray("good\rbad") << R"(good\rbad)";
    QTest::newRow("BS and DEL") << QByteArray("good\b\b\b\b\x7f") << R"(good\x08\x08\x08\x08\x7F)";
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << R"(a\0b)";
    QTest::newRow("U+202E") << u"a\u202Eb"_s.toUtf8() << R"(a\u{202E}b)";
    QTest::newRow("U+2066") << u"a\u2066b"_s.toUtf8() << R"(a\u{2066}b)";
    QTest::newRow("U+2067") << u"a\u2067b"_s.toUtf8() << R"(a\u{2067}b)";
    QTest::newRow("U+2068") << u"a\u2068b"_s.toUtf8() << R"(a\u{2068}b)";
    QTest::newRow("U+2069") << u"a\u2069b"_s.toUtf8() << R"(a\u{2069}b)";
    QTest::newRow("zero-width space") << u"a\u200Bb"_s.toUtf8() << R"(a\u{200B}b)";
    QTest::newRow("zero-width joiners")
        << u"a\u200Cb\u200Dc"_s.toUtf8() << R"(a\u{200C}b\u{200D}c)";
    QTest::newRow("byte order mark") << u"a\uFEFFb"_s.toUtf8() << R"(a\u{FEFF}b)";
    QTest::newRow("U+2028") << u"a\u2028b"_s.toUtf8() << R"(a\u{2028}b)";
    QTest::newRow("U+2029") << u"a\u2029b"_s.toUtf8() << R"(a\u{2029}b)";
}

// Fails when escape() writes entities: nobody reads markup here.
void TestFaultsText::row30_markup_data()
{
    makeColumns();
    QTest::newRow("an image") << QByteArray("<img src=http://127.0.0.1/x>")
                              << R"(<img src=http://127.0.0.1/x>)";
    QTest::newRow("bold") << QByteArray("<b>bold</b>") << R"(<b>bold</b>)";
    QTest::newRow("an entity") << QByteArray("&lt;&#27;") << R"(&lt;&#27;)";
}

// Fails when bytesToEscape() leaves out control characters, the quotation mark or the backslash.
void TestFaultsText::row31_forgedRecords_data()
{
    makeColumns();
    QTest::newRow("JSON") << QByteArray("x\"}\n{\"seq\":1,\"event\":\"forged\"}\n")
                          << R"(x\"}\n{\"seq\":1,\"event\":\"forged\"}\n)";
    QTest::newRow("JSON, a backslash before")
        << QByteArray("x\\\"}\n{\"event\":\"forged\"}\n") << R"(x\\\"}\n{\"event\":\"forged\"}\n)";
    QTest::newRow("text") << QByteArray("x\n2026-11-22 15:03:26.318412+01:00 #1 forged\n")
                          << R"(x\n2026-11-22 15:03:26.318412+01:00 #1 forged\n)";
    QTest::newRow("CR and LF") << QByteArray("x\r\n{\"event\":\"forged\"}\r\n")
                               << R"(x\r\n{\"event\":\"forged\"}\r\n)";
}

/// Text as a message of an echo, of a room with names and of one without, and in a name. Standard
/// output is text for people here, the log file JSON.
void TestFaultsText::talk()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, shown);
    LoggedServer server(
        {u"echo://127.0.0.1:0"_s, u"chat://127.0.0.1:0"_s, u"chat://127.0.0.1:0?names=off"_s},
        LoggedServer::Output::Pipe, {u"--log"_s, u"text"_s});
    server.readOutput();
    RawClient listener(server.port(1));
    RawClient echo(server.port(0));
    RawClient named(server.port(1));
    RawClient relay(server.port(2));
    QVERIFY(server.waitForRecords(u"connected"_s, {}, 4));
    echo.send(text);
    QVERIFY(waitFor([&] { return echo.received == text; })); // byte for byte
    named.send(text + "\n/nick a" + text + "\n/me " + text + "\n/quit\n");
    relay.send(text + '\n');
    QVERIFY(waitFor([&] { return named.hasEnded; }));
    QVERIFY(server.waitForRecords(u"received"_s, {{u"serviceId"_s, 3}}));
    QVERIFY(waitFor([&] { return listener.received.contains(" left ("); }));
    server.sendSignal(SIGTERM);
    QCOMPARE(server.waitForStatus(), 0);

    for (const QByteArray &line : listener.received.split('\n')) {
        QCOMPARE(unprintableIn(QString::fromUtf8(line)), QString());
    }
    const auto records = server.records();
    static const QRegularExpression name(u"^[\\w.-]+$"_s);
    for (const QJsonObject &record : recordsOf(records, u"named"_s)) {
        QVERIFY(name.match(record[u"name"].toString()).hasMatch());
    }
    QCOMPARE(recordsOf(records, u"forged"_s).size(), 0);
    QCOMPARE(faultsInRecords(records, true), QStringList());
    const auto echoed = recordsOf(records, u"received"_s, {{u"serviceId"_s, 1}});
    QCOMPARE(echoed.size(), 1);
    QCOMPARE(echoed.first()[u"data"].toString(), shown);
    QVERIFY(waitFor([&] { return server.output().count('\n') >= records.size(); }));
    auto lines = server.output().split('\n');
    QCOMPARE(lines.takeLast(), QByteArray());
    QCOMPARE(lines.size(), records.size());
    static const QRegularExpression record(
        u"^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}(Z|[+-]\\d\\d:\\d\\d) \\S"_s);
    QVERIFY(server.output().contains(
        u" received %1 B \"%2\"\n"_s.arg(text.size()).arg(shown).toUtf8()));
    for (const QByteArray &line : lines) {
        QVERIFY2(record.match(QString::fromUtf8(line)).hasMatch(), line.constData());
        QCOMPARE(unprintableIn(QString::fromUtf8(line)), QString());
    }
}

QTEST_GUILESS_MAIN(TestFaultsText)
#include "tst_faults_text.moc"
