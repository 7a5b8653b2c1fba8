"""What a plan begins and the next roster: the same state changes nothing, another one decides."""

import datetime as dt
import shutil

import openpyxl
import pytest
from support_ledgers import draft_of
from support_networks import Sketch
from support_plans import begin, end, hand_over
from support_truth import ROSTERS

from graph.intake.reading import read_files
from graph.intake.reconcile import reconcile
from graph.ledger.changes import CreateLink, CreateNode, EndLink, EndNode, Source
from graph.model import Link, LinkKey, Node
from graph.network import Network
from graph.planning.plan import Change, Plan
from graph.planning.reason import Reason
from graph.planning.request import Request
from graph.planning.stating import statements_of_plan
from graph.schema import LINKS, NODES

TODAY = dt.date(2026, 11, 22)
TOWNSHIP = "clean_1"


@pytest.fixture(scope="module")
def imported_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("township") / "home"
    with Network.open(home, today=TODAY) as network:
        network.bring_in([ROSTERS / TOWNSHIP], actor="clerk")
    return home


@pytest.fixture
def network(tmp_path, imported_home):
    shutil.copytree(imported_home, tmp_path / "home")
    with Network.open(tmp_path / "home", today=TODAY) as network:
        yield network


@pytest.fixture
def rosters(tmp_path):
    """The township's rosters, to be written into."""
    shutil.copytree(ROSTERS / TOWNSHIP, tmp_path / "rosters")
    return tmp_path / "rosters"


def facts_now(network):
    """Every node and link there is today."""
    facts = network.ledger.facts(network.moment())
    tables = [facts.nodes(label) for label in NODES] + [facts.links(each) for each in LINKS]
    return [sorted(each.to_pylist(), key=str) for each in tables]


def node_called(network, name, label="Person", village="石磨沟村"):
    """The node of a village with this name."""
    snapshot = network.snapshot(network.moment())
    (place,) = (
        at for at, each in enumerate(snapshot.column("Area", "name").to_pylist()) if each == village
    )
    inside = snapshot.inside(label, place)
    (found,) = (
        snapshot.ids(label)[at].as_py()
        for at, each in enumerate(snapshot.column(label, "name").to_pylist())
        if each == name and inside[at]
    )
    return found


def village_of(network, name="石磨沟村"):
    snapshot = network.snapshot(network.moment())
    names = snapshot.column("Area", "name").to_pylist()
    return snapshot.ids("Area")[names.index(name)].as_py()


def households_of(network, person):
    links = network.ledger.facts(network.moment()).links_of(person)
    return sorted(
        each.to_id for each in links if (each.type, each.to_label) == ("LIAISES", "Household")
    )


def members_of(network, household):
    links = network.ledger.facts(network.moment()).links_of(household)
    return sorted(each.from_id for each in links if each.type == "LIAISES")


def apply(network, *operations, kind="households"):
    """The change set of a plan that does just this."""
    change = Change(1, "H-1", (), None, "A-1", Reason("by hand"), tuple(operations))
    plan = Plan(Request(kind, TODAY), network.moment(), (change,))
    return network.apply(plan, actor="clerk")


def member_in_annex_4(folder, addresses, name, phone):
    """Write another member beside the households of 石磨沟村 at these addresses."""
    path = next(folder.glob("附件4*.xlsx"))
    book = openpyxl.load_workbook(path)
    written = 0
    for row in book.active.iter_rows(min_row=2):
        if row[0].value == "石磨沟村" and row[6].value in addresses:
            row[2].value, row[3].value = name, phone
            written += 1
    assert written == len(addresses)
    book.save(path)


@pytest.fixture
def handed_over(network):
    """Two households of 钱金凤 that a plan gave to 张建国: their ids and addresses."""
    giver, taker = node_called(network, "钱金凤"), node_called(network, "张建国")
    items = households_of(network, giver)[:2]
    apply(network, *(each for item in items for each in hand_over(item, (giver,), taker)))
    facts = network.ledger.facts(network.moment())
    return items, [facts.node(each).properties["address"] for each in items]


def test_a_roster_printed_with_the_new_state_changes_nothing(network, rosters, handed_over):
    before = facts_now(network)
    taker = network.ledger.facts(network.moment()).node(node_called(network, "张建国"))
    member_in_annex_4(rosters, handed_over[1], "张建国", taker.properties["phone"])
    report = network.bring_in([rosters], actor="clerk")
    assert (report.seq, dict(report.ended)) == (None, {})
    assert facts_now(network) == before


