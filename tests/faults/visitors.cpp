// SPDX-License-Identifier: MIT
// A crowd in a process of its own, so that its descriptors are not the server's: `visitors PORT N`
// connects N clients one after the other to an echo service of 127.0.0.1, has each of them talk,
// and leaves while at most 500 are there at once; every third by a reset. Exits with 0 when every
// answer was right.
#include "filedescriptor.h"

#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <netinet/in.h>
#include <string_view>
#include <sys/socket.h>

using namespace peerglass;

namespace {

constexpr size_t mostAtOnce = 500;
constexpr std::string_view words = "here I am\n";

FileDescriptor visit(const sockaddr_in &to)
{
    FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const bool connected = ::connect(socket.get(), reinterpret_cast<const sockaddr *>(&to),
                                     sizeof to)
        == 0;
    return connected ? std::move(socket) : FileDescriptor();
}

bool talk(const FileDescriptor &socket)
{
    std::array<char, words.size()> answer{};
    return send(socket.get(), words.data(), words.size(), MSG_NOSIGNAL) == ssize_t(words.size())
        && recv(socket.get(), answer.data(), answer.size(), MSG_WAITALL) == ssize_t(answer.size())
        && std::string_view(answer.data(), answer.size()) == words;
}

void leave(FileDescriptor socket, bool reset)
{
    const linger atOnce{.l_onoff = reset ? 1 : 0, .l_linger = 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc != 3) {
        return 2;
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<in_port_t>(std::atoi(argv[1])));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::deque<FileDescriptor> there;
    const int visitors = std::atoi(argv[2]);
    for (int i = 0; i < visitors; ++i) {
        FileDescriptor socket = visit(to);
        if (!socket.isValid() || !talk(socket)) {
            std::fprintf(stderr, "visitor %d had no or a wrong answer\n", i);
            return 1;
        }
        there.push_back(std::move(socket));
        if (there.size() > mostAtOnce) {
            leave(std::move(there.front()), i % 3 == 0);
            there.pop_front();
        }
    }
    return 0;
}
