// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QProcess>

namespace peerglass {

/// A client that is a process of its own, to be stopped and killed: connects to 127.0.0.1, sends,
/// and then neither reads nor ends. Its kernel keeps little of what it does not read.
class ChildClient
{
public:
    ChildClient(quint16 port, const QByteArray &sends);
    /// Kills it, stopped or not.
    ~ChildClient();
    ChildClient(const ChildClient &) = delete;
    ChildClient &operator=(const ChildClient &) = delete;

    void sendSignal(int number) const;
    /// Kills it and waits until it is no more.
    void kill();

private:
    QProcess m_process;
};

} // namespace peerglass
