// SPDX-License-Identifier: MIT
#include "samples.h"

#include "books.h"

#include <QFile>

#include <malloc.h>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr double mebi = 1024.0 * 1024.0;

/// Of a line such as `VmRSS:     1234 kB`.
qint64 valueIn(const QByteArray &status, QByteArrayView name)
{
    for (const QByteArray &line : status.split('\n')) {
        if (line.startsWith(name)) {
            return line.sliced(name.size()).simplified().split(' ').constFirst().toLongLong();
        }
    }
    qFatal("/proc/self/status does not tell %s", name.toByteArray().constData());
}

} // namespace

Sample Sample::now(std::chrono::seconds at)
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("/proc/self/status cannot be read");
    }
    const QByteArray status = file.readAll();
    file.close();
    Sample sample{.at = at};
    sample.resident = valueIn(status, "VmRSS:") * 1024;
    sample.anonymous = valueIn(status, "RssAnon:") * 1024;
    const struct mallinfo2 heap = ::mallinfo2();
    sample.allocated = static_cast<qint64>(heap.uordblks + heap.hblkhd);
    sample.threads = valueIn(status, "Threads:");
    sample.descriptors = openDescriptors();
    return sample;
}

QString samplesHeader()
{
    return u"    time  resident MiB  anonymous MiB  allocated MiB  descriptors  threads  clients      events"_s;
}

QString toText(const Sample &sample)
{
    return u"%1 s  %2  %3  %4  %5  %6  %7  %8"_s.arg(sample.at.count(), 6)
        .arg(static_cast<double>(sample.resident) / mebi, 12, 'f', 1)
        .arg(static_cast<double>(sample.anonymous) / mebi, 13, 'f', 1)
        .arg(static_cast<double>(sample.allocated) / mebi, 13, 'f', 1)
        .arg(sample.descriptors, 11)
        .arg(sample.threads, 7)
        .arg(sample.clients, 7)
        .arg(sample.events, 10);
}

} // namespace peerglass
