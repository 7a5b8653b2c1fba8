"""The command line from import to undo: what is printed, kept, refused, and with which code."""

import re

import openpyxl
import pytest
from support_truth import ROSTERS

CLEAN = ROSTERS / "clean_1"
ANNEX_4 = next(CLEAN.glob("附件4*.xlsx"))


def counts(liaison):
    return {each["id"]: each["count"] for each in liaison.json("check")["rules"]}


def test_import_says_what_it_did_and_twice_changes_nothing(liaison):
    first = liaison.json("import", CLEAN)
    again = liaison.json("import", CLEAN)
    assert (first["seq"], first["added"]["Household"], first["refused"]) == (1, 661, [])
    assert (again["seq"], again["added"], again["changed"], again["ended"]) == (None, {}, {}, {})
    assert [each["seq"] for each in liaison.json("log")] == [1]


def test_a_second_import_raises_no_doubt_the_first_did_not(liaison):
    kinds = [each["kind"] for each in liaison.json("import", CLEAN)["doubts"]]
    again = [each["kind"] for each in liaison.json("import", CLEAN)["doubts"]]
    assert sorted(set(again) - set(kinds)) == []


def test_a_dry_run_shows_the_same_and_keeps_nothing(liaison):
    would = liaison.json("import", CLEAN, "--dry-run")
    assert liaison.json("log") == []
    did = liaison.json("import", CLEAN)
    assert {**would, "seq": 1} == {**did, "doubts": would["doubts"]}


def test_import_undo_import_ends_where_it_began(imported):
    before = counts(imported)
    undone = imported.json("undo", 1, "--yes")
    assert (undone["seq"], undone["left"]) == (2, [])
    assert imported.json("status")["nodes"]["Household"] == 0
    imported("import", CLEAN)
    assert counts(imported) == before
    assert imported.json("verify")["sound"] is True


def test_a_corrected_roster_changes_only_what_was_corrected(imported, tmp_path):
    book = openpyxl.load_workbook(ANNEX_4)
    sheet = book.active
    uncovered = next(row for row in sheet.iter_rows(min_row=2) if row[4].value == "龙小兰")
    neighbour = sheet[uncovered[0].row - 1]
    uncovered[2].value, uncovered[3].value = neighbour[2].value, neighbour[3].value
    corrected = tmp_path / ANNEX_4.name
    book.save(corrected)
    before = counts(imported)
    report = imported.json("import", corrected)
    assert (report["added"], report["ended"]) == ({"LIAISES": 1}, {})
    assert counts(imported)["household-uncovered"] == before["household-uncovered"] - 1


def test_check_prints_every_rule_also_with_none(imported):
    said = imported.json("check")
    assert set(said) == {"seq", "as_of", "on", "totals", "rules", "findings"}
    quiet = [each["id"] for each in said["rules"] if each["count"] == 0]
    assert "grid-enterprises" in quiet
    finding = next(each for each in said["findings"] if each["rule"] == "member-load")
    assert set(finding["subject"]) == {"label", "id", "name", "area", "area_id"}
    assert {"value", "min", "max", "source"} <= set(finding["detail"])


def test_check_of_one_area_and_rule_stays_inside(imported):
    village = imported.json("find", "茶箩村")["hits"][0]
    said = imported.json("check", "--area", village["id"], "--rule", "household-uncovered")
    assert [each["subject"]["area"] for each in said["findings"]] == ["青蒿乡 茶箩村 第2网格"]
    assert said["totals"]["households"] == 78


def test_check_as_of_before_the_import_finds_nothing(imported):
    assert imported.json("check", "--as-of", "0")["totals"]["households"] == 0


