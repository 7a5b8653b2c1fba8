"""Facts without a ledger, and one small network, for tests of what follows the ledger."""

import datetime as dt
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pytest

from graph.errors import NotFound
from graph.ledger.changes import ChangeSet, Delta, Kind
from graph.model import Link, Moment, Node
from graph.stores.statements import link_schema, node_schema

DAY = dt.date(2026, 5, 1)

ENGINES = ["ladybug", pytest.param("neo4j", marks=pytest.mark.xdist_group("neo4j"))]
"""What a fixture that gives a store of each engine takes as its `params`."""

QUESTIONS = {
    "test/person": """// params: id STRING
// returns: id STRING, name STRING, until DATE, member BOOLEAN, phone STRING
MATCH (p:Person {id: $id})
RETURN p.id AS id, p.name AS name, p.unavailable_until AS until, p.is_member AS member,
       p.phone AS phone
""",
    "test/available_after": """// params: day DATE
// returns: id STRING
MATCH (p:Person) WHERE p.unavailable_until > $day RETURN p.id AS id
""",
    "test/sums": """// params:
// returns: people INTEGER, mean FLOAT, large INTEGER
MATCH (h:Household)
RETURN sum(h.people) AS people, avg(h.people) AS mean,
       sum(CASE WHEN h.people > 1 THEN 1 ELSE 0 END) AS large
""",
    "test/named": """// params: names LIST<STRING>, share FLOAT
// returns: id STRING, share FLOAT
MATCH (p:Person) WHERE p.name IN $names RETURN p.id AS id, $share AS share
""",
    "test/lists": """// params:
// returns: id STRING, homes LIST<STRING>, links LIST<MAP>
MATCH (p:Person)-[l:LIAISES]->(h:Household)
WITH p, h, l ORDER BY h.id LIMIT 100
RETURN p.id AS id, collect(h.id) AS homes, collect({home: h.id, since: l.since}) AS links
""",
    "test/three_steps": """// params: id STRING
// returns: centre STRING, leader STRING, grp STRING
MATCH (h:Household {id: $id})<-[:LIAISES]-(m:Person)<-[:LIAISES]-(c:CentreHousehold)
MATCH (c)<-[:LIAISES]-(l:Person)-[:LEADS]->(g:PartyGroup)
RETURN c.id AS centre, l.id AS leader, g.id AS grp
""",
    "test/wrong_column": """// params:
// returns: id STRING, name STRING
MATCH (p:Person) RETURN p.id AS id, p.name AS title
""",
    "test/wrong_type": """// params:
// returns: name INTEGER
MATCH (p:Person) RETURN p.name AS name
""",
    "test/not_a_query": """// params:
// returns: id STRING
MATCH (p:Person) RETRUN p.id AS id
""",
    "test/bad_value": """// params: text STRING
// returns: day DATE
MATCH (p:Person) RETURN date($text) AS day LIMIT 1
""",
    "test/writing": """// params:
// returns: id STRING
MATCH (p:Person) SET p.name = 'X' RETURN p.id AS id
""",
}
"""Queries that only tests ask: what stands below `// about:`."""


@dataclass
class ListedFacts:
    """Facts that are two lists, as the protocol `Facts` wants them."""

    moment: Moment
    all_nodes: list[Node] = field(default_factory=list)
    all_links: list[Link] = field(default_factory=list)

    def nodes(self, label: str) -> pa.Table:
        rows = [{**n.properties, "id": n.id} for n in self.all_nodes if n.label == label]
        return pa.Table.from_pylist(rows, schema=node_schema(label)).sort_by("id")

    def links(self, type: str) -> pa.Table:
        ends = [(name, pa.string()) for name in ("from_label", "from_id", "to_label", "to_id")]
        schema = pa.schema([*ends, *list(link_schema(type))[2:]])
        rows = [
            {
                **link.properties,
                "from_label": link.from_label,
                "from_id": link.from_id,
                "to_label": link.to_label,
                "to_id": link.to_id,
            }
            for link in self.all_links
            if link.type == type
        ]
        return pa.Table.from_pylist(rows, schema=schema)

    def node(self, id: str) -> Node | None:
        return next((each for each in self.all_nodes if each.id == id), None)

    def links_of(self, id: str) -> list[Link]:
        return [each for each in self.all_links if id in (each.from_id, each.to_id)]

    def after(self, delta: Delta) -> "ListedFacts":
        """These facts moved on by a delta."""
        gone = {each.id for each in (*delta.nodes_dropped, *delta.nodes_set)}
        cut = {each.key for each in (*delta.links_dropped, *delta.links_set)}
        return ListedFacts(
            delta.after,
            [
                *(each for each in self.all_nodes if each.id not in gone),
                *delta.nodes_created,
                *delta.nodes_set,
            ],
            [
                *(each for each in self.all_links if each.key not in cut),
                *delta.links_created,
                *delta.links_set,
            ],
        )


