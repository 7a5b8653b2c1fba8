"""Cases of the rules of coverage: households, the steps of their chains, who is away."""

from support_cases import Row, away, case, days, ids, pyramid, without
from support_networks import DAY, Sketch, label_of


@case("household-uncovered")
def household_uncovered(s: Sketch) -> list[Row]:
    pyramid(s).add("H-3", at="A-2").add("H-4", at="A-1")
    return ids("H-3", "H-4")


def broken(step: str, end: str, value: int) -> list[Row]:
    return [{"id": end, "value": value, "step": step, "label": label_of(end)}]


@case("chain-broken")
def chain_whole(s: Sketch) -> list[Row]:
    pyramid(s)
    return []


@case("chain-broken")
def chain_whole_without_general_branch(s: Sketch) -> list[Row]:
    without(without(pyramid(s), "UNDER", "O-2"), "LIAISES", "P-1")
    return []


@case("chain-broken")
def chain_without_centre(s: Sketch) -> list[Row]:
    without(pyramid(s), "LIAISES", "C-1").add("H-3", at="A-2").link("LIAISES", "P-5", "H-3")
    return broken("centre", "P-5", 2)


@case("chain-broken")
def chain_of_who_only_leads_a_centre(s: Sketch) -> list[Row]:
    pyramid(s).add("H-3", at="A-2").link("LIAISES", "P-3", "H-3")
    return broken("centre", "P-3", 1)


@case("chain-broken")
def chain_without_leader(s: Sketch) -> list[Row]:
    without(pyramid(s), "LIAISES", "P-3")
    return broken("leader", "C-1", 2)


@case("chain-broken")
def chain_without_group(s: Sketch) -> list[Row]:
    without(pyramid(s), "LEADS", "P-3")
    return broken("group", "P-3", 2)


@case("chain-broken")
def chain_without_branch_member(s: Sketch) -> list[Row]:
    without(pyramid(s), "LIAISES", "P-2")
    return broken("branch-member", "G-1", 2)


@case("chain-broken")
def chain_without_branch(s: Sketch) -> list[Row]:
    without(pyramid(s), "UNDER", "G-1")
    return broken("branch", "G-1", 2)


@case("chain-broken")
def chain_without_committee_member(s: Sketch) -> list[Row]:
    """Somebody liaises the branch, but serves another organisation."""
    without(pyramid(s), "SERVES", "P-1").link("SERVES", "P-1", "O-2", role="secretary")
    return broken("committee-member", "O-2", 2)


@case("chain-broken")
def chain_broken_once_whole_once(s: Sketch) -> list[Row]:
    """The second member of H-1 has no centre household, but the first has a whole chain."""
    pyramid(s).add("P-6", at="A-2").link("LIAISES", "P-6", "H-1")
    return []


@case("chain-broken")
def chain_broken_counts_where_the_longest_ends(s: Sketch) -> list[Row]:
    """H-1 reaches G-1 through P-4; its other member P-6 breaks earlier and isn't named."""
    without(pyramid(s), "LIAISES", "P-2")
    s.add("P-6", at="A-2").link("LIAISES", "P-6", "H-1")
    return broken("branch-member", "G-1", 2)


@case("chain-broken")
def chain_broken_at_two_ends(s: Sketch) -> list[Row]:
    """H-3 has two members without a centre household: it is lost behind each."""
    pyramid(s).add("H-3", "P-6", "P-7", at="A-2")
    s.link("LIAISES", "P-6", "H-3").link("LIAISES", "P-7", "H-3")
    return broken("centre", "P-6", 1) + broken("centre", "P-7", 1)


@case("chain-broken")
def chain_of_a_leader_of_two_groups(s: Sketch) -> list[Row]:
    """The group in the centre household's grid counts, so the other group mends nothing."""
    without(pyramid(s), "LIAISES", "P-2", "G-1")
    s.add("G-2", at="A-1").link("LEADS", "P-3", "G-2").link("UNDER", "G-2", "O-2")
    s.link("LIAISES", "P-2", "G-2")
    return broken("branch-member", "G-1", 2)


