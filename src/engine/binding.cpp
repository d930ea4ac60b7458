// SPDX-License-Identifier: MIT
#include "binding.h"

#include "sharedlimits.h"
#include "units.h"

#include <QHostAddress>

#include <algorithm>
#include <iterator>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

// How often a free port of the one loopback address is looked for that is free on the other too.
constexpr int loopbackTries = 16;

bool isMissingIpv6(const Listener &listener)
{
    return listener.serverError() == QAbstractSocket::SocketAddressNotAvailableError
        || listener.serverError() == QAbstractSocket::UnsupportedSocketOperationError;
}

/// Opens the listeners of one service; what is open when it fails is closed by Binding's owner.
class Binder
{
public:
    Binder(const ServiceSpec &spec, const std::function<void(FileDescriptor)> &take)
        : m_spec(spec)
        , m_take(take)
    {
    }

    tl::expected<Binding, StartError> bind()
    {
        const bool done = m_spec.host == "localhost"_L1 ? bindLocalhost()
            : m_spec.host == "any"_L1                   ? bindAny()
                                      : bindOne(QHostAddress(m_spec.host), m_spec.port);
        if (!done) {
            return tl::unexpected(isAnyPortOfLocalhost() && m_error.inUse ? noFreePort() : m_error);
        }
        noteWhatIsLess();
        return std::move(m_binding);
    }

private:
    void noteWhatIsLess()
    {
        const int most = Listener::systemBacklog();
        if (most > 0 && m_spec.backlog > most) {
            m_binding.notices.append(
                u"the backlog of %1 is clipped to the system's maximum, %2"_s.arg(m_spec.backlog)
                    .arg(most));
        }
        if (m_spec.read > maxReadPerTurn) {
            m_binding.notices.append(u"read=%1 is more than one read takes: at most %2"_s.arg(
                sizeToOption(m_spec.read), sizeToOption(maxReadPerTurn)));
        }
    }

    bool bindOne(const QHostAddress &address, quint16 port)
    {
        auto listener = std::make_unique<Listener>(m_take);
        const bool open = listener->open(address, port, m_spec.backlog);
        m_missingIpv6 = !open && isMissingIpv6(*listener);
        if (!open) {
            const bool all = address == QHostAddress(QHostAddress::Any);
            m_error = {.url = m_spec.endpoint(),
                       .address = all ? u"::"_s : address.toString(),
                       .port = port,
                       .text = listener->errorText(),
                       .advice = listener->errorAdvice(),
                       .inUse = listener->serverError() == QAbstractSocket::AddressInUseError};
            const bool unsupported = listener->serverError()
                == QAbstractSocket::UnsupportedSocketOperationError;
            if (unsupported && address.isLinkLocal()) {
                m_error.text = u"a link-local address needs an interface of this machine"_s;
                m_error.advice = u"Write it behind the address, such as [fe80::1%eth0]"_s;
            }
            return false;
        }
        m_binding.listeners.push_back(std::move(listener));
        return true;
    }

    bool bindLocalhost()
    {
        const int tries = isAnyPortOfLocalhost() ? loopbackTries : 1;
        // Kept open, so that the system does not give the same port again.
        std::vector<std::unique_ptr<Listener>> clashed;
        for (int i = 0; i < tries; ++i) {
            std::move(m_binding.listeners.begin(), m_binding.listeners.end(),
                      std::back_inserter(clashed));
            m_binding.listeners.clear();
            if (!bindOne(QHostAddress(QHostAddress::LocalHost), m_spec.port)) {
                return false;
            }
            const quint16 port = m_binding.listeners.front()->serverPort();
            if (bindOne(QHostAddress(QHostAddress::LocalHostIPv6), port)) {
                return true;
            }
            if (m_missingIpv6) {
                m_binding.notices.append(
                    u"this machine has no ::1; listening on 127.0.0.1 alone"_s);
                return true;
            }
            if (!m_error.inUse) {
                return false;
            }
        }
        return false;
    }

    bool isAnyPortOfLocalhost() const { return m_spec.host == "localhost"_L1 && m_spec.port == 0; }

    /// The port that was tried last says nothing.
    StartError noFreePort() const
    {
        return {.url = m_spec.endpoint(),
                .address = m_spec.host,
                .port = 0,
                .text = u"no port was found that is free on both 127.0.0.1 and ::1"_s,
                .advice = u"Try again, or choose a port"_s};
    }

    bool bindAny()
    {
        const bool bound = bindOne(QHostAddress(QHostAddress::Any), m_spec.port)
            || (m_missingIpv6 && bindOne(QHostAddress(QHostAddress::AnyIPv4), m_spec.port));
        // Qt takes an IPv4 socket for Any where it gets no other.
        const bool dualStack = bound
            && m_binding.listeners.front()->serverAddress() == QHostAddress(QHostAddress::Any);
        if (!bound || dualStack) {
            return bound;
        }
        m_binding.notices.append(u"this machine has no IPv6; listening on 0.0.0.0 alone"_s);
        return true;
    }

    const ServiceSpec &m_spec;
    const std::function<void(FileDescriptor)> &m_take;
    Binding m_binding;
    StartError m_error;
    bool m_missingIpv6 = false;
};

} // namespace

tl::expected<Binding, StartError> bind(const ServiceSpec &spec,
                                       const std::function<void(FileDescriptor)> &take)
{
    return Binder(spec, take).bind();
}

QString boundAddress(const Listener &listener)
{
    const QHostAddress address = listener.serverAddress();
    return address == QHostAddress(QHostAddress::Any) ? u"::"_s : address.toString();
}

} // namespace peerglass
