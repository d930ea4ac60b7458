# SPDX-License-Identifier: MIT
"""Deadlines. Every wait of these tests has one, and none of them sleeps instead of waiting."""

import os
import time

# Sanitizers slow the programs down; their test presets say by how much (4 and 10).
SCALE = float(os.environ.get("PEERGLASS_TIME_SCALE", "1"))
SANITIZED = SCALE != 1

# Long enough that only something stuck takes longer.
PATIENCE = 10.0


def scaled(seconds):
    """A deadline written for an ordinary build, in seconds for this one."""
    return seconds * SCALE


def wait_until(condition, what, seconds=PATIENCE):
    """Waits for something that announces itself by no record and no byte, such as a TCP state."""
    end = time.monotonic() + scaled(seconds)
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"not within {scaled(seconds):g} s: {what}")
        time.sleep(0.01)
