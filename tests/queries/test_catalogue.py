"""Query files are read at start-up, and one whose header lies is refused."""

from pathlib import Path

import pytest

from graph.errors import ConfigurationError, QueryRejected
from graph.stores.catalogue import Catalogue

GOOD = """\
// name: checks/some
// about: Households in an area.
// params: area STRING, day DATE
// returns: id STRING, names LIST<STRING>

// Prices such as '$5' and this $comment are no parameters; neither is `$this`.
MATCH (h:Household)-[:LOCATED_IN]->(a:Area {id: $area})
WHERE a.name <> '$no; "such" thing' AND h.since < $day
RETURN h.id AS id, collect(a.name) AS names
"""


def written(folder: Path, text: str, name: str = "checks/some.cypher") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        Catalogue.load(folder)
    return str(caught.value)


def test_a_query_is_what_its_header_says(tmp_path: Path) -> None:
    query = Catalogue.load(written(tmp_path, GOOD))["checks/some"]
    assert query.name == "checks/some"
    assert query.about == "Households in an area."
    assert query.parameters == {"area": "STRING", "day": "DATE"}
    assert query.returns == {"id": "STRING", "names": "LIST<STRING>"}
    assert query.text == GOOD.partition("\n\n")[2].strip()
    assert query.dialect is None


def test_a_long_entry_goes_on_in_the_next_line(tmp_path: Path) -> None:
    text = GOOD.replace("id STRING, names", "id STRING,\n//   names")
    text = text.replace("in an area.", "in an\n//   area: all of them.")
    query = Catalogue.load(written(tmp_path, text))["checks/some"]
    assert list(query.returns) == ["id", "names"]
    assert query.about == "Households in an area: all of them."


def test_a_query_without_parameters_may_leave_the_entry_empty(tmp_path: Path) -> None:
    text = "// name: read/one\n// about: One.\n// params:\n// returns: x INTEGER\nRETURN 1 AS x\n"
    assert Catalogue.load(written(tmp_path, text, "read/one.cypher"))["read/one"].parameters == {}


def test_an_unknown_name_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(QueryRejected, match="checks/other"):
        Catalogue.load(written(tmp_path, GOOD))["checks/other"]


@pytest.mark.parametrize(
    ("change", "to", "reason"),
    [
        ("name: checks/some", "name: checks/other", "而路径是 checks/some"),
        ("// about: Households in an area.\n", "", "没有说明这个查询"),
        ("// returns: id STRING, names LIST<STRING>\n", "", "没有声明返回的列"),
        (", day DATE", "", "不一致：$day"),
        ("area STRING,", "area STRING, more STRING,", "不一致：$more"),
        ("day DATE", "day TIMESTAMP", "day TIMESTAMP 不是"),
        ("day DATE", "DATE", "DATE 不是"),
        ("day DATE", "day DATE, day DATE", "day 声明了两次"),
        ("AS names\n", "AS names;\nMATCH (n) RETURN n\n", "只能有一条语句"),
        ("// params:", "// prams:", "没有 prams"),
        ("// about:", "// name: checks/some\n// about:", "name 一项出现了两次"),
        ("// name: checks/some", "// hello\n// name: checks/some", "应以 // name: 开始"),
        ("// params:", "// differs: because\n// params:", "dialect"),
    ],
)
def test_a_header_that_lies_is_refused(tmp_path: Path, change: str, to: str, reason: str) -> None:
    assert change in GOOD
    said = refusal(written(tmp_path, GOOD.replace(change, to)))
    assert reason in said
    assert "some.cypher" in said


def test_a_header_without_a_statement_is_refused(tmp_path: Path) -> None:
    assert "只能有一条语句" in refusal(written(tmp_path, GOOD.partition("\n\n")[0]))


def test_one_form_for_each_engine_says_why(tmp_path: Path) -> None:
    for engine in ("ladybug", "neo4j"):
        text = GOOD.replace("// params:", f"// differs: {engine} is odd.\n// params:")
        written(tmp_path, text, f"dialect/{engine}/checks/some.cypher")
    catalogue = Catalogue.load(tmp_path)
    assert list(catalogue) == ["checks/some"]
    assert catalogue["checks/some"].dialect == "ladybug"
    assert catalogue.dialect("checks/some", "neo4j").differs == "neo4j is odd."
    assert catalogue.differing() == ["checks/some"]


def test_a_dialect_form_without_a_reason_is_refused(tmp_path: Path) -> None:
    assert "dialect" in refusal(written(tmp_path, GOOD, "dialect/neo4j/checks/some.cypher"))


def test_a_form_for_one_engine_alone_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("// params:", "// differs: odd.\n// params:")
    assert "neo4j" in refusal(written(tmp_path, text, "dialect/neo4j/checks/some.cypher"))


def test_a_name_both_shared_and_apart_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("// params:", "// differs: odd.\n// params:")
    written(tmp_path, GOOD)
    for engine in ("ladybug", "neo4j"):
        written(tmp_path, text, f"dialect/{engine}/checks/some.cypher")
    assert "shared" in refusal(tmp_path)


def test_forms_that_return_different_columns_are_refused(tmp_path: Path) -> None:
    for engine, column in (("ladybug", "names"), ("neo4j", "titles")):
        text = GOOD.replace("// params:", "// differs: odd.\n// params:").replace("names", column)
        written(tmp_path, text, f"dialect/{engine}/checks/some.cypher")
    assert "checks/some" in refusal(tmp_path)


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    assert "oracle" in refusal(written(tmp_path, GOOD, "dialect/oracle/checks/some.cypher"))


def test_the_same_name_in_two_folders_is_refused(tmp_path: Path) -> None:
    one, two = written(tmp_path / "one", GOOD), written(tmp_path / "two", GOOD)
    with pytest.raises(ConfigurationError, match="checks/some"):
        Catalogue.load(one, two)


def test_every_query_of_the_product_can_be_read() -> None:
    catalogue = Catalogue.load()
    assert {"write/position", "write/move", "write/begin", "write/hold", "write/finish"} <= set(
        catalogue
    )
