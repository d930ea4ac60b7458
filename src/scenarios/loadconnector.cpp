// SPDX-License-Identifier: MIT
#include "loadconnector.h"

#include "outgoing.h"
#include "systemtext.h"

#include <algorithm>
#include <cerrno>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Fits into the queue of a QTcpServer, 50, and into those of 128 (SOMAXCONN before Linux 5.4)
// beside a batch that is not accepted yet.
constexpr int batchSize = 32;
// In which a server accepts a batch.
constexpr auto pauseBetween = 2ms;
constexpr quint32 lastSource = 0x7f0000fe; // 127.0.0.254

} // namespace

/// One connection that is being opened.
struct LoadConnector::Attempt final : PollHandler
{
    Attempt(LoadConnector &connector, FileDescriptor socket)
        : owner(connector)
        , stream(std::move(socket))
        , token(owner.m_poller.add(stream.descriptor(), {.write = true}, this))
    {
    }

    void ready(Readiness) override { owner.settle(*this); }

    LoadConnector &owner;
    Stream stream;
    Poller::Token token;
};

LoadConnector::LoadConnector(Poller &poller, QObject *parent)
    : QObject(parent)
    , m_poller(poller)
{
    m_pause.setSingleShot(true);
    m_pause.setTimerType(Qt::PreciseTimer);
    connect(&m_pause, &QTimer::timeout, this, &LoadConnector::openBatch);
}

LoadConnector::~LoadConnector()
{
    stop();
}

void LoadConnector::start(const QList<QHostAddress> &addresses, quint16 port, int count)
{
    m_servers = addresses;
    m_port = port;
    m_wanted = count;
    m_pause.start(0ms);
}

void LoadConnector::stop()
{
    m_pause.stop();
    m_wanted = m_begun;
    m_error = 0;
    for (const auto &attempt : m_attempts) {
        m_poller.remove(std::exchange(attempt->token, 0));
        attempt->stream.close();
    }
}

void LoadConnector::openBatch()
{
    m_attempts.clear();
    // The first one alone finds the address.
    const int size = std::min(m_opened == 0 ? 1 : batchSize, m_wanted - m_begun);
    for (int i = 0; i < size && openOne(); ++i) { }
    goOn();
}

// What stops it is told when those on their way are open, too: then it is known how many can be.
void LoadConnector::goOn()
{
    if (m_opened < m_begun) {
        return;
    }
    if (m_error != 0) {
        giveUp(std::exchange(m_error, 0));
    } else if (m_begun < m_wanted) {
        m_pause.start(pauseBetween);
    }
}

bool LoadConnector::openOne()
{
    auto socket = beginConnecting(m_servers.first(), m_port, m_source);
    while (!socket && socket.error() == EADDRNOTAVAIL && tryNextSource()) {
        socket = beginConnecting(m_servers.first(), m_port, m_source);
    }
    if (!socket) {
        m_error = socket.error();
        return false;
    }
    m_attempts.push_back(std::make_unique<Attempt>(*this, std::move(*socket)));
    if (m_attempts.back()->token == 0) {
        m_error = errno;
        return false;
    }
    ++m_begun;
    return true;
}

void LoadConnector::settle(Attempt &attempt)
{
    m_poller.remove(std::exchange(attempt.token, 0));
    if (const int error = attempt.stream.takeError(); error != 0) {
        giveUp(error);
        return;
    }
    ++m_opened;
    Q_EMIT connected(attempt.stream);
    goOn();
}

void LoadConnector::giveUp(int error)
{
    if (m_opened == 0 && m_servers.size() > 1) {
        m_servers.removeFirst();
        m_begun = 0;
        m_pause.start(0ms);
        return;
    }
    const QString reason = reasonFor(error);
    stop();
    Q_EMIT failed(reason);
}

bool LoadConnector::tryNextSource()
{
    const QHostAddress &server = m_servers.first();
    if (server.protocol() != QAbstractSocket::IPv4Protocol || !server.isLoopback()) {
        return false;
    }
    const quint32 current = m_source.isNull()
        ? QHostAddress(QHostAddress::LocalHost).toIPv4Address()
        : m_source.toIPv4Address();
    m_source = QHostAddress(current + 1);
    return current < lastSource;
}

QString LoadConnector::reasonFor(int error) const
{
    QString reason = systemText(error);
    if (error == EADDRNOTAVAIL) {
        const LocalPorts ports = localPorts();
        reason = u"no local port is free, and one address has at most %1 for one server "
                 "(net.ipv4.ip_local_port_range, %2 to %3)"_s.arg(QString::number(ports.count()),
                                                                  QString::number(ports.first),
                                                                  QString::number(ports.last));
    }
    if (m_opened > 0) {
        reason += u" (%1 of %2 were connected)"_s.arg(QString::number(m_opened),
                                                      QString::number(m_wanted));
    }
    return reason;
}

} // namespace peerglass