def test_a_roster_with_a_third_member_replaces_without_a_double(network, rosters, handed_over):
    third = network.ledger.facts(network.moment()).node(node_called(network, "韦兴禄"))
    member_in_annex_4(rosters, handed_over[1], "韦兴禄", third.properties["phone"])
    report = network.bring_in([next(rosters.glob("附件4*.xlsx"))], actor="clerk")
    assert (report.added, report.ended) == ({"LIAISES": 2}, {"LIAISES": 2})
    assert [members_of(network, each) for each in handed_over[0]] == [[third.id]] * 2


def test_the_old_roster_sent_again_brings_the_old_state_back(network, imported_home, handed_over):
    network.bring_in([ROSTERS / TOWNSHIP], actor="clerk")
    giver = node_called(network, "钱金凤")
    assert [members_of(network, each) for each in handed_over[0]] == [[giver]] * 2


def test_what_nobody_had_before_is_decided_by_the_next_roster_too(network, rosters):
    (free,) = (
        each.subject.id
        for each in network.checks.run(network.moment(), rule="household-uncovered").findings
        if each.subject.area.startswith("青蒿乡 石磨沟村")
    )
    taker = node_called(network, "张建国")
    apply(network, begin("LIAISES", taker, free))
    network.bring_in([next(rosters.glob("附件4*.xlsx"))], actor="clerk")
    assert members_of(network, free) == []


def test_what_the_hand_had_stated_is_the_rosters_again(network, rosters):
    giver, taker = node_called(network, "钱金凤"), node_called(network, "张建国")
    item = households_of(network, giver)[0]
    today = {"on": TODAY, "actor": "clerk"}
    network.keep(network.editing.link("LIAISES", taker, item, **today))
    network.keep(network.editing.unlink("LIAISES", giver, item, **today))
    third = node_called(network, "韦兴禄")
    apply(network, *hand_over(item, (taker,), third))
    address = network.ledger.facts(network.moment()).node(item).properties["address"]
    fourth = network.ledger.facts(network.moment()).node(node_called(network, "孟小芹"))
    member_in_annex_4(rosters, [address], "孟小芹", fourth.properties["phone"])
    network.bring_in([rosters], actor="clerk")
    assert members_of(network, item) == [fourth.id]


def test_every_tier_is_decided_by_the_next_rosters(network):
    """After a plan over all tiers the old rosters bring back exactly what was before."""
    before = facts_now(network)
    find = {name: node_called(network, name) for name in ("钱金凤", "张建国", "秦志刚", "严春生")}
    facts = network.ledger.facts(network.moment())
    of_host = {each.type: each for each in facts.links_of(find["钱金凤"])}
    centre = of_host["HOSTS"].to_id
    group = next(each.to_id for each in facts.links_of(find["秦志刚"]) if each.type == "LEADS")
    branch = node_called(network, "河沿网格党支部", "Organisation")
    tier_1 = next(
        each for each in facts.links_of(branch)
        if each.type == "LIAISES" and each.to_id == branch
    )  # fmt: skip
    tier_2 = next(
        each for each in facts.links_of(group) if each.type == "LIAISES" and each.to_id == group
    )
    (area,) = (each.to_id for each in facts.links_of(centre) if each.type == "LOCATED_IN")
    new_centre, new_group = "C-900", "G-900"
    apply(
        network,
        *hand_over(households_of(network, find["张建国"])[0], (find["张建国"],), find["严春生"]),
        EndLink(LinkKey("LIAISES", centre, find["张建国"])),
        CreateNode(Node("CentreHousehold", new_centre, {"kind": "centre_household"})),
        begin("LOCATED_IN", new_centre, area),
        begin("HOSTS", find["张建国"], new_centre),
        end("LIAISES", find["秦志刚"], centre),
        begin("LIAISES", find["钱金凤"], centre),
        begin("LIAISES", find["钱金凤"], new_centre),
        end("LEADS", find["秦志刚"], group),
        begin("LEADS", find["钱金凤"], group),
        EndLink(tier_2.key), begin("LIAISES", find["张建国"], group),
        EndLink(tier_1.key), begin("LIAISES", find["张建国"], branch),
        CreateLink(Link("SERVES", "Person", find["张建国"], "Organisation", branch,
                        {"role": "committee_member", "post": "组织委员"})),
        CreateNode(Node("PartyGroup", new_group, {"name": "第九党小组", "kind": "grid"})),
        begin("LOCATED_IN", new_group, area), begin("UNDER", new_group, branch),
        begin("LEADS", find["严春生"], new_group),
        kind="pyramid",
    )  # fmt: skip
    assert facts_now(network) != before
    network.bring_in([ROSTERS / TOWNSHIP], actor="clerk")
    again = facts_now(network)
    assert without_since(again) == without_since(before)
    assert network.bring_in([ROSTERS / TOWNSHIP], actor="clerk").seq is None


def without_since(tables):
    return [sorted(({**row, "since": None} for row in table), key=str) for table in tables]


