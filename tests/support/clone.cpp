// SPDX-License-Identifier: MIT
// For test programs with the thread sanitizer. QProcess calls clone(2) with CLONE_VM: until exec(2)
// the child runs in the memory of the program that starts it. The sanitizer notes there that this
// is now a child of a process with threads, and from then on is blind and deaf to every new thread
// of the program: it sees no race in it, and none of its locks and signals. With memory of its own
// the child leaves the program as it was.
#include <cstdarg>

#include <dlfcn.h>
#include <sched.h>
#include <sys/types.h>

extern "C" int clone(int (*function)(void *), void *stack, int flags, void *argument, ...) noexcept
{
    using Clone = int (*)(int (*)(void *), void *, int, void *, pid_t *, void *, pid_t *);
    static const auto next = reinterpret_cast<Clone>(dlsym(RTLD_NEXT, "clone"));
    va_list more;
    va_start(more, argument);
    pid_t *const parentId = va_arg(more, pid_t *);
    void *const tls = va_arg(more, void *);
    pid_t *const childId = va_arg(more, pid_t *);
    va_end(more);
    return next(function, stack, flags & ~CLONE_VM, argument, parentId, tls, childId);
}
