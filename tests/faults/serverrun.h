// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QStringList>

#include <functional>

namespace peerglass {

/// What came of a peerglassd that ends by itself, since it cannot start.
struct ServerRun
{
    int status = -1; ///< -1: it did not end, or by a signal
    QByteArray records;
    QByteArray complaints;
};

/// Runs peerglassd with \a arguments to its end. \a inChild: as ServerOptions::inChild.
ServerRun runServer(const QStringList &arguments, const std::function<void()> &inChild = {});

} // namespace peerglass