class ListedLedger:
    """A ledger that is a list of facts, one for each change set, told apart by `name`."""

    def __init__(self, *states: ListedFacts, name: str = "ours") -> None:
        self.states = list(states)
        self.name = name
        self.kinds: dict[int, Kind] = {}
        self.asked_to_differ = 0

    def head(self) -> int:
        return len(self.states)

    def moment(self, day: dt.date) -> Moment:
        return Moment(self.head(), day)

    def facts(self, moment: Moment) -> ListedFacts:
        state = self.states[moment.seq - 1] if moment.seq else ListedFacts(moment)
        return replace(state, moment=moment)

    def diff(self, before: Moment, after: Moment) -> Delta | None:
        self.asked_to_differ += 1
        old, new = self.facts(before), self.facts(after)
        had, has = ({each.id: each for each in state.all_nodes} for state in (old, new))
        linked, links = ({each.key: each for each in state.all_links} for state in (old, new))
        return Delta(
            before,
            after,
            nodes_created=tuple(has[key] for key in has.keys() - had.keys()),
            nodes_set=tuple(has[key] for key in has.keys() & had.keys() if has[key] != had[key]),
            nodes_dropped=tuple(had[key] for key in had.keys() - has.keys()),
            links_created=tuple(links[key] for key in links.keys() - linked.keys()),
            links_set=tuple(
                links[key] for key in links.keys() & linked.keys() if links[key] != linked[key]
            ),
            links_dropped=tuple(linked[key] for key in linked.keys() - links.keys()),
        )

    def log(self, *, limit: int = 50, before: int | None = None) -> list[ChangeSet]:
        top = self.head() if before is None else min(before - 1, self.head())
        return [self.change_set(seq) for seq in range(top, max(0, top - limit), -1)]

    def change_set(self, seq: int) -> ChangeSet:
        if not 1 <= seq <= self.head():
            raise NotFound(f"no change set {seq}")
        kind = self.kinds.get(seq, "edit")
        recorded = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
        return ChangeSet(seq, kind, "test", "", DAY, recorded, None, 0, f"{self.name}-{seq}")


def link(type: str, source: Node, target: Node, **properties: object) -> Link:
    """A link between two nodes."""
    return Link(type, source.label, source.id, target.label, target.id, properties)  # type: ignore[arg-type]


def households(count: int, first: int = 1) -> list[Node]:
    """Households with running numbers and visibly made-up heads."""
    return [
        Node(
            "Household",
            f"H-{number}",
            {"head": f"户主{number}", "address": f"{number}号", "people": number % 7},
        )
        for number in range(first, first + count)
    ]


AREA = Node("Area", "A-1", {"name": "青蒿乡", "kind": "township"})
GRID = Node("Area", "A-2", {"name": "第1网格", "kind": "grid"})
BRANCH = Node("Organisation", "O-1", {"name": "石磨沟村网格党支部", "kind": "branch"})
GROUP = Node("PartyGroup", "G-1", {"name": "第1党小组", "kind": "grid"})
MEMBER = Node(
    "Person",
    "P-1",
    {
        "name": "示例甲 \"'`\\",
        "is_member": True,
        "exempt": False,
        "unavailable_until": dt.date(1950, 2, 28),
        "floating": "none",
    },
)
OTHER = Node("Person", "P-2", {"name": "示例乙", "is_member": True})
CENTRE = Node("CentreHousehold", "C-1", {"name": "示例中心户", "kind": "centre_household"})


def small_network() -> ListedFacts:
    """One grid, one chain from branch to three households, every kind of value in it."""
    homes = households(3)
    return ListedFacts(
        Moment(1, DAY),
        [AREA, GRID, BRANCH, GROUP, MEMBER, OTHER, CENTRE, *homes],
        [
            link("WITHIN", GRID, AREA),
            link("UNDER", GROUP, BRANCH),
            link("LEADS", OTHER, GROUP),
            link("LIAISES", OTHER, CENTRE, since=None),
            link("LIAISES", CENTRE, MEMBER, since=dt.date(2024, 2, 29)),
            *(link("LIAISES", MEMBER, home, since=dt.date(2025, 1, 2)) for home in homes),
            *(
                link("LOCATED_IN", each, GRID)
                for each in (BRANCH, GROUP, MEMBER, OTHER, CENTRE, *homes)
            ),
            link("SERVES", OTHER, BRANCH, role="secretary", post="书记"),
            link("SERVES", OTHER, BRANCH, role="staff", post=None),
        ],
    )


def larger_network() -> ListedFacts:
    """The small network with one household more and one member renamed."""
    facts = small_network()
    home = households(1, first=50)[0]
    return ListedFacts(
        facts.moment,
        [
            *(each for each in facts.all_nodes if each is not OTHER),
            replace(OTHER, properties={**OTHER.properties, "name": "示例丙"}),
            home,
        ],
        [*facts.all_links, link("LIAISES", MEMBER, home), link("LOCATED_IN", home, GRID)],
    )
