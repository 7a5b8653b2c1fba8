"""Cases of the rules about enterprises, co-building, posts in charge and consistency."""

from support_firing_pyramid import Case, day_of
from support_lines import network

TOWN = {"A-2": {"kind": "township", "name": "样例乡"}}

ENTERPRISES = [
    Case(
        "enterprise-needs-own-organisation",
        "three members",
        network(
            nodes={
                "E-1": {"members": 3, "organisation_form": "joint"},
                "E-2": {"members": 5, "organisation_form": "none"},
            }
        ),
        {"E-1": {"value": 3, "max": 2}, "E-2": {"value": 5, "max": 2}},
    ),
    Case(
        "enterprise-needs-own-organisation",
        "two members, an own organisation, not operating, form unknown",
        network(
            nodes={
                "E-1": {"members": 2, "organisation_form": "joint"},
                "E-2": {"members": 9, "organisation_form": "own"},
                "E-3": {"members": 9, "organisation_form": "none", "status": "closed"},
                "E-4": {"members": 9},
                "E-5": {"organisation_form": "none"},
            }
        ),
    ),
    Case(
        "enterprise-unreached",
        "no organisation and no instructor",
        network(nodes={"E-1": {"organisation_form": "none"}}),
        {"E-1": {}},
    ),
    Case(
        "enterprise-unreached",
        "an instructor; not operating; form unknown",
        network(
            "P-1 INSTRUCTS E-1",
            {
                "E-1": {"organisation_form": "none"},
                "E-2": {"organisation_form": "none", "status": "suspended"},
                "E-3": {},
            },
        ),
    ),
    Case(
        "enterprise-without-member",
        "fifty employees and no member",
        network(nodes={"E-1": {"employees": 50, "members": 0}}),
        {"E-1": {"value": 50, "max": 49}},
    ),
    Case(
        "enterprise-without-member",
        "forty-nine; members not known; a probationary member",
        network(
            nodes={
                "E-1": {"employees": 49, "members": 0},
                "E-2": {"employees": 80},
                "E-3": {"employees": 80, "members": 0, "probationary": 1},
            }
        ),
    ),
    Case(
        "joint-organisation-size",
        "eleven in operation",
        network("O-1 COVERS E-1..E-12 kind=joint", {"E-1": {"status": "closed"}}),
        {"O-1": {"value": 11, "max": 10}},
    ),
    Case(
        "joint-organisation-size",
        "ten, and an own one besides",
        network("O-1 COVERS E-1..E-10 kind=joint\nO-1 COVERS E-11 kind=own"),
    ),
    Case(
        "instructor-term",
        "one ended in April, one ends in June, one later",
        network(
            """
            P-1 INSTRUCTS E-1 until=2026-04-30
            P-1 INSTRUCTS E-2 until=2026-06-29
            P-1 INSTRUCTS E-3 until=2026-06-30
            """
        ),
        {"P-1": {"value": -1, "min": 60, "until": day_of(4, 30), "enterprises": 2}},
    ),
    Case(
        "instructor-term",
        "sixty days left, unlimited, and a village",
        network(
            "P-1 INSTRUCTS E-1 until=2026-06-30\nP-2 INSTRUCTS E-2\nP-3 INSTRUCTS A-1 until=2026-05-02"
        ),
    ),
    Case(
        "instructor-large-enterprise",
        "forty-nine at most, and none known",
        network(
            "P-1 INSTRUCTS E-1 E-2\nP-2 INSTRUCTS E-3",
            {"E-1": {"employees": 49}, "E-2": {"employees": 3}},
        ),
        {"P-1": {"value": 49, "min": 50}, "P-2": {"value": 0, "min": 50}},
    ),
    Case(
        "instructor-large-enterprise",
        "fifty",
        network("P-1 INSTRUCTS E-1 E-2", {"E-1": {"employees": 50}}),
    ),
    Case(
        "organisation-coverage",
        "two of three",
        network(
            "A-1 WITHIN A-2",
            {
                **TOWN,
                "E-1": {"organisation_form": "own"},
                "E-2": {"organisation_form": "joint"},
                "E-3": {"organisation_form": "none", "members": 1},
                "E-4": {"organisation_form": "none", "status": "closed"},
            },
        ),
        {"A-2": {"value": 66.7, "min": 90, "aim": 100, "numerator": 2, "denominator": 3}},
    ),
    Case(
        "organisation-coverage",
        "nine of ten, and a township without enterprises",
        network(
            "A-1 WITHIN A-2",
            {
                **TOWN,
                "A-3": {"kind": "township"},
                **{f"E-{number}": {"organisation_form": "own"} for number in range(1, 10)},
                "E-10": {"organisation_form": "none"},
            },
        ),
    ),
    Case(
        "work-coverage",
        "neither organisation nor member nor instructor",
        network("A-1 WITHIN A-2", {**TOWN, "E-1": {"organisation_form": "none", "members": 0}}),
        {"A-2": {"value": 0.0, "min": 90, "aim": 100, "numerator": 0, "denominator": 1}},
    ),
    Case(
        "work-coverage",
        "an organisation, a probationary member, an instructor",
        network(
            "A-1 WITHIN A-2\nP-1 INSTRUCTS E-3",
            {
                **TOWN,
                "E-1": {"organisation_form": "joint"},
                "E-2": {"organisation_form": "none", "probationary": 1},
                "E-3": {"organisation_form": "none"},
            },
        ),
    ),
]

