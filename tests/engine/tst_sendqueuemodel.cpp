// SPDX-License-Identifier: MIT
#include "queuecontents.h"
#include "sharedlimits.h"

#include <QTest>

#include <deque>
#include <random>

using namespace peerglass;
using namespace std::chrono_literals;

namespace {

/// What a SendQueue should be, in the plainest way: one entry per message.
struct Model
{
    struct Message
    {
        quint64 number = 0;
        quint64 run = 0; ///< of the append() that brought it
        QByteArray bytes;
        TimePoint queuedAt;
    };

    qint64 bytes() const
    {
        qint64 sum = -sentOfFront;
        for (const Message &message : waiting) {
            sum += message.bytes.size();
        }
        return sum;
    }

    /// Neighbours of one run share an entry; where one between them is gone, there are two.
    qint64 cost() const
    {
        qint64 sum = 0;
        const Message *before = nullptr;
        for (const Message &message : waiting) {
            const bool together = before != nullptr && before->run == message.run
                && before->number + 1 == message.number;
            sum += message.bytes.size() + messageOverhead + (together ? 0 : runOverhead);
            before = &message;
        }
        return sum;
    }

    QByteArray contents() const
    {
        QByteArray joined;
        for (const Message &message : waiting) {
            joined += message.bytes;
        }
        return joined.sliced(sentOfFront);
    }

    std::vector<quint64> numbers() const
    {
        std::vector<quint64> result;
        for (const Message &message : waiting) {
            result.push_back(message.number);
        }
        return result;
    }

    qint64 bytesQueuedUntil(TimePoint cutoff) const
    {
        qint64 sum = 0;
        for (const Message &message : waiting) {
            sum += message.queuedAt <= cutoff ? message.bytes.size() : 0;
        }
        return sum == 0 ? 0 : sum - sentOfFront;
    }

    std::vector<QByteArray> send(qint64 count)
    {
        std::vector<QByteArray> complete;
        while (count > 0) {
            const qint64 rest = waiting.front().bytes.size() - sentOfFront;
            if (count < rest) {
                sentOfFront += count;
                return complete;
            }
            count -= rest;
            sentOfFront = 0;
            complete.push_back(waiting.front().bytes);
            waiting.pop_front();
        }
        return complete;
    }

    std::deque<Message> waiting;
    qint64 sentOfFront = 0;
    quint64 nextNumber = 1;
    quint64 runs = 0;
};

/// Does the same at random to a SendQueue and to its model.
class Player
{
public:
    explicit Player(unsigned seed)
        : m_random(seed)
    {
    }

    void step()
    {
        m_now += std::chrono::milliseconds(below(20));
        const int what = below(100);
        if (what < 35) {
            append();
        } else if (what < 65) {
            sendSome();
        } else if (what < 90) {
            drop();
        } else if (what < 99) {
            dropOldest();
        } else {
            clear();
        }
    }

    void compare() const
    {
        QCOMPARE(m_queue.isEmpty(), m_model.waiting.empty());
        QCOMPARE(m_queue.messages(), qint64(m_model.waiting.size()));
        QCOMPARE(m_queue.bytes(), m_model.bytes());
        QCOMPARE(m_queue.cost(), m_model.cost());
        QCOMPARE(contents(m_queue), m_model.contents());
        QCOMPARE(numbers(m_queue), m_model.numbers());
        const TimePoint cutoff = m_now - 100ms;
        QCOMPARE(m_queue.bytesQueuedUntil(cutoff), m_model.bytesQueuedUntil(cutoff));
        if (!m_queue.isEmpty()) {
            QCOMPARE(m_queue.front().message, QByteArrayView(m_model.waiting.front().bytes));
            QCOMPARE(m_queue.front().begun(), m_model.sentOfFront > 0);
            QCOMPARE(m_queue.frontQueuedAt(), m_model.waiting.front().queuedAt);
        }
    }

private:
    int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }

    void append()
    {
        MessageBatch batch;
        const int count = 1 + below(6);
        std::vector<QByteArray> messages;
        for (int i = 0; i < count; ++i) {
            messages.emplace_back(1 + below(12), static_cast<char>('a' + below(26)));
            batch.append(messages.back());
        }
        const auto first = static_cast<quint32>(below(count));
        qint64 begun = 0;
        if (m_model.waiting.empty()) {
            begun = below(static_cast<int>(messages[first].size()));
            m_model.sentOfFront = begun;
        }
        m_queue.skipNumbers(first);
        m_model.nextNumber += first;
        m_queue.append(std::make_shared<const MessageBatch>(batch), first, begun, m_now);
        ++m_model.runs;
        for (size_t i = first; i < messages.size(); ++i) {
            m_model.waiting.push_back({m_model.nextNumber++, m_model.runs, messages[i], m_now});
        }
    }

    void sendSome()
    {
        const qint64 bytes = below(static_cast<int>(std::min<qint64>(m_model.bytes(), 40)) + 1);
        QCOMPARE(send(m_queue, bytes), m_model.send(bytes));
    }

    void drop()
    {
        const quint64 number = m_model.nextNumber - static_cast<quint64>(below(30));
        const auto found = std::find_if(
            m_model.waiting.begin(), m_model.waiting.end(),
            [number](const auto &message) { return message.number == number; });
        QByteArray dropped;
        const SendQueue::DropResult result = m_queue.drop(number, dropped);
        if (found == m_model.waiting.end()) {
            QCOMPARE(result, SendQueue::DropResult::NotThere);
        } else if (found == m_model.waiting.begin() && m_model.sentOfFront > 0) {
            QCOMPARE(result, SendQueue::DropResult::Begun);
        } else {
            QCOMPARE(result, SendQueue::DropResult::Dropped);
            QCOMPARE(dropped, found->bytes);
            m_model.waiting.erase(found);
        }
    }

    void dropOldest()
    {
        const size_t begun = m_model.sentOfFront > 0 ? 1 : 0;
        const std::optional<QByteArray> dropped = m_queue.dropOldest();
        if (m_model.waiting.size() <= begun) {
            QCOMPARE(dropped, std::nullopt);
            return;
        }
        const auto oldest = m_model.waiting.begin() + static_cast<std::ptrdiff_t>(begun);
        QCOMPARE(dropped, std::optional(oldest->bytes));
        m_model.waiting.erase(oldest);
    }

    void clear()
    {
        const Totals::Amount expected{m_model.bytes(), qint64(m_model.waiting.size())};
        QCOMPARE(m_queue.clear(), expected);
        m_model.waiting.clear();
        m_model.sentOfFront = 0;
    }

    std::mt19937 m_random;
    SendQueue m_queue;
    Model m_model;
    TimePoint m_now{1000s};
};

} // namespace

class TestSendQueueModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void doesWhatItsModelDoes();
};

// PEERGLASS_SEED=N plays one game again.
void TestSendQueueModel::doesWhatItsModelDoes()
{
    const bool again = qEnvironmentVariableIsSet("PEERGLASS_SEED");
    const unsigned seed = again ? qEnvironmentVariable("PEERGLASS_SEED").toUInt()
                                : std::random_device()();
    qInfo("PEERGLASS_SEED=%u", seed);
    Player player(seed);
    for (int i = 0; i < 5'000; ++i) {
        player.step();
        player.compare();
        if (QTest::currentTestFailed()) {
            qInfo("failed in step %d", i);
            return;
        }
    }
}

QTEST_APPLESS_MAIN(TestSendQueueModel)
#include "tst_sendqueuemodel.moc"
