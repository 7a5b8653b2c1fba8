"""The schema: consistent in itself, and free of anything that must never be held."""

import pytest

from graph.schema import LINKS, NODES, PropertyType

FORBIDDEN = ("id_card", "birth", "health", "religion", "income", "opinion", "petition", "visit",
             "score", "remark", "note", "ethnic", "reason", "diary")  # fmt: skip


def test_every_link_joins_labels_that_exist():
    for link in LINKS.values():
        for start, end in link.ends:
            assert start in NODES, link.type
            assert end in NODES, link.type


def test_every_node_but_areas_is_located_somewhere():
    located = {start for start, _ in LINKS["LOCATED_IN"].ends}
    assert located == set(NODES) - {"Area"}


def test_prefixes_tell_labels_apart():
    prefixes = [node.prefix for node in NODES.values()]
    assert len(set(prefixes)) == len(prefixes)


def test_identity_names_properties_of_the_link():
    for link in LINKS.values():
        assert set(link.identity) <= {each.name for each in link.properties}


@pytest.mark.parametrize("of", [*NODES.values(), *LINKS.values()], ids=lambda of: str(of)[:40])
def test_defaults_are_among_the_choices_and_of_the_type(of):
    python = {
        PropertyType.STRING: str,
        PropertyType.INTEGER: int,
        PropertyType.BOOLEAN: bool,
    }
    for each in of.properties:
        if each.default is None:
            continue
        assert isinstance(each.default, python[each.type])
        assert not each.choices or each.default in each.choices


def test_there_is_no_field_for_what_is_never_held():
    names = [
        f"{getattr(of, 'label', None) or of.type}.{each.name}"
        for of in (*NODES.values(), *LINKS.values())
        for each in of.properties
    ]
    assert [name for name in names if any(word in name for word in FORBIDDEN)] == []


def test_a_household_holds_what_annex_4_asks_for_and_nothing_else():
    assert [each.name for each in NODES["Household"].properties] == [
        "address", "head", "phone", "people",
    ]  # fmt: skip
