// SPDX-License-Identifier: MIT
#pragma once

#include "protocol.h"

namespace peerglass {

/// Sends every message, which is what one read brought, back to its sender, byte for byte.
/// Keeps nothing about any client.
class EchoProtocol : public Protocol
{
public:
    /// \a replies must outlive the protocol.
    explicit EchoProtocol(Replies &replies);

    void opened(ClientId) override { }
    qsizetype received(ClientId client, QByteArrayView bytes) override;
    void finished(ClientId) override { }
    void closed(ClientId, CloseReason) override { }
    void removing(ClientId, const QString &) override { }
    bool say(const QString &) override { return false; }
    void stopping() override { }
    qint64 unfinishedInput(ClientId) const override { return 0; }

private:
    Replies &m_replies;
};

} // namespace peerglass
