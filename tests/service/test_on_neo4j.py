"""The same main job on a real Neo4j, chosen by one setting."""

import pytest
from neo4j import GraphDatabase
from neo4j_server import empty
from support_truth import ROSTERS

pytestmark = pytest.mark.xdist_group("neo4j")


@pytest.fixture
def on_neo4j(liaison, neo4j_url, monkeypatch):
    """The command line on an empty data folder whose graph is a Neo4j."""
    empty(neo4j_url)
    monkeypatch.setenv("LIAISON_GRAPH", neo4j_url)
    return liaison


def test_import_check_verify_and_undo(on_neo4j):
    on_neo4j("import", ROSTERS / "clean_1")
    status = on_neo4j.json("status")
    assert (status["graph"], status["graph_seq"]) == ("bolt", 1)
    assert on_neo4j.json("check", "--graph") == on_neo4j.json("check")
    assert on_neo4j.json("verify")["sound"] is True
    on_neo4j("undo", 1, "--yes")
    assert on_neo4j.json("check", "--graph")["totals"]["households"] == 0


def test_a_link_removed_behind_its_back_is_found_and_mended(on_neo4j, neo4j_url):
    on_neo4j("import", ROSTERS / "clean_1")
    with GraphDatabase.driver(neo4j_url) as driver:
        driver.execute_query(
            "MATCH (:Person)-[link:LIAISES]->(:Household) WITH link LIMIT 1 DELETE link"
        )
    assert on_neo4j.json("verify", code=1)["sound"] is False
    on_neo4j("rebuild")
    assert on_neo4j.json("verify")["sound"] is True
