"""Positions of the drawn network."""

from viz.layout import stack, tidy_tree
from viz.order import natural

TREE = {"a": ["b", "c"], "b": ["d", "e"], "c": [], "d": [], "e": [], "f": []}
HEIGHTS = {"a": 0, "b": 50, "c": 50, "d": 90, "e": 90, "f": 50}


def test_leaves_stand_in_columns_and_parents_over_the_middle():
    places = tidy_tree(["a", "f"], TREE.__getitem__, HEIGHTS.__getitem__, column=10)
    assert places == {
        "d": (0, 90), "e": (10, 90), "b": (5, 50), "c": (20, 50), "a": (12.5, 0), "f": (40, 50),
    }  # fmt: skip


def test_a_stack_fills_downwards_and_stays_centred():
    assert stack(["x", "y", "z"], (100, 7), height=2, gap=4) == {
        "x": (98, 7), "y": (98, 11), "z": (102, 7),
    }  # fmt: skip


def test_names_are_ordered_by_their_numbers():
    names = ["第十一网格", "第10网格", "第二网格", "第2网格", "第一网格", "第二十网格", "网格"]
    assert sorted(names, key=natural) == [
        "第一网格", "第二网格", "第2网格", "第10网格", "第十一网格", "第二十网格", "网格",
    ]  # fmt: skip
