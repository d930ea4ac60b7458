// SPDX-License-Identifier: MIT
#include "childclient.h"

#include <arpa/inet.h>
#include <csignal>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

/// Runs after fork(2): system calls only. The socket is left to the program that follows.
void connectAndSend(quint16 port, const char *bytes, size_t size)
{
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    const int buffer = 4096;
    setsockopt(client, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(client, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 0) {
        _exit(1);
    }
    for (size_t sent = 0; sent < size;) {
        const ssize_t some = send(client, bytes + sent, size - sent, MSG_NOSIGNAL);
        if (some < 0) {
            _exit(1);
        }
        sent += static_cast<size_t>(some);
    }
}

} // namespace

ChildClient::ChildClient(quint16 port, const QByteArray &sends)
{
    m_process.setChildProcessModifier([port, bytes = sends.constData(), size = sends.size()] {
        connectAndSend(port, bytes, static_cast<size_t>(size));
    });
    m_process.start(u"sleep"_s, {u"600"_s});
    m_process.waitForStarted();
}

ChildClient::~ChildClient()
{
    kill();
}

void ChildClient::sendSignal(int number) const
{
    ::kill(static_cast<pid_t>(m_process.processId()), number);
}

void ChildClient::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

} // namespace peerglass
