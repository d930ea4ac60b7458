// SPDX-License-Identifier: MIT
#pragma once

#include "overflowpolicy.h"

#include <QList>
#include <QString>

#include <chrono>
#include <optional>

#include <tl/expected.hpp>

namespace peerglass {

enum class ProtocolKind { Echo, Chat };
/// How chat without names cuts its input into messages: at newlines, or one per read.
enum class Framing { Line, Read };
/// What TCP urgent data does: it is noted and stays in the stream, or ends the connection.
enum class UrgentPolicy { Note, Close };

QString toText(ProtocolKind kind);

/// One protocol on one endpoint with its options: everything the engine needs to serve it.
/// Written everywhere as `PROTOCOL://HOST:PORT[?option=value&…]`. Sizes are bytes.
/// A ServiceSpec that parseService() returned is valid; check one made by hand with validate().
struct ServiceSpec
{
    ProtocolKind protocol = ProtocolKind::Echo;
    /// `localhost` (both loopback addresses), `any` (all addresses, dual-stack), or an IPv4 or
    /// IPv6 literal without brackets.
    QString host;
    quint16 port = 0; ///< 0: a free one

    qint64 read = 64 * 1024; ///< most taken by one read, 1 … queue
    std::chrono::milliseconds delay{0}; ///< echo: each message waits this long, 0 … 1 h
    bool names = true; ///< chat: names, notices and commands
    Framing framing = Framing::Line; ///< chat without names
    qint64 line = 64 * 1024; ///< chat: longest line without its end, 1 … what fits in queue
    std::optional<qint64> rate; ///< chat: most lines per second from one client, 1 … 1,000,000
    qint64 queue = 1024 * 1024; ///< most that one client's queue may cost, 1 KiB … 1 GiB
    qint64 softQueue = 256 * 1024; ///< chat: a cost above this, 1 … queue, …
    std::chrono::milliseconds softTime{30'000}; ///< … for this long, above 0, counts as overflow
    OverflowPolicy overflow = OverflowPolicy::Pause;
    bool hold = false; ///< new clients start held
    std::optional<qint64> throttle; ///< most bytes per second sent to one client, 1 … 1 GiB
    std::optional<qint64> clients; ///< most clients, 1 … 1,000,000
    /// Most clients from one address, 1 … 1,000,000; of IPv6 from one /64.
    std::optional<qint64> perAddress;
    /// Close after this long, above 0, without a byte either way and with nothing waiting.
    std::optional<std::chrono::milliseconds> idle;
    /// Close when for this long, above 0, data may be sent and none is acknowledged.
    std::optional<std::chrono::milliseconds> stall;
    UrgentPolicy urgent = UrgentPolicy::Note;
    int backlog = 4096; ///< of listen(2), 1 … 65535; the kernel clips it to net.core.somaxconn

    /// The defaults of \a kind (`overflow` differs) on \a host and \a port.
    static ServiceSpec make(ProtocolKind kind, const QString &host, quint16 port);

    /// The endpoint as given, without options: `echo://localhost:10000`, `chat://[::1]:8008`.
    QString endpoint() const;
    /// The whole URL; only options that differ from the defaults are written, in the order of the
    /// table in README.md. parseService() of it gives an equal value.
    QString toUrl() const;
    /// Whether clients on other machines can reach it: any host but a loopback one.
    bool isOpenToNetwork() const;

    friend bool operator==(const ServiceSpec &, const ServiceSpec &) = default;
};

/// What is wrong with a service URL: which part, what it was, and what would be right.
struct ServiceError
{
    enum class Kind {
        Malformed, ///< not PROTOCOL://HOST:PORT at all
        BadProtocol,
        BadHost,
        BadPort,
        UnknownOption,
        RepeatedOption,
        NotForProtocol, ///< a known option that this protocol (or names=on) does not have
        BadValue,
        Conflict ///< two values that exclude each other, such as read above queue
    };
    Kind kind = Kind::Malformed;
    QString url; ///< as given
    QString part; ///< the offending part: `port`, `read`, …
    QString value; ///< what was given there
    QString expected; ///< what would be right, as the end of a sentence

    /// One sentence that names the URL, the part, what is wrong and what would be right. Text that
    /// was given is escaped.
    QString sentence() const;
    /// The same without the URL and the full stop: `port "70000" is not a number from 0 to 65535`.
    QString complaint() const;

    friend bool operator==(const ServiceError &, const ServiceError &) = default;
};

/// Parses a service URL. Thread-safe.
tl::expected<ServiceSpec, ServiceError> parseService(const QString &url);
/// What is served where no service was given: echo on port 10000 and chat on port 8008 of
/// localhost.
QList<ServiceSpec> defaultServices();
/// What is wrong with a spec made by hand: a host or value that no URL can give, an option of the
/// other protocol, or values that do not fit together. parseService() checks the same.
std::optional<ServiceError> validate(const ServiceSpec &spec);
/// Chat: most bytes of text for which an empty queue has room, with all that delivering it adds:
/// the longest name, the newline and what a run costs.
qint64 longestChatText(const ServiceSpec &spec);

} // namespace peerglass
