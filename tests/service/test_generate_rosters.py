"""Rosters of a fictitious county: the same bytes for a seed, and what the drawing says in them."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.checks import run_checks
from graph.checks.finding import CheckResult
from graph.generate.rosters import write_county
from graph.intake.intake import Intake
from graph.ledger.ledger import Ledger
from graph.rules import Rules
from graph.snapshot import Snapshot

TOWNSHIPS = ("枫屿乡", "竹畔乡", "菱浦乡", "雁坳乡")
SPOKEN_OF = {
    "agreement-ended", "branch-member-load", "branch-without-committee-member", "centre-load",
    "centre-without-leader", "chain-broken", "committee-member-load",
    "enterprise-needs-own-organisation", "enterprise-unreached", "enterprise-without-member",
    "grid-without-group", "group-without-branch-member", "household-double",
    "household-uncovered", "instructor-large-enterprise", "instructor-load", "instructor-term",
    "joint-organisation-size", "leader-load", "leads-two-groups", "liaises-across-grids",
    "member-load", "member-without-centre", "organisation-coverage",
    "organisation-without-partner", "person-total-load", "work-coverage",
}  # fmt: skip


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    write_county(folder, 1)
    return folder


@pytest.fixture(scope="module")
def truth(county: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((county / "truth.json").read_text(encoding="utf-8"))
    return loaded


def _rows(folder: Path, word: str) -> list[tuple[str, tuple[object, ...]]]:
    """Sheet name and cells of every row of the file whose name has the word."""
    (path,) = folder.glob(f"*{word}*.xlsx")
    book = openpyxl.load_workbook(path)
    return [(sheet.title, row) for sheet in book for row in sheet.iter_rows(values_only=True)]


def test_the_same_seed_gives_the_same_bytes(county: Path, tmp_path: Path) -> None:
    write_county(tmp_path, 1)

    ours = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}
    theirs = {path.relative_to(county): path.read_bytes() for path in county.rglob("*.*")}
    assert ours == theirs


def test_every_township_sends_seven_files(county: Path) -> None:
    assert sorted(path.name for path in county.iterdir() if path.is_dir()) == sorted(TOWNSHIPS)
    assert [len(list((county / name).glob("*.xlsx"))) for name in TOWNSHIPS] == [7, 7, 7, 7]


def test_every_kind_of_fault_rosters_can_state_is_in_the_county(truth: dict[str, Any]) -> None:
    assert {rule for rule, count in truth["counts"].items() if count} == SPOKEN_OF


def test_a_township_has_four_to_six_villages_and_a_real_size(county: Path) -> None:
    for township in TOWNSHIPS:
        rows = [row for _, row in _rows(county / township, "附件1")]
        villages = {cell for row in rows for cell in row if str(cell).endswith("村")}
        assert 4 <= len(villages - {"村"}) <= 6


def test_all_households_stand_in_the_clean_rosters_once_for_each_member(county: Path) -> None:
    rows = [row for _, row in _rows(county / "竹畔乡", "附件4")][1:]
    keys = [(row[0], row[6]) for row in rows]

    assert 600 <= len(set(keys)) <= 1_900
    assert len(keys) - len(set(keys)) == 2  # the two doubled households
    assert {row[3] for row in rows if row[2] is None} == {None}


def test_the_office_roster_has_a_sheet_a_village_with_title_unit_and_signature(
    county: Path,
) -> None:
    book = openpyxl.load_workbook(next((county / "雁坳乡").glob("附件4*.xlsx")))

    assert book.sheetnames[-1] == "Sheet3"
    for name in book.sheetnames[:-1]:
        sheet = book[name]
        assert sheet["A1"].value == f"雁坳乡{name}党员包挂联系花名册"
        assert str(sheet["A2"].value).startswith(f"填报单位：{name}党")
        assert str(sheet.cell(sheet.max_row, 1).value).startswith("填表人：")
        assert sheet.merged_cells.ranges


def test_one_office_counts_wrongly_in_annex_1(county: Path) -> None:
    declared = sum(
        row[7]
        for _, row in _rows(county / "雁坳乡", "附件1")
        if isinstance(row[0], int) and isinstance(row[7], int)
    )
    written = sum(isinstance(row[0], int) for _, row in _rows(county / "雁坳乡", "附件4"))
    doubled, in_grid_without_group, added_wrongly = 2, 4, 3
    assert declared == written - doubled - in_grid_without_group + added_wrongly


def test_the_states_of_households_add_up(truth: dict[str, Any]) -> None:
    totals = truth["totals"]
    states = sum(totals[state] for state in ("whole", "broken", "uncovered"))

    assert totals["households"] == states
    assert totals["uncovered"] == truth["counts"]["household-uncovered"]


def test_the_real_intake_and_checks_find_what_was_drawn(
    county: Path, truth: dict[str, Any], tmp_path: Path
) -> None:
    day = dt.date.fromisoformat(truth["day"])
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    folders = sorted(path for path in county.iterdir() if path.is_dir())
    report = Intake(ledger).bring_in(folders, actor="test", today=day)
    result = run_checks(Snapshot.read(ledger.facts(ledger.moment(day))), Rules.load())
    ledger.close()

    assert report.refused == ()
    assert len(report.differences) == 1
    assert _as_found(result) == _as_drawn(truth)


def _as_found(result: CheckResult) -> set[tuple[str, str, object, object]]:
    return {
        (each.rule, each.subject.name, each.detail.get("value"), each.detail.get("step"))
        for each in result.findings
    }


def _as_drawn(truth: dict[str, Any]) -> set[tuple[str, str, object, object]]:
    return {
        (rule, each["name"], each.get("value"), each.get("step"))
        for rule, findings in truth["findings"].items()
        for each in findings
    }
