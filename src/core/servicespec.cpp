// SPDX-License-Identifier: MIT
#include "servicespec.h"

#include "hostname.h"
#include "serviceoptions.h"
#include "sharedlimits.h"
#include "units.h"

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;
using Kind = ServiceError::Kind;

namespace {

/// What \a spec would be if it gave no option but `queue`, which lowers the default soft limit.
ServiceSpec withoutOptions(const ServiceSpec &spec)
{
    ServiceSpec plain = ServiceSpec::make(spec.protocol, spec.host, spec.port);
    if (spec.protocol == ProtocolKind::Chat) {
        plain.softQueue = std::min(plain.softQueue, spec.queue);
    }
    return plain;
}

std::optional<ServiceError> checkOptions(const ServiceSpec &spec)
{
    const ServiceSpec plain = withoutOptions(spec);
    ServiceSpec unused = spec;
    for (const ServiceOption &option : serviceOptions()) {
        const QString value = option.write(spec);
        const QString name = option.name.toString();
        if (!option.isFor(spec.protocol)) {
            if (value != option.write(plain)) {
                return ServiceError{Kind::NotForProtocol, spec.toUrl(), name, value,
                                    option.whoseItIs()};
            }
        } else if (!option.read(value, unused)) {
            return ServiceError{Kind::BadValue, spec.toUrl(), name, value,
                                option.expected.toString()};
        }
    }
    return {};
}

ServiceError tooLong(const ServiceSpec &spec, const QString &option, qint64 size, qint64 most)
{
    return {Kind::Conflict, spec.toUrl(), option, sizeToOption(size),
            u"at most %1, so that it fits into the queue of %2 with what its delivery adds"_s.arg(
                sizeToOption(most), sizeToOption(spec.queue))};
}

std::optional<ServiceError> checkEcho(const ServiceSpec &spec)
{
    // Under overflow=pause a read takes at most what still fits.
    const qint64 most = spec.queue - runOverhead - messageOverhead;
    if (spec.overflow != OverflowPolicy::Pause && spec.read > most) {
        return tooLong(spec, u"read"_s, spec.read, most);
    }
    return {};
}

std::optional<ServiceError> checkChat(const ServiceSpec &spec)
{
    if (spec.overflow == OverflowPolicy::Pause) {
        return ServiceError{Kind::BadValue, spec.toUrl(), u"overflow"_s, u"pause"_s,
                            u"disconnect or drop-oldest, which chat takes"_s};
    }
    if (spec.names && spec.framing == Framing::Read) {
        return ServiceError{Kind::NotForProtocol, spec.toUrl(), u"framing"_s, u"read"_s,
                            u"needs names=off"_s};
    }
    const bool byRead = spec.framing == Framing::Read;
    const qint64 longest = byRead ? spec.read : spec.line;
    const qint64 most = longestChatText(spec);
    if (longest > most) {
        return tooLong(spec, byRead ? u"read"_s : u"line"_s, longest, most);
    }
    if (spec.softQueue > spec.queue) {
        return ServiceError{Kind::Conflict, spec.toUrl(), u"queue-soft"_s,
                            sizeToOption(spec.softQueue) + u'/' + durationToOption(spec.softTime),
                            u"at most %1, the size of queue"_s.arg(sizeToOption(spec.queue))};
    }
    return {};
}

} // namespace

QString toText(ProtocolKind kind)
{
    return kind == ProtocolKind::Echo ? u"echo"_s : u"chat"_s;
}

ServiceSpec ServiceSpec::make(ProtocolKind kind, const QString &host, quint16 port)
{
    ServiceSpec spec;
    spec.protocol = kind;
    spec.host = host;
    spec.port = port;
    spec.overflow = kind == ProtocolKind::Echo ? OverflowPolicy::Pause : OverflowPolicy::Disconnect;
    return spec;
}

QString ServiceSpec::endpoint() const
{
    return toText(protocol) + u"://"_s + hostAndPort(host, port);
}

QString ServiceSpec::toUrl() const
{
    const ServiceSpec plain = withoutOptions(*this);
    QString url = endpoint();
    QChar separator = u'?';
    for (const ServiceOption &option : serviceOptions()) {
        const QString value = option.write(*this);
        if (option.isFor(protocol) && value != option.write(plain)) {
            url.append(separator).append(option.name).append(u'=').append(value);
            separator = u'&';
        }
    }
    return url;
}

bool ServiceSpec::isOpenToNetwork() const
{
    return !isLoopbackHost(host);
}

QList<ServiceSpec> defaultServices()
{
    return {ServiceSpec::make(ProtocolKind::Echo, u"localhost"_s, 10000),
            ServiceSpec::make(ProtocolKind::Chat, u"localhost"_s, 8008)};
}

std::optional<ServiceError> validate(const ServiceSpec &spec)
{
    if (!isHostName(spec.host)) {
        return ServiceError{Kind::BadHost, spec.toUrl(), u"host"_s, spec.host,
                            expectedHost.toString()};
    }
    if (auto error = checkOptions(spec)) {
        return error;
    }
    if (spec.read > spec.queue) {
        return ServiceError{Kind::Conflict, spec.toUrl(), u"read"_s, sizeToOption(spec.read),
                            u"at most %1, the size of queue"_s.arg(sizeToOption(spec.queue))};
    }
    return spec.protocol == ProtocolKind::Chat ? checkChat(spec) : checkEcho(spec);
}

qint64 longestChatText(const ServiceSpec &spec)
{
    static constexpr qint64 newline = 1;
    static constexpr qint64 aroundName = 3; // "<" and "> "
    const qint64 sender = spec.names ? maxNameBytes + aroundName : 0;
    return spec.queue - runOverhead - messageOverhead - newline - sender;
}

} // namespace peerglass
