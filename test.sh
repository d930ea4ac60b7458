#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds everything and runs the tests; ./test.sh --help names the rest.
# The last line counts the tests; the exit status is 0 only if some ran and nothing failed.
set -euo pipefail

# shellcheck source=scripts/setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/scripts/setup.sh"

export LC_ALL=C.UTF-8 # a bare system has no other locale that knows Unicode

suite_packages=(lld netcat-openbsd ncat socat telnet python3 xvfb xauth fonts-noto-cjk)
lint_packages=(clang-format clang-tidy shellcheck)
fuzz_packages=(clang libclang-rt-dev)
passed=0
failed=0
failed_steps=()

usage()
{
    cat <<'END'
Usage: ./test.sh                     all tests, preset dev
       ./test.sh --all               also formatting, shellcheck, clang-tidy, a build without
                                     Widgets, all tests under the sanitizers (asan, tsan), and a
                                     short run of each fuzzer
       ./test.sh --repeat N NAME     each test whose name matches NAME, N times or until it fails
       ./test.sh --help              this text
END
}

usage_error()
{
    say "$*; ./test.sh --help names what there is"
    exit 2
}

# step NAME COMMAND…
# A step that fails is remembered and hides none of the later ones.
step()
{
    local name=$1 begin=$SECONDS
    shift
    printf '\n=== %s\n' "$name"
    "$@" || failed_steps+=("$name")
    printf '=== %s took %d s\n' "$name" $((SECONDS - begin))
}

# suite PRESET [option of ctest]…
suite()
{
    local results=$root/build/$1/results.xml status=0
    build "$1" || return
    rm -f -- "$results"
    run_ctest "$results" "$@" || status=$?
    count "$results"
    return "$status"
}

run_ctest()
{
    local results=$1 preset=$2 launcher=()
    shift 2
    # The thread sanitizer of GCC 12 cannot start where the kernel shuffles addresses too widely.
    if [[ $preset == tsan ]] && setarch --addr-no-randomize true 2>/dev/null; then
        launcher=(setarch --addr-no-randomize)
    fi
    (cd -- "$root" && "${launcher[@]}" ctest --preset "$preset" --output-junit "$results" "$@")
}

# Whatever did not run to its end counts as failed.
count()
{
    local all good
    all=$(grep -c '<testcase ' "$1" 2>/dev/null) || true
    good=$(grep -c '<testcase .*status="run"' "$1" 2>/dev/null) || true
    passed=$((passed + ${good:-0}))
    failed=$((failed + ${all:-0} - ${good:-0}))
}

# find_sources EXPRESSION…
find_sources()
{
    (cd -- "$root" && find src tests -type f "$@" -print0)
}

check_format()
{
    find_sources '(' -name '*.h' -o -name '*.cpp' ')' \
        | (cd -- "$root" && xargs -0 clang-format --dry-run --Werror)
}

check_scripts()
{
    (cd -- "$root" && shellcheck --external-sources run.sh test.sh scripts/*.sh tests/faults/*.sh .ci/run)
}

# Prints only what is wrong: clang-tidy also counts the warnings that it does not show. GCC's
# precompiled headers mean nothing to it.
check_tidy()
{
    local commands=$root/build/tidy/compile_commands.json
    mkdir -p -- "${commands%/*}" || return
    sed -E 's/-Winvalid-pch -include [^ ]+cmake_pch\.hxx//' "$root/build/dev/compile_commands.json" \
        >"$commands" || return
    # shellcheck disable=SC2016 # the inner shell's variables
    find_sources -path 'src/*' -name '*.cpp' | (cd -- "$root" && xargs -0 -n 1 -P "$(nproc)" sh -c '
        said=$(clang-tidy -p build/tidy --quiet "$1" 2>&1) && exit
        printf "%s\n" "$said" | grep -v "warnings generated"
        exit 1' -)
}

# The programs that need no Widgets, built without looking for them, as the preset engine-only does; in
# the folder of dev, which goes on with what is built here.
engine_only()
{
    local status=0
    (cd -- "$root" && cmake --preset dev -D PEERGLASS_DESKTOP=OFF) || return
    build dev --target peerglass_programs || status=$?
    (cd -- "$root" && cmake --preset dev -D PEERGLASS_DESKTOP=ON) || return
    return "$status"
}

everything()
{
    step format check_format
    step scripts check_scripts
    step engine-only engine_only
    step dev suite dev
    step tidy check_tidy
    step asan suite asan
    step tsan suite tsan
    step fuzz suite fuzz
}

# repeat N NAME
repeat()
{
    [[ ${1:-} =~ ^[1-9][0-9]*$ ]] || usage_error "--repeat needs a number from 1, not '${1:-}'"
    [[ -n ${2:-} ]] || usage_error "--repeat needs the name of a test after the number"
    (($# == 2)) || usage_error "nothing may follow --repeat N NAME, but '$3' does"
    install_missing "${suite_packages[@]}"
    step dev suite dev --tests-regex "$2" --repeat "until-fail:$1"
}

finish()
{
    local status=0
    echo
    if ((passed + failed == 0)); then
        say "no test ran"
        status=1
    fi
    if ((${#failed_steps[@]} > 0)); then
        printf 'Failed: %s\n' "${failed_steps[*]}"
        status=1
    fi
    printf '%d passed, %d failed\n' "$passed" "$failed"
    exit "$status"
}

main()
{
    if (($# == 0)); then
        install_missing "${suite_packages[@]}"
        step dev suite dev
        finish
    fi
    case $1 in
    --all)
        (($# == 1)) || usage_error "--all takes nothing after it, but '$2' follows"
        install_missing "${suite_packages[@]}" "${lint_packages[@]}" "${fuzz_packages[@]}"
        everything
        ;;
    --repeat)
        repeat "${@:2}"
        ;;
    --help)
        (($# == 1)) || usage_error "--help takes nothing after it, but '$2' follows"
        usage
        return
        ;;
    *)
        usage_error "unknown argument '$1'"
        ;;
    esac
    finish
}

main "$@"