def test_findings_go_into_a_workbook_without_formulas(imported, tmp_path):
    imported("check", "--out", tmp_path / "findings.xlsx")
    book = openpyxl.load_workbook(tmp_path / "findings.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "雷银花 1组67号" for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_a_report_is_one_page_without_a_foreign_host(imported, tmp_path):
    imported("report", "--out", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "青蒿乡" in page
    assert re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", page) == []


def test_a_household_is_found_shown_and_its_chain_followed(imported):
    hit = imported.json("find", "石磨沟村 王建军")["hits"][0]
    assert (hit["label"], hit["area"]) == ("Household", "青蒿乡 石磨沟村 第1网格")
    shown = imported.json("show", hit["id"])
    assert shown["properties"]["address"] == "1组2号"
    assert {each["type"] for each in shown["links"]} == {"LIAISES", "LOCATED_IN"}
    assert [each["seq"] for each in shown["history"]] == [1] * len(shown["history"])
    chain = imported.json("chain", hit["id"])
    assert (chain["state"], len(chain["paths"]) > 0) == ("whole", True)
    assert (
        chain["paths"][0]["seats"][0]["tier"] == "household" or chain["subject"]["id"] == hit["id"]
    )


def test_an_edit_says_what_cover_it_costs_and_asks_first(imported):
    member = imported.json("find", "石磨沟村 张建国")["hits"][0]["id"]
    said = imported("set", member, "unavailable_until=2027-01-31", answer="n\n")
    assert "11 户" in said or "12 户" in said or re.search(r"使 \d+ 户", said)
    assert len(imported.json("log")) == 1


def test_an_edit_is_kept_checked_and_taken_back(imported):
    member = imported.json("find", "石磨沟村 张建国")["hits"][0]["id"]
    kept = imported.json("set", member, "unavailable_until=2027-01-31")
    assert kept["lost"]
    assert counts(imported)["cover-unavailable"] == len(kept["lost"])
    imported("undo", kept["seq"], "--yes")
    assert counts(imported)["cover-unavailable"] == 0


def test_a_stale_edit_is_refused_with_what_moved(imported):
    member = imported.json("find", "石磨沟村 张建国")["hits"][0]["id"]
    imported("set", member, "phone=13800000001", "--yes")
    imported("set", member, "phone=13800000002", "--seen", "1", code=1)
    assert "2" in imported.errors


def test_linking_unlinking_adding_and_ending(imported):
    uncovered = imported.json("check", "--rule", "household-uncovered")["findings"][0]["subject"][
        "id"
    ]
    member = imported.json("find", "枣树坪村 姚玉梅")["hits"][0]["id"]
    linked = imported.json("link", "LIAISES", member, uncovered, "since=2026-11-01")
    assert (linked["gained"], linked["lost"]) == (1, [])
    unlinked = imported.json("unlink", "LIAISES", member, uncovered)
    assert [each["household"] for each in unlinked["lost"]] == [uncovered]
    area = imported.json("find", "石磨沟村")["hits"][0]["id"]
    added = imported.json("add", "Person", "name=测试甲", "--in", area)
    ended = imported.json("end", added["created"])
    assert ended["seq"] == added["seq"] + 1


def test_a_forgotten_person_is_nowhere(imported):
    member = imported.json("find", "石磨沟村 钱金凤")["hits"][0]["id"]
    imported("forget", member, "--yes")
    assert imported.json("find", "石磨沟村 钱金凤")["hits"] == [] or all(
        hit["id"] != member for hit in imported.json("find", "钱金凤")["hits"]
    )
    assert imported.json("verify")["sound"] is True


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("show", "P-99999"), "P-99999"),
        (("check", "--rule", "no-such-rule"), "no-such-rule"),
        (("check", "--area", "A-99999"), "A-99999"),
        (("check", "--on", "yesterday"), "yesterday"),
        (("undo", "7", "--yes"), "7"),
        (("set", "P-1", "height=3"), "P-1"),
        (("set", "P-1", "height"), "height"),
        (("import", "/nowhere/at/all.xlsx"), "all.xlsx"),
    ],
)
def test_a_wrong_call_is_answered_with_what_was_wrong(liaison, call, said):
    out = liaison(*call, code=2)
    assert said in out + liaison.errors


def test_backup_and_restore_bring_everything_back(imported, tmp_path, monkeypatch):
    monkeypatch.setenv("BACKUP_PASSWORD", "a long sentence")
    copy = tmp_path / "copy.liaison"
    imported("backup", copy, "--password-env", "BACKUP_PASSWORD")
    before = counts(imported)
    imported("undo", 1, "--yes")
    imported("restore", copy, "--password-env", "BACKUP_PASSWORD", code=1)
    imported("restore", copy, "--password-env", "BACKUP_PASSWORD", "--replace")
    assert counts(imported) == before
    assert imported.json("verify")["sound"] is True


def test_tables_go_out_and_come_in_without_a_change(imported, tmp_path):
    imported("export", "--tables", tmp_path / "tables")
    again = imported.json("import", tmp_path / "tables")
    assert (again["seq"], again["added"], again["changed"]) == (None, {}, {})


def test_the_graph_can_be_thrown_away(imported):
    for file in imported.home.glob("graph.lbug*"):
        file.unlink()
    assert imported.json("rebuild")["seq"] == 1
    assert imported.json("verify")["sound"] is True
