# SPDX-License-Identifier: MIT
"""The tables in Markdown."""

import histogram
import ratios

HEAD = ("| server | messages/s | of the bare loop's | CPU per message | of the bare loop's "
        "| p50 | p99 | p99.9 | peak memory |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")


def _ratio(spread):
    return f"**{spread.middle:.3f}** ({spread.low:.3f}–{spread.high:.3f})"


def _time(nanoseconds):
    if nanoseconds < 1e6:
        return f"{nanoseconds / 1e3:.1f} µs"
    return f"{nanoseconds / 1e6:.1f} ms"


def _row(server, reference):
    slices = server["slices"]
    times = histogram.pooled(slice_["times"] for slice_ in slices)
    rate = ratios.spread([ratios.throughput(slice_) for slice_ in slices]).middle
    cost = ratios.spread([ratios.cpu_per_message(slice_) for slice_ in slices]).middle
    cells = [
        server["name"],
        f"{rate:,.0f}",
        _ratio(ratios.ratios(slices, reference, ratios.throughput)),
        _time(cost),
        _ratio(ratios.ratios(slices, reference, ratios.cpu_per_message)),
        *(_time(histogram.percentile(times, share)) for share in (0.5, 0.99, 0.999)),
        f"{server['peak_memory'] / 2**20:.1f} MiB",
    ]
    return "| " + " | ".join(cells) + " |\n"


def table(result):
    """One workload's; its first server is what the others are compared with."""
    servers = result["servers"]
    text = f"## {result['title']}\n\n{HEAD}"
    text += "".join(_row(server, servers[0]["slices"]) for server in servers)
    for name, reason in result["left_out"].items():
        text += f"\nLeft out: {name}: {reason}.\n"
    return text
