# SPDX-License-Identifier: MIT
"""The tables of the report."""

from statistics import median

import histogram
import marks as all_marks
import ratios
from run import cpu_ratio, throughput_ratio


def _table(head, rows, left=1):
    """The first `left` columns are text, the others numbers."""
    rule = ["---"] * left + ["---:"] * (len(head) - left)
    return "".join("| " + " | ".join(row) + " |\n" for row in [head, rule, *rows])


def _spread(spread):
    if spread.low == spread.high:
        return f"**{spread.middle:.3g}**" if spread.middle >= 10 else f"**{spread.middle:.3f}**"
    if spread.middle >= 10:
        return f"**{spread.middle:.1f}** ({spread.low:.1f}–{spread.high:.1f})"
    return f"**{spread.middle:.3f}** ({spread.low:.3f}–{spread.high:.3f})"


def _time(nanoseconds):
    for size, unit in ((1e3, "ns"), (1e6, "µs"), (1e9, "ms")):
        if nanoseconds < size:
            return f"{nanoseconds / size * 1e3:.3g} {unit}"
    return f"{nanoseconds / 1e9:.3g} s"


def _size(size):
    return f"{size / 2**20:.1f} MiB"


def marks(run):
    """Every mark of the engine: what was measured, and by how much it is met or missed."""
    rows = [[mark.what, *_judged(mark, run)] for mark in all_marks.all_marks()]
    head = ["mark", "asked", "measured (quartiles)", "A/A differs by", "verdict"]
    return "## Marks\n\n" + _table(head, rows)


def _judged(mark, run):
    asked = f"{'≥' if mark.least else '≤'} {mark.bound:g} {mark.unit}"
    value = mark.value(run)
    if value is None:
        return [asked, "–", "–", "not measured"]
    deviation = mark.deviation(run)
    measured = [asked, _spread(value), f"{deviation:.3f}" if deviation else "–"]
    if mark.void(run):
        return [*measured, "void"]
    verdict = mark.judge(run)
    if not verdict.met:
        return [*measured, f"**missed** by {-verdict.margin:.3f}"]
    if verdict.margin < 0:
        return [*measured, f"met, as A/A allows {-verdict.margin:.3f}"]
    return [*measured, f"met by {verdict.margin:.3f}"]


def workload(run, result):
    """One row for each server."""
    head = ["server", f"{result['unit']}s/s", "of the bare loop's", f"CPU per {result['unit']}",
            "of the bare loop's", "p50", "p99", "p99.9", "peak memory"]
    rows = [_server_row(run, result["name"], server) for server in result["servers"]]
    text = f"## {result['title']}\n\n" + _table(head, rows)
    for server in result["servers"]:
        if "lines_per_message" in server:
            text += (f"\n{server['name']}: {server['lines_per_message']:.2f} lines were written "
                     "for each message.\n")
    return text


def _server_row(run, name, server):
    slices = server["slices"]
    times = histogram.pooled(slice_["times"] for slice_ in slices)
    return [
        server["name"],
        f"{median(map(ratios.throughput, slices)):,.0f}",
        _spread(run.ratio(name, throughput_ratio, server["name"])),
        _time(median(map(ratios.cpu_per_message, slices))),
        _spread(run.ratio(name, cpu_ratio, server["name"])),
        *(_time(histogram.percentile(times, share)) for share in (0.5, 0.99, 0.999)),
        _size(server["peak_memory"]),
    ]


def counts(run):
    """System calls and instructions per message."""
    titles = {result["name"]: result["title"] for result in run.workloads}
    rows = [[titles[count["workload"]], count["server"], _calls(count.get("strace")),
             _instructions(count.get("valgrind"))] for count in run.raw["counts"]]
    head = ["workload", "server", "system calls per message", "instructions per message"]
    return ("## System calls and instructions\n\nInstructions are those of user space.\n\n"
            + _table(head, rows, left=3))


def _calls(calls):
    if not calls:
        return "–"
    several = sorted(calls.items(), key=lambda item: -item[1])
    named = ", ".join(f"{name} {number:.2f}" for name, number in several if number >= 0.005)
    return f"**{sum(calls.values()):.2f}**: {named}"


def _instructions(counted):
    return f"{counted['instructions']:,.0f}" if counted else "–"


def memory(run):
    head = ["server", "in the server", "in the kernel, both ends"]
    rows = [[server["name"], *(f"{server[where] / 1024:.2f} KiB" for where in ("user", "kernel"))]
            for server in run.raw["memory"]["servers"]]
    return f"## Memory per idle connection\n\n{_table(head, rows)}"


def startup(run):
    head = ["server", "processor time until it listens, ms (quartiles)"]
    rows = [[name, _spread(ratios.spread([time * 1e3 for time in times]))]
            for name, times in run.raw["startup"].items()]
    return f"## Start-up\n\n{_table(head, rows)}"
