"""What a reorganisation may be asked for, and what is refused, with what to do instead."""

from typing import Any

import pytest

from graph.errors import InvalidChange
from graph.planning.reorganise.reading import read_steps
from graph.planning.reorganise.steps import Merge, NewBranch, Part, Rename, Sharing, Split, Upgrade


def test_every_step_is_read_as_it_is_written():
    steps = [
        {"do": "rename", "id": "A-3", "name": " 第3网格 "},
        {"do": "merge", "ids": ["A-3", "A-4"], "into": "A-4", "name": "第4网格"},
        {"do": "merge", "ids": ["G-1", "G-2"]},
        {"do": "split", "id": "A-3", "into": [
            {"name": "甲", "households": {"groups": ["1组"], "buildings": ["3栋"], "rows": ["2排"]}},
            {"name": "乙", "households": {"ids": ["H-1"], "rest": True}, "with": ["C-1"],
             "same": True},
        ]},
        {"do": "split", "id": "G-1", "into": [{"name": "一"}, {"name": "二", "leader": "P-1"}]},
        {"do": "upgrade", "id": "O-5"},
        {"do": "upgrade", "id": "O-6", "name": "总支",
         "branches": [{"name": "支部", "groups": ["G-1"]}]},
    ]  # fmt: skip
    assert read_steps({"steps": steps}) == (
        Rename(1, "A-3", "第3网格"),
        Merge(2, ("A-3", "A-4"), "A-4", "第4网格"),
        Merge(3, ("G-1", "G-2"), "G-1", None),
        Split(4, "A-3", (
            Part("乙", True, Sharing(("H-1",), (), True), ("C-1",)),
            Part("甲", False, Sharing((), ("1组", "3栋", "2排"))),
        )),
        Split(5, "G-1", (Part("一", True), Part("二", False, leader="P-1"))),
        Upgrade(6, "O-5", None, ()),
        Upgrade(7, "O-6", "总支", (NewBranch("支部", ("G-1",)),)),
    )  # fmt: skip


def split(*parts: Any) -> dict[str, Any]:
    return {"do": "split", "id": "A-3", "into": list(parts)}


A, B = {"name": "甲"}, {"name": "乙"}


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (None, "a step must be an object"),
        ([], "a step must be an object"),
        ({}, "a step needs “do”"),
        ({"do": "move"}, "“do” cannot be 'move'; choose one of rename, merge, split, upgrade"),
        ({"do": "rename", "id": "A-3", "nmae": "x"}, "has no “nmae”; it has do, id, name"),
        ({"do": "rename", "id": "A-3"}, "needs “name”"),
        ({"do": "rename", "id": "A-3", "name": "  "}, "needs “name”"),
        ({"do": "rename", "id": "A-3", "name": "x" * 101}, "at most 100 characters"),
        ({"do": "rename", "id": "A-3", "name": "x\ny"}, "no control characters"),
        ({"do": "rename", "id": 3, "name": "x"}, "needs “id”, a text"),
        ({"do": "merge", "ids": "A-3"}, "needs “ids”, a list of texts"),
        ({"do": "merge", "ids": []}, "needs “ids”, a list of texts"),
        ({"do": "merge", "ids": ["A-3", 4]}, "needs “ids”, a list of texts"),
        ({"do": "merge", "ids": ["A-3"]}, "at least two"),
        ({"do": "merge", "ids": ["A-3", "A-4", "A-3"]}, "A-3 stands twice in “ids”"),
        ({"do": "merge", "ids": ["A-3", "A-4"], "into": "A-5"}, "“into” is A-5; it must be one"),
        (split(), "needs “into”, a list"),
        (split(A), "at least two parts"),
        (split(A, "乙"), "a part must be an object"),
        (split(A, A), "甲 stands in two parts"),
        (split({**A, "same": True}, {**B, "same": True}), "two say “same”"),
        (split({**A, "same": "yes"}, B), "“same” must be true or false"),
        (split({**A, "who": 1}, B), "has no “who”"),
        (split({**A, "households": ["H-1"]}, B), "must be an object"),
        (split({**A, "households": {"group": ["1组"]}}, B), "“households” has no “group”"),
        (split({**A, "households": {"rest": 1}}, B), "“rest” must be true or false"),
        (split({**A, "households": {"rest": True, "rows": ["1排"]}}, B), "leave the places out"),
        (split(*({**each, "households": {"rest": True}} for each in (A, B))), "be the “rest”"),
        (split(*({**each, "households": {"groups": ["1组"]}} for each in (A, B))), "1组 stands in"),
        (split(*({**each, "households": {"ids": ["H-1"]}} for each in (A, B))), "H-1 stands in"),
        (split({**A, "with": ["C-1"]}, {**B, "with": ["C-1"]}), "C-1 stands in two parts"),
        ({"do": "upgrade", "id": "O-5", "branches": []}, "needs “branches”, a list"),
        ({"do": "upgrade", "id": "O-5", "branches": [{"name": "x"}]}, "needs “groups”"),
        ({"do": "upgrade", "id": "O-5", "branches": [{"name": "x", "groups": ["G-1"]}] * 2},
         "x stands in two branches"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(monkeypatch, step: Any, says: str):
    monkeypatch.setenv("LIAISON_LANG", "en")
    with pytest.raises(InvalidChange) as refused:
        read_steps({"steps": [{"do": "rename", "id": "A-1", "name": "先"}, step]})
    assert says in str(refused.value)
    assert str(refused.value).startswith("step 2: ")


@pytest.mark.parametrize("own", [{}, {"steps": []}, {"steps": {}}, {"steps": [], "step": []}])
def test_a_request_needs_steps_and_nothing_else(own: dict[str, Any]):
    with pytest.raises(InvalidChange, match="steps"):
        read_steps(own)
