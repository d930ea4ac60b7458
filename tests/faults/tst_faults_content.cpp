// SPDX-License-Identifier: MIT
// Clients that send what nobody expects, or nothing at all.
#include "bystander.h"
#include "enginefixture.h"
#include "processactivity.h"
#include "serverprocess.h"
#include "timescale.h"
#include "waitfor.h"

#include <QElapsedTimer>
#include <QTest>

#include <memory>
#include <vector>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString echo = u"echo://127.0.0.1:0"_s;
const QString chat = u"chat://127.0.0.1:0"_s;
const QString relay = u"chat://127.0.0.1:0?names=off"_s;
constexpr qsizetype lineLimit = 1024;

/// Sends \a bytes one by one, each when the server has read the one before.
bool sendByteByByte(const ServerProcess &server, RawClient &client, const QByteArray &bytes)
{
    for (const char byte : bytes) {
        client.send(QByteArray(1, byte));
        if (!server.waitForInput(client.localPort(), client.sent)) {
            return false;
        }
    }
    return true;
}

/// A client on \a port that has been greeted, if \a names are on.
std::unique_ptr<RawClient> join(const ServerProcess &server, quint16 port, bool names)
{
    auto client = std::make_unique<RawClient>(port);
    const QJsonObject from{{u"port"_s, client->localPort()}};
    const bool in = server.waitForRecords(u"connected"_s, from)
        && waitFor([&] { return !names || client->received.count('\n') >= 2; });
    client->received.clear();
    return in ? std::move(client) : nullptr;
}

} // namespace

class TestFaultsContent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row21_emojiByteByByte_data();
    void row21_emojiByteByByte();
    void row24_linesAboutTheLimit_data();
    void row24_linesAboutTheLimit();
    void row26_silentClient();
    void row27_urgentData_data();
    void row27_urgentData();
    void row27_urgentDataCloses();
    void row28_invalidTextToEcho();
    void row28_invalidTextToChat_data();
    void row28_invalidTextToChat();
};

void TestFaultsContent::row21_emojiByteByByte_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("names");
    QTest::newRow("names on") << chat << true;
    QTest::newRow("names off") << relay << false;
}

// Fails when LineFramer::next() takes each read for a line.
void TestFaultsContent::row21_emojiByteByByte()
{
    QFETCH(QString, url);
    QFETCH(bool, names);
    ServerProcess server({url, echo});
    const auto reader = join(server, server.port(0), names);
    const auto writer = join(server, server.port(0), names);
    QVERIFY(reader && writer);
    const Bystander bystander(server.port(1));
    const QByteArray line = "\U0001F44B\U0001F3FD \U0001F30D\n"; // a hand in a skin colour, a globe
    QVERIFY(sendByteByByte(server, *writer, line));
    const QByteArray all = (names ? "* guest-2 joined\n<guest-2> " : "") + line;
    QVERIFY(waitFor([&] { return reader->received.size() >= all.size(); }));
    QCOMPARE(reader->received, all);
    QCOMPARE(writer->received, QByteArray());
}

void TestFaultsContent::row24_linesAboutTheLimit_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<qsizetype>("cut");
    QTest::addColumn<bool>("fits");
    const auto bytes = [](qsizetype size) {
        return QByteArray(size, 'x');
    };
    QTest::newRow("one below") << bytes(lineLimit - 1) + '\n' << qsizetype(0) << true;
    QTest::newRow("the limit") << bytes(lineLimit) + '\n' << qsizetype(0) << true;
    QTest::newRow("one above") << bytes(lineLimit + 1) + '\n' << qsizetype(0) << false;
    QTest::newRow("the limit, CRLF") << bytes(lineLimit) + "\r\n" << qsizetype(0) << true;
    QTest::newRow("one above, CRLF") << bytes(lineLimit + 1) + "\r\n" << qsizetype(0) << false;
    QTest::newRow("the limit in two reads") << bytes(lineLimit) + '\n' << qsizetype(700) << true;
    QTest::newRow("the newline alone") << bytes(lineLimit) + '\n' << lineLimit << true;
    QTest::newRow("CR and LF apart") << bytes(lineLimit) + "\r\n" << lineLimit + 1 << true;
    QTest::newRow("one above in two reads") << bytes(lineLimit + 1) + '\n' << lineLimit << false;
    QTest::newRow("one above, no newline") << bytes(lineLimit + 1) << qsizetype(0) << false;
}

