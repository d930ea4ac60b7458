// SPDX-License-Identifier: MIT
#include "processactivity.h"

#include "waitfor.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

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

qint64 contextSwitches(qint64 process)
{
    qint64 sum = 0;
    const QDir tasks(u"/proc/%1/task"_s.arg(process));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        for (const QByteArray &line : contentOf(tasks.filePath(task + u"/status"_s)).split('\n')) {
            if (line.startsWith("voluntary_ctxt_switches:")) {
                sum += line.simplified().split(' ').value(1).toLongLong();
            }
        }
    }
    return sum;
}

} // namespace

bool waitUntilIdle(qint64 process)
{
    QTimer look; // ends the waiting for events now and then
    look.start(50ms);
    QElapsedTimer still;
    still.start();
    qint64 last = processorTime(process);
    return waitFor([&] {
        const qint64 now = processorTime(process);
        if (std::exchange(last, now) != now) {
            still.restart();
        }
        return still.hasExpired(300);
    });
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