@case("chain-broken")
def chain_of_a_leader_with_a_group_elsewhere(s: Sketch) -> list[Row]:
    """No group lies in the centre household's grid: all that the leader leads count."""
    without(pyramid(s), "LEADS", "P-3")
    s.add("G-2", at="A-1").link("LEADS", "P-3", "G-2").link("UNDER", "G-2", "O-2")
    s.link("LIAISES", "P-2", "G-2")
    return []


@case("household-double")
def household_double(s: Sketch) -> list[Row]:
    pyramid(s).link("LIAISES", "P-4", "H-2").link("LIVES_IN", "P-5", "H-1")
    return [{"id": "H-2", "value": 2}]


@case("member-without-centre")
def member_without_centre(s: Sketch) -> list[Row]:
    """P-6 liaises two households; P-7 liaises none and is not listed."""
    pyramid(s).add("P-6", "P-7", "H-3", "H-4", at="A-2").link("LIAISES", "P-6", "H-3", "H-4")
    return [{"id": "P-6", "value": 2}]


@case("centre-without-leader")
def centre_without_leader(s: Sketch) -> list[Row]:
    pyramid(s).add("C-2", at="A-2").link("LIAISES", "C-2", "P-5")
    return ids("C-2")


@case("group-without-branch-member")
def group_without_branch_member(s: Sketch) -> list[Row]:
    pyramid(s).add("G-2", at="A-2").link("LEADS", "P-3", "G-2")
    return ids("G-2")


@case("branch-without-committee-member")
def branch_without_committee_member(s: Sketch) -> list[Row]:
    """O-3 is liaised by one who serves another branch; O-4 has no group, O-5 nothing above."""
    pyramid(s).add("O-3", "O-4", "O-5", at="A-1", kind="branch").add("G-3", "G-5", at="A-2")
    s.link("UNDER", "O-3", "O-1").link("UNDER", "O-4", "O-1")
    s.link("UNDER", "G-3", "O-3").link("UNDER", "G-5", "O-5").link("LIAISES", "P-2", "O-3")
    return ids("O-3")


@case("grid-without-group")
def grid_without_group(s: Sketch) -> list[Row]:
    """A-4 lies in no village or community; A-5 isn't a grid."""
    pyramid(s).add("A-3", at="A-1", kind="grid").add("A-5", at="A-1", kind="subarea")
    s.add("A-4", at="A-5", kind="grid")
    return ids("A-3")


@case("cover-unavailable")
def cover_available(s: Sketch) -> list[Row]:
    """Who is back on the day is available, and so is who has no part in the chain."""
    away(pyramid(s).add("P-6", at="A-2"), "P-1", "P-2", "P-3", "P-4", until=DAY)
    away(s, "P-6", until=days(1))
    return []


@case("cover-unavailable")
def cover_with_the_leader_away(s: Sketch) -> list[Row]:
    away(pyramid(s), "P-3", until=days(1))
    return ids("H-1", "H-2")


@case("cover-unavailable")
def cover_with_the_only_host_away(s: Sketch) -> list[Row]:
    """The centre household is closed, also for P-5 who is there."""
    away(pyramid(s), "P-4", until=days(1))
    return ids("H-1", "H-2")


@case("cover-unavailable")
def cover_with_one_host_of_two_away(s: Sketch) -> list[Row]:
    away(pyramid(s), "P-4", until=days(1)).add("P-6", at="A-2").link("HOSTS", "P-6", "C-1")
    return ids("H-1")


@case("cover-unavailable")
def cover_with_one_branch_member_of_two_away(s: Sketch) -> list[Row]:
    away(pyramid(s), "P-2", until=days(1)).add("P-6", at="A-2").link("LIAISES", "P-6", "G-1")
    return []


@case("cover-unavailable")
def cover_with_the_committee_member_away(s: Sketch) -> list[Row]:
    away(pyramid(s), "P-1", until=days(1))
    return ids("H-1", "H-2")


@case("cover-unavailable")
def cover_with_a_second_member_there(s: Sketch) -> list[Row]:
    """P-5 is away: H-2 is suspended; H-1, which P-5 shares with P-4, is not."""
    away(pyramid(s), "P-5", until=days(1)).link("LIAISES", "P-5", "H-1")
    return ids("H-2")