def test_an_enterprise_goes_with_its_new_instructors_row(network, rosters):
    facts = network.ledger.facts(network.moment())
    rows = facts.links("INSTRUCTS").to_pylist()
    first = next(each for each in rows if each["to_label"] == "Enterprise")
    other = next(each for each in rows if each["from_id"] != first["from_id"])
    firm = first["to_id"]
    apply(
        network, end("INSTRUCTS", first["from_id"], firm), begin("INSTRUCTS", other["from_id"], firm),
        kind="instructors",
    )  # fmt: skip
    network.bring_in([next(rosters.glob("*党建指导员花名册.xlsx"))], actor="clerk")
    links = network.ledger.facts(network.moment()).links_of(firm)
    assert [each.from_id for each in links if each.type == "INSTRUCTS"] == [first["from_id"]]


def test_a_roster_for_an_earlier_day_does_not_let_go_of_what_a_plan_began(network, rosters):
    """It says how it was then; the roster after it still decides alone."""
    giver, taker = node_called(network, "钱金凤"), node_called(network, "张建国")
    item = households_of(network, giver)[0]
    address = network.ledger.facts(network.moment()).node(item).properties["address"]
    annex_4 = next(rosters.glob("附件4*.xlsx"))
    later = TODAY + dt.timedelta(days=7)
    network.close()
    with Network.open(network.home, today=later) as then:
        change = Change(
            1, item, (giver,), taker, "A-1", Reason("x"), hand_over(item, (giver,), taker)
        )
        then.apply(Plan(Request("households", later), then.moment(), (change,)), actor="clerk")
        reading = read_files([annex_4])
        reading.claims.reported_on.append(TODAY)
        proposal = reconcile(reading, then.ledger, later)
        assert proposal.draft.effective_on == TODAY
        then.ledger.commit(proposal.draft)
        assert members_of(then, item) == [taker]
        third = then.ledger.facts(then.moment()).node(node_called(then, "韦兴禄"))
        member_in_annex_4(rosters, [address], "韦兴禄", third.properties["phone"])
        then.bring_in([annex_4], actor="clerk")
        assert members_of(then, item) == [third.id]


def test_undoing_a_plan_lets_the_rosters_state_again_what_they_did(network, handed_over):
    network.undo(network.ledger.head(), actor="clerk")
    assert network.bring_in([ROSTERS / TOWNSHIP], actor="clerk").seq is None


class Statements:
    """What sources state, kept in a dictionary."""

    def __init__(self, stated):
        self._stated = {Source(*key): frozenset(each) for key, each in stated.items()}

    def stated(self, source):
        return self._stated.get(source, frozenset())


def two_villages():
    sketch = Sketch()
    sketch.add("A-1", name="青蒿乡", kind="township")
    sketch.add("A-2", "A-3", at="A-1", name="石磨沟村", kind="village")
    sketch.add("A-4", at="A-3", name="第1网格", kind="grid")
    sketch.add("P-1", at="A-3").add("C-1", at="A-4").add("H-1", at="A-4").add("H-2", at="A-2")
    sketch.link("LIAISES", "P-1", "H-1", "H-2").link("LIAISES", "C-1", "P-1")
    return sketch


def test_what_comes_to_lie_in_another_village_is_stated_for_that_one(tmp_path):
    from support_ledgers import ledger_at
    from support_plans import plans_of

    ledger = ledger_at(tmp_path / "ledger.sqlite", two_villages())
    snapshot = plans_of(ledger).snapshot(ledger.moment(draft_of(two_villages()).effective_on))
    held = LinkKey("LIAISES", "P-1", "H-1")
    listed = LinkKey("LIAISES", "C-1", "P-1")
    stays = LinkKey("LIAISES", "P-1", "H-2")
    before = {
        ("annex-4", "A-3"): {"H-1", held, "A-4"}, ("annex-4", "A-2"): {"H-2", stays},
        ("annex-3", "A-3"): {"C-1", "P-1", listed}, ("hand", "A-3"): {"P-1"},
    }  # fmt: skip
    merged = [
        end("WITHIN", "A-4", "A-3"), begin("WITHIN", "A-4", "A-2"),
        end("LOCATED_IN", "P-1", "A-3"), begin("LOCATED_IN", "P-1", "A-2"), EndNode("A-3"),
    ]  # fmt: skip
    said = statements_of_plan(Statements(before), snapshot, merged)
    assert said == {
        Source("annex-4", "A-3"): frozenset(),
        Source("annex-4", "A-2"): {"H-1", held, "A-4", "H-2", stays},
        Source("annex-3", "A-3"): frozenset(), Source("annex-3", "A-2"): {"C-1", "P-1", listed},
        Source("hand", "A-3"): frozenset(), Source("hand", "A-2"): {"P-1"},
    }  # fmt: skip
    ledger.close()
