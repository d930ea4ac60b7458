// SPDX-License-Identifier: MIT
#include "fakeserver.h"

#include <array>
#include <utility>

namespace peerglass {

FakePeer::FakePeer(int descriptor)
    : m_stream(FileDescriptor(descriptor))
    , m_readable(descriptor, QSocketNotifier::Read)
{
}

void FakePeer::write(const QByteArray &bytes)
{
    const IoResult result = m_stream.write(bytes);
    if (result.status != IoResult::Status::Error && result.bytes != bytes.size()) {
        qFatal("FakePeer: the kernel took %lld of %lld bytes", static_cast<long long>(result.bytes),
               static_cast<long long>(bytes.size()));
    }
}

void FakePeer::close()
{
    m_readable.setEnabled(false);
    m_stream.close();
}

void FakePeer::reset()
{
    m_readable.setEnabled(false);
    m_stream.abort();
}

FakeServer::FakeServer(Manner manner)
    : m_manner(std::move(manner))
{
    if (!listen(QHostAddress::LocalHost)) {
        qFatal("FakeServer: %s", qPrintable(errorString()));
    }
}

FakeServer::Manner FakeServer::echo()
{
    return {.received = [](FakePeer &peer, const QByteArray &bytes) {
        peer.write(bytes);
    }};
}

void FakeServer::incomingConnection(qintptr descriptor)
{
    m_peers.push_back(std::unique_ptr<FakePeer>(new FakePeer(int(descriptor))));
    FakePeer &peer = *m_peers.back();
    peer.m_readable.setEnabled(m_manner.reads);
    connect(&peer.m_readable, &QSocketNotifier::activated, this, [this, &peer] { read(peer); });
    if (m_manner.opened) {
        m_manner.opened(peer);
    }
}

void FakeServer::read(FakePeer &peer)
{
    std::array<char, 64 * 1024> buffer{};
    const IoResult result = peer.m_stream.read(buffer);
    switch (result.status) {
    case IoResult::Status::Done:
        peer.received.append(buffer.data(), result.bytes);
        if (m_manner.received) {
            m_manner.received(peer, QByteArray(buffer.data(), result.bytes));
        }
        break;
    case IoResult::Status::WouldBlock:
        break;
    case IoResult::Status::End:
        peer.hasEnded = true;
        peer.m_readable.setEnabled(false);
        m_manner.ended ? m_manner.ended(peer) : peer.close();
        break;
    case IoResult::Status::Error:
        peer.wasReset = true;
        peer.close();
        break;
    }
}

quint16 closedPort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

} // namespace peerglass
