// SPDX-License-Identifier: MIT
#include "sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace {

// Source addresses 127.0.0.2 to 127.0.0.65: with 28,000 ports each they outlast the minute that a
// closed connection keeps its port.
constexpr unsigned firstAddress = INADDR_LOOPBACK + 1;
constexpr unsigned addressCount = 64;

sockaddr_in loopback(std::uint32_t address, std::uint16_t port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_addr.s_addr = htonl(address);
    result.sin_port = htons(port);
    return result;
}

} // namespace

void fail(const char *sentence, int error)
{
    std::fprintf(stderr, error == 0 ? "%s\n" : "%s: %s\n", sentence, std::strerror(error));
    std::exit(EXIT_FAILURE);
}

void raiseDescriptorLimit()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int connectTo(std::uint16_t port, unsigned number)
{
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        fail("benchload: no descriptor for a connection", errno);
    }
    const int on = 1;
    setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto source = loopback(firstAddress + number % addressCount, 0);
    if (bind(descriptor, reinterpret_cast<const sockaddr *>(&source), sizeof source) != 0) {
        fail("benchload: cannot use a loopback address other than 127.0.0.1", errno);
    }
    const auto server = loopback(INADDR_LOOPBACK, port);
    if (connect(descriptor, reinterpret_cast<const sockaddr *>(&server), sizeof server) != 0) {
        fail("benchload: cannot connect", errno);
    }
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    return descriptor;
}

std::vector<int> connectAll(const Plan &plan, unsigned count, unsigned first)
{
    std::vector<int> descriptors;
    descriptors.reserve(count);
    for (unsigned i = 0; i < count; ++i) {
        descriptors.push_back(connectTo(plan.port, first + i));
        if (plan.gap.count() > 0) {
            std::this_thread::sleep_for(plan.gap);
        }
    }
    return descriptors;
}
