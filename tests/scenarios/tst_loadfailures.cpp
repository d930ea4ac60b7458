// SPDX-License-Identifier: MIT
// What `load` finds wrong, and in which words.
#include "fakeserver.h"
#include "loadscenario.h"
#include "scenariowatch.h"
#include "timescale.h"
#include "units.h"

#include <QRegularExpression>
#include <QScopeGuard>
#include <QTest>

#include <memory>
#include <sys/resource.h>

using namespace peerglass;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const auto patience = scaled(500ms);

Endpoint endpointOf(const FakeServer &server)
{
    return {u"127.0.0.1"_s, server.serverPort()};
}

/// Echoes, but for what \a change makes of the bytes at the place where the whole of what came on
/// the first connection passes \a position bytes.
FakeServer::Manner changing(qsizetype position,
                            std::function<QByteArray(QByteArray bytes, qsizetype place)> change)
{
    return {.received = [=](FakePeer &peer, const QByteArray &bytes) {
        const qsizetype before = peer.received.size() - bytes.size();
        const bool isHere = before <= position && position < peer.received.size();
        peer.write(isHere ? change(bytes, position - before) : bytes);
    }};
}

/// Does \a what to the second connection as soon as something has come on the first one.
FakeServer::Manner toTheSecond(const std::function<void(FakePeer &)> &what)
{
    auto second = std::make_shared<FakePeer *>();
    auto count = std::make_shared<int>();
    return {.opened = [=](FakePeer &peer) { *second = ++*count == 2 ? &peer : *second; },
            .received =
                [=](FakePeer &, const QByteArray &) {
                    what(**second);
                }};
}

} // namespace

class TestLoadFailures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wrongServers_data();
    void wrongServers();
    void endedWhileConnecting();
    void tooFewDescriptors();
};

void TestLoadFailures::wrongServers_data()
{
    QTest::addColumn<FakeServer::Manner>("manner");
    QTest::addColumn<LoadOptions>("options");
    QTest::addColumn<QString>("sentence");

    const auto row = [](const char *name, const LoadOptions &options, const QString &sentence,
                        const FakeServer::Manner &manner) {
        QTest::newRow(name) << manner << options << u"^127\\.0\\.0\\.1:\\d+"_s + sentence + u'$';
    };
    const LoadOptions one{.clients = 1, .size = 64, .time = 60s};
    const LoadOptions eight{.clients = 1, .size = 64, .depth = 8, .time = 60s};
    const LoadOptions idle{.clients = 1, .idle = 1, .time = 60s};
    const QString silent = u"no answer for "_s + durationToOption(patience);
    const QString ended = u"(the server ended the connection|Connection reset by peer)"_s;

    row("a byte is another", one, u" got \"!\" as byte 1001, but \".\" was sent"_s,
        changing(1000, [](QByteArray bytes, qsizetype place) {
            bytes[place] = '!';
            return bytes;
        }));
    row("a byte is missing", eight, u" got \".+\" as byte 10\\d\\d, but \".+\" was sent"_s,
        changing(1000, [](const QByteArray &bytes, qsizetype place) {
            return QByteArray(bytes).remove(place, 1);
        }));
    row("a message is missing", eight,
        u" got \".\" as byte (5[789]|6[0-4])\\d, but \".\" was sent"_s,
        changing(9 * 64, [](const QByteArray &bytes, qsizetype place) {
            return QByteArray(bytes).remove(place, 64);
        }));
    row("a message comes twice", one, u" got 64 more than the 640 bytes that were sent: \".*\""_s,
        changing(9 * 64, [](const QByteArray &bytes, qsizetype) { return bytes + bytes; }));
    row("another client's message comes", {.clients = 2, .time = 60s},
        u" got \".+\" as byte \\d, but \".+\" was sent"_s,
        {.received = [last = std::make_shared<QByteArray>()](FakePeer &peer,
                                                             const QByteArray &bytes) {
            peer.write(last->isEmpty() ? bytes : *last);
            *last = bytes;
        }});
    row("half of a message and then nothing", one,
        u": %1 after 32 of 64 bytes had come back"_s.arg(silent),
        {.received = [](FakePeer &peer, const QByteArray &bytes) {
            peer.write(bytes.first(32));
        }});
    row("no answer", eight, u": %1 after 0 of 512 bytes had come back"_s.arg(silent),
        FakeServer::silent());
    row("one of many is not answered", {.clients = 20, .time = 60s},
        u": %1 after 0 of 64 bytes had come back"_s.arg(silent),
        {.received = [first = std::make_shared<FakePeer *>()](FakePeer &peer,
                                                              const QByteArray &bytes) {
            *first = *first ? *first : &peer;
            peer.write(*first == &peer ? QByteArray() : bytes);
        }});
    row("an end within a message", one, u": %1 after 32 of 64 bytes had come back"_s.arg(ended),
        {.received = [](FakePeer &peer, const QByteArray &bytes) {
            peer.write(bytes.first(32));
            peer.close();
        }});
    row("an end after some messages", one,
        u": %1 after \\d+ of \\d+ bytes had come back"_s.arg(ended),
        {.received = [](FakePeer &peer, const QByteArray &bytes) {
            peer.received.size() < 6400 ? peer.write(bytes) : peer.close();
        }});
    row("a reset", one, u": Connection reset by peer after 0 of 64 bytes had come back"_s,
        {.received = [](FakePeer &peer, const QByteArray &) {
            peer.reset();
        }});
    row("an idle one is ended", idle,
        u", which has sent nothing: the server ended the connection"_s,
        toTheSecond([](FakePeer &peer) { peer.close(); }));
    row("an idle one is reset", idle, u", which has sent nothing: Connection reset by peer"_s,
        toTheSecond([](FakePeer &peer) { peer.reset(); }));
    row("an idle one gets something", idle,
        u" got 6 more than the 0 bytes that were sent: \"hello\\\\n\""_s,
        toTheSecond([](FakePeer &peer) { peer.write("hello\n"); }));
}

