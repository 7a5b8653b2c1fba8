"""A village small enough to check by hand, and what the pages are made of from it.

general branch O-1 (P-1 serves it and liaises O-2; nobody liaises O-3)
O-2 ── P-2 ── G-1 ── P-4 leads it and liaises C-1 and C-2       grid A-4
O-3 ── P-3 ── G-2 ── nobody leads it; nobody liaises C-3        grid A-5
C-1: P-10 hosts; P-11 3 households, P-12 none, P-13 exempt      C-2: P-14 17 households
C-3: P-15 1 household        P-16: one household, no centre household
H-90 and H-91: nobody liaises them
"""

import datetime as dt

from support_networks import DAY, Sketch

from graph.checks.finding import CheckResult
from graph.checks.rollup import AreaRow, roll_up
from graph.checks.run import run_checks
from graph.model import Node
from graph.rules import Rules
from graph.schema import LINKS, NODES, PropertyType
from graph.snapshot import Snapshot
from viz.report import Report

TEXTS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "=cmd|' /C calc'!A0",
    "{{ 7 * 7 }} %(name)s",
    "+86\u2028<!--",
)
"""Texts a roster might hold that must stay texts wherever they are shown."""


def village_sketch() -> Sketch:
    """The village of this module's heading, in a township of a county."""
    made = Sketch()
    made.add("A-1", name="青蒿县", kind="county")
    made.add("A-2", name="鹭浦乡", kind="township", at="A-1")
    made.add("A-3", name="白峪村", kind="village", at="A-2")
    made.add("A-4", name="第1网格", kind="grid", at="A-3")
    made.add("A-5", name="第2网格", kind="grid", at="A-3")
    made.add("O-1", name="白峪村党总支", kind="general_branch", at="A-3")
    made.add("O-2", name="第一网格党支部", kind="branch", at="A-4")
    made.add("O-3", name="第二网格党支部", kind="branch", at="A-5")
    made.link("UNDER", "O-2", "O-1").link("UNDER", "O-3", "O-1")
    made.add("G-1", name="第一党小组", at="A-4").add("G-2", name="第二党小组", at="A-5")
    made.link("UNDER", "G-1", "O-2").link("UNDER", "G-2", "O-3")
    _people(made)
    _households(made)
    return made


def _people(made: Sketch) -> None:
    for number in (1, 2, 3, 4):
        made.add(f"P-{number}", name=f"干部{number}", is_member=True, at="A-3")
    made.link("SERVES", "P-1", "O-1", role="secretary").link("LIAISES", "P-1", "O-2")
    made.link("SERVES", "P-2", "O-2", role="secretary").link("LIAISES", "P-2", "G-1")
    made.link("SERVES", "P-3", "O-3", role="secretary").link("LIAISES", "P-3", "G-2")
    for number, grid in ((1, "A-4"), (2, "A-4"), (3, "A-5")):
        made.add(f"C-{number}", name=f"中心户{number}", at=grid)
    made.link("LEADS", "P-4", "G-1").link("LIAISES", "P-4", "C-1", "C-2")
    for number in (10, 11, 12, 14, 15, 16):
        made.add(f"P-{number}", name=f"党员{number}", is_member=True, at="A-4")
    made.add("P-13", name="党员13", is_member=True, exempt=True, at="A-4")
    made.link("HOSTS", "P-10", "C-1").link("LIAISES", "C-1", "P-11", "P-12", "P-13")
    made.link("LIAISES", "C-2", "P-14").link("LIAISES", "C-3", "P-15")


def _households(made: Sketch) -> None:
    number = 0
    for person, count in (("P-10", 10), ("P-11", 3), ("P-14", 17), ("P-15", 1), ("P-16", 1)):
        for _each in range(count):
            number += 1
            made.add(f"H-{number}", address=f"1组{number}号", head=f"户主{number}", at="A-4")
            made.link("LIAISES", person, f"H-{number}")
    made.add("H-90", address="1组90号", at="A-4").add("H-91", address="1组91号", at="A-5")


def hostile_sketch() -> Sketch:
    """The same village with an enterprise, where every free text is one of `TEXTS`."""
    made = village_sketch()
    made.add("E-1", name="x", uscc="x", address="x", sector="x", contact="x", phone="x",
             employees=80, members=4, organisation_form="none", at="A-4")  # fmt: skip
    made.link("INSTRUCTS", "P-2", "E-1", until=DAY + dt.timedelta(days=3))
    made.link("CO_BUILDS", "O-1", "E-1", kind="x", signed_on=DAY, until=DAY)
    for index, thing in enumerate([*made.nodes, *made.links]):
        declared = NODES[thing.label] if isinstance(thing, Node) else LINKS[thing.type]
        for free in declared.properties:
            if free.type is PropertyType.STRING and not free.choices:
                thing.properties[free.name] = TEXTS[index % len(TEXTS)]
    return made


def checked(sketch: Sketch) -> tuple[Snapshot, Rules, CheckResult, list[AreaRow]]:
    """The sketch as a snapshot, with what the rules find in it and its roll-up."""
    snapshot, rules = Snapshot.read(sketch.facts()), Rules.load()
    return snapshot, rules, run_checks(snapshot, rules), roll_up(snapshot, rules)


def report_of(sketch: Sketch) -> Report:
    """The report about everything in a sketch."""
    return Report(*checked(sketch))
