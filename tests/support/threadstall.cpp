// SPDX-License-Identifier: MIT
#include "threadstall.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <sys/syscall.h>
#include <unistd.h>

namespace peerglass {

using namespace Qt::StringLiterals;

namespace {

constexpr int stallSignal = SIGUSR1;
std::atomic<int> begunCount = 0;
std::atomic<int> endedCount = 0;
std::atomic<long long> stallNanoseconds = 0;
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<long long>::is_always_lock_free,
              "a signal handler uses them");

void sleepInHandler(int)
{
    const int error = errno; // of what was interrupted
    ++begunCount;
    const long long time = stallNanoseconds;
    timespec left{.tv_sec = time / 1'000'000'000, .tv_nsec = time % 1'000'000'000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) { }
    ++endedCount;
    errno = error;
}

QByteArray nameOf(const QString &task)
{
    QFile file(u"/proc/self/task/%1/comm"_s.arg(task));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

} // namespace

ThreadStall::ThreadStall(const QByteArrayList &names, std::chrono::milliseconds time)
{
    begunCount = 0;
    endedCount = 0;
    stallNanoseconds = std::chrono::nanoseconds(time).count();
    struct sigaction action = {};
    action.sa_handler = sleepInHandler;
    action.sa_flags = SA_RESTART;
    sigaction(stallSignal, &action, nullptr);
    const QStringList tasks = QDir(u"/proc/self/task"_s)
                                  .entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &task : tasks) {
        const QByteArray own = nameOf(task);
        const bool meant = std::any_of(names.begin(), names.end(), [&](const QByteArray &each) {
            return own.startsWith(each);
        });
        if (meant && task.toInt() != gettid()) {
            syscall(SYS_tgkill, getpid(), task.toInt(), stallSignal);
            ++m_wanted;
        }
    }
}

int ThreadStall::begun() const
{
    return begunCount;
}

int ThreadStall::ended() const
{
    return endedCount;
}

} // namespace peerglass
