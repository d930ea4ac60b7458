// SPDX-License-Identifier: MIT
#include "processactivity.h"

#include "waitfor.h"

#include <QDir>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <utility>

#include <unistd.h>

namespace peerglass {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// In clock ticks, of all threads.
qint64 processorTime(qint64 process)
{
    const QByteArray stat = contentOf(u"/proc/%1/stat"_s.arg(process));
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.value(11).toLongLong() + fields.value(12).toLongLong(); // proc(5): utime, stime
}

/// The proc(5) `status` of each thread.
QList<QByteArray> statusOfThreads(qint64 process)
{
    QList<QByteArray> all;
    const QDir tasks(u"/proc/%1/task"_s.arg(process));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        all.append(contentOf(tasks.filePath(task + u"/status"_s)));
    }
    return all;
}

/// Whether a thread, other than the one that asks, would run if it had a processor.
bool isRunnable(qint64 process)
{
    const QByteArray asking = "\nPid:\t" + QByteArray::number(gettid()) + '\n';
    const QList<QByteArray> all = statusOfThreads(process);
    return std::any_of(all.begin(), all.end(), [&](const QByteArray &status) {
        return status.contains("\nState:\tR") && !status.contains(asking);
    });
}

qint64 contextSwitches(qint64 process)
{
    qint64 sum = 0;
    for (const QByteArray &status : statusOfThreads(process)) {
        for (const QByteArray &line : status.split('\n')) {
            if (line.startsWith("voluntary_ctxt_switches:")) {
                sum += line.simplified().split(' ').value(1).toLongLong();
            }
        }
    }
    return sum;
}

} // namespace

// Looks are counted, not time: where all stand still, the watcher does too.
bool waitUntilIdle(qint64 process)
{
    constexpr int enough = 6;
    int looks = 0;
    qint64 last = processorTime(process);
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &look, [&] {
        const qint64 now = processorTime(process);
        const bool still = std::exchange(last, now) == now && !isRunnable(process);
        looks = still ? looks + 1 : 0;
    });
    look.start(50ms);
    return waitFor([&] { return looks >= enough; });
}

qint64 wakeUpsWithin(qint64 process, std::chrono::milliseconds time)
{
    const qint64 before = contextSwitches(process);
    bool over = false;
    QTimer::singleShot(time, [&over] { over = true; });
    waitFor([&over] { return over; });
    return contextSwitches(process) - before;
}

} // namespace peerglass
