// SPDX-License-Identifier: MIT
#include "connectionflood.h"

#include "filedescriptor.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace peerglass {

ConnectionFlood::~ConnectionFlood()
{
    m_on = false;
    m_thread.join();
}

void ConnectionFlood::run(quint16 port)
{
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; m_on; ++i) {
        const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&to), sizeof to) != 0) {
            std::this_thread::yield();
            continue;
        }
        ++m_connections;
        send(socket.get(), "flood\n", 6, MSG_NOSIGNAL);
        const bool reset = m_ending == Ending::Reset || i % 2 != 0;
        const linger atOnce{.l_onoff = reset ? 1 : 0, .l_linger = 0};
        setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    }
}

} // namespace peerglass
