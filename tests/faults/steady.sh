#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# steady.sh FOLDER [TIMES]: the rows that depend most on timing, TIMES (50) times in a row each, with
# the test programs in FOLDER. Stops at the first failure and shows it.
set -euo pipefail

folder=$1
times=${2:-50}
output=$(mktemp)
trap 'rm -f -- "$output"' EXIT

# repeat PROGRAM FUNCTION…
repeat()
{
    local program=$1 begin=$SECONDS run
    shift
    for ((run = 1; run <= times; ++run)); do
        if ! "$folder/$program" "$@" >"$output" 2>&1; then
            cat -- "$output"
            printf 'run %d of %s failed: %s\n' "$run" "$program" "$*"
            exit 1
        fi
    done
    printf '%d times in a row: %s (%d s)\n' "$times" "$*" $((SECONDS - begin))
}

repeat tst_faults_door row05_connectAndResetFlood
repeat tst_faults_limits row20_floodThatNeverReads
repeat tst_faults_stopping row35_signalDuringAFlood row35_signalBeforeTheLoopRuns row35_signalTwice
repeat tst_faults_stopping row37_thousandClientsWithFullQueues
repeat tst_faults_stopping row38_stopAndStartUnderLoad
repeat tst_faults_door row39_stopDuringAFlood
repeat tst_faults_bulk row46_oneByteLinesToMany
repeat tst_faults_limits row51_silentClientsAtTheMemoryLimit
