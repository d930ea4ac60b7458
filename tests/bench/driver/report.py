# SPDX-License-Identifier: MIT
"""The report in Markdown, made of the raw numbers alone: `report.py FOLDER` makes it again."""

import json
import sys
from pathlib import Path
from statistics import median

import plots
import tables
from run import Run

BUSY = 0.95  # the least share of its core that the load should have had


def write(folder):
    """Reads raw.json of a run's folder; writes report.md and the plots. Returns the text."""
    folder = Path(folder)
    run = Run(json.loads((folder / "raw.json").read_text(encoding="utf-8")))
    pictures = plots.write_all(run, folder)
    text = "\n".join([_head(run), tables.marks(run), *_pictures(pictures),
                      *(tables.workload(run, result) for result in run.workloads),
                      tables.counts(run), tables.memory(run), tables.startup(run),
                      _left_out(run)])
    (folder / "report.md").write_text(text, encoding="utf-8")
    return text


def _head(run):
    raw = run.raw
    machine = raw["machine"]
    lines = [
        f"# Benchmark of {raw['date']}", "",
        f"Version {raw['version']}; {'quick, ' if raw['quick'] else ''}{raw['rounds']} slices of "
        f"100 ms for each server of a workload. {machine['processor']}, {machine['cores']} cores, "
        f"{machine['system']}; the load average was {machine['load_average'][0]:.2f} at the start.",
    ]
    for result in run.workloads:
        for reason in run.reasons_for_void(result["name"]):
            lines += ["", f"**Void: {result['title']}: {reason}.**"]
    share = _share_of_the_core(run)
    if share < BUSY:
        lines += ["", f"**The machine was busy: the load had {share:.0%} of its core.** What was "
                      "taken from it shows in the throughput and the times; less in the "
                      "processor time per message."]
    return "\n".join(lines) + "\n"


def _share_of_the_core(run):
    """The load never sleeps, so what it lacks others have taken."""
    return median(slice_["load_cpu_ns"] / slice_["ns"] for result in run.workloads
                  for server in result["servers"] for slice_ in server["slices"])


def _pictures(names):
    return [f"![{title}]({file})\n" for title, file in names]


def _left_out(run):
    reasons = {}
    for result in [*run.workloads, {"title": "Memory", **run.raw["memory"]}]:
        for server, reason in result["left_out"].items():
            reasons.setdefault((server, reason), []).append(result["title"])
    lines = [f"- {server}: {reason} ({'; '.join(titles)})."
             for (server, reason), titles in reasons.items()]
    lines += [f"- {sentence}." for sentence in run.raw["missing"]]
    return "## Left out\n\n" + "\n".join(lines or ["Nothing."]) + "\n"


if __name__ == "__main__":
    print(write(sys.argv[1]))
