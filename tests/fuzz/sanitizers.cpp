// SPDX-License-Identifier: MIT

/// An input is over in microseconds: freed memory need not be kept back for long, and callers need
/// not be noted. Without this the fuzzers take twice as long. To see who allocated and freed the
/// memory of a finding: ASAN_OPTIONS=malloc_context_size=30.
extern "C" const char *__asan_default_options()
{
    return "quarantine_size_mb=8:malloc_context_size=0";
}
