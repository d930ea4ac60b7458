// SPDX-License-Identifier: MIT
#include "stream.h"

#include "tcppair.h"
#include "timescale.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

using namespace peerglass;
using namespace std::chrono_literals;
using Status = IoResult::Status;

namespace {

const int limit = static_cast<int>(scaled(20s).count());

/// A Stream on the server's end and the client that it talks to.
struct Connection
{
    explicit Connection(int bufferSize = 0)
        : Connection(connectTcpPair(bufferSize))
    {
    }
    explicit Connection(TcpPair pair)
        : stream(std::move(pair.server))
        , client(std::move(pair.client))
    {
    }

    Stream stream;
    FileDescriptor client;
};

QByteArray readOnce(Stream &stream)
{
    std::array<char, 64> buffer;
    const IoResult result = stream.read(buffer);
    return result.status == Status::Done ? QByteArray(buffer.data(), result.bytes) : QByteArray();
}

IoResult readResult(Stream &stream)
{
    std::array<char, 64> buffer;
    return stream.read(buffer);
}

int option(int descriptor, int level, int name)
{
    int value = 0;
    socklen_t size = sizeof value;
    getsockopt(descriptor, level, name, &value, &size);
    return value;
}

iovec part(const QByteArray &bytes)
{
    return {const_cast<char *>(bytes.constData()), static_cast<size_t>(bytes.size())};
}

} // namespace

class TestStream : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void movesBytesBothWays();
    void readsAtMostTheBuffer();
    void saysThatNothingIsThere();
    void seesTheEnd();
    void seesAReset();
    void writesWhatFits();
    void writesPartsInOrder();
    void writesToABrokenConnection();
    void finishesSending();
    void abortsWithAReset();
    void closesInGoodOrder();
    void stopsAtTheUrgentMark();
    void asksWhatIsUnacknowledged();
    void tellsFigures();
    void takesAnErrorOnce();
    void preparesListeners();
};

void TestStream::movesBytesBothWays()
{
    Connection c;
    sendAll(c.client.get(), "there");
    QVERIFY(waitForEvents(c.stream.descriptor(), POLLIN));
    QCOMPARE(readOnce(c.stream), "there");
    const IoResult written = c.stream.write(QByteArrayView("back"));
    QCOMPARE(written.status, Status::Done);
    QCOMPARE(written.bytes, 4);
    QCOMPARE(receive(c.client.get(), 4), "back");
}

void TestStream::readsAtMostTheBuffer()
{
    Connection c;
    sendAll(c.client.get(), "abcdef");
    QVERIFY(waitForEvents(c.stream.descriptor(), POLLIN));
    std::array<char, 4> buffer{};
    QCOMPARE(c.stream.read(buffer).bytes, 4);
    QCOMPARE(QByteArrayView(buffer.data(), 4), QByteArrayView("abcd"));
    QCOMPARE(readOnce(c.stream), "ef");
}

void TestStream::saysThatNothingIsThere()
{
    Connection c; // its descriptor is a blocking one
    const IoResult result = readResult(c.stream);
    QCOMPARE(result.status, Status::WouldBlock);
    QCOMPARE(result.bytes, 0);
    QCOMPARE(result.error, 0);
}

void TestStream::seesTheEnd()
{
    Connection c;
    sendAll(c.client.get(), "last");
    shutdown(c.client.get(), SHUT_WR);
    QVERIFY(waitForEvents(c.stream.descriptor(), POLLRDHUP));
    QCOMPARE(readOnce(c.stream), "last");
    QCOMPARE(readResult(c.stream).status, Status::End);
    QCOMPARE(c.stream.write(QByteArrayView("still")).status, Status::Done);
    QCOMPARE(receive(c.client.get(), 5), "still");
}

void TestStream::seesAReset()
{
    Connection c;
    resetConnection(c.client);
    QVERIFY(waitForEvents(c.stream.descriptor(), POLLERR));
    const IoResult result = readResult(c.stream);
    QCOMPARE(result.status, Status::Error);
    QCOMPARE(result.error, ECONNRESET);
}

void TestStream::writesWhatFits()
{
    Connection c(8 * 1024);
    QByteArray bytes(1024 * 1024, Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(i % 251);
    }
    const IoResult first = c.stream.write(bytes);
    QCOMPARE(first.status, Status::Done);
    QVERIFY(first.bytes > 0);
    QVERIFY(first.bytes < bytes.size());

    qint64 written = first.bytes;
    IoResult result = first;
    while (result.status == Status::Done) { // the kernel may have made room meanwhile
        result = c.stream.write(QByteArrayView(bytes).sliced(written));
        written += result.bytes;
    }
    QCOMPARE(result.status, Status::WouldBlock);
    QCOMPARE(result.error, 0);
    QCOMPARE(receive(c.client.get(), written), bytes.first(written));
    QVERIFY(waitForEvents(c.stream.descriptor(), POLLOUT));
}

void TestStream::writesPartsInOrder()
{
    Connection c;
    const QByteArray one("one,");
    const QByteArray two("two,");
    const QByteArray three("three");
    const std::array parts{part(one), part(two), part(three)};
    const IoResult result = c.stream.write(std::span<const iovec>(parts));
    QCOMPARE(result.status, Status::Done);
    QCOMPARE(result.bytes, 13);
    QCOMPARE(receive(c.client.get(), 13), "one,two,three");
}

