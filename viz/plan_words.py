"""The words of each tier a plan can speak of, and of each kind of plan.

A plan hands over households, members, centre households, groups, branches or enterprises; what
is counted, who has it and what it is called when nobody has it differ from tier to tier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.messages import N_, _
from graph.planning.plan import Status
from graph.planning.request import PlanKind

Relation = tuple[str, str, str]
"""Link type, label of who has something, label of what they have."""


@dataclass(frozen=True, slots=True)
class TierWords:
    """One tier: the rule that bounds it, the rule whose findings are what nobody has, words.

    `count_message` takes n items, `agents_message` n of those who have them. `missing_rule` is
    empty where no rule counts items of nobody.
    """

    relation: Relation
    rule: str
    missing_rule: str
    count_message: str
    agents_message: str
    nobody_message: str
    role_message: str

    def count(self, n: int) -> str:
        """So and so many items, with their measure word."""
        return _(self.count_message) % {"n": f"{n:,}"}

    def agents(self, n: int) -> str:
        """So and so many of those who have items."""
        return _(self.agents_message) % {"n": f"{n:,}"}

    @property
    def nobody(self) -> str:
        """What an item without anybody is called, in a few characters."""
        return _(self.nobody_message)

    @property
    def role(self) -> str:
        """What having such items is called in a handover list."""
        return _(self.role_message)


TIERS: Final = (
    TierWords(
        ("LIAISES", "Person", "Household"), "member-load", "household-uncovered",
        N_("%(n)s households"), N_("%(n)s members"), N_("uncovered"),
        N_("liaises households"),
    ),
    TierWords(
        ("LIAISES", "CentreHousehold", "Person"), "centre-load", "member-without-centre",
        N_("%(n)s Party members"), N_("%(n)s centre households"), N_("in no centre household"),
        N_("centre household liaises members"),
    ),
    TierWords(
        ("LIAISES", "Person", "CentreHousehold"), "leader-load", "centre-without-leader",
        N_("%(n)s centre households"), N_("%(n)s group leaders"), N_("no leader"),
        N_("liaises centre households"),
    ),
    TierWords(
        ("LIAISES", "Person", "PartyGroup"), "branch-member-load", "group-without-branch-member",
        N_("%(n)s Party groups"), N_("%(n)s branch members"), N_("without a branch member"),
        N_("liaises Party groups"),
    ),
    TierWords(
        ("LIAISES", "Person", "Organisation"), "committee-member-load",
        "branch-without-committee-member",
        N_("%(n)s branches"), N_("%(n)s committee members"), N_("without a committee member"),
        N_("liaises branches"),
    ),
    TierWords(
        ("INSTRUCTS", "Person", "Enterprise"), "instructor-load", "enterprise-unreached",
        N_("%(n)s enterprises"), N_("%(n)s instructors"), N_("reached by nobody"),
        N_("instructs enterprises"),
    ),
    TierWords(
        ("COVERS", "Organisation", "Enterprise"), "joint-organisation-size", "",
        N_("%(n)s enterprises"), N_("%(n)s Party organisations"), N_("no organisation"),
        N_("covers enterprises"),
    ),
)  # fmt: skip

BY_RULE: Final[Mapping[str, TierWords]] = {each.rule: each for each in TIERS}
BY_RELATION: Final[Mapping[Relation, TierWords]] = {each.relation: each for each in TIERS}

RULE_OF_KIND: Final[Mapping[PlanKind, str]] = {
    "households": "member-load",
    "members": "centre-load",
    "centres": "leader-load",
    "groups": "branch-member-load",
    "branches": "committee-member-load",
    "instructors": "instructor-load",
}
"""The rule whose bounds a plan of one tier keeps; plans of several tiers are not here."""

_POSTS: Final[Mapping[str, str]] = {
    "HOSTS": N_("hosts the centre household"),
    "LEADS": N_("leads the Party group"),
    "SERVES": N_("holds a post"),
    "RESPONSIBLE_FOR": N_("is in charge of an area"),
    "BELONGS_TO": N_("membership"),
    "INSTRUCTS": N_("village or area instructor"),
}

_TITLES: Final[Mapping[PlanKind, str]] = {
    "households": N_("Plan: who liaises which household"),
    "members": N_("Plan: which centre household liaises which member"),
    "centres": N_("Plan: which group leader liaises which centre household"),
    "groups": N_("Plan: which branch member liaises which Party group"),
    "branches": N_("Plan: which committee member liaises which branch"),
    "pyramid": N_("Plan: all four levels of liaison"),
    "instructors": N_("Plan: instructors and organisations for enterprises"),
    "leave": N_("Plan: handing over when somebody leaves"),
    "reorganise": N_("Plan: reorganising areas and organisations"),
}

_STATUSES: Final[Mapping[Status, str]] = {
    "optimal": N_("proven best"),
    "feasible": N_("good, not proven best"),
    "infeasible": N_("not everything asked can be had"),
}


def plan_title(kind: PlanKind) -> str:
    """What a plan of this kind is called at the head of a page."""
    return _(_TITLES[kind])


def status_word(status: Status) -> str:
    """How good a plan or a part of it is, in a few characters."""
    return _(_STATUSES[status])


def role_word(relation: Relation | None) -> str:
    """What is handed over, as a role; "" for what no role stands for."""
    if relation is None:
        return ""
    if relation in BY_RELATION:
        return BY_RELATION[relation].role
    return _(_POSTS[relation[0]]) if relation[0] in _POSTS else ""
