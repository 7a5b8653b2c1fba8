"""Fifty people clicking through the web application, and how long they wait.

    python -m bench.people --households 100000 --people 50 --seconds 60 --think 2

A network is generated and served by a process of its own; each person has a connection of
their own and opens a person, a household's chain, an area or the overview, then thinks.
"""

import argparse
import contextlib
import datetime as dt
import http.client
import json
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

import psutil

from graph.generate.network import generate, write
from graph.network import Network

DAY = dt.datetime.now().astimezone().date()
MIX = (("person", 40), ("chain", 40), ("area", 15), ("overview", 5))
"""What people open, and how often of a hundred."""


def main() -> None:
    """Measure, and print one line a kind of page as JSON."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--households", type=int, default=100_000)
    given.add_argument("--people", type=int, default=50)
    given.add_argument("--seconds", type=float, default=60)
    given.add_argument("--think", type=float, default=2)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, tables = Path(folder) / "home", Path(folder) / "tables"
        write(generate(asked.households, 1), tables)
        with Network.open(home, today=DAY) as network:
            network.bring_in([tables], actor="bench")
            snapshot = network.snapshot(network.moment())
            ids = {label: snapshot.ids(label).to_pylist() for label in ("Person", "Household")}
            villages = [
                snapshot.nodes["Area"].id(at)
                for at in range(snapshot.count("Area"))
                if snapshot.areas.kinds[at] in ("village", "township")
            ]
        with served(home) as (port, process):
            first = wait_for_first_page(port)
            before = process.memory_info().rss
            waits, errors = click(port, asked, ids | {"Area": villages})
            report(asked, waits, errors, first, before, process.memory_info().rss)


@contextlib.contextmanager
def served(home: Path):
    """A server on a free port; the port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "--home", str(home), "serve", "--single-user"]
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait()


def wait_for_first_page(port: int) -> float:
    """How many seconds from the start of the server until the overview is there."""
    begun = time.monotonic()
    while True:
        try:
            fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=120), "/")
            return time.monotonic() - begun
        except ConnectionRefusedError:
            time.sleep(0.05)


def fetch(connection: http.client.HTTPConnection, path: str) -> int:
    """The status of an answer that was read to its end."""
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def click(port, asked, ids):
    """How long everybody waited, by kind of page, in seconds; and how many answers were errors."""
    waits, errors = defaultdict(list), [0]
    stop = time.monotonic() + asked.seconds

    def person(seed: int) -> None:
        chance = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        time.sleep(chance.uniform(0, asked.think))
        while time.monotonic() < stop:
            kind = chance.choices([each for each, _ in MIX], [share for _, share in MIX])[0]
            path = {
                "person": f"/people/{chance.choice(ids['Person'])}",
                "chain": f"/households/{chance.choice(ids['Household'])}",
                "area": f"/areas/{chance.choice(ids['Area'])}",
                "overview": "/",
            }[kind]
            begun = time.monotonic()
            status = fetch(connection, path)
            waits[kind].append(time.monotonic() - begun)
            errors[0] += status != 200
            time.sleep(chance.uniform(0.5, 1.5) * asked.think)

    people = [threading.Thread(target=person, args=(each,)) for each in range(asked.people)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    return waits, errors[0]


def report(asked, waits, errors, first, before, after) -> None:
    """Print it."""
    mib = 1024 * 1024
    print(json.dumps({
        "households": asked.households, "people": asked.people, "errors": errors,
        "first_page_s": round(first, 2), "memory_mib": [before // mib, after // mib],
        "load": psutil.getloadavg()[0],
    }))  # fmt: skip
    for kind, _share in MIX:
        found = sorted(waits[kind])
        if found:
            at = {f"p{p}_ms": round(1000 * found[min(len(found) - 1, len(found) * p // 100)], 1)
                  for p in (50, 95, 99)}  # fmt: skip
            print(json.dumps({"page": kind, "count": len(found), **at}))


if __name__ == "__main__":
    main()
