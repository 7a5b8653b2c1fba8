import dataclasses

import pytest
from support_networks import MOMENT, Sketch

from graph.errors import NotFound
from graph.ledger.changes import Delta
from graph.model import Moment
from graph.search.search import Found, find
from graph.snapshot.snapshot import Snapshot


@pytest.fixture
def snapshot() -> Snapshot:
    sketch = Sketch()
    sketch.add("A-1", name="艾草县", kind="county")
    sketch.add("A-2", at="A-1", name="青蒿乡", kind="township")
    sketch.add("A-3", at="A-2", name="石磨沟村", kind="village")
    sketch.add("A-4", at="A-3", name="第一网格", kind="grid")
    sketch.add("A-5", at="A-3", name="第2网格", kind="grid")
    sketch.add("A-6", at="A-2", name="竹筛坪村", kind="village")
    sketch.add("O-1", at="A-3", name="石磨沟村党总支", kind="general_branch")
    sketch.add("P-1", at="A-4", name="单样芳", phone="13800001234", unit="石磨沟村委会")
    sketch.add("P-2", at="A-5", name="张样例", mark="大", phone="13800005678")
    sketch.add("P-3", at="A-6", name="张样例", mark="小")
    sketch.add("P-4", at="A-6", name="张样例甲")
    sketch.add("H-1", at="A-4", head="张示范", address="三组12号", phone="13900001234")
    sketch.add("H-2", at="A-6", head="吕示范", address="3组7号")
    sketch.add("H-3", at="A-6", address="样例路9号")
    sketch.add("C-1", at="A-4", address="石磨沟三组1号")
    sketch.add("E-1", at="A-6", name="青蒿Bamboo竹器有限公司", uscc="91440000MA5SAMPLE1")
    return Snapshot.read(sketch.facts())


def ids(found: Found) -> list[str]:
    return [each.id for each in found.hits]


def test_a_whole_name_comes_before_a_longer_one_and_shows_its_mark_and_area(
    snapshot: Snapshot,
) -> None:
    found = find(snapshot, "张样例")
    assert found.moment == MOMENT
    assert found.total == 3
    assert [(each.id, each.name, each.area, each.area_id) for each in found.hits] == [
        ("P-2", "张样例大", "青蒿乡 石磨沟村 第2网格", "A-5"),
        ("P-3", "张样例小", "青蒿乡 竹筛坪村", "A-6"),
        ("P-4", "张样例甲", "青蒿乡 竹筛坪村", "A-6"),
    ]


def test_a_mark_behind_the_name_is_left_off(snapshot: Snapshot) -> None:
    assert ids(find(snapshot, "张样例（大）")) == ["P-2", "P-3", "P-4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shanyangfang", ["P-1"]),
        ("danyangf", ["P-1"]),
        ("syf", ["P-1"]),
        ("SYF", ["P-1"]),
        ("lvshifan", ["H-2"]),
        ("lushi", ["H-2"]),
        ("zhangy", ["P-2", "P-3", "P-4"]),
        ("zhangyl", ["P-2", "P-3", "P-4"]),
        ("zhang'yangl", ["P-2", "P-3", "P-4"]),
        ("shiy'ang", []),
        ("zhushaiping", ["A-6"]),
        ("qzz", []),
    ],
)
def test_pinyin_finds_in_full_cut_short_or_by_initials(
    snapshot: Snapshot, text: str, expected: list[str]
) -> None:
    assert ids(find(snapshot, text)) == expected


def test_the_end_of_a_phone_number_finds_whoever_has_it(snapshot: Snapshot) -> None:
    found = find(snapshot, "1234")
    assert ids(found) == ["P-1", "H-1"]
    assert found.hits[0].why == "联系电话尾号"
    assert ids(find(snapshot, "138-0000-5678")) == ["P-2"]
    assert ids(find(snapshot, "678")) == []
    assert ids(find(snapshot, "1380")) == []


