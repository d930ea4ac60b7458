#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds the programs and opens Peerglass's window; without a display
# runs peerglassd in the terminal. The arguments are the program's: see ./run.sh --help.
set -euo pipefail

# shellcheck source=scripts/setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/scripts/setup.sh"

prepare()
{
    local packages=()
    if [[ -n ${WAYLAND_DISPLAY:-} && -z ${DISPLAY:-} ]]; then
        packages+=(qt6-wayland)
    fi
    install_missing "${packages[@]}"
    build release --target peerglass_programs
}

run_in_terminal()
{
    local argument arguments=()
    say "no display (neither DISPLAY nor WAYLAND_DISPLAY is set): peerglassd runs in this" \
        "terminal, Ctrl+C stops it"
    for argument in "$@"; do
        if [[ $argument == --start ]]; then
            say "--start is left out: peerglassd always starts its services"
        else
            arguments+=("$argument")
        fi
    done
    exec "$root/build/release/bin/peerglassd" "${arguments[@]}"
}

prepare >&2 # standard output is the program's: ./run.sh --log json | jq
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    exec "$root/build/release/bin/peerglass" "$@"
fi
run_in_terminal "$@"
