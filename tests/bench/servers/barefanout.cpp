// SPDX-License-Identifier: MIT
// The limit of a chat: the barest loop that sends every whole line to all others. All lines of one
// read go to each member in one write; what the kernel does not take is kept for that member.
#include "listener.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Member
{
    int descriptor;
    std::string incomplete; // the beginning of a line
    std::string unsent;
    bool over = false; // deleted when the turn has ended
};

int poller;
std::vector<Member *> members;
bool someAreOver = false;
char buffer[readSize];

void watch(Member *member, unsigned interest, int operation)
{
    epoll_event event{};
    event.events = interest;
    event.data.ptr = member;
    epoll_ctl(poller, operation, member->descriptor, &event);
}

void acceptAll(int listener)
{
    int descriptor = -1;
    while ((descriptor = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
        members.push_back(new Member{descriptor, {}, {}});
        watch(members.back(), EPOLLIN, EPOLL_CTL_ADD);
    }
}

void end(Member *member)
{
    if (!member->over) {
        member->over = someAreOver = true;
        close(member->descriptor);
    }
}

void send(Member *member, std::string_view lines)
{
    if (!member->unsent.empty()) {
        member->unsent += lines;
        return;
    }
    const ssize_t put = write(member->descriptor, lines.data(), lines.size());
    if (put == ssize_t(lines.size())) {
        return;
    }
    if (put < 0 && errno != EAGAIN) {
        end(member);
        return;
    }
    member->unsent = lines.substr(put < 0 ? 0 : size_t(put));
    watch(member, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
}

void sendToOthers(const Member *sender, std::string_view lines)
{
    for (Member *member : members) {
        if (member != sender && !member->over) {
            send(member, lines);
        }
    }
}

void relay(Member *sender)
{
    const ssize_t got = read(sender->descriptor, buffer, sizeof buffer);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) {
            end(sender);
        }
        return;
    }
    const std::string_view data(buffer, size_t(got));
    const size_t whole = data.rfind('\n') + 1; // 0 where there is none
    if (sender->incomplete.empty() || whole == 0) {
        sendToOthers(sender, data.substr(0, whole));
    } else {
        sendToOthers(sender, sender->incomplete.append(data.substr(0, whole)));
        sender->incomplete.clear();
    }
    sender->incomplete += data.substr(whole);
}

void sendRest(Member *member)
{
    const ssize_t put = write(member->descriptor, member->unsent.data(), member->unsent.size());
    if (put < 0) {
        if (errno != EAGAIN) {
            end(member);
        }
        return;
    }
    member->unsent.erase(0, size_t(put));
    if (member->unsent.empty()) {
        watch(member, EPOLLIN, EPOLL_CTL_MOD);
    }
}

void ready(Member *member, unsigned events)
{
    if ((events & EPOLLOUT) && !member->over) {
        sendRest(member);
    }
    if ((events & ~unsigned(EPOLLOUT)) && !member->over) {
        relay(member);
    }
}

void removeThoseWhoAreOver()
{
    std::erase_if(members, [](Member *member) {
        const bool over = member->over;
        if (over) {
            delete member;
        }
        return over;
    });
    someAreOver = false;
}

} // namespace

int main()
{
    raiseDescriptorLimit();
    poller = epoll_create1(EPOLL_CLOEXEC);
    Member listener{listenOnLoopback(), {}, {}};
    watch(&listener, EPOLLIN, EPOLL_CTL_ADD);
    epoll_event events[512];
    for (;;) {
        const int count = epoll_wait(poller, events, 512, -1);
        for (int i = 0; i < count; ++i) {
            auto *member = static_cast<Member *>(events[i].data.ptr);
            if (member == &listener) {
                acceptAll(listener.descriptor);
            } else {
                ready(member, events[i].events);
            }
        }
        if (someAreOver) {
            removeThoseWhoAreOver();
        }
    }
}
