"""Reasons: data first, then words, and the same after a plan file."""

import json

from graph.planning.reason import Id, Reason, ids

CALLED = {"P-1": "甲", "P-2": "乙"}


def test_a_reason_can_hold_reasons_and_lists_of_them():
    room = tuple(Reason("%(area)s %(room)d", {"area": Id(each), "room": 3}) for each in CALLED)
    said = Reason("%(why)s; %(all)s", {"why": Reason("%(who)s", {"who": Id("P-1")}), "all": room})
    assert said.text(CALLED.__getitem__) == "甲; 甲 3、乙 3"
    assert Reason.from_json(json.loads(json.dumps(said.as_json()))) == said


def test_a_reason_in_a_file_holds_ids_and_no_name():
    said = Reason("%(who)s", {"who": ids("P-1", "P-2")})
    assert said.as_json() == {
        "message": "%(who)s",
        "values": {"who": [{"id": "P-1"}, {"id": "P-2"}]},
    }
