"""Plans as files: written and read again they are the same; what is wrong is refused by place."""

import copy
import datetime as dt
import json
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import IntakeError
from graph.ledger.changes import CreateLink, CreateNode, EndLink, EndNode, SetLink, SetNode
from graph.model import Link, LinkKey, Moment, Node
from graph.planning.plan import Change, Figures, Load, Part, Plan, Score, Shortage
from graph.planning.plan_file import plan_as_json, plan_from_json, read_plan, write_plan
from graph.planning.reason import Id, Reason, ids
from graph.planning.request import PLAN_KINDS, Ban, Pair, Request
from graph.schema import LINKS, NODES, PropertyType

DAY = dt.date(2026, 5, 1)

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
idents = st.from_regex(r"[A-Z]-[1-9][0-9]{0,3}", fullmatch=True)
small = st.integers(0, 999)
days = st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1))
scores = st.builds(Score, small, small, small, small)
plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
several = st.lists(st.builds(Id, idents), max_size=3).map(tuple)
inner_reasons = st.builds(
    Reason, st.just("%(many)d %% %(who)s"),
    st.fixed_dictionaries({"many": small, "who": texts | several | st.builds(Id, idents)}),
)  # fmt: skip
reasons = inner_reasons | st.builds(
    Reason, texts.map(lambda text: text.replace("%", "%%")),
    st.dictionaries(texts, inner_reasons | st.lists(inner_reasons, max_size=2).map(tuple), max_size=2),
)  # fmt: skip


def values_of(properties, *, but=()):
    """Some of the properties with values of their types."""
    kinds = {
        PropertyType.STRING: texts, PropertyType.INTEGER: small,
        PropertyType.BOOLEAN: st.booleans(), PropertyType.DATE: days,
    }  # fmt: skip
    optional = {
        each.name: st.none() | (st.sampled_from(each.choices) if each.choices else kinds[each.type])
        for each in properties
        if each.name not in but
    }
    return st.fixed_dictionaries({}, optional=optional)


def links_of(kind):
    ends = st.sampled_from(kind.ends)
    return st.tuples(ends, idents, idents, values_of(kind.properties)).map(
        lambda drawn: Link(kind.type, drawn[0][0], drawn[1], drawn[0][1], drawn[2], drawn[3])
    )


def keys_of(kind):
    return st.builds(LinkKey, st.just(kind.type), idents, idents, texts)


labels = st.sampled_from(sorted(NODES.values(), key=lambda each: each.label))
kinds = st.sampled_from(sorted(LINKS.values(), key=lambda each: each.type))
operations = st.one_of(
    labels.flatmap(
        lambda of: st.builds(Node, st.just(of.label), idents, values_of(of.properties))
    ).map(CreateNode),
    labels.flatmap(lambda of: st.builds(SetNode, idents, values_of(of.properties))),
    st.builds(EndNode, idents),
    kinds.flatmap(links_of).map(CreateLink),
    kinds.flatmap(
        lambda of: st.builds(SetLink, keys_of(of), values_of(of.properties, but=of.identity))
    ),
    kinds.flatmap(keys_of).map(EndLink),
)
requests = st.builds(
    Request,
    kind=st.sampled_from(PLAN_KINDS), on=days, area=st.none() | idents,
    pins=st.lists(st.builds(Pair, idents, idents), max_size=2).map(tuple),
    bans=st.lists(st.builds(Ban, st.none() | idents, idents), max_size=2).map(tuple),
    without=st.lists(idents, max_size=2).map(tuple), joining=st.lists(idents, max_size=2).map(tuple),
    reach=st.sampled_from(("grid", "village")),
    bounds=st.dictionaries(texts, small, max_size=2), is_all_or_nothing=st.booleans(),
    max_changes=st.none() | small, time_limit_s=st.floats(0, 1e6), seed=small,
    own=st.dictionaries(texts, plain_values, max_size=3),
)  # fmt: skip
figures = st.builds(
    Figures, st.dictionaries(texts, small, max_size=3), st.dictionaries(texts, small, max_size=3)
)


