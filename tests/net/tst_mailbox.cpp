// SPDX-License-Identifier: MIT
#include "mailbox.h"

#include "tcppair.h"
#include "waitfor.h"

#include <QTest>
#include <QTimer>

#include <array>
#include <atomic>
#include <poll.h>
#include <thread>

using namespace peerglass;

namespace {

struct Letter
{
    size_t sender = 0;
    int number = 0;
};

/// Lets the event loop run until it has nothing left to do.
void runOut()
{
    int turns = 0;
    QTimer turn;
    QObject::connect(&turn, &QTimer::timeout, &turn, [&turns] { ++turns; });
    turn.start(0);
    QVERIFY(waitFor([&turns] { return turns >= 3; }));
}

} // namespace

class TestMailbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTheOrder();
    void takesAllAtOnce();
    void refusesWhenFull();
    void postsAllAtOnce();
    void wakesOncePerBatch();
    void wakesAgainForTheNextBatch();
    void losesNothingOfManySenders();
    void closesWhatNobodyTook();
};

void TestMailbox::keepsTheOrder()
{
    Mailbox<int> mailbox;
    for (int i = 0; i < 5; ++i) {
        QVERIFY(mailbox.post(int(i)));
    }
    std::vector<int> values;
    mailbox.takeAll(values);
    QCOMPARE(values, (std::vector<int>{0, 1, 2, 3, 4}));
}

void TestMailbox::takesAllAtOnce()
{
    Mailbox<int> mailbox;
    std::vector<int> values{7, 8}; // of an earlier batch
    mailbox.post(1);
    mailbox.takeAll(values);
    QCOMPARE(values, std::vector<int>{1});
    mailbox.takeAll(values);
    QVERIFY(values.empty());
}

void TestMailbox::refusesWhenFull()
{
    Mailbox<std::unique_ptr<int>> mailbox(2);
    QVERIFY(mailbox.post(std::make_unique<int>(1)));
    QVERIFY(mailbox.post(std::make_unique<int>(2)));
    auto refused = std::make_unique<int>(3);
    QVERIFY(!mailbox.post(std::move(refused)));
    QVERIFY(refused != nullptr);
    QCOMPARE(*refused, 3);

    std::vector<std::unique_ptr<int>> values;
    mailbox.takeAll(values);
    QCOMPARE(values.size(), size_t(2));
    QVERIFY(mailbox.post(std::move(refused)));
}

// Fails when postAll() refuses, keeps what it has posted, or rings for nothing.
void TestMailbox::postsAllAtOnce()
{
    Mailbox<int> mailbox(2);
    int wakes = 0;
    std::vector<int> taken;
    const auto notifier = mailbox.notify([&] {
        ++wakes;
        mailbox.takeAll(taken);
    });
    std::vector<int> values;
    mailbox.postAll(values);
    runOut();
    QCOMPARE(wakes, 0);
    values = {2, 3, 4};
    mailbox.post(1);
    mailbox.postAll(values);
    QVERIFY(values.empty());
    runOut();
    QCOMPARE(wakes, 1);
    QCOMPARE(taken, (std::vector<int>{1, 2, 3, 4}));
    values = {5};
    mailbox.postAll(values);
    runOut();
    QCOMPARE(wakes, 2);
    QCOMPARE(taken, std::vector<int>{5});
}

void TestMailbox::wakesOncePerBatch()
{
    Mailbox<int> mailbox;
    std::vector<size_t> batches;
    const auto notifier = mailbox.notify([&] {
        std::vector<int> values;
        mailbox.takeAll(values);
        batches.push_back(values.size());
    });
    for (int i = 0; i < 3; ++i) {
        mailbox.post(int(i));
    }
    runOut();
    QCOMPARE(batches, std::vector<size_t>{3});
}

void TestMailbox::wakesAgainForTheNextBatch()
{
    Mailbox<int> mailbox;
    std::vector<int> taken;
    const auto notifier = mailbox.notify([&] {
        std::vector<int> values;
        mailbox.takeAll(values);
        taken.insert(taken.end(), values.begin(), values.end());
        if (taken.size() < 3) {
            mailbox.post(int(taken.size())); // from within: for the next turn
        }
    });
    mailbox.post(0);
    QVERIFY(waitFor([&taken] { return taken.size() == 3; }));
    QCOMPARE(taken, (std::vector<int>{0, 1, 2}));
}

// A wakeup lost between posting and taking would leave the last letters lying there.
void TestMailbox::losesNothingOfManySenders()
{
    constexpr size_t senders = 4;
    constexpr int each = 50'000;
    Mailbox<Letter> mailbox;
    std::array<int, senders> next{};
    int outOfOrder = 0;
    int taken = 0;
    const auto notifier = mailbox.notify([&] {
        std::vector<Letter> letters;
        mailbox.takeAll(letters);
        for (const Letter &letter : letters) {
            outOfOrder += letter.number == next[letter.sender]++ ? 0 : 1;
            ++taken;
        }
    });
    std::vector<std::thread> threads;
    for (size_t sender = 0; sender < senders; ++sender) {
        threads.emplace_back([&mailbox, sender] {
            for (int number = 0; number < each; ++number) {
                mailbox.post({sender, number});
                if (number % 64 == 0) {
                    std::this_thread::yield(); // so that the mailbox runs empty in between
                }
            }
        });
    }
    const bool complete = waitFor([&taken] { return taken == int(senders) * each; });
    for (std::thread &thread : threads) {
        thread.join();
    }
    QVERIFY2(complete, qPrintable(QString::number(taken)));
    QCOMPARE(outOfOrder, 0);
}

void TestMailbox::closesWhatNobodyTook()
{
    TcpPair pair = connectTcpPair();
    {
        Mailbox<FileDescriptor> mailbox;
        QVERIFY(mailbox.post(std::move(pair.server)));
    }
    QVERIFY(waitForEvents(pair.client.get(), POLLRDHUP));
}

QTEST_GUILESS_MAIN(TestMailbox)
#include "tst_mailbox.moc"
