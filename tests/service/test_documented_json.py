"""What every command prints with --json has the names its reference page gives."""

import re
from pathlib import Path

import pytest
from support_truth import ROSTERS

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/json.md"


def documented():
    """By command, the names on the first line below its heading."""
    sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found = {}
    for section in sections:
        heading, _, text = section.partition("\n")
        first = text.strip().splitlines()[0].partition(";")[0]
        for command in heading.split(", "):
            found[command] = set(re.findall(r"`(\w+)`", first))
    return found


@pytest.mark.parametrize(
    ("command", "call"),
    [
        ("check", ("check",)),
        ("import", ("import", ROSTERS / "clean_1", "--dry-run")),
        ("find", ("find", "张建国")),
        ("show", ("show", "P-1")),
        ("chain", ("chain", "H-1")),
        ("set", ("set", "P-1", "phone=13800000001", "--dry-run")),
        ("end", ("end", "P-1", "--dry-run")),
        ("forget", ("forget", "P-1", "--yes")),
        ("undo", ("undo", "1")),
        ("status", ("status",)),
        ("verify", ("verify",)),
        ("rebuild", ("rebuild",)),
        ("plan", ("plan", "households", "--area", "A-2")),
        ("what-if", ("what-if",)),
        ("depend", ("depend",)),
    ],
)
def test_names_are_those_of_the_page(imported, command, call):
    assert set(imported.json(*call)) == documented()[command]


def test_the_log_is_a_list_of_change_sets(imported):
    (entry,) = imported.json("log")
    assert set(entry) == documented()["log"]
    assert set(imported.json("log", 1)) == documented()["log"] | {"total", "lines"}


def test_files_that_are_written_are_named(imported, tmp_path):
    backup = imported.json("backup", tmp_path / "copy", "--no-password")
    restore = imported.json("restore", tmp_path / "copy", "--no-password", "--replace")
    export = imported.json("export", "--tables", tmp_path / "tables")
    generate = imported.json("generate", tmp_path / "made", "--households", 500)
    assert set(backup) == documented()["backup"]
    assert set(restore) == documented()["restore"]
    assert set(export) == documented()["export"]
    assert set(generate) == documented()["generate"]


def test_plans_that_are_files_have_the_names_of_the_page(imported, tmp_path):
    path = tmp_path / "plan.json"
    imported("plan", "households", "--area", "A-2", "--out", path)
    shown = imported.json("plan", "show", path)
    assert set(shown) == documented()["plan"] | {"lines"}
    line = shown["lines"][0]
    assert set(line) == {
        "number", "item", "givers", "taker", "area", "reason", "needs", "chosen",
    }  # fmt: skip
    assert set(imported.json("plan", "drop", path, 1)) == documented()["plan"]
    assert {name for step in imported.json("plan", "curve", path) for name in step} == (
        documented()["plan curve"]
    )
    why = imported.json("plan", "why", path, line["item"], line["givers"][0])
    assert set(why) == documented()["plan why"]
    again = imported.json("apply", path, "--replan", tmp_path / "new.json")
    assert set(again) == documented()["plan"] | {"moved"}
    assert set(imported.json("apply", path)) == documented()["apply"]
