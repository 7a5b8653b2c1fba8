"""How a random network comes about: areas first, then the pyramid in each, then noise.

Each link of a proper chain is left out now and then, so that every step of it breaks
somewhere; the noise afterwards joins whatever the schema allows to be joined.
"""

import datetime as dt
import random
from typing import Any

from support_networks import DAY, Sketch, label_of

from graph.schema import LINKS, LinkType

PYRAMID_LINK = 0.85
"""How often a link the pyramid wants is there."""

SINGLE = {"WITHIN", "LOCATED_IN", "UNDER"}
"""Links of which a node has at most one; noise never adds any."""


class RandomNetwork:
    """One random network; `sketch` holds it."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self.chance = chance
        self.sketch = Sketch()
        self._count = 0
        county = self.new("A", None, name="艾草县", kind=chance.choice(["county", "city"]))
        for _each in range(size):
            self._place(county)
        self._noise(4 * size)

    def new(self, prefix: str, at: str | None, **properties: Any) -> str:
        self._count += 1
        new = f"{prefix}-{self._count}"
        self.sketch.add(new, at=at, **properties)
        return new

    def often(self, share: float = PYRAMID_LINK) -> bool:
        return self.chance.random() < share

    def near(self, *days: int) -> dt.date | None:
        """Nothing (mostly), or the day plus one of `days`."""
        if self.often(0.6):
            return None
        return DAY + dt.timedelta(days=self.chance.choice(days))

    def person(self, at: str) -> str:
        return self.new(
            "P", at,
            name="样例员", mark=self.chance.choice([None, None, "大", "小"]),
            is_member=True, exempt=self.often(0.1),
            floating=self.chance.choice(["none", "none", "none", "out", "in"]),
            unavailable_until=self.near(-1, 0, 1, 30) if self.often(0.5) else None,
        )  # fmt: skip

    def _place(self, county: str) -> None:
        chance = self.chance
        upper_kind, lower_kind = chance.choice(
            [("township", "village"), ("street", "community"), ("park", "subarea")]
        )
        upper = self.new("A", county, name=f"样例{upper_kind}", kind=upper_kind)
        committee = self.new("O", upper, name="样例党委", kind="party_committee")
        village = self.new("A", upper, name=f"样例{lower_kind}", kind=lower_kind)
        if self.often(0.5):
            self.sketch.link(
                "RESPONSIBLE_FOR", self.person(upper), chance.choice([upper, village]),
                role=chance.choice(["leader_in_charge", "staff", "full_time", "part_time"]),
            )  # fmt: skip
        if self.often(0.2):
            self.new("A", village, name="样例市场", kind=chance.choice(["building", "market"]))
        top = self._general_branch(village, committee)
        for _each in range(chance.randint(1, 2)):
            self._grid(village, top, committee)
        for _each in range(chance.randint(0, 2)):
            self._household(village, [])
        self._enterprises(upper, village)

    def _general_branch(self, village: str, committee: str) -> str | None:
        if not self.often(0.7):
            return None
        kind = self.chance.choice(["general_branch", "general_branch", "joint_general_branch"])
        top = self.new("O", village, name="样例总支", kind=kind)
        if self.often(0.5):
            self.sketch.link("UNDER", top, committee)
        if self.often(0.4):
            self.sketch.link("LIAISES", self.person(village), top)
        return top

    def _branch(self, village: str, top: str | None, committee: str) -> str | None:
        chance, sketch = self.chance, self.sketch
        if not self.often(0.9):
            return None
        kind = chance.choice(["branch", "branch", "branch", "joint_branch", "unit"])
        branch = self.new("O", village, name="样例网格党支部", kind=kind)
        above = top if top is not None else (committee if self.often(0.5) else None)
        if above is not None and self.often(0.9):
            sketch.link("UNDER", branch, above)
        if self.often():
            member = self.person(village)
            sketch.link("LIAISES", member, branch)
            if top is not None and self.often():
                role = chance.choice(["secretary", "deputy_secretary", "committee_member", "staff"])
                sketch.link("SERVES", member, top, role=role, post="总支委员")
        return branch

    def _grid(self, village: str, top: str | None, committee: str) -> None:
        chance, sketch = self.chance, self.sketch
        grid = self.new("A", village, name="样例网格", kind="grid")
        branch = self._branch(village, top, committee)
        if branch is not None and self.often(0.1):
            sketch.link("TAKES_LEAD_IN", branch, grid)
        leaders = [self.person(grid) for _each in range(chance.randint(1, 2))]
        for _each in range(chance.randint(0, 2)):
            self._group(grid, village, branch, leaders)
        for _each in range(chance.randint(1, 3)):
            self._centre(grid, village, leaders)

    def _group(self, grid: str, village: str, branch: str | None, leaders: list[str]) -> None:
        chance, sketch = self.chance, self.sketch
        group = self.new(
            "G", grid if self.often() else village, name="样例党小组",
            kind=chance.choice(["grid", "grid", "trade"]),
        )  # fmt: skip
        if branch is not None and self.often(0.9):
            sketch.link("UNDER", group, branch)
        for leader in leaders:
            if self.often(0.7):
                sketch.link("LEADS", leader, group)
        for _each in range(chance.choice([0, 1, 1, 1, 2])):
            member = self.person(village)
            sketch.link("LIAISES", member, group)
            if branch is not None and self.often():
                role = chance.choice(["secretary", "committee_member", "organiser"])
                sketch.link("SERVES", member, branch, role=role, post="支部委员")

    def _centre(self, grid: str, village: str, leaders: list[str]) -> None:
        chance, sketch = self.chance, self.sketch
        centre = self.new("C", grid if self.often(0.9) else village, name="样例中心户")
        if self.often():
            sketch.link("LIAISES", chance.choice(leaders), centre)
        members = [self.person(grid) for _each in range(chance.randint(0, 3))]
        if members and self.often(0.6):
            sketch.link("HOSTS", members[0], centre)
            if self.often(0.2):
                sketch.link("HOSTS", members[-1], centre)
        for member in members:
            if self.often(0.8):
                sketch.link("LIAISES", centre, member)
            if self.often(0.3):
                kind = chance.choice(["held", "managed"])
                groups = self.sketch.ids("PartyGroup") or self.sketch.ids("Organisation")
                sketch.link("BELONGS_TO", member, chance.choice(groups), kind=kind)
        for _each in range(chance.randint(1, 4)):
            self._household(grid if self.often(0.9) else village, members)

    def _household(self, at: str, members: list[str]) -> None:
        chance, sketch = self.chance, self.sketch
        household = self.new("H", at, address="样例路1号", head="样例户", people=3)
        if members and self.often():
            for member in chance.sample(members, min(len(members), chance.choice([1, 1, 1, 2]))):
                sketch.link("LIAISES", member, household)
                if self.often(0.1):
                    sketch.link("LIVES_IN", member, household)

    def _enterprises(self, upper: str, village: str) -> None:
        chance, sketch = self.chance, self.sketch
        places = [upper, village, *sketch.ids("Area")[-2:]]
        for _each in range(chance.randint(0, 4)):
            enterprise = self.new(
                "E", chance.choice(places), name="样例公司",
                status=chance.choice(["operating", "operating", "suspended", "closed"]),
                employees=chance.choice([None, 0, 10, 49, 50, 60]),
                members=chance.choice([None, 0, 0, 1, 2, 3, 5]),
                probationary=chance.choice([None, 0, 1]),
                organisation_form=chance.choice(["own", "joint", "none", "none", "unknown"]),
            )  # fmt: skip
            organisations = sketch.ids("Organisation")
            if self.often(0.6):
                sketch.link(
                    "COVERS", chance.choice(organisations), enterprise,
                    kind=chance.choice(["own", "joint", "joint"]),
                )  # fmt: skip
            if self.often(0.6):
                sketch.link(
                    "INSTRUCTS", chance.choice(sketch.ids("Person")), enterprise,
                    since=DAY, until=self.near(-400, -1, 0, 1, 59, 60, 61),
                )  # fmt: skip
            if self.often(0.4):
                sketch.link(
                    "CO_BUILDS", chance.choice(organisations), enterprise, kind="村企共建",
                    signed_on=DAY, until=self.near(-400, -1, 0, 1, 59, 60, 61),
                )  # fmt: skip

    def _noise(self, count: int) -> None:
        """Links of any type between any nodes the schema lets them join."""
        chance, sketch = self.chance, self.sketch
        by_label: dict[str, list[str]] = {}
        for node in sketch.nodes:
            by_label.setdefault(label_of(node.id), []).append(node.id)
        drawn = [each for each in LINKS.values() if each.type not in SINGLE]
        for _each in range(count):
            link_type = chance.choice(drawn)
            from_label, to_label = chance.choice(link_type.ends)
            if by_label.get(from_label) and by_label.get(to_label):
                source, target = (
                    chance.choice(by_label[from_label]),
                    chance.choice(by_label[to_label]),
                )
                if source != target:
                    sketch.link(link_type.type, source, target, **self._properties(link_type))

    def _properties(self, link_type: LinkType) -> dict[str, Any]:
        chosen = {
            each.name: self.chance.choice(each.choices)
            for each in link_type.properties
            if each.choices
        }
        dates = {
            each.name: self.near(-30, -1, 0, 1, 59, 60)
            for each in link_type.properties
            if each.name in ("signed_on", "until")
        }
        return chosen | dates
