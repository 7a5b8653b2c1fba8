"""Lines of a sheet that are no data rows: title, unit, date, sections, subtotals, signatures."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.intake.places import place_in
from graph.intake.values import Day, day_of
from graph.intake.wording import compact, simplify

_UNIT: Final = re.compile(
    r"(?:填报|填表|报送|上报|制表|编制)?单位(?:\([^)]*\))?:(.+?)"
    r"(?=(?:填报|填表|制表|上报|统计|报送)?(?:日期|时间):|填报人|填表人|联系人|联系电话|$)"
)
_DATED: Final = re.compile(r"(?:日期|时间|截至|截止)(?:至|到)?:?(.+)")
_FULL_DATE: Final = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_TITLE_DATE: Final = re.compile(r"[(^]?(\d{4}年\d{1,2}月\d{1,2}日)\)?$")
_STAMP: Final = re.compile(r"\((?:盖?公?章|印章|签章|公章处)\)|\(章\)")
_SIGNATURE: Final = re.compile(
    r"^(?:填表|审核|制表|填报|审批|校对|经办|统计|复核|报送)人?(?:\([^)]*\))?:"
    r"|^(?:负责人|主要领导|分管领导|单位负责人|党组织书记|联系人|联系电话)(?:\(?签[字名]\)?)?:"
    r"|(?:填表|审核|制表|填报)人:"
)
_NOTE: Final = re.compile(r"^(?:注|备注|说明|填表说明|填报说明|备)\d*[:.、]|^[*※]")
_SUBTOTAL: Final = re.compile(
    r"^(?:本页|全村|全乡|全镇|本村)?(?:小计|合计|总计|共计|累计|总合计)(?:[:(].*)?$"
)
_NUMBERING: Final = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\))")
_GRID: Final = re.compile(r"^(.*?网格)(?!党|支|化|长|员)")
_BRANCH: Final = re.compile(r"^(.*?(?:党支部|党总支|支部))")
_GROUP: Final = re.compile(r"^(.*?党小组)(?!长)")
_COUNT: Final = re.compile(r"^(?:共|计)?(\d+)(户|家|人|名)$")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a table: its titles, the unit that reports, the day it reports for."""

    titles: tuple[str, ...] = ()
    unit: str = ""
    reported: Day | None = None

    def reading(self, texts: list[str]) -> "Head":
        """This head with what one more row above the table says."""
        row = compact(" ".join(texts))
        unit = _UNIT.search(row)
        dated = _DATED.search(row)
        day = day_of(dated[1]) if dated else None
        if unit is None and day is None:
            titles = () if _FULL_DATE.fullmatch(row) else tuple(compact(each) for each in texts)
            in_title = _TITLE_DATE.search(row)
            reported = self.reported or (day_of(in_title[1]) if in_title else None)
            return Head((*self.titles, *titles), self.unit, reported)
        name = _STAMP.sub("", unit[1]) if unit else ""
        return Head(self.titles, self.unit or name, self.reported or day)


def is_unit_line(texts: list[str]) -> bool:
    """Whether a row names the unit that reports."""
    return _UNIT.search(compact(" ".join(texts))) is not None


class Section(NamedTuple):
    """What a line inside a sheet says of the rows below it; "" for what it leaves open."""

    text: str = ""
    village: str = ""
    branch: str = ""
    group: str = ""
    grid: str = ""

    def within(self, outer: "Section") -> "Section":
        """This section, with what it leaves open taken from the one it stands in.

        A new village forgets the grid before it, a new branch the group and grid.
        """
        if self.village and self.village != outer.village:
            return self
        if self.branch:
            return self._replace(village=outer.village)
        if self.group:
            return self._replace(village=outer.village, branch=outer.branch)
        if self.grid:
            return self._replace(village=outer.village, branch=outer.branch)
        return Section(self.text, outer.village)


def section_of(text: str) -> Section:
    """What a section line says: 一、村党总支班子成员…, 青苇渡村第1网格, 东坪网格党支部 …"""
    plain = _NUMBERING.sub("", compact(text))
    village = place_in(plain).village
    rest = simplify(plain)
    if village and village in rest:
        rest = rest.split(village, 1)[1]
    if re.search("联系|包挂|包联|成员", rest):
        return Section(plain, village)
    if branch := _BRANCH.match(rest):
        whole = branch[1] if branch[1] not in ("党支部", "党总支") else village + branch[1]
        return Section(plain, village, branch=whole)
    if group := _GROUP.match(rest):
        return Section(plain, village, group=group[1])
    if grid := _GRID.match(rest):
        return Section(plain, village, grid=grid[1])
    return Section(plain, village)


def is_section(text: str) -> bool:
    """Whether a line standing alone names a section rather than a datum."""
    section = section_of(text)
    return bool(
        _NUMBERING.match(compact(text))
        or section.village
        or section.branch
        or section.group
        or section.grid
    )


def is_closing(text: str) -> bool:
    """Whether a line is a signature or a note under the table."""
    plain = compact(text)
    return _SIGNATURE.search(plain) is not None or _NOTE.match(plain) is not None


def is_subtotal(texts: list[str]) -> bool:
    """Whether one of the first cells says that the row sums up others."""
    return any(_SUBTOTAL.match(compact(each)) for each in texts[:4])


def is_grand_total(texts: list[str]) -> bool:
    """Whether a subtotal row sums up the whole table."""
    return any(re.search("合计|总计|共计|累计", compact(each)) for each in texts[:4])


def declared_count(texts: list[str]) -> int | None:
    """How many rows a subtotal row says there are (266户, 22家); None if it does not say."""
    for each in texts:
        if found := _COUNT.match(compact(each)):
            return int(found[1])
    return None