// And is not killed by SIGPIPE.
void TestStream::writesToABrokenConnection()
{
    Connection c;
    resetConnection(c.client);
    QVERIFY(waitForEvents(c.stream.descriptor(), POLLERR));
    c.stream.takeError();
    const QByteArray bytes("x");
    const IoResult plain = c.stream.write(QByteArrayView(bytes));
    QCOMPARE(plain.status, Status::Error);
    QCOMPARE(plain.error, EPIPE);
    const std::array parts{part(bytes)};
    QCOMPARE(c.stream.write(std::span<const iovec>(parts)).error, EPIPE);
}

void TestStream::finishesSending()
{
    Connection c;
    c.stream.write(QByteArrayView("rest"));
    c.stream.finishSending();
    QCOMPARE(receive(c.client.get(), 4), "rest");
    QCOMPARE(waitForEnd(c.client.get()), 0);
    sendAll(c.client.get(), "answer");
    QVERIFY(waitForEvents(c.stream.descriptor(), POLLIN));
    QCOMPARE(readOnce(c.stream), "answer");
}

void TestStream::abortsWithAReset()
{
    Connection c;
    c.stream.abort();
    QCOMPARE(c.stream.descriptor(), -1);
    QCOMPARE(waitForEnd(c.client.get()), ECONNRESET);
}

void TestStream::closesInGoodOrder()
{
    Connection c;
    c.stream.write(QByteArrayView("rest"));
    c.stream.close();
    QCOMPARE(receive(c.client.get(), 4), "rest");
    QCOMPARE(waitForEnd(c.client.get()), 0);
}

void TestStream::stopsAtTheUrgentMark()
{
    Connection c;
    sendAll(c.client.get(), "ab");
    sendAll(c.client.get(), "!", MSG_OOB);
    sendAll(c.client.get(), "cd");
    QVERIFY(waitForEvents(c.stream.descriptor(), POLLPRI));
    QVERIFY(!c.stream.atUrgentMark());
    QCOMPARE(readOnce(c.stream), "ab");
    QVERIFY(c.stream.atUrgentMark());
    QByteArray rest;
    QTRY_VERIFY_WITH_TIMEOUT((rest += readOnce(c.stream)).size() >= 3, limit);
    QCOMPARE(rest, "!cd");
    QVERIFY(!c.stream.atUrgentMark());
}

void TestStream::asksWhatIsUnacknowledged()
{
    Connection c;
    QCOMPARE(c.stream.unacknowledged(), 0);
    c.stream.write(QByteArrayView("abc"));
    c.stream.finishSending();
    QTRY_COMPARE_WITH_TIMEOUT(c.stream.unacknowledged(), 0, limit);

    Connection stuck(8 * 1024);
    const qint64 taken = fillUp(stuck.stream.descriptor());
    const qint64 held = stuck.stream.unacknowledged();
    QVERIFY(held > 0);
    QVERIFY(held <= taken);
    stuck.stream.finishSending();
    QCOMPARE(stuck.stream.unacknowledged(), held + 1); // the end counts as one
    QCOMPARE(receive(stuck.client.get(), taken).size(), taken);
    QTRY_COMPARE_WITH_TIMEOUT(stuck.stream.unacknowledged(), 0, limit);
}

void TestStream::tellsFigures()
{
    Connection c(8 * 1024);
    const qint64 before = c.stream.figures().acknowledged;
    const qint64 taken = fillUp(c.stream.descriptor());
    const auto inKernel = [&c] {
        const KernelFigures figures = c.stream.figures();
        return figures.unsent + figures.inFlight + figures.acknowledged;
    };
    QCOMPARE(inKernel(), before + taken);
    QVERIFY(c.stream.figures().unsent > 0); // the client reads nothing
    QCOMPARE(receive(c.client.get(), taken).size(), taken);
    QTRY_COMPARE_WITH_TIMEOUT(c.stream.figures().acknowledged, before + taken, limit);
    QCOMPARE(c.stream.figures().unsent, 0);
    QCOMPARE(c.stream.figures().inFlight, 0);
    QVERIFY(c.stream.figures().roundTrip > 0us);
}

void TestStream::takesAnErrorOnce()
{
    Connection c;
    QCOMPARE(c.stream.takeError(), 0);
    resetConnection(c.client);
    QVERIFY(waitForEvents(c.stream.descriptor(), POLLERR));
    QCOMPARE(c.stream.takeError(), ECONNRESET);
    QCOMPARE(c.stream.takeError(), 0);
}

void TestStream::preparesListeners()
{
    const Connection c;
    const int server = c.stream.descriptor();
    QCOMPARE(option(server, SOL_SOCKET, SO_OOBINLINE), 1);
    QVERIFY(option(server, IPPROTO_TCP, TCP_NODELAY) != 0);
    QCOMPARE(option(server, IPPROTO_TCP, TCP_NOTSENT_LOWAT), 128 * 1024);
}

QTEST_GUILESS_MAIN(TestStream)
#include "tst_stream.moc"
