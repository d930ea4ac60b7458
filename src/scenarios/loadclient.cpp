// SPDX-License-Identifier: MIT
#include "loadclient.h"

#include "echocheck.h"
#include "outgoing.h"
#include "systemtext.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace peerglass {

using namespace Qt::StringLiterals;

LoadClient::LoadClient(LoadTraffic &traffic, Stream stream, int number)
    : m_traffic(traffic)
    , m_stream(std::move(stream))
    , m_begin(traffic.pattern.beginOf(number))
{
}

bool LoadClient::watch()
{
    m_token = m_traffic.poller.add(m_stream.descriptor(), {.read = true}, this);
    return m_token != 0;
}

void LoadClient::start(int depth)
{
    m_lastMoved = LoadTraffic::Clock::now();
    m_dueSince.assign(size_t(depth), m_lastMoved);
    m_due = depth * m_traffic.pattern.messageSize();
    send();
}

void LoadClient::close()
{
    m_traffic.poller.remove(std::exchange(m_token, 0));
    m_stream.close();
}

void LoadClient::ready(Readiness readiness)
{
    if (readiness.readable || readiness.error || readiness.hangUp) {
        receive();
    }
    const bool isOpen = m_token != 0;
    if (readiness.writable && isOpen) {
        m_lastMoved = LoadTraffic::Clock::now();
        send();
    }
}

// One read per report: the poller reports it again if there is more, after the others.
void LoadClient::receive()
{
    const IoResult result = m_stream.read(m_traffic.buffer);
    switch (result.status) {
    case IoResult::Status::Done:
        take(QByteArrayView(m_traffic.buffer.data(), result.bytes));
        break;
    case IoResult::Status::WouldBlock:
        break;
    case IoResult::Status::End:
        failAfter(u"the server ended the connection"_s);
        break;
    case IoResult::Status::Error:
        failAfter(systemText(result.error));
        break;
    }
}

void LoadClient::take(QByteArrayView bytes)
{
    m_lastMoved = LoadTraffic::Clock::now();
    if (const auto fault = faultIn(bytes)) {
        fail(u"%1 %2"_s.arg(name(), *fault));
        return;
    }
    const qint64 before = std::exchange(m_received, m_received + bytes.size());
    const qint64 completed = completeMessages(before);
    if (m_traffic.goesOn) {
        m_due += completed * m_traffic.pattern.messageSize();
        send();
    } else if (!isWaiting()) {
        m_traffic.drained();
    }
}

std::optional<QString> LoadClient::faultIn(QByteArrayView bytes) const
{
    qint64 position = m_received;
    while (!bytes.isEmpty() && position < m_sent) {
        const QByteArrayView due = m_traffic.pattern.at(
            m_begin + position, std::min<qint64>(bytes.size(), m_sent - position));
        const QByteArrayView came = bytes.first(due.size());
        if (std::memcmp(came.data(), due.data(), size_t(due.size())) != 0) {
            return wrongByteIn(came, due, position);
        }
        position += due.size();
        bytes = bytes.sliced(due.size());
    }
    return bytes.isEmpty() ? std::nullopt : std::optional(tooManyBytes(bytes, m_sent));
}

/// Counts the messages whose last byte came after the first \a before ones, and returns how many.
qint64 LoadClient::completeMessages(qint64 before)
{
    const qint64 size = m_traffic.pattern.messageSize();
    const qint64 completed = m_received / size - before / size;
    for (qint64 i = 0; i < completed; ++i) {
        auto &dueSince = m_dueSince[m_oldest];
        m_traffic.latencies.add(m_lastMoved - dueSince);
        dueSince = m_lastMoved; // of the message that takes its place
        m_oldest = m_oldest + 1 == m_dueSince.size() ? 0 : m_oldest + 1;
    }
    m_traffic.messages += completed;
    return completed;
}

void LoadClient::send()
{
    while (m_sent < m_due) {
        const QByteArrayView part = m_traffic.pattern.at(m_begin + m_sent, m_due - m_sent);
        const IoResult result = m_stream.write(part);
        if (result.status == IoResult::Status::Error) {
            failAfter(systemText(result.error));
            return;
        }
        m_sent += result.bytes;
        if (result.bytes < part.size()) {
            break;
        }
    }
    m_traffic.poller.modify(m_token, {.read = true, .write = m_sent < m_due});
}

void LoadClient::failAfter(const QString &what)
{
    const bool isIdle = m_due == 0;
    fail(isIdle ? u"%1, which has sent nothing: %2"_s.arg(name(), what)
                : u"%1: %2 after %3 of %4 bytes had come back"_s.arg(
                    name(), what, QString::number(m_received), QString::number(m_sent)));
}

void LoadClient::fail(const QString &sentence)
{
    close();
    m_traffic.failed(sentence);
}

QString LoadClient::name() const
{
    return localAddressText(m_stream.descriptor());
}

} // namespace peerglass