// Fails when LineFramer compares with one byte more or less, each place in turn.
void TestFaultsContent::row24_linesAboutTheLimit()
{
    QFETCH(QByteArray, input);
    QFETCH(qsizetype, cut);
    QFETCH(bool, fits);
    for (const bool names : {true, false}) {
        ServerProcess server({(names ? chat + u'?' : relay + u'&') + u"line=1KiB"_s, echo});
        const auto reader = join(server, server.port(0), names);
        const auto writer = join(server, server.port(0), names);
        QVERIFY(reader && writer);
        const Bystander bystander(server.port(1));
        writer->send(input.first(cut));
        QVERIFY(server.waitForInput(writer->localPort(), cut));
        writer->send(input.sliced(cut) + (fits ? "next\n" : ""));
        const QByteArray joined = names ? "* guest-2 joined\n" : "";
        const QByteArray from = names ? "<guest-2> " : "";
        if (fits) {
            const QByteArray all = joined + from + input.trimmed() + '\n' + from + "next\n";
            QVERIFY(waitFor([&] { return reader->received.size() >= all.size(); }));
            QCOMPARE(reader->received, all);
            QCOMPARE(writer->received, QByteArray());
            continue;
        }
        QVERIFY(waitFor([&] { return writer->hasEnded; }));
        QCOMPARE(writer->received, QByteArray(names ? "* line too long\n" : ""));
        QCOMPARE(server.endOf(*writer)[u"reason"].toString(), u"line-too-long"_s);
        const QByteArray left = names ? "* guest-2 left (line-too-long)\n" : "";
        QVERIFY(waitFor([&] { return reader->received.size() >= (joined + left).size(); }));
        QCOMPARE(reader->received, QByteArray(joined + left));
    }
}

// Fails when Deadlines::expired() does not look at `idle`, and when Deadlines::next() leaves it
// out.
void TestFaultsContent::row26_silentClient()
{
    const std::chrono::milliseconds idle = scaled(500ms);
    const QString option = u"idle="_s + timeOption(500ms);
    ServerProcess server({echo + u'?' + option, relay + u'&' + option, echo});
    const Bystander busy(server.port(0)); // the option is nothing to one that talks
    RawClient patient(server.port(2));
    QVERIFY(server.waitForRecords(u"connected"_s, {{u"port"_s, patient.localPort()}}));
    for (const qsizetype service : {0, 1}) {
        QElapsedTimer silent;
        silent.start();
        RawClient client(server.port(service));
        const QJsonObject end = server.countedEndOf(client);
        const std::chrono::milliseconds took(silent.elapsed());
        QCOMPARE(end[u"reason"].toString(), u"idle"_s);
        QVERIFY2(took >= idle && took < idle + scaled(1s),
                 qPrintable(QString::number(took.count())));
        QVERIFY(waitFor([&] { return client.hasEnded; }));
    }
    patient.send("still here");
    QVERIFY(waitFor([&] { return patient.received == "still here"; }));
}

void TestFaultsContent::row27_urgentData_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("between") << QByteArray("ab") << QByteArray("cd\n");
    QTest::newRow("first") << QByteArray() << QByteArray("cd\n");
    QTest::newRow("last") << QByteArray("ab\n") << QByteArray();
}

// Fails when Stream::configureListener() leaves SO_OOBINLINE out, and when
// Session::noteUrgentByte() writes no event.
void TestFaultsContent::row27_urgentData()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    ServerProcess server({echo, relay});
    RawClient client(server.port(0));
    const auto reader = join(server, server.port(1), false);
    const auto writer = join(server, server.port(1), false);
    QVERIFY(reader && writer);
    {
        const Bystander bystander(server.port(0));
        for (RawClient *one : {&client, writer.get()}) {
            one->send(before);
            QVERIFY(server.waitForInput(one->localPort(), before.size()));
            one->sendUrgent('!');
            one->send(after);
        }
        const QByteArray all = before + '!' + after;
        QVERIFY(waitFor([&] { return client.received.size() >= all.size(); }));
        QCOMPARE(client.received, all);
        writer->finishSending(); // a line without a newline ends with the stream
        QVERIFY(waitFor([&] { return writer->hasEnded; }));
        QVERIFY(waitFor([&] { return reader->received.size() >= all.trimmed().size() + 1; }));
        QCOMPARE(reader->received, QByteArray(all.trimmed() + '\n'));
    }
    QVERIFY(server.waitForRecords(u"urgent"_s, {{u"data"_s, u"!"_s}}, 2));
    QCOMPARE(server.recordsOf(u"urgent"_s).size(), 2);
    QVERIFY(server.waitUntilIdle());
    QVERIFY(wakeUpsWithin(server.processId(), 500ms) < 20);
}

