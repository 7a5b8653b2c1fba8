"""The steps of a reorganisation from the plain JSON of a request, read strictly.

    {"steps": [
      {"do": "rename", "id": "A-3", "name": "第3网格"},
      {"do": "merge", "ids": ["A-3", "A-4"], "into": "A-3", "name": "第3网格"},
      {"do": "split", "id": "A-3", "into": [
        {"name": "第3网格甲", "households": {"groups": ["1组", "2组"]}},
        {"name": "第3网格乙", "households": {"rest": true}, "with": ["C-8", "G-2"]}]},
      {"do": "upgrade", "id": "O-5", "name": "石磨沟村党总支", "branches": [
        {"name": "第一党支部", "groups": ["G-1", "G-2"]}, …]}
    ]}

`into` of a merge is one of `ids`, the first unless said. The first part of a split keeps the
id, unless another says `"same": true`. `households` are given by `groups`, `buildings`, `rows`
(any of them together), by `ids` (beside them: these go there whatever their address says), or
are the `rest`. Here only the form is looked at; whether ids exist is seen when a step is
worked out.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.messages import _
from graph.planning.reorganise.refusing import refused
from graph.planning.reorganise.steps import (
    Merge,
    NewBranch,
    Part,
    Rename,
    Sharing,
    Split,
    Step,
    Upgrade,
)

LONGEST_NAME: Final = 100
PLACES: Final = ("groups", "buildings", "rows")


def read_steps(own: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps a request asks for. InvalidChange for the first that is not written as it must."""
    _Object(0, _("the request"), own).refuse_unknown("steps")
    given = own.get("steps")
    if not isinstance(given, list) or not given:
        raise refused(0, _("a reorganisation needs “steps”, a list with at least one step"))
    return tuple(_step(number, each) for number, each in enumerate(given, start=1))


def _step(number: int, given: Any) -> Step:
    step = _Object.of(number, _("a step"), given)
    do = step.text("do")
    if do not in _READERS:
        raise refused(
            number,
            _("“do” cannot be %(value)r; choose one of %(known)s")
            % {"value": do, "known": ", ".join(_READERS)},
        )
    return _READERS[do](step)


def _rename(step: "_Object") -> Rename:
    step.refuse_unknown("do", "id", "name")
    return Rename(step.number, step.text("id"), step.name())


def _merge(step: "_Object") -> Merge:
    step.refuse_unknown("do", "ids", "into", "name")
    ids = step.texts("ids")
    if len(ids) < 2:
        raise refused(step.number, _("“ids” must name at least two that are merged"))
    into = step.text("into") if "into" in step.given else ids[0]
    if into not in ids:
        raise refused(
            step.number,
            _("“into” is %(into)s; it must be one of “ids”: %(ids)s")
            % {"into": into, "ids": ", ".join(ids)},
        )
    return Merge(step.number, ids, into, step.name() if "name" in step.given else None)


def _split(step: "_Object") -> Split:
    step.refuse_unknown("do", "id", "into")
    given = step.objects("into", _("a part"))
    if len(given) < 2:
        raise refused(step.number, _("“into” must list at least two parts"))
    marked = [place for place, each in enumerate(given) if each.flag("same")]
    if len(marked) > 1:
        raise refused(step.number, _("only one part can keep the id; two say “same”"))
    same = marked[0] if marked else 0
    parts = [_part(each, place == same) for place, each in enumerate(given)]
    parts.sort(key=lambda each: not each.is_same)
    _refuse_shared(step.number, parts)
    return Split(step.number, step.text("id"), tuple(parts))


def _part(part: "_Object", is_same: bool) -> Part:
    part.refuse_unknown("name", "same", "households", "with", "leader")
    sharing = _Object.of(part.number, _("“households”"), part.given.get("households", {}))
    return Part(
        part.name(),
        is_same,
        _sharing(sharing),
        part.texts("with") if "with" in part.given else (),
        part.text("leader") if "leader" in part.given else None,
    )