@st.composite
def plans(draw):
    count = draw(st.integers(0, 4))
    changes = tuple(
        Change(
            number, draw(idents), draw(st.lists(idents, max_size=2).map(tuple)),
            draw(st.none() | idents), draw(idents), draw(reasons),
            draw(st.lists(operations, max_size=3).map(tuple)),
            draw(st.sets(st.integers(1, number - 1)).map(sorted).map(tuple)) if number > 1 else (),
        )
        for number in range(1, count + 1)
    )  # fmt: skip
    areas = st.lists(idents, max_size=2).map(tuple)
    status = st.sampled_from(("optimal", "feasible", "infeasible"))
    shortage = st.builds(
        Shortage, areas, small, areas, small, small, reasons, st.lists(reasons).map(tuple)
    )
    return Plan(
        draw(requests), Moment(draw(small), draw(days)), changes,
        draw(st.lists(st.builds(Part, areas, small, small, status, scores, scores)).map(tuple)),
        draw(st.lists(st.builds(
            Load, idents, idents, small, small, small, small, st.booleans(), texts
        )).map(tuple)),
        draw(st.lists(shortage, max_size=2).map(tuple)),
        draw(st.lists(reasons, max_size=2).map(tuple)),
        draw(st.lists(reasons, max_size=2).map(tuple)),
        draw(st.none() | figures), draw(st.none() | figures),
        draw(st.sets(st.integers(1, count)).map(frozenset)) if count else frozenset(),
        draw(texts),
    )  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(plans())
def test_a_plan_read_again_is_the_plan_that_was_written(plan):
    content = json.loads(json.dumps(plan_as_json(plan), allow_nan=False))
    assert plan_from_json(content) == plan


def a_plan():
    """A household goes from one member to another, and one stays with nobody."""
    since = {"since": DAY}
    hand_over = Change(
        1, "H-1", ("P-1",), "P-2", "A-3", Reason("%(who)s leaves", {"who": Id("P-1")}),
        (
            EndLink(LinkKey("LIAISES", "P-1", "H-1")),
            CreateLink(Link("LIAISES", "Person", "P-2", "Household", "H-1", since)),
        ),
    )  # fmt: skip
    give_up = Change(2, "H-2", ("P-1",), None, "A-3", Reason("full"), (), needs=(1,))
    return Plan(
        Request("households", DAY, area="A-3", pins=(Pair("H-1", "P-2"),)), Moment(4, DAY),
        (hand_over, give_up),
        (Part(("A-3",), 2, 2, "optimal", Score(1, 0, 2, 1), Score(1, 0, 2, 1)),),
        shortages=(Shortage(("A-3",), 2, ("P-1", "P-2"), 1, 1, Reason("%(all)s", {"all": ids("P-1", "P-2")})),),
        before=Figures({"households": 2}, {"household-uncovered": 0}), dropped=frozenset({2}),
    )  # fmt: skip


