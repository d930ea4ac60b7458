# SPDX-License-Identifier: MIT
"""Measures Peerglass beside other servers and judges it; README.md tells how.

Run by the targets bench and bench-quick. Everything goes into a new folder of the build tree.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import machine
import report
import slices
from servers import Programs
from workloads import all_workloads

ROUNDS = {"full": 100, "quick": 10}


def _parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer slices")
    parser.add_argument("--programs", required=True, help="folder of the built programs")
    parser.add_argument("--output", required=True, help="where the folder of the run is made")
    parser.add_argument("--optional", default="", help="which of the optional servers were built")
    return parser.parse_args()


def main():
    arguments = _parse()
    programs = Programs(arguments.programs)
    folder = Path(arguments.output) / time.strftime("%Y-%m-%dT%H-%M-%S")
    folder.mkdir(parents=True)
    machine.raise_descriptor_limit()
    cores = machine.choose_cores()
    rounds = ROUNDS["quick" if arguments.quick else "full"]
    raw = {"machine": machine.describe(), "rounds": rounds, "workloads": []}
    for workload in all_workloads(programs, arguments.optional.split(";")):
        print(f"{workload.title} …", flush=True)
        raw["workloads"].append(slices.measure(workload, programs, cores, rounds))
    text = "\n".join(report.table(result) for result in raw["workloads"])
    (folder / "raw.json").write_text(json.dumps(raw), encoding="utf-8")
    (folder / "report.md").write_text(text, encoding="utf-8")
    print(text)
    print(f"Written to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
