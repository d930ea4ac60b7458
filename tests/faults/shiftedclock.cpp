// SPDX-License-Identifier: MIT
// To be preloaded into a program: its wall clock is that of the system and as many seconds more as
// the first eight bytes of the file say that PEERGLASS_CLOCK_SHIFT names, at any time. The steady
// clock is left alone, as by an administrator who sets the time. Made without sanitizers, and asks
// the kernel itself, so that it works before and below them.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

using Shift = std::atomic<std::int64_t>;
std::atomic<const Shift *> mapped{nullptr};

__attribute__((constructor)) void mapShift()
{
    const char *path = std::getenv("PEERGLASS_CLOCK_SHIFT");
    const int file = path != nullptr ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) {
        return;
    }
    void *memory = mmap(nullptr, sizeof(Shift), PROT_READ, MAP_SHARED, file, 0);
    close(file);
    mapped = memory != MAP_FAILED ? static_cast<const Shift *>(memory) : nullptr;
}

int now(clockid_t clock, timespec *time)
{
    const long result = syscall(SYS_clock_gettime, clock, time);
    const Shift *shift = mapped;
    if (result == 0 && shift != nullptr
        && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        time->tv_sec += *shift;
    }
    return static_cast<int>(result);
}

} // namespace

// The C library's own names and types.
extern "C" {

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    return now(clock, time);
}

__attribute__((visibility("default"))) time_t time(time_t *result) noexcept
{
    timespec moment{};
    now(CLOCK_REALTIME, &moment);
    if (result != nullptr) {
        *result = moment.tv_sec;
    }
    return moment.tv_sec;
}

__attribute__((visibility("default"))) int gettimeofday(timeval *result, void *) noexcept
{
    timespec moment{};
    const int failed = now(CLOCK_REALTIME, &moment);
    result->tv_sec = moment.tv_sec;
    result->tv_usec = moment.tv_nsec / 1000;
    return failed;
}

} // extern "C"