def test_the_file_is_whole_for_its_owner_only_and_one_change_a_line(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text("an older one")
    path.chmod(0o644)
    write_plan(path, a_plan())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["plan.json"]
    assert sum('"number": ' in line for line in path.read_text().splitlines()) == 2
    assert read_plan(path) == a_plan()


def test_an_old_file_stays_when_the_new_one_cannot_be_written(tmp_path):
    path = tmp_path / "nowhere" / "plan.json"
    with pytest.raises(IntakeError, match=r"plan\.json"):
        write_plan(path, a_plan())
    kept = tmp_path / "plan.json"
    write_plan(kept, a_plan())
    broken = Plan(Request("households", DAY, own={"x": object()}), Moment(1, DAY), ())
    with pytest.raises(TypeError):
        write_plan(kept, broken)
    assert read_plan(kept) == a_plan()


def test_operations_are_flat_objects_with_iso_days():
    first = plan_as_json(a_plan())["changes"][0]
    assert first["operations"] == [
        {"do": "end_link", "type": "LIAISES", "from_id": "P-1", "to_id": "H-1"},
        {
            "do": "begin_link", "type": "LIAISES", "from_label": "Person", "from_id": "P-2",
            "to_label": "Household", "to_id": "H-1", "properties": {"since": "2026-05-01"},
        },
    ]  # fmt: skip


def test_what_may_be_left_out_takes_its_default():
    content = plan_as_json(a_plan())
    for name in ("loads", "notes", "clashes", "after", "digest"):
        del content[name]
    assert plan_from_json(content) == a_plan()


def spoilt(place, value):
    """The plan's JSON with something else at a place; no value: without what stands there."""
    content = copy.deepcopy(plan_as_json(a_plan()))
    *way, last = place
    target = content
    for each in way:
        target = target[each]
    if value is None:
        del target[last]
    else:
        target[last] = value
    return content


OPERATION = ("changes", 0, "operations", 1)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("format",), "other", "format"),
        (("version",), 2, r"version: .*2"),
        (("version",), True, "version"),
        (("colour",), "red", "plan: .*'colour'"),
        (("request",), None, "plan: .*request"),
        (("request", "kind"), "weather", r"plan\.request\.kind: .*households"),
        (("request", "on"), "2026-02-30", r"plan\.request\.on"),
        (("request", "on"), "20260501", r"plan\.request\.on"),
        (("request", "bounds"), {"member-load.max": "12"}, r"request\.bounds\.member-load\.max"),
        (("request", "pins"), [{"item": "H-1"}], r"request\.pins\[0\]: .*agent"),
        (("request", "is_all_or_nothing"), 1, r"request\.is_all_or_nothing"),
        (("ground", "seq"), 1.5, r"plan\.ground\.seq"),
        (("changes", 0, "number"), 7, r"changes\[0\]\.number"),
        (("changes", 1, "needs"), [2], r"changes\[1\]\.needs"),
        (("changes", 0, "taker"), 5, r"changes\[0\]\.taker"),
        (("changes", 0, "reason", "values"), {"who": {"name": "x"}}, r"reason\.values\.who"),
        (("changes", 0, "reason", "values"), {"who": 1.5}, r"reason\.values\.who"),
        (("changes", 0, "reason", "values"), {}, r"reason\.message"),
        (("changes", 0, "reason", "message"), "%(who)d", r"reason\.message"),
        (("changes", 0, "reason", "message"), "%(who)9999999s", r"reason\.message"),
        (("changes", 0, "reason", "message"), "100 %", r"reason\.message"),
        ((*OPERATION, "do"), "forget", r"operations\[1\]\.do: .*begin_link"),
        ((*OPERATION, "type"), "LOVES", r"operations\[1\]\.type"),
        ((*OPERATION, "to_label"), "Area", r"operations\[1\]: .*Person → Household"),
        ((*OPERATION, "to_id"), "", r"operations\[1\]\.to_id"),
        ((*OPERATION, "properties"), {"since": 3}, r"properties\.since"),
        ((*OPERATION, "properties"), {"weight": 3}, r"properties: .*'weight'"),
        (("dropped",), [3], r"plan\.dropped"),
        (("dropped",), [1, 1], r"plan\.dropped"),
        (("before", "rules"), [], r"plan\.before\.rules"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(place, value, said):
    with pytest.raises(IntakeError, match=said):
        plan_from_json(spoilt(place, value))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"format": "liaison-plan", "version": NaN}', "[" * 100_000, "\x00",
     '{"format": "liaison-plan", "format": "liaison-plan"}'],
)  # fmt: skip
def test_what_is_no_plan_is_refused_by_name(tmp_path, text):
    path = tmp_path / "odd.json"
    path.write_text(text)
    with pytest.raises(IntakeError, match=r"odd\.json"):
        read_plan(path)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "odd.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(IntakeError, match=r"odd\.json"):
        read_plan(path)


def test_a_property_of_any_label_has_one_type():
    seen = {}
    for each in (each for of in NODES.values() for each in of.properties):
        assert seen.setdefault(each.name, each.type) == each.type
