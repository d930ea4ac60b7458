# SPDX-License-Identifier: MIT
"""One dot per workload and server on a logarithmic axis of ratios to the bare loop, with quartiles."""

import math

import servers
from run import cpu_ratio, p99_ratio, throughput_ratio
from svg import Svg

# Colours that the colour-blind can tell apart (Okabe and Ito); open dots are variants of peerglassd.
COLOURS = {
    servers.BARE_AGAIN: ("#999999", True),
    servers.PEERGLASS: ("#d55e00", True),
    servers.PEERGLASS_JOURNAL: ("#d55e00", False),
    servers.PEERGLASS_NAMES: ("#cc79a7", False),
    servers.PEERGLASS_ALONE: ("#e69f00", False),
    servers.PEERGLASS_THREADS: ("#0072b2", False),
    servers.ASIO: ("#0072b2", True),
    servers.LIBUV: ("#56b4e9", True),
    servers.QTCPSOCKET: ("#009e73", True),
    servers.NCAT: ("#cc79a7", True),
    servers.PYTHON: ("#e69f00", True),
}
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)

WIDTH = 960
LEFT, RIGHT = 330, 930  # of the axis
LANE = 10  # the height that each server has in its workload's row
LEGEND_COLUMNS = 3
TOP = 48  # of the legend

PICTURES = (
    ("Throughput, of the bare loop's", "throughput.svg", throughput_ratio),
    ("Processor time per message, of the bare loop's", "cpu.svg", cpu_ratio),
    ("99th percentile of the times, of the bare loop's", "p99.svg", p99_ratio),
)


def write_all(run, folder):
    """Titles and file names of what was written."""
    for title, file, measure in PICTURES:
        (folder / file).write_text(_plot(run, title, measure), encoding="utf-8")
    return [(title, file) for title, file, _ in PICTURES]


def _plot(run, title, measure):
    rows = [(result["title"], _spreads(run, result, measure)) for result in run.workloads]
    names = [name for name in COLOURS if any(name in spreads for _, spreads in rows)]
    top = TOP + 20 * math.ceil(len(names) / LEGEND_COLUMNS) + 24
    heights = [LANE * len(spreads) + 12 for _, spreads in rows]
    svg = Svg(WIDTH, top + sum(heights) + 12)
    svg.text((20, 28), title, size=16, bold=True)
    _legend(svg, names)
    scale = Scale([spread for _, spreads in rows for spread in spreads.values()])
    scale.draw(svg, top, top + sum(heights))
    for (name, spreads), height in zip(rows, heights):
        svg.text((LEFT - 12, top + height / 2 + 4), name, anchor="end")
        _row(svg, scale, spreads, top)
        top += height
        svg.line((20, top), (RIGHT, top), "#dddddd")
    return svg.document()


def _spreads(run, result, measure):
    names = [server["name"] for server in result["servers"]]
    return {name: run.ratio(result["name"], measure, name) for name in COLOURS if name in names}


def _legend(svg, names):
    for number, name in enumerate(names):
        row, column = divmod(number, LEGEND_COLUMNS)
        place = (26 + column * 310, TOP + 20 * row)
        colour, filled = COLOURS[name]
        svg.dot(place, colour, filled)
        svg.text((place[0] + 10, place[1] + 4), name)


def _row(svg, scale, spreads, top):
    for number, (name, spread) in enumerate(spreads.items()):
        colour, filled = COLOURS[name]
        height = top + 6 + LANE * (number + 0.5)
        svg.line((scale.at(spread.low), height), (scale.at(spread.high), height), colour, 2.5)
        svg.dot((scale.at(spread.middle), height), colour, filled)


class Scale:
    """The logarithmic axis that has room for all spreads, from one tick to another."""

    def __init__(self, spreads):
        least = min([1, *(spread.low for spread in spreads)])
        most = max([1, *(spread.high for spread in spreads)])
        first = max([tick for tick in TICKS if tick <= least], default=least)
        last = min([tick for tick in TICKS if tick > most], default=most)
        self._ticks = [tick for tick in TICKS if first <= tick <= last]
        self._first = math.log(first)
        self._length = math.log(last) - self._first

    def at(self, ratio):
        return LEFT + (math.log(ratio) - self._first) / self._length * (RIGHT - LEFT)

    def draw(self, svg, top, bottom):
        for tick in self._ticks:
            place = self.at(tick)
            svg.line((place, top), (place, bottom), "#222222" if tick == 1 else "#dddddd")
            svg.text((place, top - 6), f"{tick:g}", anchor="middle", size=11)
