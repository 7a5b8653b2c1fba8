"""Places named in titles, unit lines, file names and cells."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from graph.intake.wording import compact, simplify

_LEAD: Final = re.compile(
    r"^(?:附件|附表|附)?(?:\d{1,2}(?!\d))?[\s.、:_\-—()]*(?:\d{4}年?(?:度|\d{1,2}月)?)?(?:关于|中共)?"
)
_PLACE: Final = re.compile(
    r"^(?:[^市州区县旗乡镇]{1,8}?省)?"
    r"(?:(?P<city>[^市州省县区旗乡镇街]{1,7}?[市州])(?!场))?"
    r"(?:(?P<county>[^省市县区旗乡镇街党]{1,6}?[县区旗](?![域直级]))(?!党))?"
    r"(?:(?P<township>[^省县区旗党村]{1,7}?(?:乡|镇|街道|苏木|[业学技]园区?|开发区))(?![级直]))?"
    r"(?P<village>[^省县区旗乡镇党街委网级各联基年月]{1,8}?(?:村|社区))?"
)
_TOWNSHIP_KINDS: Final = (("街道", "street"), ("园", "park"), ("园区", "park"), ("开发区", "park"))


class Place(NamedTuple):
    """The places a text begins with; "" for a level it does not name."""

    county: str = ""
    township: str = ""
    village: str = ""


@lru_cache(maxsize=1 << 14)
def place_in(text: str) -> Place:
    """The county, township and village the text begins with, after a number or a year."""
    plain = simplify(compact(text))
    found = _PLACE.match(_LEAD.sub("", plain, count=1))
    if found is None:
        return Place()
    return Place(found["county"] or "", found["township"] or "", found["village"] or "")


def township_kind(name: str) -> str:
    """The kind of area a township-level name says: street, park or township."""
    return next((kind for end, kind in _TOWNSHIP_KINDS if name.endswith(end)), "township")


def village_kind(name: str) -> str:
    """The kind of area a village-level name says: community or village."""
    return "community" if name.endswith(("社区", "居委会")) else "village"