def test_numbers_are_found_however_they_are_written(snapshot: Snapshot) -> None:
    assert ids(find(snapshot, "3组")) == ["H-1", "H-2", "C-1"]
    assert ids(find(snapshot, "三组")) == ["H-1", "H-2", "C-1"]
    assert ids(find(snapshot, "三组十二号")) == []
    assert ids(find(snapshot, "第二网格")) == ["A-5"]
    assert ids(find(snapshot, "第１网格")) == ["A-4"]


def test_an_enterprise_is_found_by_name_in_any_case_and_by_the_beginning_of_its_code(
    snapshot: Snapshot,
) -> None:
    assert ids(find(snapshot, "bamboo竹器")) == ["E-1"]
    assert ids(find(snapshot, "91440000ma5")) == ["E-1"]
    assert ids(find(snapshot, "9144")) == []


def test_an_id_finds_its_entity_in_any_case(snapshot: Snapshot) -> None:
    found = find(snapshot, "h-3")
    assert ids(found) == ["H-3"]
    assert found.hits[0].name == "样例路9号"


def test_an_area_is_found_before_what_is_named_after_it(snapshot: Snapshot) -> None:
    assert ids(find(snapshot, "石磨沟村")) == ["A-3", "O-1", "P-1"]


def test_with_two_words_the_area_may_answer_for_one(snapshot: Snapshot) -> None:
    assert ids(find(snapshot, "石磨沟 张")) == ["P-2", "H-1"]
    assert ids(find(snapshot, "竹筛坪 zhang")) == ["P-3", "P-4"]
    assert ids(find(snapshot, "石磨沟 青蒿乡")) == ["A-3", "O-1", "P-1", "C-1"]
    assert ids(find(snapshot, "竹筛坪 单样芳")) == []


def test_nothing_outside_the_area_asked_for_is_found_or_counted(snapshot: Snapshot) -> None:
    found = find(snapshot, "张", area="A-3")
    assert ids(found) == ["P-2", "H-1"]
    assert found.total == 2
    assert ids(find(snapshot, "P-4", area="A-3")) == []
    with pytest.raises(NotFound):
        find(snapshot, "张", area="A-99")


def test_only_the_labels_asked_for_are_found(snapshot: Snapshot) -> None:
    assert ids(find(snapshot, "张", labels=("Household",))) == ["H-1"]


def test_the_total_counts_what_the_limit_leaves_out(snapshot: Snapshot) -> None:
    found = find(snapshot, "张", limit=1)
    assert (found.total, len(found.hits)) == (4, 1)


@pytest.mark.parametrize(
    "text", ["", "   ", ".*", "[", "(", "%", "_", "\\", "'''", "张|单", "\x00"]
)
def test_signs_mean_nothing_but_themselves(snapshot: Snapshot, text: str) -> None:
    assert find(snapshot, text).hits == ()


def test_an_empty_network_has_nothing_to_find() -> None:
    empty = Snapshot.read(Sketch().facts())
    assert find(empty, "张 三").total == 0


def test_a_change_is_found_as_soon_as_the_snapshot_has_it(snapshot: Snapshot) -> None:
    renamed = snapshot.nodes["Person"].node(0)
    renamed = dataclasses.replace(renamed, properties={**renamed.properties, "name": "魏样芳"})
    after = snapshot.advance(
        Delta(
            before=MOMENT,
            after=Moment(MOMENT.seq + 1, MOMENT.day),
            nodes_set=(renamed,),
        )
    )
    assert ids(find(after, "weiyangfang")) == ["P-1"]
    assert ids(find(after, "syf")) == []
    assert ids(find(snapshot, "syf")) == ["P-1"]


def test_text_that_looks_like_markup_is_given_back_as_it_is() -> None:
    sketch = Sketch().add("A-1", name="<img src=x onerror=alert(1)>", kind="village")
    found = find(Snapshot.read(sketch.facts()), "<img")
    assert [each.name for each in found.hits] == ["<img src=x onerror=alert(1)>"]
