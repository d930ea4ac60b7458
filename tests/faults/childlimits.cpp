// SPDX-License-Identifier: MIT
#include "childlimits.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <string_view>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

namespace peerglass::child {

namespace {

/// The argument's lower half: all that matters here fits into it.
constexpr quint32 placeOf(int argument)
{
    return static_cast<quint32>(offsetof(seccomp_data, args) + sizeof(quint64) * size_t(argument));
}
static_assert(Q_BYTE_ORDER == Q_LITTLE_ENDIAN);

/// A seccomp(2) filter: \a call with this value of its \a argument fails with \a error.
void failCall(quint32 call, int argument, quint32 value, quint32 error)
{
    std::array filter{
        sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
        sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, placeOf(argument)),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1),
        sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
        sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{.len = filter.size(), .filter = filter.data()};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
        _exit(cannotHave);
    }
}

void require(bool had)
{
    if (!had) {
        _exit(cannotHave);
    }
}

bool bringLoopbackUp()
{
    const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::string_view("lo").copy(request.ifr_name, IFNAMSIZ);
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    const bool isUp = ioctl(any, SIOCSIFFLAGS, &request) == 0;
    close(any);
    return isUp;
}

bool limitPorts(std::string_view range)
{
    const int setting = open("/proc/sys/net/ipv4/ip_local_port_range", O_WRONLY | O_CLOEXEC);
    const bool isWritten = write(setting, range.data(), range.size()) == ssize_t(range.size());
    close(setting);
    return isWritten;
}

/// The port that the system gives first for 127.0.0.1, taken on ::1 by a socket that stays open.
void takeOnIpv6()
{
    sockaddr_in given{};
    given.sin_family = AF_INET;
    given.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof given;
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    require(bind(probe, reinterpret_cast<sockaddr *>(&given), size) == 0
            && getsockname(probe, reinterpret_cast<sockaddr *>(&given), &size) == 0);
    close(probe);
    sockaddr_in6 taken{};
    taken.sin6_family = AF_INET6;
    taken.sin6_addr = in6addr_loopback;
    taken.sin6_port = given.sin_port;
    const int taker = socket(AF_INET6, SOCK_STREAM, 0); // the program inherits it
    require(bind(taker, reinterpret_cast<sockaddr *>(&taken), sizeof taken) == 0
            && listen(taker, 1) == 0);
}

} // namespace

std::function<void()> descriptors(qint64 count)
{
    return [count] {
        const rlimit limit{.rlim_cur = static_cast<rlim_t>(count),
                           .rlim_max = static_cast<rlim_t>(count)};
        setrlimit(RLIMIT_NOFILE, &limit);
        static constexpr unsigned int firstOther = 3; // after standard input, output and error
        close_range(firstOther, ~0U, CLOSE_RANGE_CLOEXEC);
    };
}

std::function<void()> noIpv6()
{
    return [] {
        failCall(SYS_socket, 0, AF_INET6, EAFNOSUPPORT);
    };
}

std::function<void()> noEpoll()
{
    return [] {
        failCall(SYS_epoll_ctl, 1, EPOLL_CTL_ADD, ENOSPC);
    };
}

bool enterNetworkOfPorts(std::string_view range)
{
    return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 && bringLoopbackUp() && limitPorts(range);
}

std::function<void()> networkOfTwoPorts()
{
    return [] {
        require(enterNetworkOfPorts("40000 40001"));
        takeOnIpv6();
    };
}

std::function<void()> unprivileged()
{
    return [] {
        static constexpr uid_t nobody = 65534;
        require(getuid() != 0 || setuid(nobody) == 0);
    };
}

} // namespace peerglass::child