def _sharing(sharing: "_Object") -> Sharing:
    sharing.refuse_unknown(*PLACES, "ids", "rest")
    found = Sharing(
        sharing.texts("ids") if "ids" in sharing.given else (),
        tuple(each for name in PLACES if name in sharing.given for each in sharing.texts(name)),
        sharing.flag("rest"),
    )
    if found.is_rest and found.places:
        raise refused(
            sharing.number, _("“rest” says all that no other part names; leave the places out")
        )
    return found


def _refuse_shared(number: int, parts: list[Part]) -> None:
    """Refuse what stands in two parts, names included, and two rests."""
    seen: set[str] = set()
    named = (
        each
        for part in parts
        for each in (part.name, *part.households.ids, *part.households.places, *part.members)
    )
    for each in named:
        if each in seen:
            raise refused(number, _("%(value)s stands in two parts") % {"value": each})
        seen.add(each)
    if sum(each.households.is_rest for each in parts) > 1:
        raise refused(number, _("only one part can be the “rest”"))


def _upgrade(step: "_Object") -> Upgrade:
    step.refuse_unknown("do", "id", "name", "branches")
    branches = []
    seen: set[str] = set()
    for each in step.objects("branches", _("a branch")) if "branches" in step.given else ():
        each.refuse_unknown("name", "groups")
        branches.append(NewBranch(each.name(), each.texts("groups")))
        for value in (branches[-1].name, *branches[-1].groups):
            if value in seen:
                raise refused(step.number, _("%(value)s stands in two branches") % {"value": value})
            seen.add(value)
    name = step.name() if "name" in step.given else None
    return Upgrade(step.number, step.text("id"), name, tuple(branches))


_READERS: Final[Mapping[str, Callable[["_Object"], Step]]] = {
    "rename": _rename,
    "merge": _merge,
    "split": _split,
    "upgrade": _upgrade,
}


@dataclass(frozen=True)
class _Object:
    """One JSON object of a step: its values, each taken out as what it must be."""

    number: int
    what: str
    given: Mapping[str, Any]

    @classmethod
    def of(cls, number: int, what: str, given: Any) -> "_Object":
        if not isinstance(given, Mapping):
            raise refused(
                number,
                _("%(what)s must be an object with named values, not %(given)s")
                % {"what": what, "given": type(given).__name__},
            )
        return cls(number, what, given)

    def refuse_unknown(self, *known: str) -> None:
        for each in self.given:
            if each not in known:
                raise refused(
                    self.number,
                    _("%(what)s has no “%(name)s”; it has %(known)s")
                    % {"what": self.what, "name": each, "known": ", ".join(known)},
                )

    def text(self, name: str) -> str:
        value = self.given.get(name)
        if not isinstance(value, str) or not value.strip():
            raise refused(
                self.number,
                _("%(what)s needs “%(name)s”, a text") % {"what": self.what, "name": name},
            )
        return value.strip()

    def name(self) -> str:
        value = self.text("name")
        if len(value) > LONGEST_NAME or not value.isprintable():
            raise refused(
                self.number,
                _("a name has at most %(most)d characters and no control characters")
                % {"most": LONGEST_NAME},
            )
        return value

    def flag(self, name: str) -> bool:
        value = self.given.get(name, False)
        if not isinstance(value, bool):
            raise refused(self.number, _("“%(name)s” must be true or false") % {"name": name})
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of different texts, at least one."""
        value = self.given.get(name)
        if not isinstance(value, list) or not value or not all(map(_is_text, value)):
            raise refused(
                self.number,
                _("%(what)s needs “%(name)s”, a list of texts") % {"what": self.what, "name": name},
            )
        found = dict.fromkeys(each.strip() for each in value)
        if len(found) < len(value):
            twice = next(
                each for each, count in Counter(map(str.strip, value)).items() if count > 1
            )
            raise refused(
                self.number,
                _("%(value)s stands twice in “%(name)s”") % {"value": twice, "name": name},
            )
        return tuple(found)

    def objects(self, name: str, what: str) -> list["_Object"]:
        value = self.given.get(name)
        if not isinstance(value, list) or not value:
            raise refused(
                self.number,
                _("%(what)s needs “%(name)s”, a list") % {"what": self.what, "name": name},
            )
        return list(self._each(value, what))

    def _each(self, values: list[Any], what: str) -> Iterator["_Object"]:
        for each in values:
            yield _Object.of(self.number, what, each)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
