"""Workbooks are read in a child process that can fail without anything else failing."""

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from graph.intake.readers import limits
from graph.intake.readers.reasons import REASONS, reason_of
from graph.intake.readers.sandbox import read_grids
from graph.intake.readers.unreadable import Unreadable


def saved(book: Any, path: Path) -> Path:
    book.save(path)
    return path


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refusal_of(path: Path) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read_grids(path)
    return refused.value


def test_values_come_as_text_numbers_and_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["户主", 3, 2.5, dt.date(2026, 9, 20), True, None, "尾"])
    (grid,) = read_grids(saved(book, tmp_path / "a.xlsx"))
    assert grid.rows == (("户主", 3, 2.5, dt.date(2026, 9, 20), True, None, "尾"),)


def test_text_that_looks_like_a_formula_or_markup_stays_text(tmp_path: Path) -> None:
    texts = ["=cmd|' /C calc'!A0", "<img src=x onerror=alert(1)>"]
    book = openpyxl.Workbook()
    for number, text in enumerate(texts, 1):
        book.active.cell(1, number, text).data_type = "s"
    (grid,) = read_grids(saved(book, tmp_path / "a.xlsx"))
    assert grid.rows == (tuple(texts),)


def test_merges_and_hidden_and_struck_rows_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(1, 5):
        sheet.append([number, "甲"])
    sheet.merge_cells("A1:A2")
    sheet.row_dimensions[3].hidden = True
    for column in "AB":
        sheet[f"{column}4"].font = Font(strike=True)
    (grid,) = read_grids(saved(book, tmp_path / "a.xlsx"))
    assert [(m.top, m.left, m.bottom, m.right) for m in grid.merges] == [(0, 0, 1, 0)]
    assert (grid.hidden, grid.struck) == ({2}, {3})


def test_rows_beyond_a_wrong_dimension_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(101):
        book.active.append([number, "甲"])
    path = saved(book, tmp_path / "a.xlsx")
    rewritten(path, "xl/worksheets/sheet1.xml", b'ref="A1:B101"', b'ref="A1"')
    assert len(read_grids(path)[0].rows) == 101


def test_a_cell_in_the_last_row_and_column_is_refused_at_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "户主"
    book.active["XFD1048576"] = "x"
    problem = refusal_of(saved(book, tmp_path / "a.xlsx"))
    assert problem.code == "extent"
    assert "1048576" in reason_of(problem)


def test_a_deflate_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (limits.UNPACKED_BYTES + 1))
    assert path.stat().st_size < 2 << 20
    assert refusal_of(path).code == "unpacked"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no zip at all", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "locked"),
        (b"", "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal_of(path).code == code


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert refusal_of(path).code == "damaged"


def test_an_unknown_suffix_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "a.pdf"
    other.write_bytes(b"%PDF")
    assert refusal_of(other).code == "suffix"
    assert refusal_of(tmp_path / "b.xlsx").code == "missing"


@pytest.mark.parametrize(
    ("exit", "code"), [(-6, "memory"), (-9, "time"), (-11, "memory"), (1, "crashed")]
)
def test_a_child_that_dies_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exit: int, code: str
) -> None:
    path = saved(openpyxl.Workbook(), tmp_path / "a.xlsx")
    script = f"import os; os.kill(os.getpid(), {-exit})" if exit < 0 else "raise SystemExit(1)"
    import graph.intake.readers.sandbox as sandbox

    real = sandbox.subprocess.run
    monkeypatch.setattr(
        sandbox.subprocess,
        "run",
        lambda command, **options: real([command[0], "-c", script], **options),
    )
    assert refusal_of(path).code == code


def test_a_child_that_takes_too_long_is_ended_and_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import graph.intake.readers.sandbox as sandbox

    path = saved(openpyxl.Workbook(), tmp_path / "a.xlsx")
    real = sandbox.subprocess.run
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.2)
    monkeypatch.setattr(
        sandbox.subprocess,
        "run",
        lambda command, **options: real(
            [command[0], "-c", "import time; time.sleep(30)"], **options
        ),
    )
    assert refusal_of(path).code == "time"


def test_a_child_may_not_take_more_memory_than_allowed(tmp_path: Path) -> None:
    import subprocess
    import sys

    script = "from graph.intake.readers.child import limit; limit(); bytearray(2 << 30)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert b"MemoryError" in done.stderr


def test_every_reason_is_said_in_chinese() -> None:
    assert all(reason_of(Unreadable(code)) != text for code, text in REASONS.items())


def test_an_unreadable_file_does_not_stop_the_others(office: Any) -> None:
    broken = office.folder / "附件3 青蒿乡.xlsx"
    broken.write_bytes(b"no zip")
    row = ["石磨沟村", "第1网格", "甲一", "", "乙一", 3, "1组1号", ""]
    report = office.bring_in(office.clean("annex-4", [row]), broken)
    assert [each.origin.file for each in report.refused] == ["附件3 青蒿乡.xlsx"]
    assert office.pairs("LIAISES") == {("甲一", "1组1号")}
