// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <memory>

namespace peerglass {

/// Somebody who connects to 127.0.0.1 and talks: a socket of this process or, where the environment
/// has PEERGLASS_STORY_CLIENTS=nc, a run of OpenBSD's netcat.
class StoryClient
{
public:
    static std::unique_ptr<StoryClient> connectTo(quint16 port);
    virtual ~StoryClient() = default;

    virtual void send(const QByteArray &bytes) = 0;
    /// All that has come so far.
    virtual QByteArray received() = 0;
    /// While it does not read, the server can send it no more than what the kernel keeps.
    virtual void setReading(bool on) = 0;
};

} // namespace peerglass
