// SPDX-License-Identifier: MIT
#include "standardstreams.h"

#include "filedescriptor.h"

#include <QTest>

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <unistd.h>

using namespace peerglass;

namespace {

/// The ends of one.
struct Pipe
{
    Pipe()
    {
        int ends[2] = {};
        if (pipe2(ends, O_CLOEXEC) == 0) {
            reader = FileDescriptor(ends[0]);
            writer = FileDescriptor(ends[1]);
        }
    }
    FileDescriptor reader;
    FileDescriptor writer;
};

/// Of a call that has just returned \a result; 0 where it did not fail.
int errorOf(ssize_t result)
{
    return result < 0 ? errno : 0;
}

} // namespace

class TestStandardStreams : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPipeTakesWhatFits();
    void theReadingEndOfAPipeIsRefused();
};

// Fails when a pipe is not opened anew: then it is written PIPE_BUF bytes at a time.
void TestStandardStreams::aPipeTakesWhatFits()
{
    const Pipe pipe;
    StandardStream stream(pipe.writer.get());
    const QByteArray much(1024 * 1024, 'x');
    QVERIFY(stream.takesOutput());
    QVERIFY(stream.write(much) > PIPE_BUF);
    QVERIFY(!stream.takesOutput());
    QCOMPARE(errorOf(stream.write(much)), EAGAIN);
    // Which is shared with others.
    QVERIFY((fcntl(pipe.writer.get(), F_GETFL) & O_NONBLOCK) == 0);
}

// Fails when that is opened anew for writing: then the program would wait for itself to read.
void TestStandardStreams::theReadingEndOfAPipeIsRefused()
{
    const Pipe pipe;
    StandardStream stream(pipe.reader.get());
    QCOMPARE(stream.descriptor(), pipe.reader.get());
    QCOMPARE(errorOf(stream.write("x")), EBADF);
}

QTEST_APPLESS_MAIN(TestStandardStreams)
#include "tst_standardstreams.moc"
