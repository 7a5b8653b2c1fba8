"""Cases of the rules of enterprises, co-building, consistency and people in charge."""

from support_cases import Row, case, days, ids, pyramid
from support_networks import DAY, Sketch

# Enterprises


@case("enterprise-needs-own-organisation", max=2)
def enterprise_needs_own_organisation(s: Sketch) -> list[Row]:
    s.add("A-1", kind="grid")
    s.add("E-1", at="A-1", members=3, organisation_form="joint")
    s.add("E-2", at="A-1", members=4, organisation_form="none")
    s.add("E-3", at="A-1", members=2, organisation_form="joint")
    s.add("E-4", at="A-1", members=3, organisation_form="own")
    s.add("E-5", at="A-1", members=3, organisation_form="joint", status="suspended")
    s.add("E-6", at="A-1", organisation_form="none")
    s.add("E-7", at="A-1", members=3, organisation_form="unknown")
    return [{"id": "E-1", "value": 3}, {"id": "E-2", "value": 4}]


@case("enterprise-unreached")
def enterprise_unreached(s: Sketch) -> list[Row]:
    s.add("A-1", kind="grid").add("E-1", "E-2", at="A-1", organisation_form="none")
    s.add("E-3", at="A-1", organisation_form="none", status="closed").add("E-4", at="A-1")
    s.add("P-1", at="A-1").link("INSTRUCTS", "P-1", "E-2")
    return ids("E-1")


@case("enterprise-without-member", max=49)
def enterprise_without_member(s: Sketch) -> list[Row]:
    """Nothing is known of the members of E-4; E-3 has a probationary one."""
    s.add("A-1", kind="grid").add("E-1", at="A-1", employees=50, members=0)
    s.add("E-2", at="A-1", employees=49, members=0)
    s.add("E-3", at="A-1", employees=50, members=0, probationary=1)
    s.add("E-4", at="A-1", employees=50)
    s.add("E-5", at="A-1", employees=50, members=0, status="closed")
    return [{"id": "E-1", "value": 50}]


@case("joint-organisation-size", max=1)
def joint_organisation_size(s: Sketch) -> list[Row]:
    """O-2 covers one operating and one suspended; O-3 covers one jointly and one as its own."""
    s.add("A-1", kind="grid").add("O-1", "O-2", "O-3", at="A-1", kind="joint_branch")
    s.add("E-1", "E-2", at="A-1").add("E-3", at="A-1", status="suspended")
    s.link("COVERS", "O-1", "E-1", "E-2", kind="joint")
    s.link("COVERS", "O-2", "E-1", "E-3", kind="joint")
    s.link("COVERS", "O-3", "E-1", kind="joint").link("COVERS", "O-3", "E-2", kind="own")
    return [{"id": "O-1", "value": 2}]


@case("instructor-term", min=60)
def instructor_term(s: Sketch) -> list[Row]:
    """59 days left fire and 60 don't; the terms of P-2 ended yesterday and end in ten days."""
    s.add("A-1", kind="grid").add("P-1", "P-2", "P-3", "P-4", "E-1", "E-2", "E-3", at="A-1")
    s.add("O-1", at="A-1")
    s.link("INSTRUCTS", "P-1", "E-1", until=days(59)).link("INSTRUCTS", "P-1", "E-2")
    s.link("INSTRUCTS", "P-2", "E-1", until=days(-1)).link(
        "INSTRUCTS", "P-2", "E-2", until=days(10)
    )
    s.link("INSTRUCTS", "P-2", "E-3", until=days(60))
    s.link("INSTRUCTS", "P-3", "E-1", until=days(60))
    s.link("INSTRUCTS", "P-4", "O-1", until=days(1))
    return [
        {"id": "P-1", "value": 59, "until": days(59), "enterprises": 1},
        {"id": "P-2", "value": -1, "until": days(-1), "enterprises": 2},
    ]


@case("instructor-large-enterprise", min=50)
def instructor_large_enterprise(s: Sketch) -> list[Row]:
    s.add("A-1", kind="grid").add("P-1", "P-2", "P-3", "P-4", at="A-1")
    s.add("E-1", at="A-1", employees=49).add("E-2", at="A-1", employees=50).add("E-3", at="A-1")
    s.link("INSTRUCTS", "P-1", "E-1", "E-3").link("INSTRUCTS", "P-2", "E-1", "E-2")
    s.link("INSTRUCTS", "P-3", "E-3")
    return [{"id": "P-1", "value": 49}, {"id": "P-3", "value": 0}]


