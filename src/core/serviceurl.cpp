// SPDX-License-Identifier: MIT
#include "hostname.h"
#include "serviceoptions.h"
#include "servicespec.h"
#include "units.h"

#include <QStringList>

#include <algorithm>

namespace peerglass {

using namespace Qt::StringLiterals;
using Kind = ServiceError::Kind;

namespace {

/// Reads one URL from left to right, up to the first error.
class UrlReader
{
public:
    explicit UrlReader(const QString &url)
        : m_url(url)
    {
    }

    std::optional<ServiceError> read();
    const ServiceSpec &spec() const { return m_spec; }

private:
    ServiceError error(Kind kind, const QString &part, QStringView value,
                       const QString &expected) const;
    std::optional<ServiceError> checkForeignParts(QStringView authority) const;
    std::optional<ServiceError> readProtocol(QStringView name);
    std::optional<ServiceError> readAuthority(QStringView authority);
    std::optional<ServiceError> readHost(QStringView host);
    std::optional<ServiceError> readPort(QStringView port);
    std::optional<ServiceError> readOptions(QStringView query);
    std::optional<ServiceError> readOption(QStringView name, QStringView value);

    const QString m_url;
    ServiceSpec m_spec;
    QList<QStringView> m_given; ///< names of the options read so far
};

const QString form = u"PROTOCOL://HOST:PORT[?option=value&…]"_s;

ServiceError UrlReader::error(Kind kind, const QString &part, QStringView value,
                              const QString &expected) const
{
    return {kind, m_url, part, value.toString(), expected};
}

std::optional<ServiceError> UrlReader::read()
{
    const QStringView url = m_url;
    const QStringView separator = u"://";
    const qsizetype protocolEnd = url.indexOf(separator);
    if (protocolEnd < 0) {
        return error(Kind::Malformed, {}, url, form);
    }
    if (auto wrong = readProtocol(url.first(protocolEnd))) {
        return wrong;
    }
    const QStringView rest = url.sliced(protocolEnd + separator.size());
    const qsizetype mark = rest.indexOf(u'?');
    const QStringView authority = mark < 0 ? rest : rest.first(mark);
    if (auto wrong = readAuthority(authority)) {
        return wrong;
    }
    if (mark >= 0) {
        if (auto wrong = readOptions(rest.sliced(mark + 1))) {
            return wrong;
        }
    }
    auto wrong = validate(m_spec);
    if (wrong) {
        wrong->url = m_url;
    }
    return wrong;
}

std::optional<ServiceError> UrlReader::readProtocol(QStringView name)
{
    for (const ProtocolKind kind : {ProtocolKind::Echo, ProtocolKind::Chat}) {
        if (name == toText(kind)) {
            m_spec = ServiceSpec::make(kind, {}, 0);
            return {};
        }
    }
    return error(Kind::BadProtocol, u"protocol"_s, name, u"echo or chat"_s);
}

/// What other URLs have and a service has not.
std::optional<ServiceError> UrlReader::checkForeignParts(QStringView authority) const
{
    if (const qsizetype hash = m_url.indexOf(u'#'); hash >= 0) {
        return error(Kind::Malformed, u"fragment"_s, QStringView(m_url).sliced(hash), form);
    }
    if (const qsizetype slash = authority.indexOf(u'/'); slash >= 0) {
        return error(Kind::Malformed, u"path"_s, authority.sliced(slash), form);
    }
    if (const qsizetype at = authority.lastIndexOf(u'@'); at >= 0) {
        return error(Kind::Malformed, u"user name"_s, authority.first(at), form);
    }
    return {};
}

std::optional<ServiceError> UrlReader::readAuthority(QStringView authority)
{
    if (auto wrong = checkForeignParts(authority)) {
        return wrong;
    }
    const bool bracketed = authority.startsWith(u'[');
    const qsizetype hostEnd = bracketed ? authority.indexOf(u']') + 1 : authority.lastIndexOf(u':');
    const bool hasPort = hostEnd >= 0 && hostEnd < authority.size()
        && authority.at(hostEnd) == u':';
    if (auto wrong = readHost(hasPort ? authority.first(hostEnd) : authority)) {
        return wrong;
    }
    return readPort(hasPort ? authority.sliced(hostEnd + 1) : QStringView());
}

std::optional<ServiceError> UrlReader::readHost(QStringView host)
{
    const bool bracketed = host.size() > 2 && host.startsWith(u'[') && host.endsWith(u']');
    const QStringView bare = bracketed ? host.sliced(1).chopped(1) : host;
    if (!isHostName(bare) || bracketed != bare.contains(u':')) {
        return error(Kind::BadHost, u"host"_s, host, expectedHost.toString());
    }
    m_spec.host = bare.toString();
    return {};
}

std::optional<ServiceError> UrlReader::readPort(QStringView port)
{
    const auto number = parseNumber(port, 0, 65535);
    if (!number) {
        const QString expected = u"a number from 0 to 65535"_s;
        return error(Kind::BadPort, u"port"_s, port,
                     port.contains(u'&') ? expected + u"; options begin with ?, not &"_s
                                         : expected);
    }
    m_spec.port = static_cast<quint16>(*number);
    return {};
}

std::optional<ServiceError> UrlReader::readOptions(QStringView query)
{
    for (const QStringView item : query.split(u'&')) {
        const qsizetype equals = item.indexOf(u'=');
        const QStringView name = equals < 0 ? item : item.first(equals);
        const QStringView value = equals < 0 ? QStringView() : item.sliced(equals + 1);
        if (auto wrong = readOption(name, value)) {
            return wrong;
        }
    }
    if (m_spec.protocol == ProtocolKind::Chat && !m_given.contains(u"queue-soft")) {
        m_spec.softQueue = std::min(m_spec.softQueue, m_spec.queue);
    }
    return {};
}

std::optional<ServiceError> UrlReader::readOption(QStringView name, QStringView value)
{
    const QString part = name.toString();
    const ServiceOption *option = findServiceOption(name);
    if (!option) {
        return error(Kind::UnknownOption, part, value, optionsOf(m_spec.protocol));
    }
    if (!option->isFor(m_spec.protocol)) {
        return error(Kind::NotForProtocol, part, value, option->whoseItIs());
    }
    if (m_given.contains(name)) {
        return error(Kind::RepeatedOption, part, value, u"give it once"_s);
    }
    m_given.append(name);
    if (!option->read(value, m_spec)) {
        return error(Kind::BadValue, part, value, option->expected.toString());
    }
    return {};
}

} // namespace

tl::expected<ServiceSpec, ServiceError> parseService(const QString &url)
{
    UrlReader reader(url);
    if (auto wrong = reader.read()) {
        return tl::unexpected(*wrong);
    }
    return reader.spec();
}

} // namespace peerglass
