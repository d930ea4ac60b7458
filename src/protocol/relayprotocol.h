// SPDX-License-Identifier: MIT
#pragma once

#include "lineprotocol.h"

namespace peerglass {

/// Chat without names: what one client says goes to all others as it came, between white space
/// trimmed off its ends and a newline. Knows no text: any bytes pass.
class RelayProtocol : public LineProtocol
{
public:
    /// \a replies must outlive the protocol.
    RelayProtocol(const ServiceSpec &spec, Replies &replies);

    /// With `framing=read` the bytes of one call are one message, and all are used.
    qsizetype received(ClientId client, QByteArrayView bytes) override;
    void removing(ClientId, const QString &) override { }
    bool say(const QString &text) override;
    void stopping() override;

protected:
    void takeLine(ClientId client, QByteArrayView line) override;
    void refuseLongLine(ClientId) override { }

private:
    qsizetype relayWhole(ClientId client, QByteArrayView bytes);

    const Framing m_framing;
};

} // namespace peerglass
