// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <functional>
#include <string_view>

/// What a peerglassd of a test has to live with: for ServerOptions::inChild, and no root needed.
/// They run between fork(2) and exec(2), so they call the system and nothing else.
namespace peerglass::child {

/// At most \a count descriptors (RLIMIT_NOFILE), which it cannot raise, and none but the standard
/// ones inherited: one from outside may have a number above the limit.
std::function<void()> descriptors(qint64 count);
/// The kernel refuses to make IPv6 sockets, as one without IPv6 does.
std::function<void()> noIpv6();
/// The kernel refuses to add anything to an epoll set, as one does that has no memory left for it.
std::function<void()> noEpoll();
/// At once, in this process, which has one thread: a network of its own, which gives away the ports
/// of \a range, `40000 40019`. False where it cannot be had.
bool enterNetworkOfPorts(std::string_view range);
/// A network of its own, with two ports to give away; on ::1 the one that is given first is taken.
/// What cannot be had ends the child with status cannotHave.
std::function<void()> networkOfTwoPorts();
/// Without the privileges of root, if it has them.
std::function<void()> unprivileged();

inline constexpr int cannotHave = 77;

} // namespace peerglass::child
