"""Draw a fictitious county from a seed: villages first without faults, then the faults."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Final

from graph.generate.county import (
    EXCUSES,
    REPORTED_ON,
    Agreement,
    Branch,
    Centre,
    Firm,
    Group,
    Household,
    Instructor,
    Person,
    Seat,
    Township,
    Village,
    group_name,
    years_later,
)
from graph.generate.names import (
    EVERY_PERSON_NAME,
    FIRM_FIRST,
    FIRM_KINDS,
    PLACE_FIRST,
    PLACE_SECOND,
)

COUNTY: Final = "岚渡县"
TOWNSHIPS: Final = ("竹畔乡", "雁坳乡", "菱浦乡", "枫屿乡")
_BRANCHES: Final = ("河沿", "东坪", "后坡", "下湾", "西坪", "上湾")
_GENERAL_POSTS: Final = ("总支书记", "总支副书记", "总支委员", "总支委员")
_BRANCH_POSTS: Final = ("支部书记", "组织委员", "宣传委员")
_UNITS: Final = ("县工商业联合会", "乡财政所", "乡社会事务办公室", "乡农业农村服务中心", "县税务局")
_PARTNERS: Final = (
    "县农业农村局机关党支部", "县农商银行党支部", "县第二中学党支部", "县水务局机关党支部",
    "县交通运输局党支部", "县人民医院第三党支部",
)  # fmt: skip
_FORMS: Final = ("own", "own", "joint", "joint", "none")


class Drawing:
    """Draws one county; every telephone number is given once, in order."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._phone = 100_000
        self._names = self._shuffled_names()
        self._places = self._shuffled_places()
        self._firms = self._shuffled_firms()

    def township(self, name: str) -> Township:
        """One township of 4 to 6 villages, without faults."""
        villages = [self._village(next(self._places)) for _ in range(self._random.randint(4, 6))]
        if all(village.general is not None for village in villages):
            villages[-1] = self._village(villages[-1].name, branches=1)
        township = Township(COUNTY, name, villages)
        self._enterprises(township)
        self._agreements(township)
        return township

    def person(self, taken: set[str]) -> Person:
        """Somebody whose name is not `taken` yet; it is from now on."""
        while (name := next(self._names)) in taken:
            continue
        taken.add(name)
        return Person(name, self._next_phone())

    def _village(self, name: str, branches: int | None = None) -> Village:
        count = branches or self._random.choice((1, 2, 2, 3))
        taken: set[str] = set()
        village = Village(f"{name}村" if not name.endswith("村") else name, None, [], [])
        names = self._random.sample(_BRANCHES, count)
        number = 0
        for place in names:
            groups = self._random.choice((1, 1, 2))
            title = f"{place}网格党支部" if count > 1 else f"{village.name}党支部"
            branch = Branch(title, [], [])
            for _ in range(groups):
                number += 1
                branch.groups.append(self._group(number, taken))
            branch.seats = self._seats(
                [group_name(group.number) for group in branch.groups], _BRANCH_POSTS, 2, taken
            )
            village.branches.append(branch)
        if count > 1:
            titles = [branch.name for branch in village.branches]
            village.general = self._seats(titles, _GENERAL_POSTS, 3, taken)
        self._settle(village)
        return village

    def _group(self, number: int, taken: set[str]) -> Group:
        centres = []
        for _ in range(self._random.choice((2, 2, 3))):
            host = self.person(taken)
            members = [self.person(taken) for _ in range(self._random.choice((5, 5, 6, 7)))]
            for member in members[2:]:
                if self._random.random() < 0.85:
                    member.remark = self._random.choice(EXCUSES)
            centres.append(Centre(host, members))
        return Group(number, self.person(taken), centres)

    def _seats(
        self, targets: list[str], posts: tuple[str, ...], least: int, taken: set[str]
    ) -> list[Seat]:
        """As many seats as targets, at least `least`; each liaises one, round the end."""
        return [
            Seat(self.person(taken), posts[min(at, len(posts) - 1)], [targets[at % len(targets)]])
            for at in range(max(least, len(targets)))
        ]

    def _settle(self, village: Village) -> None:
        """Ten to fourteen households for every member who is not excused."""
        door: dict[int, int] = {}
        for _, group, centre in village.centres():
            for member in (centre.host, *centre.members):
                if not member.remark:
                    for _ in range(self._random.randint(10, 14)):
                        village.households.append(self.household(group.number, door, [member]))

    def household(self, grid: int, door: dict[int, int], members: list[Person]) -> Household:
        """A household at the next free door of the grid."""
        door[grid] = door.get(grid, 0) + 1
        team = 2 * grid - door[grid] % 2
        head = next(self._names)
        phone = self._next_phone() if self._random.random() < 0.9 else ""
        address = f"{team}组{door[grid]}号"
        return Household(address, head, self._random.randint(1, 7), phone, grid, list(members))

    def _enterprises(self, township: Township) -> None:
        """Some two dozen enterprises, and instructors for those who need one."""
        for _ in range(self._random.randint(22, 28)):
            township.firms.append(self._firm(township))
        needing = [firm for firm in township.firms if firm.form != "own"]
        taken: set[str] = set()
        villages = township.villages
        while needing:
            taking = [needing.pop() for _ in range(min(len(needing), self._random.randint(2, 3)))]
            if all(firm.employees < 50 for firm in taking):
                taking[0].employees = self._random.randint(50, 80)
                taking[0].members = max(taking[0].members, 1)
            village = villages[len(township.instructors) % len(villages)].name
            since = self._day(dt.date(2025, 1, 10), dt.date(2026, 8, 20))
            township.instructors.append(
                Instructor(self.person(taken), self._random.choice(_UNITS), village, taking, since,
                           self._random.choice((2, 3)))
            )  # fmt: skip

    def _firm(self, township: Township) -> Firm:
        form = self._random.choice(_FORMS)
        name, sector = next(self._firms)
        members = self._random.randint(3, 9) if form == "own" else self._random.randint(0, 2)
        employees = self._random.randint(50, 120) if members else self._random.randint(5, 49)
        code = f"91000000MA{self._random.randrange(10**8):08d}"
        village = self._random.choice(township.villages).name
        return Firm(name, code, village, sector, employees, members, form)

    def _agreements(self, township: Township) -> None:
        """One agreement for each village, some with an enterprise beside it."""
        firms = [firm.name for firm in township.firms]
        for village in township.villages:
            kinds = [("结对共建", self._random.choice(_PARTNERS))]
            if self._random.random() < 0.6:
                kinds.append(("村企共建", self._random.choice(firms)))
            for kind, partner in kinds:
                signed = self._day(dt.date(2025, 2, 1), dt.date(2026, 8, 1))
                until = None if self._random.random() < 0.2 else years_later(signed, 2)
                if until and until < REPORTED_ON + dt.timedelta(days=60):
                    until = None
                township.agreements.append(
                    Agreement(village.head_organisation, partner, kind, signed, until)
                )

    def _day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self._random.randrange((last - first).days))

    def _next_phone(self) -> str:
        self._phone += 1
        return f"13800{self._phone:06d}"

    def _shuffled_names(self) -> Iterator[str]:
        """Every name once, but for one in three hundred, which was given before."""
        names = list(EVERY_PERSON_NAME)
        self._random.shuffle(names)
        for at, name in enumerate(names):
            yield names[at - 200] if at % 300 == 299 else name

    def _shuffled_places(self) -> Iterator[str]:
        places = [first + second for first in PLACE_FIRST for second in PLACE_SECOND]
        self._random.shuffle(places)
        return iter(places)

    def _shuffled_firms(self) -> Iterator[tuple[str, str]]:
        firms = [
            (f"{COUNTY}{first}{kind}", sector)
            for first in FIRM_FIRST
            for kind, sector in FIRM_KINDS
        ]
        self._random.shuffle(firms)
        return iter(firms)
