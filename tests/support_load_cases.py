"""Cases of the rules of load: how much each tier carries."""

from support_cases import Row, case, days, pyramid
from support_networks import Sketch


@case("committee-member-load", min=1, max=2)
def committee_member_load(s: Sketch) -> list[Row]:
    """P-1 liaises one branch, P-6 none of theirs, P-7 three; staff (P-8) are not asked."""
    pyramid(s).add("P-6", "P-7", "P-8", at="A-1").add("O-3", "O-4", at="A-1", kind="branch")
    s.add("O-5", at="A-1", kind="branch")
    s.link("UNDER", "O-3", "O-1").link("UNDER", "O-4", "O-1")
    s.link("SERVES", "P-6", "O-1", role="committee_member").link("LIAISES", "P-6", "O-5")
    s.link("SERVES", "P-7", "O-1", role="deputy_secretary")
    s.link("LIAISES", "P-7", "O-2", "O-3", "O-4").link("SERVES", "P-8", "O-1", role="staff")
    return [{"id": "P-6", "value": 0}, {"id": "P-7", "value": 3}]


@case("committee-member-load", min=1, max=2)
def committee_without_party_groups_below(s: Sketch) -> list[Row]:
    s.add("A-1", kind="village").add("O-1", at="A-1", kind="general_branch")
    s.add("O-2", at="A-1", kind="branch").link("UNDER", "O-2", "O-1")
    s.add("P-1", at="A-1").link("SERVES", "P-1", "O-1", role="secretary")
    return []


@case("branch-member-load", min=1, max=2)
def branch_member_load(s: Sketch) -> list[Row]:
    """P-6 has none, P-7 three; P-8 sits in a branch without groups, P-9 is staff."""
    pyramid(s).add("P-6", "P-7", "P-8", "P-9", at="A-2").add("G-2", "G-3", at="A-2")
    s.add("O-3", at="A-1", kind="branch")
    s.link("SERVES", "P-6", "O-2", role="secretary")
    s.link("SERVES", "P-7", "O-2", role="committee_member")
    s.link("LIAISES", "P-7", "G-1", "G-2", "G-3")
    s.link("SERVES", "P-8", "O-3", role="secretary").link("SERVES", "P-9", "O-2", role="staff")
    return [{"id": "P-6", "value": 0}, {"id": "P-7", "value": 3}]


@case("leader-load", min=2, max=5)
def leader_load(s: Sketch) -> list[Row]:
    s.add("A-1", kind="grid").add("G-1", "P-1", "P-2", "P-3", "P-4", at="A-1")
    s.add("C-1", "C-2", "C-3", "C-4", "C-5", "C-6", at="A-1")
    s.link("LEADS", "P-1", "G-1").link("LEADS", "P-2", "G-1").link("LEADS", "P-3", "G-1")
    s.link("LIAISES", "P-1", "C-1").link("LIAISES", "P-2", "C-1", "C-2")
    s.link("LIAISES", "P-3", *s.ids("CentreHousehold")).link("LIAISES", "P-4", "C-1")
    return [{"id": "P-1", "value": 1}, {"id": "P-3", "value": 6}]


@case("centre-load", min=1, max=2)
def centre_load(s: Sketch) -> list[Row]:
    """The host of C-1 isn't counted, so C-1 has none; C-2 has two, C-3 three."""
    s.add("A-1", kind="grid").add("C-1", "C-2", "C-3", "P-1", "P-2", "P-3", at="A-1")
    s.link("HOSTS", "P-1", "C-1").link("LIAISES", "C-1", "P-1")
    s.link("LIAISES", "C-2", "P-2", "P-3").link("LIAISES", "C-3", "P-1", "P-2", "P-3")
    return [{"id": "C-1", "value": 0}, {"id": "C-3", "value": 3}]


@case("member-load", min=2, max=3)
def member_load(s: Sketch) -> list[Row]:
    """The minimum is not for P-3 (exempt) and P-4 (away); the maximum is for P-5 as well."""
    s.add("A-1", kind="grid").add("C-1", "P-1", "P-2", "P-6", "P-7", at="A-1")
    s.add("P-3", at="A-1", exempt=True).add("P-4", at="A-1", unavailable_until=days(1))
    s.add("P-5", at="A-1", exempt=True).add("H-1", "H-2", "H-3", "H-4", at="A-1")
    s.link("LIAISES", "C-1", "P-1", "P-2", "P-3", "P-4", "P-5").link("LIAISES", "P-1", "H-1")
    s.link("LIAISES", "P-2", "H-1", "H-2", "H-3").link("LIAISES", "P-5", *s.ids("Household"))
    s.link("HOSTS", "P-6", "C-1")
    return [
        {"id": "P-1", "value": 1, "expected": True},
        {"id": "P-5", "value": 4, "expected": False},
        {"id": "P-6", "value": 0, "expected": True},
    ]


@case("person-total-load", max=3)
def person_total_load(s: Sketch) -> list[Row]:
    """P-1: two households, one village instructed, one member of the centre they host."""
    s.add("A-1", kind="village").add("C-1", "H-1", "H-2", "H-3", "P-1", "P-2", at="A-1")
    s.link("LIAISES", "P-1", "H-1", "H-2").link("INSTRUCTS", "P-1", "A-1")
    s.link("HOSTS", "P-1", "C-1").link("LIAISES", "C-1", "P-2")
    s.link("LIAISES", "P-2", "H-1", "H-2", "H-3").link("LIVES_IN", "P-2", "H-1")
    return [{"id": "P-1", "value": 4}]


@case("grid-enterprises", max=1)
def grid_enterprises(s: Sketch) -> list[Row]:
    """Suspended ones count, closed ones don't; A-3 has one left, A-1 isn't a grid."""
    s.add("A-1", kind="village").add("A-2", "A-3", at="A-1", kind="grid")
    s.add("E-1", "E-2", at="A-2").add("E-3", at="A-2", status="suspended")
    s.add("E-4", at="A-3").add("E-5", at="A-3", status="closed").add("E-6", "E-7", at="A-1")
    return [{"id": "A-2", "value": 3}]


@case("instructor-load", max=1)
def instructor_load(s: Sketch) -> list[Row]:
    """An organisation instructed isn't an enterprise."""
    s.add("A-1", kind="village").add("P-1", "P-2", "E-1", "E-2", at="A-1").add("O-1", at="A-1")
    s.link("INSTRUCTS", "P-1", "E-1", "E-2").link("INSTRUCTS", "P-2", "E-1", "O-1")
    return [{"id": "P-1", "value": 2}]