@case("organisation-coverage", min=90)
def organisation_coverage(s: Sketch) -> list[Row]:
    """One of 16 operating enterprises: 6.25 percent, told as 6.3; the second township has all."""
    s.add("A-1", kind="county").add("A-2", "A-3", "A-4", at="A-1", kind="township")
    s.add("A-5", at="A-2", kind="grid").add("E-1", at="A-2", organisation_form="own")
    s.add(*(f"E-{n}" for n in range(2, 17)), at="A-5", organisation_form="none")
    s.add("E-17", at="A-5", organisation_form="none", status="closed")
    s.add("E-18", at="A-3", organisation_form="joint")
    return [{"id": "A-2", "value": 6.3, "numerator": 1, "denominator": 16}]


@case("work-coverage", min=90)
def work_coverage(s: Sketch) -> list[Row]:
    """Reached by an organisation, a member, a probationary one, an instructor; one is not."""
    s.add("A-1", kind="street").add("E-1", at="A-1", organisation_form="joint")
    s.add("E-2", at="A-1", members=1).add("E-3", at="A-1", members=0, probationary=1)
    s.add("E-4", "E-5", at="A-1").add("P-1", at="A-1").link("INSTRUCTS", "P-1", "E-4")
    s.add("A-2", at="A-1", kind="park").add("E-6", at="A-2", organisation_form="own")
    return [{"id": "A-1", "value": 83.3, "numerator": 5, "denominator": 6}]


# Co-building


@case("organisation-without-partner")
def organisation_without_partner(s: Sketch) -> list[Row]:
    """O-3's ended, O-4 has one, O-5 is a partner, O-6 is under O-4, O-7 is known only so."""
    s.add("A-1", kind="village").add("P-1", at="A-1").add("E-1", at="A-1")
    s.add(*(f"O-{n}" for n in range(1, 8)), at="A-1", kind="branch")
    s.add("O-8", at="A-1", kind="unit").link("UNDER", "O-8", "O-1").link("COVERS", "O-2", "E-1")
    for served in ("O-3", "O-4", "O-5"):
        s.link("SERVES", "P-1", served, role="secretary")
    s.link("CO_BUILDS", "O-3", "E-1", until=days(-1)).link("CO_BUILDS", "O-4", "E-1", until=DAY)
    s.link("CO_BUILDS", "O-7", "O-5").link("UNDER", "O-6", "O-4")
    return ids("O-1", "O-2", "O-3")


@case("agreement-ended", min=60)
def agreement_ended(s: Sketch) -> list[Row]:
    """O-1 has two that end soon and one unlimited; O-2 only takes part in one of them."""
    s.add("A-1", kind="village").add("O-1", "O-2", "O-3", at="A-1").add("E-1", at="A-1")
    s.link("CO_BUILDS", "O-1", "O-2", signed_on=days(-400), until=days(-35))
    s.link("CO_BUILDS", "O-1", "O-2", signed_on=days(-9)).link(
        "CO_BUILDS", "O-1", "E-1", until=days(59)
    )
    s.link("CO_BUILDS", "O-3", "E-1", until=days(60))
    return [{"id": "O-1", "value": -35, "until": days(-35), "agreements": 2}]


# Consistency


@case("leads-two-groups", max=1)
def leads_two_groups(s: Sketch) -> list[Row]:
    s.add("A-1", kind="village").add("P-1", "P-2", "G-1", "G-2", at="A-1")
    s.link("LEADS", "P-1", "G-1", "G-2").link("LEADS", "P-2", "G-1")
    return [{"id": "P-1", "value": 2}]


@case("liaises-own-household")
def liaises_own_household(s: Sketch) -> list[Row]:
    s.add("A-1", kind="grid").add("P-1", "P-2", "H-1", "H-2", at="A-1")
    s.link("LIVES_IN", "P-1", "H-1").link("LIAISES", "P-1", "H-1", "H-2")
    s.link("LIVES_IN", "P-2", "H-1").link("LIAISES", "P-2", "H-2")
    return [{"id": "P-1", "value": 1}]