CO_BUILDING = [
    Case(
        "organisation-without-partner",
        "its agreement is over",
        network(
            "G-1 UNDER O-1\nO-1 CO_BUILDS E-1 signed_on=2024-05-01 until=2026-04-30",
            {"O-1": {"kind": "branch"}},
        ),
        {"O-1": {}},
    ),
    Case(
        "organisation-without-partner",
        "given, taken, through the one above, or only a partner",
        network(
            """
            G-1 UNDER O-1
            O-1 CO_BUILDS E-1 until=2026-05-01
            O-2 UNDER O-1
            O-4 CO_BUILDS O-3
            P-1 SERVES O-3 role=secretary
            """,
            {f"O-{number}": {"kind": "branch"} for number in range(1, 5)}
            | {"O-5": {"kind": "unit"}},
        ),
    ),
    Case(
        "agreement-ended",
        "one ends in June, one in July",
        network(
            """
            O-1 CO_BUILDS E-1 signed_on=2024-01-01 until=2026-06-29
            O-1 CO_BUILDS O-2 signed_on=2024-01-01 until=2026-07-01
            """
        ),
        {"O-1": {"value": 59, "min": 60, "until": day_of(6, 29), "agreements": 1}},
    ),
    Case(
        "agreement-ended",
        "sixty days left, and without an end",
        network("O-1 CO_BUILDS E-1 until=2026-06-30\nO-2 CO_BUILDS E-1"),
    ),
]

CONSISTENCY = [
    Case(
        "leads-two-groups",
        "two",
        network("P-1 LEADS G-1 G-2"),
        {"P-1": {"value": 2, "max": 1}},
    ),
    Case("leads-two-groups", "one each", network("P-1 LEADS G-1\nP-2 LEADS G-2")),
    Case(
        "liaises-own-household",
        "lives there",
        network("P-1 LIAISES H-1 H-2\nP-1 LIVES_IN H-1"),
        {"P-1": {"value": 1}},
    ),
    Case(
        "liaises-own-household", "another lives there", network("P-1 LIAISES H-1\nP-2 LIVES_IN H-1")
    ),
    Case(
        "liaises-across-grids",
        "two of three in another grid",
        network(
            """
            P-1 LOCATED_IN A-2
            P-1 LIAISES H-1..H-4
            H-1 LOCATED_IN A-2
            H-2 LOCATED_IN A-3
            H-3 LOCATED_IN A-3
            """,
            {"A-2": {"kind": "grid"}, "A-3": {"kind": "grid"}},
        ),
        {"P-1": {"value": 2}},
    ),
    Case(
        "liaises-across-grids",
        "a trade group, and a person of no grid",
        network(
            """
            P-1 LOCATED_IN A-2
            P-1 BELONGS_TO G-1 kind=held
            P-1 LIAISES H-1
            H-1 LOCATED_IN A-3
            P-2 LIAISES H-1
            """,
            {"A-2": {"kind": "grid"}, "A-3": {"kind": "grid"}, "G-1": {"kind": "trade"}},
        ),
    ),
]

PEOPLE_IN_CHARGE = [
    Case(
        "area-without-leader",
        "staff only; grids and counties are not asked",
        network(
            "P-1 RESPONSIBLE_FOR A-1 role=staff",
            {"A-2": {"kind": "grid"}, "A-3": {"kind": "county"}},
        ),
        {"A-1": {}},
    ),
    Case(
        "area-without-leader", "a leader", network("P-1 RESPONSIBLE_FOR A-1 role=leader_in_charge")
    ),
    Case(
        "area-without-staff",
        "a leader only",
        network("P-1 RESPONSIBLE_FOR A-1 role=leader_in_charge"),
        {"A-1": {}},
    ),
    Case("area-without-staff", "part time", network("P-1 RESPONSIBLE_FOR A-1 role=part_time")),
    Case(
        "branch-without-township-leader",
        "a general branch, and a branch with groups under none",
        network("G-1 UNDER O-2", {"O-1": {"kind": "general_branch"}, "O-2": {"kind": "branch"}}),
        {"O-1": {}, "O-2": {}},
    ),
    Case(
        "branch-without-township-leader",
        "liaised; under a general branch; without groups",
        network(
            "P-1 LIAISES O-1\nO-2 UNDER O-1\nG-1 UNDER O-2",
            {
                "O-1": {"kind": "general_branch"},
                "O-2": {"kind": "branch"},
                "O-3": {"kind": "branch"},
            },
        ),
    ),
    Case("organisation-without-cadre", "nobody", network("O-1 COVERS E-1 kind=own"), {"O-1": {}}),
    Case(
        "organisation-without-cadre",
        "somebody; covers nothing",
        network("O-1 COVERS E-1 kind=own\nP-1 LIAISES O-1", {"O-2": {}}),
    ),
    Case(
        "floating-unmanaged",
        "out and in",
        network(
            "P-1 BELONGS_TO O-1 kind=held", {"P-1": {"floating": "out"}, "P-2": {"floating": "in"}}
        ),
        {"P-1": {}, "P-2": {}},
    ),
    Case(
        "floating-unmanaged",
        "managed by a group; not floating",
        network("P-1 BELONGS_TO G-1 kind=managed", {"P-1": {"floating": "out"}, "P-2": {}}),
    ),
    Case(
        "village-without-instructor",
        "an enterprise's instructor only",
        network("P-1 INSTRUCTS E-1"),
        {"A-1": {}},
    ),
    Case("village-without-instructor", "of the village", network("P-1 INSTRUCTS A-1")),
    Case("village-without-instructor", "of an organisation in it", network("P-1 INSTRUCTS O-1")),
    Case("grid-without-lead", "nobody", network(nodes={"A-2": {"kind": "grid"}}), {"A-2": {}}),
    Case(
        "grid-without-lead",
        "an organisation",
        network("O-1 TAKES_LEAD_IN A-2", {"A-2": {"kind": "grid"}}),
    ),
]
