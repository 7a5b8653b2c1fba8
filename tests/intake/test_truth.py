"""Every fact of the shared rosters, one by one, against what a careful clerk reads from them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support_truth import LIAISON_TYPES, Held, Truth, date_of, expected_findings, identify

from graph.checks.run import run_checks
from graph.intake.intake import Intake
from graph.intake.report import ImportReport
from graph.ledger.ledger import Ledger
from graph.model import LinkKey
from graph.rules import Rules
from graph.schema import LINKS
from graph.snapshot.snapshot import Snapshot

TODAY = dt.date(2026, 11, 22)


@dataclass
class Imported:
    """One folder imported into a ledger of its own."""

    truth: Truth
    ledger: Ledger
    report: ImportReport
    held: Held
    ids: dict[str, str]


@pytest.fixture(scope="module", params=["clean_1", "office_2"])
def imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Imported]:
    truth = Truth(request.param)
    ledger = Ledger.open(f"sqlite:///{tmp_path_factory.mktemp('truth')}/ledger.sqlite")
    report = Intake(ledger).bring_in([truth.folder], actor="clerk", today=TODAY)
    held = Held(ledger.facts(ledger.moment(TODAY)))
    yield Imported(truth, ledger, report, held, identify(truth, held))
    ledger.close()


def test_nothing_is_refused_and_every_entity_is_kept_exactly_once(imported: Imported) -> None:
    assert imported.report.refused == ()
    assert sorted(imported.ids.values()) == sorted(imported.held.properties)


def test_every_liaison_link_is_kept_and_no_other(imported: Imported) -> None:
    expected = {
        LinkKey("LIAISES", imported.ids[each["from"]], imported.ids[each["to"]])
        for each in imported.truth.links
        if each["type"] in LIAISON_TYPES
    }
    assert set(imported.held.links("LIAISES")) == expected


def test_every_instructor_is_linked_to_their_enterprises_with_their_term(
    imported: Imported,
) -> None:
    people = {each["id"]: each for each in imported.truth.entities["persons"]}
    expected = {}
    for each in imported.truth.links:
        if each["type"] == "instructor_enterprise":
            person = people[each["from"]]
            since = dt.date.fromisoformat(person["start"])
            until = since.replace(year=since.year + person["term_years"]) - dt.timedelta(1)
            key = LinkKey("INSTRUCTS", imported.ids[each["from"]], imported.ids[each["to"]])
            expected[key] = (since, until)
    kept = {
        key: (row["since"], row["until"]) for key, row in imported.held.links("INSTRUCTS").items()
    }
    assert kept == expected


def test_every_agreement_is_kept_as_written(imported: Imported) -> None:
    expected = {
        LinkKey("CO_BUILDS", imported.ids[each["from"]], imported.ids[each["to"]]): (
            each["kind"],
            date_of(each["signed"]),
            date_of(each["until"]),
        )
        for each in imported.truth.links
        if each["type"] == "cobuild"
    }
    kept = {
        key: (row["kind"], row["signed_on"], row["until"])
        for key, row in imported.held.links("CO_BUILDS").items()
    }
    assert kept == expected


def test_every_phone_unit_and_mark_is_the_one_written(imported: Imported) -> None:
    for each in imported.truth.entities["persons"]:
        kept = imported.held.properties[imported.ids[each["id"]]]
        assert kept["phone"] == (each["phones"][0] if each["phones"] else None), each["id"]
        assert kept["unit"] == each.get("unit"), each["id"]
        assert (kept["mark"] or "") == each["mark"], each["id"]
        assert kept["is_member"] == (each["roles"] != ["党建指导员"]), each["id"]


def test_exempt_are_those_a_remark_excuses_and_floating_those_it_calls_so(
    imported: Imported,
) -> None:
    without = imported.truth.findings["members_without_households"]
    excused = {imported.ids[each["id"]] for each in without if each["excused"]}
    floating = {imported.ids[each["id"]] for each in without if each["remark"] == "流动党员"}
    people = {node_id for node_id, label in imported.held.label.items() if label == "Person"}
    properties = imported.held.properties
    assert {node_id for node_id in people if properties[node_id]["exempt"]} == excused
    assert {node_id for node_id in people if properties[node_id]["floating"] != "none"} == floating
    assert all(properties[node_id]["floating"] == "out" for node_id in floating)


def test_every_household_has_the_head_people_phone_and_grid_written(imported: Imported) -> None:
    grids = {each["id"]: each["name"] for each in imported.truth.entities["areas"]}
    for each in imported.truth.entities["households"]:
        node_id = imported.ids[each["id"]]
        kept = imported.held.properties[node_id]
        phone = each["phones"][0] if each["phones"] else None
        assert (kept["people"], kept["phone"]) == (each["people"], phone), each["id"]
        assert imported.held.grid(node_id) == grids[each["grid"]], each["id"]


def test_every_enterprise_is_kept_as_registered(imported: Imported) -> None:
    forms = {"无": "none", "联合组建": "joint", "单独组建": "own"}
    for each in imported.truth.entities["enterprises"]:
        node_id = imported.ids[each["id"]]
        kept = imported.held.properties[node_id]
        assert kept["uscc"] == each["uscc"]
        assert kept["sector"] == each["sector"]
        assert (kept["employees"], kept["members"]) == (each["staff"], each["members"])
        assert kept["organisation_form"] == forms[each["org"]]
        assert kept["status"] == "operating"
        assert imported.held.settlement(node_id) == each["village"]


def test_every_organisation_and_group_is_under_its_parent(imported: Imported) -> None:
    expected = {
        LinkKey("UNDER", imported.ids[each["id"]], imported.ids[each["parent"]])
        for each in imported.truth.entities["organisations"]
        if each["parent"] is not None
    }
    assert set(imported.held.links("UNDER")) == expected


def test_every_area_is_within_its_parent(imported: Imported) -> None:
    expected = {
        imported.ids[each["id"]]: imported.ids[each["parent"]]
        for each in imported.truth.entities["areas"]
        if each["parent"] is not None
    }
    assert imported.held.parent == expected


def test_every_group_has_its_leader_and_lies_in_its_grid(imported: Imported) -> None:
    groups = [each for each in imported.truth.entities["organisations"] if "leader" in each]
    expected = {
        LinkKey("LEADS", imported.ids[each["leader"]], imported.ids[each["id"]]) for each in groups
    }
    assert set(imported.held.links("LEADS")) == expected
    for each in groups:
        assert imported.held.area[imported.ids[each["id"]]] == imported.ids[each["grid"]]


def test_every_centre_household_has_its_host_and_lies_in_its_groups_grid(
    imported: Imported,
) -> None:
    groups = {each["id"]: each for each in imported.truth.entities["organisations"]}
    centres = imported.truth.entities["centre_households"]
    expected = {
        LinkKey("HOSTS", imported.ids[each["host"]], imported.ids[each["id"]]) for each in centres
    }
    assert set(imported.held.links("HOSTS")) == expected
    for each in centres:
        grid = imported.ids[groups[each["group"]]["grid"]]
        assert imported.held.area[imported.ids[each["id"]]] == grid


def test_members_belong_to_the_group_of_their_centre_household(imported: Imported) -> None:
    groups = {each["id"]: each["group"] for each in imported.truth.entities["centre_households"]}
    expected = {
        LinkKey("BELONGS_TO", imported.ids[person], imported.ids[groups[centre]])
        for centre, person in (
            *((each["from"], each["to"]) for each in imported.truth.links
              if each["type"] == "centre_member"),
            *((each["id"], each["host"]) for each in imported.truth.entities["centre_households"]),
        )
    }  # fmt: skip
    assert set(imported.held.links("BELONGS_TO")) == expected


def test_same_names_are_pointed_out_and_kept_apart(imported: Imported) -> None:
    expected = {
        frozenset(imported.ids[node_id] for node_id in each["ids"])
        for each in imported.truth.findings["same_name_different_people"]
    }
    said = {
        frozenset(candidate.id for candidate in doubt.candidates)
        for doubt in imported.report.doubts
        if doubt.kind == "same-name"
    }
    assert said == expected


def test_a_household_listed_in_two_grids_is_the_only_other_doubt(imported: Imported) -> None:
    doubts = [each for each in imported.report.doubts if each.kind != "same-name"]
    twice = {node_id for node_id, rows in _grids_named(imported.truth).items() if len(rows) > 1}
    assert {each.kind for each in doubts} <= {"two-places"}
    assert {each.candidates[0].id for each in doubts} == {
        imported.ids[node_id] for node_id in twice
    }


def _grids_named(truth: Truth) -> dict[str, set[str]]:
    """The grids in which the members who list a household list others."""
    grids = {each["id"]: each["grid"] for each in truth.entities["households"]}
    doubles = {
        each["id"]: each["members"] for each in truth.findings["households_under_two_members"]
    }
    named: dict[str, set[str]] = {}
    for household, members in doubles.items():
        named[household] = {
            grids[link["to"]]
            for link in truth.links
            if link["type"] == "member_household"
            and link["from"] in members
            and link["to"] not in doubles
        }
    return named


def test_declared_numbers_that_differ_are_reported_and_no_others(imported: Imported) -> None:
    expected = {
        (each["file"], each["sheet"], each["row"], each["declared"], each["counted"])
        for each in imported.truth.findings["declared_differs_from_counted"]
    }
    said = {(*each.origin[:3], each.declared, each.counted) for each in imported.report.differences}
    assert said == expected


def test_the_same_files_again_make_no_difference(imported: Imported) -> None:
    head = imported.ledger.head()
    report = Intake(imported.ledger).bring_in(
        [imported.truth.folder], actor="clerk", today=TODAY + dt.timedelta(days=1)
    )
    assert imported.truth.data["meta"]["style"] == "clean" or report.seq is None
    assert (report.added, report.changed, report.ended) == ({}, {}, {})
    assert imported.ledger.head() == head


def test_every_finding_of_the_truth_is_found_and_no_other_of_its_rules(imported: Imported) -> None:
    facts = imported.ledger.facts(imported.ledger.moment(TODAY))
    result = run_checks(Snapshot.read(facts), Rules.load(None))
    for rule, expected in expected_findings(imported.truth, imported.ids).items():
        said = {
            each.subject.id: each.detail.get("value")
            for each in result.findings
            if each.rule == rule
        }
        assert set(said) == set(expected), rule
        assert {id_: said[id_] for id_, value in expected.items() if value is not None} == {
            id_: value for id_, value in expected.items() if value is not None
        }, rule


@pytest.mark.parametrize("is_reversed", [False, True])
def test_files_sent_one_by_one_say_the_same_as_all_at_once(
    imported: Imported, tmp_path: Path, is_reversed: bool
) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite")
    files = sorted(imported.truth.folder.glob("*.xlsx"), reverse=is_reversed)
    # Who is instructed, and what is built with, stands in the register: it goes first.
    for path in sorted(files, key=lambda each: "台账" not in each.name):
        Intake(ledger).bring_in([path], actor="clerk", today=TODAY)
    held = Held(ledger.facts(ledger.moment(TODAY)))
    ids = identify(imported.truth, held)
    ledger.close()
    same = {ids[truth_id]: imported.ids[truth_id] for truth_id in ids}
    for link_type in LINKS:
        said = {(same[key.from_id], same[key.to_id]) for key in held.links(link_type)}
        expected = {(key.from_id, key.to_id) for key in imported.held.links(link_type)}
        assert said == expected, link_type
    for one, other in same.items():
        assert {**held.properties[one], "id": other} == imported.held.properties[other]
