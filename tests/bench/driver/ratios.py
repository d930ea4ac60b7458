# SPDX-License-Identifier: MIT
"""Medians of the ratios of slices, and what they say of a mark.

A slice is a dictionary as benchload answers it: `messages`, `ns`, `cpu_ns`. The lists that are
compared hold one slice per round, so that slices of the same moment are divided by each other.
"""

from dataclasses import dataclass
from statistics import median, quantiles


def throughput(slice_):
    """Messages per second."""
    return slice_["messages"] / slice_["ns"] * 1e9


def cpu_per_message(slice_):
    """Nanoseconds of the server's processor time."""
    return slice_["cpu_ns"] / slice_["messages"]


@dataclass(frozen=True)
class Spread:
    """A median between its quartiles."""

    low: float
    middle: float
    high: float


def spread(values):
    if len(values) < 2:
        return Spread(values[0], values[0], values[0])
    low, _, high = quantiles(values, n=4, method="inclusive")
    return Spread(low, median(values), high)


def ratios(slices, reference, measure):
    """The spread of what `measure` says of each slice, divided by that of the reference's."""
    return spread([measure(mine) / measure(theirs) for mine, theirs in zip(slices, reference)])


@dataclass(frozen=True)
class Verdict:
    """Whether a mark is met, and by how much the value is better (or, below 0, worse) than it."""

    met: bool
    margin: float


def at_least(mark, value, deviation):
    """`deviation` is how far the bare loop was from itself: |A/A - 1|."""
    return Verdict(value >= mark - deviation, value - mark)


def at_most(mark, value, deviation):
    return Verdict(value <= mark + deviation, mark - value)