void TestLoadFailures::wrongServers()
{
    QFETCH(const FakeServer::Manner, manner);
    QFETCH(const LoadOptions, options);
    QFETCH(const QString, sentence);
    const FakeServer server(manner);
    const bool isSilent = sentence.contains(u"no answer"_s);
    LoadScenario scenario(endpointOf(server), {.timeout = isSilent ? patience : scaled(10s)},
                          options);
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result && !result->ok);
    QVERIFY2(QRegularExpression(sentence).match(result->text).hasMatch(), qPrintable(result->text));
    QCOMPARE(watch.timesFinished(), 1);
}

void TestLoadFailures::endedWhileConnecting()
{
    const FakeServer server({.opened = [](FakePeer &peer) {
        peer.close();
    }});
    LoadScenario scenario(endpointOf(server), {}, {.clients = 500, .time = 60s});
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result && !result->ok);
    const QRegularExpression sentence(u"^127\\.0\\.0\\.1:\\d+, which has sent nothing: the server "
                                      "ended the connection; \\d+ of 500 were connected$"_s);
    QVERIFY2(sentence.match(result->text).hasMatch(), qPrintable(result->text));
    QCOMPARE(result->end, ScenarioEnd::Server);
}

void TestLoadFailures::tooFewDescriptors()
{
    const FakeServer server(FakeServer::echo());
    rlimit usual{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &usual), 0);
    const auto restore = qScopeGuard([&usual] { setrlimit(RLIMIT_NOFILE, &usual); });
    const rlimit lowered{.rlim_cur = 100, .rlim_max = usual.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &lowered), 0);

    LoadScenario scenario(endpointOf(server), {}, {.clients = 10, .idle = 85, .time = 60s});
    ScenarioWatch watch(scenario);
    const auto result = watch.run();
    QVERIFY(result && !result->ok);
    const QRegularExpression sentence(
        u"^10 clients and 85 idle ones need 1\\d\\d descriptors, but the limit is 100 \\(ulimit "
        "-n\\); ask for fewer or raise the limit$"_s);
    QVERIFY2(sentence.match(result->text).hasMatch(), qPrintable(result->text));
    QVERIFY(server.peers().empty());
}

QTEST_GUILESS_MAIN(TestLoadFailures)
#include "tst_loadfailures.moc"
