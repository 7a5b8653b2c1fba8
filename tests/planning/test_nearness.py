"""Places from the text of addresses, and how near people are by them."""

import numpy as np
import pyarrow as pa
import pytest

from graph.planning.nearness import BUILDING, FARTHER, LANE, ROW, Haunts, Place, Places, place_of


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("3组12号", Place(lane="3组")),
        ("三组十二号", Place(lane="3组")),
        ("第三村民小组12号", Place(lane="3组")),
        ("３组１２号", Place(lane="3组")),
        ("三组12号附1", Place(lane="3组")),
        ("二社7号", Place(lane="2社")),
        ("王家湾12号", Place(lane="王家湾")),
        ("王家湾", Place(lane="王家湾")),
        ("上河屯3号", Place(lane="上河屯")),
        ("人民巷67号", Place(lane="人民巷")),
        ("学府路50号", Place(lane="学府路")),
        ("5排3号", Place(row="5排")),
        ("3组五排2号", Place(row="3组5排", lane="3组")),
        ("康居苑2栋3单元1002", Place(building="康居苑2栋", lane="康居苑")),
        ("棉纺厂家属院１栋２单元４０４", Place(building="棉纺厂家属院1栋", lane="棉纺厂家属院")),
        ("阳光家园3号楼2单元1102室", Place(building="阳光家园3号楼", lane="阳光家园")),
        ("阳光家园3幢101", Place(building="阳光家园3幢", lane="阳光家园")),
        ("学府路50号3栋201", Place(building="学府路50号3栋", lane="学府路")),
        ("12号", Place()),
        ("", Place()),
    ],
)
def test_an_address_names_building_row_and_lane(address: str, place: Place):
    assert place_of(address) == place


def test_names_of_areas_before_an_address_say_nothing():
    assert place_of("青蒿乡石磨沟村3组1号", "青蒿乡", "石磨沟村") == Place(lane="3组")
    assert place_of("石磨沟村3组1号", "青蒿乡", "石磨沟村") == Place(lane="3组")
    assert place_of("李村3组1号", "青蒿乡", "石磨沟村") != place_of("3组1号")


def test_a_community_is_no_villagers_group():
    assert place_of("幸福社区12号") != place_of("幸福社12号")


def places(*addresses: str | None, villages: list[int] | None = None) -> Places:
    number = np.array(villages or [0] * len(addresses))
    return Places.of([pa.array(addresses, pa.string())], number, [(), (), ()])


def test_the_same_words_in_two_villages_are_two_places():
    lane = places("1组1号", "1组2号", "1组3号", villages=[0, 0, 1]).lane
    assert lane[0] == lane[1] != lane[2]


def test_places_are_the_same_however_the_address_is_written():
    found = places("三组12号", "第3小组5号", "3组", None, "")
    assert len({*found.lane[:3].tolist()}) == 1
    assert found.lane[3:].tolist() == [-1, -1]


def test_nearest_is_the_smallest_place_two_things_have_in_common():
    homes = places("甲苑1栋101", "甲苑1栋202", "甲苑2栋101", "甲苑3排1号", "甲苑3排2号", "乙苑1栋")
    haunts = Haunts.of(np.array([7, 7]), homes.only([0, 3]))
    asked = homes.only([1, 2, 4, 5])
    who, times = np.full(4, 7), np.zeros(4, dtype=np.int64)
    assert haunts.distance(who, asked, times).tolist() == [BUILDING, LANE, ROW, FARTHER]
    assert haunts.distance(who + 1, asked, times).tolist() == [FARTHER] * 4


def test_what_somebody_has_is_not_near_because_they_have_it():
    homes = places("1组1号", "2组1号", "2组2号")
    haunts = Haunts.of(np.array([7, 7, 7]), homes)
    who, times = np.full(3, 7), np.ones(3, dtype=np.int64)
    assert haunts.distance(who, homes, times).tolist() == [FARTHER, LANE, LANE]