// Fails when Session::noteUrgent() does not look at the option.
void TestFaultsContent::row27_urgentDataCloses()
{
    ServerProcess server({echo + u"?urgent=close"_s});
    const Bystander bystander(server.port());
    RawClient client(server.port());
    client.send("before");
    QVERIFY(waitFor([&] { return client.received == "before"; }));
    client.sendUrgent('!');
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    client.close();
    QCOMPARE(server.countedEndOf(client)[u"reason"].toString(), u"urgent-data"_s);
    QCOMPARE(client.received, QByteArray("before"));
}

// Fails when Session::take() gives the protocol what QString made of the bytes.
void TestFaultsContent::row28_invalidTextToEcho()
{
    ServerProcess server({echo});
    const Bystander bystander(server.port());
    QByteArray everyPair; // each byte after each other
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            everyPair.append(static_cast<char>(first)).append(static_cast<char>(second));
        }
    }
    RawClient client(server.port());
    client.send(everyPair);
    client.finishSending();
    QVERIFY(waitFor([&] { return client.hasEnded; }));
    QVERIFY(client.received == everyPair);
    server.countedEndOf(client);
}

void TestFaultsContent::row28_invalidTextToChat_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown"); // with names on; empty: refused
    const auto refused = QByteArray();
    QTest::newRow("a continuation alone") << QByteArray("a\x80z") << refused;
    QTest::newRow("overlong slash, two bytes") << QByteArray("a\xC0\xAFz") << refused;
    QTest::newRow("overlong slash, three bytes") << QByteArray("a\xE0\x80\xAFz") << refused;
    QTest::newRow("overlong NUL") << QByteArray("a\xC0\x80z") << refused;
    QTest::newRow("a surrogate") << QByteArray("a\xED\xA0\x80z") << refused;
    QTest::newRow("beyond Unicode") << QByteArray("a\xF4\x90\x80\x80z") << refused;
    QTest::newRow("cut short") << QByteArray("a\xF0\x9F\x91") << refused;
    QTest::newRow("no UTF-8 at all") << QByteArray("a\xFF\xFEz") << refused;
    QTest::newRow("NUL") << QByteArray("a\0z", 3) << QByteArray("a\\0z");
    QTest::newRow("ESC") << QByteArray("a\x1B[2Jz") << QByteArray("a\\e[2Jz");
}

// Fails when ChatProtocol::takeLine() does not ask for UTF-8, when its relay() sends every text as
// it came, and when RelayProtocol::takeLine() makes it safe.
void TestFaultsContent::row28_invalidTextToChat()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);
    ServerProcess server({chat, relay, echo});
    const auto named = join(server, server.port(0), true);
    const auto namedWriter = join(server, server.port(0), true);
    const auto plain = join(server, server.port(1), false);
    const auto plainWriter = join(server, server.port(1), false);
    QVERIFY(named && namedWriter && plain && plainWriter);
    const Bystander bystander(server.port(2));
    namedWriter->send(text + "\nend\n");
    plainWriter->send(text + "\nend\n");

    const QByteArray from = "<guest-2> ";
    const QByteArray relayed = shown.isEmpty() ? "" : from + shown + '\n';
    const QByteArray all = "* guest-2 joined\n" + relayed + from + "end\n";
    QVERIFY(waitFor([&] { return named->received.size() >= all.size(); }));
    QCOMPARE(named->received, all);
    const QByteArray told = shown.isEmpty() ? "* not UTF-8, not sent\n" : "";
    QVERIFY(waitFor([&] { return namedWriter->received.size() >= told.size(); }));
    QCOMPARE(namedWriter->received, told);
    QVERIFY(waitFor([&] { return plain->received.size() >= text.size() + 5; }));
    QCOMPARE(plain->received, QByteArray(text + "\nend\n"));
}

QTEST_GUILESS_MAIN(TestFaultsContent)
#include "tst_faults_content.moc"
