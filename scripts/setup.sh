# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What run.sh and test.sh share: installing what is missing, configuring, building.
# Sourced by them; leaves $root, the folder of the repository.

root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")

# Debian's names; Qt's Widgets, Network and Test all come with qt6-base-dev. Qt loads libqt6svg6 when
# an icon is drawn.
build_packages=(g++ cmake ninja-build qt6-base-dev libqt6svg6 libexpected-dev)

say()
{
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# install_missing [PACKAGE…]
# Makes sure that what the build needs is installed, and the packages named besides. Offline and
# quick when all is there; ends the script with status 1 when something cannot be had.
install_missing()
{
    local missing wanted=("${build_packages[@]}" "$@")
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        name_packages "${wanted[@]}"
        exit 1
    fi
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    if ((${#missing[@]} == 0)); then
        return
    fi
    say "not installed yet: ${missing[*]}"
    install_packages "${missing[@]}"
}

missing_packages()
{
    local package installed
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
    done
}

install_packages()
{
    local command="apt-get update && DEBIAN_FRONTEND=noninteractive"
    command+=" apt-get install --yes --no-install-recommends $*"
    if ((EUID == 0)); then
        say "installing: $command"
        sh -c "$command" || installing_failed
    elif sudo_works; then
        say "installing: sudo sh -c '$command'"
        sudo sh -c "$command" || installing_failed
    else
        say "only root can install them; run this line, then ${0##*/} again:"
        printf "    su -c '%s'\n" "$command" >&2
        exit 1
    fi
}

# Asks for a password only where there is somebody to type it.
sudo_works()
{
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }
}

installing_failed()
{
    say "the packages could not be installed, apt-get says why above"
    exit 1
}

name_packages()
{
    say "this system has no apt-get, so please install these packages yourself:
    Qt 6.4 or newer, development files of Core, Network, Widgets and Test
    Qt SVG (the plugin for icons)
    CMake 3.25 or newer, Ninja, a C++20 compiler (GCC 12, Clang 14 or newer)
    tl::expected
These are their names in Debian: $*
Then build with: cmake --preset release && cmake --build --preset release"
}

# build PRESET [option of cmake --build]…
# Configures only where that was not done yet or the presets have changed since; Ninja sees to
# every other change.
build()
{
    local preset=$1
    shift
    (
        cd -- "$root" || exit
        if [[ CMakePresets.json -nt build/$preset/build.ninja ]]; then
            cmake --preset "$preset" || exit
        fi
        cmake --build --preset "$preset" "$@"
    )
}
