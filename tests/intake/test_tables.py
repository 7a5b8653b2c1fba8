"""Bulk table folders, in and out: a round trip changes nothing, and errors name what is wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from graph.errors import IntakeError, InvalidChange
from graph.intake.intake import Intake
from graph.intake.tables import is_table_folder, read_tables
from graph.ledger.ledger import Ledger

TODAY = date(2026, 11, 22)
TRICKY = ["=1+1", 'say "so"', "a,b", "first\nsecond", "007", " ", "<b>"]


def facts(ledger: Ledger) -> Any:
    return ledger.facts(ledger.moment(TODAY))


@pytest.fixture
def filled(office: Any) -> Any:
    rows = [["石磨沟村", "第1网格", "甲一", "", text.strip() or "空", n, f"{n}组1号", ""]
            for n, text in enumerate(TRICKY, 1)]  # fmt: skip
    office.send("annex-4", rows)
    firm = ["云岫县甲公司", "", "石磨沟村", "建材", 10, 0, "无"]
    office.send("register", [firm])
    office.send(
        "instructors", [["丁一", "乡财政所", "", "石磨沟村", "云岫县甲公司", "2025-01-27", "3年"]]
    )
    office.send("co-building", [["石磨沟村党总支", "县甲局", "结对共建", "2025-01-01", "长期"]])
    return office


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_what_is_written_and_read_back_makes_no_difference(
    filled: Any, tmp_path: Path, format: str
) -> None:
    intake = Intake(filled.ledger)
    written = intake.write_tables(facts(filled.ledger), tmp_path / "out", format)
    report = intake.bring_in([tmp_path / "out"], actor="clerk", today=TODAY)
    assert (report.seq, report.added, report.changed, report.ended) == (None, {}, {}, {})
    assert written["Household"] == len(TRICKY)


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_tables_read_into_an_empty_ledger_say_the_same_as_where_they_came_from(
    filled: Any, tmp_path: Path, format: str
) -> None:
    Intake(filled.ledger).write_tables(facts(filled.ledger), tmp_path / "out", format)
    other = Ledger.open(f"sqlite:///{tmp_path}/other.sqlite")
    report = Intake(other).bring_in([tmp_path / "out"], actor="clerk", today=TODAY)
    Intake(other).write_tables(facts(other), tmp_path / "again", format)
    other.close()
    assert report.seq == 1
    first = {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()}
    again = {each.name: each.read_bytes() for each in (tmp_path / "again").iterdir()}
    assert first == again


def test_a_dry_run_of_tables_keeps_nothing(filled: Any, tmp_path: Path) -> None:
    Intake(filled.ledger).write_tables(facts(filled.ledger), tmp_path / "out", "csv")
    other = Ledger.open(f"sqlite:///{tmp_path}/other.sqlite")
    tried = Intake(other).bring_in([tmp_path / "out"], actor="c", today=TODAY, is_dry_run=True)
    assert (other.head(), tried.seq) == (0, None)
    assert tried.added == Intake(other).bring_in([tmp_path / "out"], actor="c", today=TODAY).added
    other.close()


def test_tables_add_and_change_but_never_end(filled: Any, tmp_path: Path) -> None:
    before = filled.held()
    folder = tmp_path / "in"
    folder.mkdir()
    home = filled.named("Household")["1组1号"]
    grid = before.area[home["id"]]
    rows = [{**home, "people": 9}, {**home, "id": "H-x", "address": "9组9号"}]
    pq.write_table(pa.Table.from_pylist(rows), folder / "Household.parquet")
    place = {"from_label": "Household", "from_id": "H-x", "to_label": "Area", "to_id": grid}
    pq.write_table(pa.Table.from_pylist([place]), folder / "LOCATED_IN.parquet")
    report = filled.bring_in(folder)
    assert (report.added, report.changed, report.ended) == (
        {"Household": 1, "LOCATED_IN": 1}, {"Household": 1}, {},
    )  # fmt: skip
    assert filled.named("Household")["1组1号"]["people"] == 9
    assert len(filled.named("Household")) == len(TRICKY) + 1


def test_a_column_that_is_missing_is_not_spoken_of_and_an_empty_one_says_nothing_is_known(
    filled: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    home = filled.named("Household")["1组1号"]
    (folder / "Household.csv").write_text(f"id,people\n{home['id']},\n")
    filled.bring_in(folder)
    now = filled.named("Household")["1组1号"]
    assert (now["people"], now["head"]) == (None, home["head"])


def folder_with(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def problems_of(folder: Path) -> str:
    with pytest.raises(IntakeError) as refused:
        read_tables(folder)
    return "\n".join(refused.value.problems)


def test_every_problem_of_a_folder_is_named_at_once(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, Area="id,nmae\nA-1,x\n", Household="people\n3\n", Persons="id\nP-1\n"
    )
    problems = problems_of(folder)
    for each in ("nmae", "Household.csv", "Persons.csv"):
        assert each in problems


def test_a_value_of_the_wrong_type_is_named_by_file_and_never_shown(tmp_path: Path) -> None:
    problems = problems_of(folder_with(tmp_path, Household="id,people\nH-1,geheim\n"))
    assert "Household.csv" in problems
    assert "geheim" not in problems


def test_a_csv_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "Area.csv").write_bytes("id,name\nA-1,青蒿乡\n".encode("gb18030"))
    assert "UTF-8" in problems_of(folder)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "Area.csv").write_bytes("\ufeffid,name,kind\nA-1,青蒿乡,township\n".encode())
    assert read_tables(folder).nodes["Area"].to_pylist() == [
        {"id": "A-1", "name": "青蒿乡", "kind": "township"}
    ]


def test_a_row_without_an_id_and_a_table_given_twice_are_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, Area="id,name\n,x\n", Person="id\nP-1\n")
    pq.write_table(pa.table({"id": ["P-1"]}), folder / "Person.parquet")
    problems = problems_of(folder)
    assert "Area.csv" in problems
    assert "Parquet" in problems


def test_tables_that_do_not_hold_together_are_refused_whole(office: Any, tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        Area="id,name,kind\nA-1,x,county\nA-2,y,township\n",
        WITHIN="from_label,from_id,to_label,to_id\nArea,A-1,Area,A-2\nArea,A-2,Area,A-1\n",
    )
    with pytest.raises(InvalidChange):
        office.bring_in(folder, is_dry_run=True)
    with pytest.raises(InvalidChange):
        office.bring_in(folder)
    assert office.ledger.head() == 0


def test_a_folder_of_rosters_is_no_table_folder_and_tables_come_alone(
    office: Any, tmp_path: Path
) -> None:
    roster = office.clean("annex-4", [])
    assert not is_table_folder(office.folder)
    tables = folder_with(tmp_path, Area="id,name,kind\nA-1,x,county\n")
    assert is_table_folder(tables)
    with pytest.raises(IntakeError):
        office.bring_in(roster, tables)


def test_writing_refuses_a_folder_with_tables_and_an_unknown_format(
    filled: Any, tmp_path: Path
) -> None:
    intake = Intake(filled.ledger)
    intake.write_tables(facts(filled.ledger), tmp_path / "out", "csv")
    with pytest.raises(IntakeError, match="out"):
        intake.write_tables(facts(filled.ledger), tmp_path / "out", "csv")
    with pytest.raises(IntakeError, match="xml"):
        intake.write_tables(facts(filled.ledger), tmp_path / "new", "xml")
