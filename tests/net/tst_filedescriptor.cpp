// SPDX-License-Identifier: MIT
#include "filedescriptor.h"

#include <QTest>

#include <fcntl.h>
#include <sys/eventfd.h>

using namespace peerglass;

namespace {

FileDescriptor make()
{
    return FileDescriptor(eventfd(0, EFD_CLOEXEC));
}

bool isOpen(int descriptor)
{
    return fcntl(descriptor, F_GETFD) != -1;
}

} // namespace

class TestFileDescriptor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsWithout();
    void closesAtItsEnd();
    void movesWithoutClosing();
    void assigningClosesTheFormer();
    void closesOnce();
};

void TestFileDescriptor::startsWithout()
{
    const FileDescriptor none;
    QVERIFY(!none.isValid());
    QVERIFY(!FileDescriptor(-1).isValid());
}

void TestFileDescriptor::closesAtItsEnd()
{
    int number = -1;
    {
        const FileDescriptor owner = make();
        QVERIFY(owner.isValid());
        number = owner.get();
        QVERIFY(isOpen(number));
    }
    QVERIFY(!isOpen(number));
}

void TestFileDescriptor::movesWithoutClosing()
{
    FileDescriptor from = make();
    const int number = from.get();
    const FileDescriptor to = std::move(from);
    QVERIFY(!from.isValid());
    QCOMPARE(to.get(), number);
    QVERIFY(isOpen(number));
}

void TestFileDescriptor::assigningClosesTheFormer()
{
    FileDescriptor owner = make();
    const int former = owner.get();
    owner = make();
    QVERIFY(!isOpen(former));
    QVERIFY(isOpen(owner.get()));
}

// Closing twice would close what has got the number meanwhile.
void TestFileDescriptor::closesOnce()
{
    FileDescriptor owner = make();
    const int number = owner.get();
    owner.close();
    QVERIFY(!owner.isValid());
    const FileDescriptor other = make();
    QCOMPARE(other.get(), number); // the lowest that is free, open(2)
    owner.close();
    QVERIFY(isOpen(number));
}

QTEST_APPLESS_MAIN(TestFileDescriptor)
#include "tst_filedescriptor.moc"