@case("liaises-across-grids")
def liaises_across_grids(s: Sketch) -> list[Row]:
    """H-3 has no grid; P-2 is of a trade group; P-3 belongs to the village."""
    s.add("A-1", kind="village").add("A-2", "A-3", at="A-1", kind="grid")
    s.add("P-1", "P-2", "H-1", at="A-2").add("H-2", "H-4", at="A-3").add("H-3", "P-3", at="A-1")
    s.add("G-1", at="A-1", kind="trade").add("G-2", at="A-1", kind="grid")
    s.link("BELONGS_TO", "P-2", "G-1", kind="held").link("BELONGS_TO", "P-1", "G-2", kind="held")
    for person in ("P-1", "P-2", "P-3"):
        s.link("LIAISES", person, "H-1", "H-2", "H-3", "H-4")
    return [{"id": "P-1", "value": 2}]


# People in charge


@case("area-without-leader")
def area_without_leader(s: Sketch) -> list[Row]:
    s.add("A-1", kind="township").add("A-2", "A-3", at="A-1", kind="village")
    s.add("A-4", at="A-2", kind="grid").add("P-1", at="A-1")
    s.link("RESPONSIBLE_FOR", "P-1", "A-1", role="leader_in_charge")
    s.link("RESPONSIBLE_FOR", "P-1", "A-2", role="staff")
    return ids("A-2", "A-3")


@case("area-without-staff")
def area_without_staff(s: Sketch) -> list[Row]:
    s.add("A-1", kind="street").add("A-2", "A-3", at="A-1", kind="community").add("P-1", at="A-1")
    s.link("RESPONSIBLE_FOR", "P-1", "A-1", role="part_time")
    s.link("RESPONSIBLE_FOR", "P-1", "A-2", role="leader_in_charge")
    s.link("RESPONSIBLE_FOR", "P-1", "A-3", role="full_time")
    return ids("A-2")


@case("branch-without-township-leader")
def branch_without_township_leader(s: Sketch) -> list[Row]:
    """O-3 stands alone with a group; O-4 has no group; O-2 is under the general branch."""
    pyramid(s).add("O-3", "O-4", at="A-1", kind="branch").add("G-3", at="A-1")
    s.link("UNDER", "G-3", "O-3").add("O-5", at="A-1", kind="joint_general_branch")
    s.link("LIAISES", "P-1", "O-5")
    return ids("O-1", "O-3")


@case("organisation-without-cadre")
def organisation_without_cadre(s: Sketch) -> list[Row]:
    s.add("A-1", kind="park").add("O-1", "O-2", "O-3", at="A-1").add("E-1", "P-1", at="A-1")
    s.link("COVERS", "O-1", "E-1", kind="own").link("COVERS", "O-2", "E-1", kind="joint")
    s.link("LIAISES", "P-1", "O-2")
    return ids("O-1")


@case("floating-unmanaged")
def floating_unmanaged(s: Sketch) -> list[Row]:
    s.add("A-1", kind="village").add("P-1", "P-3", at="A-1", floating="out").add("O-1", at="A-1")
    s.add("P-2", "P-4", at="A-1", floating="in").add("P-5", at="A-1")
    s.link("BELONGS_TO", "P-1", "O-1", kind="held").link("BELONGS_TO", "P-2", "O-1", kind="managed")
    s.link("BELONGS_TO", "P-3", "O-1", kind="managed")
    return ids("P-1", "P-4")


@case("village-without-instructor")
def village_without_instructor(s: Sketch) -> list[Row]:
    """A-2 has its own, A-3 through its branch; an enterprise's instructor isn't one (A-4)."""
    s.add("A-1", kind="township").add("A-2", "A-3", "A-4", at="A-1", kind="village")
    s.add("P-1", at="A-1").add("O-1", at="A-3").add("E-1", at="A-4")
    s.link("INSTRUCTS", "P-1", "A-2", "O-1", "E-1")
    return ids("A-4")


@case("grid-without-lead")
def grid_without_lead(s: Sketch) -> list[Row]:
    s.add("A-1", kind="village").add("A-2", "A-3", at="A-1", kind="grid").add("O-1", at="A-1")
    s.link("TAKES_LEAD_IN", "O-1", "A-2")
    return ids("A-3")
