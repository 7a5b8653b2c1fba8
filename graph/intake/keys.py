"""What makes two wordings the same area, organisation, group, address or enterprise."""

import re
from typing import Final

from graph.intake.wording import compact, numerals, simplify

_GROUP: Final = re.compile(r"^第?(\d+)(?:党?小组|组)$")
_GRID: Final = re.compile(r"^第?(\d+)(?:号)?(?:微)?网格$|^网格第?(\d+)号?$")
_REMARK: Final = re.compile(r"\([^()]*\)$")
_AREA_END: Final = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|社区|村)$")
_LEGAL_FORM: Final = re.compile(
    r"(?:(?:农民)?专业合作社|有限责任公司|股份有限公司|有限公司|公司|合作社|总厂|工厂|厂|商行|经营部)$"
)
_COUNTY: Final = re.compile(r"^[^省市县区旗]{1,7}[省市县区旗]")
_ADDRESS_NUMBER: Final = re.compile(
    r"[〇零一二三四五六七八九十百]+(?=村?民?(?:小?组|号|社|队|栋|幢|座|单元|室|楼|层|巷|弄|排|门))"
)


def _plain(text: str) -> str:
    return simplify(compact(text))


def area_key(kind: str, name: str) -> str:
    """The key of an area inside its parent: 第一网格 = 第1网格 = 1网格, 石磨沟 = 石磨沟村."""
    plain = _plain(name)
    if kind == "grid":
        counted = numerals(_REMARK.sub("", plain) or plain)
        found = _GRID.match(counted)
        return f"#{int(found[1] or found[2])}" if found else counted
    if kind in ("village", "community"):
        return _AREA_END.sub("", plain) or plain
    return plain


def organisation_key(name: str, *places: str) -> str:
    """The key of an organisation in its village: without place names, endings made one.

    石磨沟村党总支 in 石磨沟村 is 总支; 中共白箬乡委员会 in 白箬乡 is 党委.
    """
    plain = re.sub(r"^中共|^中国共产党", "", _plain(name))
    plain = re.sub(r"\((?:盖章|公章|章)\)$", "", plain)
    for place in places:
        for prefix in (place, _AREA_END.sub("", place)):
            if prefix and plain.startswith(prefix) and len(plain) > len(prefix):
                plain = plain[len(prefix) :]
                break
    plain = numerals(plain)
    plain = re.sub(r"总支部?(?:委员会)?$", "总支", plain)
    plain = re.sub(r"支部(?:委员会)?$", "支部", plain)
    plain = re.sub(r"党?工作?委(?:员会)?$", "党工委", plain)
    plain = re.sub(r"(?:党委员会|党委|^委员会)$", "党委", plain)
    return re.sub(r"党(总支|支部)$", r"\1", plain)


def organisation_kind(name: str) -> str:
    """The kind of organisation a name says; unit where it is no Party organisation's."""
    key = organisation_key(name)
    is_joint = "联合" in key
    if key.endswith("总支"):
        return "joint_general_branch" if is_joint else "general_branch"
    if key.endswith("支部"):
        return "joint_branch" if is_joint else "branch"
    if key.endswith("党工委"):
        return "work_committee"
    if key.endswith("党委"):
        return "composite_committee" if "综合" in key else "party_committee"
    if key.endswith(("协会", "商会", "联合会")):
        return "association"
    return "service_centre" if key.endswith("服务中心") else "unit"


def group_key(name: str, *places: str) -> str:
    """The key of a Party group in its village: 第一党小组 = 第1小组 = 一组."""
    plain = _plain(name)
    for place in places:
        if place and plain.startswith(place) and len(plain) > len(place):
            plain = plain[len(place) :]
    plain = _REMARK.sub("", plain) or plain
    plain = numerals(re.sub(r"^.*(?:党支部|支部)(?=.)", "", plain))
    found = _GROUP.match(plain)
    return f"#{int(found[1])}" if found else plain


def is_trade_group(name: str) -> bool:
    """Whether a group's name says that it is one of a trade, not of a grid."""
    return re.search("产业|行业|合作社|协会|企业|商户", compact(name)) is not None


def address_text(address: str, *places: str) -> str:
    """The address without blanks and without the place names in front of it."""
    plain = compact(address)
    for place in places:
        if place and plain.startswith(place) and len(plain) > len(place):
            plain = plain[len(place) :]
    return plain


def address_key(address: str) -> str:
    """The key of an address: numbers of groups, houses and rooms in digits."""
    counted = _ADDRESS_NUMBER.sub(lambda found: numerals(found[0]), _plain(address))
    return re.sub(r"[-—–－,、()]+", "-", counted).lower()


def enterprise_key(name: str) -> str:
    """The key of an enterprise's name: without blanks, brackets made one."""
    return _plain(name).replace("[", "(").replace("]", ")").lower()


def short_enterprise_key(name: str) -> str:
    """The key of a name without county and legal form: 云岫县宏运机砖厂 and 宏运机砖 agree."""
    return _LEGAL_FORM.sub("", _COUNTY.sub("", enterprise_key(name)))
