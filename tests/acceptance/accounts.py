# SPDX-License-Identifier: MIT
"""The conservation of bytes, checked on the records of one run of peerglassd.

What was queued is what was sent, dropped or cancelled: for each client, for each service and for
the whole engine, in bytes and in messages.
"""

UNITS = ("bytes", "messages")
ENDS = ("Sent", "Dropped", "Cancelled")
TOTALS = [unit + word for unit in UNITS for word in ("Received", "Queued", *ENDS)]
TOTALS.append("bytesDiscarded")


def problems(records):
    """Sentences about everything that does not add up in a run that was stopped gracefully."""
    return (_numbers(records) + _lives(records) + _balances(records) + _sums(records))


def _numbers(records):
    """The journal numbers what it merges: numbers may be missing, never repeated or swapped."""
    numbers = [record["seq"] for record in records]
    return [f"seq {later} was written after seq {earlier}"
            for earlier, later in zip(numbers, numbers[1:]) if later <= earlier]


def _lives(records):
    """Every client that connected has disconnected exactly once, and nobody else has."""
    ends = {}
    for record in records:
        if record["event"] == "disconnected":
            ends[record["client"]] = ends.get(record["client"], 0) + 1
    born = [record["client"] for record in records if record["event"] == "connected"]
    found = [f"client {client} has {ends.get(client, 0)} disconnected records"
             for client in born if ends.get(client, 0) != 1]
    found += [f"client {client} disconnected and never connected"
              for client in ends.keys() - set(born)]
    if len(set(born)) != len(born):
        found.append("a client id was used twice")
    return found


def _balances(records):
    found = []
    for record in records:
        if record["event"] not in ("disconnected", "stopped"):
            continue
        for unit in UNITS:
            ended = sum(record[unit + end] for end in ENDS)
            if record[unit + "Queued"] != ended:
                found.append(f"{unit} queued are not sent + dropped + cancelled: {record}")
    return found


def _sums(records):
    """Each service's `stopped` is the sum over its clients, the last one that over the services."""
    stopped = [record for record in records if record["event"] == "stopped"]
    if not stopped or "service" in stopped[-1]:
        return ["the last stopped record is not the engine's"]
    found = []
    for record in stopped:
        if "serviceId" in record:
            parts = [part for part in records if part["event"] == "disconnected"
                     and part["serviceId"] == record["serviceId"]]
            clients = len(parts)
        else:
            parts = [part for part in stopped if "serviceId" in part]
            clients = sum(part["clients"] for part in parts)
        if record["clients"] != clients:
            found.append(f"{clients} clients have ended, but: {record}")
        for key in TOTALS:
            total = sum(part[key] for part in parts)
            if record[key] != total:
                found.append(f"{key} should be {total}: {record}")
    return found
