"""What somebody sees is their own area and matter, and nothing else, whatever they ask.

Every value of every node is a canary here: a text no other node has. Whoever sees a canary
of a node outside their grants has seen too much.
"""

import itertools
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_networks import Sketch, networks

from graph.access.access import Access
from graph.access.grant import MATTERS, Grant, Viewer, everything
from graph.errors import NotFound
from graph.rules import Rules
from graph.schema import NODES, PropertyType
from graph.snapshot.snapshot import Snapshot

RULES = Rules.load()
ALL_ON = replace(RULES, rules={each.id: each.switched_on() for each in RULES})


def canary(id: str, name: str) -> str:
    """A text that says which node it belongs to and is found in no other."""
    return f"«{id}» {name}"


def marked(sketch: Sketch) -> Snapshot:
    """The network with a canary in every text of every node."""
    nodes = []
    for node in sketch.nodes:
        texts = {
            each.name: canary(node.id, each.name)
            for each in NODES[node.label].properties
            if each.type is PropertyType.STRING and not each.choices
        }
        nodes.append(replace(node, properties={**node.properties, **texts}))
    return Snapshot.read(Sketch(nodes, sketch.links).facts())


def strings(value):
    """Every text in an answer, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from strings(key)
            yield from strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from strings(each)


def answers(view):
    """Everything the view answers about everything it knows of."""
    yield [asdict(row) for row in view.by_area()]
    yield view.check().as_json()
    yield view.find("«").as_json()
    for label in view.snapshot.nodes:
        yield view.snapshot.nodes[label].table.to_pylist()
        for one in view.snapshot.ids(label).to_pylist():
            yield view.show(one).as_json()
            if label == "Area":
                yield view.check(area=one).as_json()
            if label == "Person":
                yield view.person(one).as_json()
            if label in ("Person", "Household"):
                yield view.chain(one).as_json()


def outside(whole: Snapshot, view) -> set[str]:
    """The ids that are not seen."""
    return {
        one
        for label in whole.nodes
        for one in whole.ids(label).to_pylist()
        if view.snapshot.nodes[label].position(one) is None
    }


def view_of(whole: Snapshot, *grants: Grant):
    """What these grants show."""
    return Access(ALL_ON, lambda _moment: whole).view(Viewer.of("u", grants), whole.moment)


@settings(deadline=None, max_examples=25)
@given(networks(3), st.data())
def test_nothing_outside_a_grant_is_named_in_any_answer(sketch, data):
    whole = marked(sketch)
    area = data.draw(st.sampled_from(sketch.ids("Area")))
    matter = data.draw(st.sampled_from(MATTERS))
    view = view_of(whole, Grant("editor", area, matter))
    hidden = outside(whole, view)
    tokens = [f"«{one}»" for one in hidden]
    for text in itertools.chain.from_iterable(map(strings, answers(view))):
        assert text not in hidden
        assert not any(token in text for token in tokens), text


@settings(deadline=None, max_examples=25)
@given(networks(3), st.data())
def test_counts_of_a_granted_area_are_those_of_the_whole_network(sketch, data):
    whole = marked(sketch)
    area = data.draw(st.sampled_from(sketch.ids("Area")))
    view = view_of(whole, *(Grant("manager", area, each) for each in MATTERS))
    full = view_of(whole, *everything("root").grants)
    # Everything in the area is seen, so what is found there is all there is to find there.
    assert view.check().totals == full.check(area=area).totals
    found = {(each.rule, each.subject.id) for each in view.check().findings}
    assert found == {(each.rule, each.subject.id) for each in full.check(area=area).findings}
    rows = {row.id: replace(row, parent=None) for row in full.by_area()}
    for row in view.by_area():
        assert replace(row, parent=None) == rows[row.id]
    for label in view.snapshot.nodes:
        for one in view.snapshot.ids(label).to_pylist():
            about = {each.id for each in view.findings_about(one)}
            assert about == {rule for rule, subject in found if subject == one}
    details = {(e.rule, e.subject.id, e.subject.label): e.detail for e in full.check().findings}
    for each in view.check().findings:
        assert each.detail == details[each.rule, each.subject.id, each.subject.label]


@settings(deadline=None, max_examples=15)
@given(networks(2), st.data())
def test_a_viewer_sees_no_phone_and_no_head(sketch, data):
    whole = marked(sketch)
    area = data.draw(st.sampled_from(sketch.ids("Area")))
    view = view_of(whole, *(Grant("viewer", area, each) for each in MATTERS))
    said = set(itertools.chain.from_iterable(map(strings, answers(view))))
    for label, names in (
        ("Person", ["phone"]), ("Household", ["phone", "head"]), ("Enterprise", ["phone"]),
    ):  # fmt: skip
        for one in view.snapshot.ids(label).to_pylist():
            for name in names:
                assert not any(canary(one, name) in text for text in said)


def village() -> Sketch:
    """Two villages of a township; a household of A-3 is liaised from A-2."""
    sketch = Sketch()
    sketch.add("A-1", kind="township", name="青蒿乡")
    sketch.add("A-2", "A-3", at="A-1", kind="village")
    sketch.add("P-1", at="A-2", name="张三", phone="13800000001")
    sketch.add("P-2", at="A-3", name="李四", phone="13800000002")
    sketch.add("H-1", at="A-2", head="王五", address="1组1号")
    sketch.add("H-2", at="A-3", head="赵六", address="1组2号")
    sketch.add("E-1", at="A-2", name="甲公司", organisation_form="none")
    sketch.link("LIAISES", "P-1", "H-1", "H-2")
    sketch.link("INSTRUCTS", "P-2", "E-1")
    return sketch


def seen(*grants: Grant):
    return view_of(Snapshot.read(village().facts()), *grants)


def test_without_a_grant_nothing_is_seen():
    view = seen()
    assert view.by_area() == []
    assert view.check().totals["households"] == 0
    with pytest.raises(NotFound):
        view.show("A-1")


def test_an_auditor_and_a_system_administrator_see_no_node():
    view = seen(Grant("auditor", "", "pyramid"), Grant("sysadmin", "", "pyramid"))
    assert outside(view.seen.whole, view) == {
        "A-1",
        "A-2",
        "A-3",
        "P-1",
        "P-2",
        "H-1",
        "H-2",
        "E-1",
    }


def test_a_chain_that_leaves_the_area_ends_outside():
    view = seen(Grant("editor", "A-3", "pyramid"))
    (path,) = view.chain("H-2").paths
    assert [(each.label, each.id) for each in path.seats] == [("Household", "H-2"), ("", "")]
    assert view.chain("H-2").state == "broken"


def test_what_is_outside_does_not_exist():
    view = seen(Grant("editor", "A-3", "pyramid"))
    for one in ("H-1", "P-1", "E-1", "A-1", "A-2"):
        with pytest.raises(NotFound, match=one):
            view.show(one)
    with pytest.raises(NotFound):
        view.check(area="A-2")
    assert view.find("张三").total == 0


def test_enterprises_are_seen_with_a_grant_for_them_only():
    assert seen(Grant("editor", "A-2", "pyramid")).snapshot.count("Enterprise") == 0
    view = seen(Grant("editor", "A-2", "enterprises"))
    assert view.show("E-1").ties[0].type == "LOCATED_IN"
    assert view.snapshot.count("Household") == 0
    # The instructor is of another village: the enterprise is reached, by whom stays outside.
    assert {each.rule for each in view.check(rule="enterprise-unreached").findings} == set()


def test_the_names_of_the_areas_above_a_grant_are_not_told():
    view = seen(Grant("editor", "A-3", "pyramid"))
    assert [row.parent for row in view.by_area()] == [None]
    assert "青蒿乡" not in view.show("H-2").area


def test_a_clear_grant_for_a_part_unmasks_that_part():
    view = seen(Grant("viewer", "A-1", "pyramid"), Grant("editor", "A-2", "pyramid"))
    phones = {
        one: view.snapshot.nodes["Person"].value(place, "phone")
        for place, one in enumerate(view.snapshot.ids("Person").to_pylist())
    }
    assert phones == {"P-1": "13800000001", "P-2": "138***"}
    assert view.find("0002").total == 0


def test_the_same_grants_share_one_narrowed_snapshot():
    whole = Snapshot.read(village().facts())
    access = Access(RULES, lambda _moment: whole)
    grant = Grant("editor", "A-2", "pyramid")
    first = access.view(Viewer.of("a", [grant]), whole.moment)
    second = access.view(Viewer.of("b", [grant]), whole.moment)
    assert first.snapshot is second.snapshot
    assert access.view(everything("root"), whole.moment).snapshot is whole
