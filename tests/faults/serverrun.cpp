// SPDX-License-Identifier: MIT
#include "serverrun.h"

#include "waitfor.h"

#include <QProcess>

namespace peerglass {

using namespace Qt::StringLiterals;

ServerRun runServer(const QStringList &arguments, const std::function<void()> &inChild)
{
    QProcess process;
    if (inChild) {
        process.setChildProcessModifier(inChild);
    }
    process.start(QStringLiteral(PEERGLASSD_PROGRAM),
                  QStringList{u"--log"_s, u"json"_s} + arguments);
    const bool ended = waitFor([&] { return process.state() == QProcess::NotRunning; });
    process.kill();
    const bool exited = ended && process.exitStatus() == QProcess::NormalExit;
    return {.status = exited ? process.exitCode() : -1,
            .records = process.readAllStandardOutput(),
            .complaints = process.readAllStandardError()};
}

} // namespace peerglass
