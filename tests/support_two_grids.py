"""A village of two grids in which every household has a whole chain, and a village beside it.

Grid A-3: group G-1 led by P-4, centre household C-1 hosted by P-1, members P-1 (H-1, H-2) and
P-2 (H-3, H-4). Grid A-4: group G-2 led by P-5, C-2 hosted by P-3, who liaises H-5, H-6. Branch
O-2 under the general branch O-1: P-6 liaises both groups, P-7 liaises the branch.
"""

from typing import Any

from support_lines import network
from support_networks import Sketch

LINES = """
    A-2 WITHIN A-1
    A-3 WITHIN A-2
    A-4 WITHIN A-2
    A-5 WITHIN A-1
    A-6 WITHIN A-5
    P-1 LOCATED_IN A-3
    P-2 LOCATED_IN A-3
    P-4 LOCATED_IN A-3
    C-1 LOCATED_IN A-3
    G-1 LOCATED_IN A-3
    H-1 LOCATED_IN A-3
    H-2 LOCATED_IN A-3
    H-3 LOCATED_IN A-3
    H-4 LOCATED_IN A-3
    P-3 LOCATED_IN A-4
    P-5 LOCATED_IN A-4
    C-2 LOCATED_IN A-4
    G-2 LOCATED_IN A-4
    H-5 LOCATED_IN A-4
    H-6 LOCATED_IN A-4
    O-1 LOCATED_IN A-2
    O-2 LOCATED_IN A-2
    P-6 LOCATED_IN A-2
    P-7 LOCATED_IN A-2
    P-1 LIAISES H-1 H-2
    P-2 LIAISES H-3 H-4
    P-3 LIAISES H-5 H-6
    P-1 HOSTS C-1
    C-1 LIAISES P-2
    P-3 HOSTS C-2
    P-4 LIAISES C-1 since=2025-01-01
    P-5 LIAISES C-2
    P-4 LEADS G-1
    P-5 LEADS G-2
    P-1 BELONGS_TO G-1 kind=held
    P-2 BELONGS_TO G-1 kind=held
    P-3 BELONGS_TO G-2 kind=held
    P-6 LIAISES G-1 G-2
    G-1 UNDER O-2
    G-2 UNDER O-2
    O-2 UNDER O-1
    P-6 SERVES O-2 role=committee_member
    P-7 SERVES O-1 role=committee_member
    P-7 LIAISES O-2
"""

NODES: dict[str, dict[str, Any]] = {
    "A-1": {"name": "样例乡", "kind": "township"},
    "A-2": {"name": "甲村", "kind": "village"},
    "A-3": {"name": "第1网格", "kind": "grid"},
    "A-4": {"name": "第2网格", "kind": "grid"},
    "A-5": {"name": "乙村", "kind": "village"},
    "A-6": {"name": "第1网格", "kind": "grid"},
    "G-1": {"name": "第1党小组"},
    "G-2": {"name": "第2党小组"},
    "O-1": {"name": "甲村党总支", "kind": "general_branch"},
    "O-2": {"name": "甲村第一党支部", "kind": "branch"},
    "H-1": {"address": "1组1号"},
    "H-2": {"address": "一组二号"},
    "H-3": {"address": "2组1号"},
    "H-4": {"address": "11组1号"},
    "H-5": {"address": "3组1号"},
    "H-6": {"address": "3组2号"},
}


def two_grids(lines: str = "", nodes: dict[str, dict[str, Any]] | None = None) -> Sketch:
    """The village, with more links, and properties for more nodes."""
    told = {each: dict(NODES.get(each, {})) | dict((nodes or {}).get(each, {}))
            for each in (*NODES, *(nodes or {}))}  # fmt: skip
    return network(LINES + lines, told)
