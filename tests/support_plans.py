"""Plans written by hand, and a small place they are made for."""

import datetime as dt
from collections.abc import Iterable

from support_networks import DAY, Sketch

from graph.ledger.changes import CreateLink, EndLink, Operation
from graph.ledger.ledger import Ledger
from graph.model import Link, LinkKey, Moment
from graph.planning.plan import Change, Plan
from graph.planning.plans import Plans
from graph.planning.reason import Id, Reason
from graph.planning.request import Request
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot


def a_place() -> Sketch:
    """A village of two grids: P-1 has three households, P-2 one, P-3 none; H-5 has nobody."""
    sketch = Sketch()
    sketch.add("A-1", name="青蒿乡", kind="township")
    sketch.add("A-2", at="A-1", name="石磨沟村", kind="village")
    sketch.add("A-3", "A-4", at="A-2", name="网格", kind="grid")
    sketch.add("O-1", at="A-2", name="石磨沟村党支部", kind="branch")
    sketch.add("G-1", at="A-3", name="第一党小组")
    sketch.add("P-1", "P-2", "P-3", "P-4", at="A-3", name="张样例", is_member=True)
    sketch.add("P-5", at="A-4", name="魏样例", is_member=True)
    sketch.add("C-1", at="A-3", name="张样例中心户")
    sketch.add("H-1", "H-2", "H-3", "H-4", "H-5", at="A-3", address="三组1号", head="单示范")
    sketch.add("H-6", at="A-4", address="四组1号", head="单示范")
    sketch.link("UNDER", "G-1", "O-1")
    sketch.link("LIAISES", "P-4", "G-1").link("SERVES", "P-4", "O-1", role="secretary")
    sketch.link("LEADS", "P-4", "G-1").link("LIAISES", "P-4", "C-1")
    sketch.link("HOSTS", "P-4", "C-1").link("LIAISES", "C-1", "P-1", "P-2", "P-3")
    sketch.link("LIAISES", "P-1", "H-1", "H-2", "H-3").link("LIAISES", "P-2", "H-4")
    sketch.link("LIAISES", "P-5", "H-6")
    return sketch


def plans_of(ledger: Ledger) -> Plans:
    """The part of a network that makes and applies plans, over a ledger alone."""
    return Plans(ledger, Rules.load(), lambda moment: Snapshot.read(ledger.facts(moment)))


def begin(type: str, from_id: str, to_id: str, since: dt.date = DAY) -> CreateLink:
    """A member takes a household; the prefixes say the labels."""
    from support_ledger import label_of

    properties = {"since": since} if type in ("LIAISES", "INSTRUCTS") else {}
    return CreateLink(Link(type, label_of(from_id), from_id, label_of(to_id), to_id, properties))


def end(type: str, from_id: str, to_id: str) -> EndLink:
    """A link ends."""
    return EndLink(LinkKey(type, from_id, to_id))


def hand_over(item: str, givers: Iterable[str], taker: str | None) -> tuple[Operation, ...]:
    """What handing a household over does."""
    ended = tuple(end("LIAISES", each, item) for each in givers)
    return (*ended, begin("LIAISES", taker, item)) if taker else ended


def plan_of(
    ledger: Ledger, *moves: tuple[str, tuple[str, ...], str | None], on: dt.date = DAY
) -> Plan:
    """A plan on the newest facts that hands over (item, givers, taker), in grid A-3."""
    seq = ledger.head()
    reason = "%(who)s takes over"
    changes = (
        Change(
            at, item, givers, taker, "A-3", Reason(reason, {"who": Id(taker or item)}),
            hand_over(item, givers, taker),
        )
        for at, (item, givers, taker) in enumerate(moves, start=1)
    )  # fmt: skip
    digest = ledger.change_set(seq).digest
    request = Request("households", on, area="A-3")
    return Plan(request, Moment(seq, on), tuple(changes), digest=digest)
