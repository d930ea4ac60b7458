// SPDX-License-Identifier: MIT
// The limit: the barest echo loop that is still right. One thread, one epoll set, level-triggered;
// read, write; what the kernel does not take is kept, and waited for with EPOLLOUT alone.
#include "listener.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace {

struct Client
{
    int descriptor;
    std::string unsent;
};

int poller;
char buffer[readSize];

void watch(Client *client, unsigned interest, int operation)
{
    epoll_event event{};
    event.events = interest;
    event.data.ptr = client;
    epoll_ctl(poller, operation, client->descriptor, &event);
}

void acceptAll(int listener)
{
    int descriptor = -1;
    while ((descriptor = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
        watch(new Client{descriptor, {}}, EPOLLIN, EPOLL_CTL_ADD);
    }
}

void close(Client *client)
{
    ::close(client->descriptor);
    delete client;
}

void echo(Client *client)
{
    const ssize_t got = read(client->descriptor, buffer, sizeof buffer);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) {
            close(client);
        }
        return;
    }
    const ssize_t put = write(client->descriptor, buffer, size_t(got));
    if (put == got) {
        return;
    }
    if (put < 0 && errno != EAGAIN) {
        close(client);
        return;
    }
    const size_t taken = put < 0 ? 0 : size_t(put);
    client->unsent.assign(buffer + taken, size_t(got) - taken);
    watch(client, EPOLLOUT, EPOLL_CTL_MOD);
}

void sendRest(Client *client)
{
    const ssize_t put = write(client->descriptor, client->unsent.data(), client->unsent.size());
    if (put < 0) {
        if (errno != EAGAIN) {
            close(client);
        }
        return;
    }
    client->unsent.erase(0, size_t(put));
    if (client->unsent.empty()) {
        watch(client, EPOLLIN, EPOLL_CTL_MOD);
    }
}

} // namespace

int main()
{
    raiseDescriptorLimit();
    poller = epoll_create1(EPOLL_CLOEXEC);
    Client listener{listenOnLoopback(), {}};
    watch(&listener, EPOLLIN, EPOLL_CTL_ADD);
    epoll_event events[512];
    for (;;) {
        const int count = epoll_wait(poller, events, 512, -1);
        for (int i = 0; i < count; ++i) {
            auto *client = static_cast<Client *>(events[i].data.ptr);
            if (client == &listener) {
                acceptAll(listener.descriptor);
            } else if (client->unsent.empty()) {
                echo(client);
            } else {
                sendRest(client);
            }
        }
    }
}
