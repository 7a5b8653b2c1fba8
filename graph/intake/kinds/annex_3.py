"""附件3: groups with their leaders, centre households with their hosts, the members liaised.

Source: S2, tiers 3 and 4. A row may name one member, or list several in one cell with a count
beside it and one remark for all. Of remarks only two answers are kept: exempt, floating.
"""

from dataclasses import replace

from graph.intake.claims import AreaRef, CentreRef, GroupRef, OrganisationRef, PersonRef, Voice
from graph.intake.keys import is_trade_group, organisation_key
from graph.intake.remarks import Excuse, excuses, excuses_in_names
from graph.intake.sheet import Row
from graph.intake.speaker import Speaker
from graph.intake.values import names_in
from graph.intake.wording import is_nothing
from graph.messages import _

_NAMES = ("listed", "centre", "model_post", "leader", "group", "branch", "grid")


def state(speaker: Speaker) -> None:
    """State groups, leaders, centre households, hosts, members, and who is exempt."""
    for row in speaker.rows():
        village = speaker.village(row)
        if village is None:
            speaker.refuse(row, "village", _("The row does not say which village it is about"))
            continue
        field = speaker.is_garbled(row, *_NAMES)
        if field is not None:
            _refuse(speaker, row, field)
            continue
        _Row(speaker, row, village).state()


def _refuse(speaker: Speaker, row: Row, garbled: str) -> None:
    readable: dict[str, set[str]] = {}
    for field, label in (("centre", "CentreHousehold"), ("model_post", "CentreHousehold")):
        if field != garbled and not is_nothing(row.get(field)):
            readable.setdefault(label, set()).add(row.get(field).replace(" ", ""))
    hidden = {
        "listed": {"Person"},
        "leader": {"Person"},
        "centre": {"Person", "CentreHousehold"},
        "model_post": {"Person", "CentreHousehold"},
    }.get(garbled, set())
    if not hidden:
        people = (name.text for each in ("listed", "leader") for name in names_in(row.get(each)))
        readable["Person"] = {*people, *readable.get("CentreHousehold", set())}
    speaker.refuse(row, garbled, _("The cell cannot be read"), readable=readable, unreadable=hidden)


class _Row:
    """One row read aloud."""

    def __init__(self, speaker: Speaker, row: Row, village: AreaRef) -> None:
        self.speaker = speaker
        self.row = row
        self.village = village
        self.voice: Voice = speaker.voice(village)
        self.grid = speaker.grid(row, village)
        self.branch = self._branch()
        self.group = self._group()

    def state(self) -> None:
        self.speaker.state_unit(self.row, self.voice, self.village)
        if self.grid is not None:
            self.speaker.node(self.row, self.voice, self.grid, name=self.grid.name, kind="grid")
        if self.branch is not None:
            self.speaker.organisation(self.row, self.voice, self.branch)
        leaders = self.speaker.people(self.row, self.village, "leader", "leader_phone")
        self._state_group(leaders)
        centre = self._state_centre(leaders)
        self._state_members(centre)

    def _branch(self) -> OrganisationRef | None:
        unit = self.speaker.unit(self.village)
        written = (self.row.get("branch"), self.row.section.branch, unit.name if unit else "")
        for name in written:
            if not is_nothing(name) and organisation_key(name).endswith("支部"):
                return OrganisationRef(self.village, name.replace(" ", ""))
        return None

    def _group(self) -> GroupRef | None:
        text = self.row.get("group")
        name = self.row.section.group if is_nothing(text) else text.replace(" ", "")
        if not name:
            return None
        return GroupRef(self.village, name, self.branch.name if self.branch else "")

    def _state_group(self, leaders: list[PersonRef]) -> None:
        for leader in leaders:
            self.speaker.member(self.row, self.voice, leader)
        if self.group is None:
            return
        say = self.speaker
        kind = "trade" if is_trade_group(self.group.name) else "grid"
        say.node(self.row, self.voice, self.group, name=self.group.name, kind=kind)
        if self.grid is not None:
            say.link(self.row, self.voice, "LOCATED_IN", self.group, self.grid)
        if self.branch is not None:
            say.link(self.row, self.voice, "UNDER", self.group, self.branch)
        for leader in leaders:
            say.link(self.row, self.voice, "LEADS", leader, self.group)

    def _state_centre(self, leaders: list[PersonRef]) -> CentreRef | None:
        row, say = self.row, self.speaker
        field = next((f for f in ("centre", "model_post") if not is_nothing(row.get(f))), None)
        if field is None:
            return None
        is_post = field == "model_post" or "示范岗" in row.get(field)
        hosts = [each for each in self._hosts(field) if each.name not in ("示范岗", "中心户")]
        centre = CentreRef(self.village, "、".join(each.name + each.mark for each in hosts))
        say.node(
            row,
            self.voice,
            centre,
            name=centre.name,
            kind="model_post" if is_post else "centre_household",
            address=row.get("centre_address") or None,
        )
        if self.grid is not None:
            say.link(row, self.voice, "LOCATED_IN", centre, self.grid)
        for host in hosts:
            say.member(row, self.voice, host)
            say.link(row, self.voice, "HOSTS", host, centre)
            self._state_membership(host)
        for leader in leaders:
            say.link(row, self.voice, "LIAISES", leader, centre)
        return centre

    def _hosts(self, field: str) -> list[PersonRef]:
        plain = self.row.get(field)
        for word in ("(示范岗)", "(党员示范岗)", "(中心户)", "(党员中心户)", "中心户", "示范岗"):
            plain = plain.replace(word, "")
        texts = {**self.row.texts, field: plain}
        row = Row(self.row.number, texts, self.row.section)
        return self._of_group(self.speaker.people(row, self.village, field, "centre_phone"))

    def _of_group(self, members: list[PersonRef]) -> list[PersonRef]:
        group = self.group.name if self.group else ""
        return [replace(each, group=group) for each in members]

    def _state_members(self, centre: CentreRef | None) -> None:
        row, say = self.row, self.speaker
        names, noted = excuses_in_names(row.get("listed"))
        row = replace(row, texts={**row.texts, "listed": names})
        members = self._of_group(say.people(row, self.village, "listed", "listed_phone"))
        found = excuses(row.get("remark"), [each.name for each in members])
        if found.unclear:
            say.doubt(
                "remark-unclear", row, tuple(members),
                _("The remark may excuse a member; set exempt by hand if it does"), "remark",
            )  # fmt: skip
        for member in members:
            excuse = found.people.get(member.name) or noted.get(member.name) or Excuse()
            says: dict[str, str | bool] = {}
            if say.table.has("remark") or noted:
                says["exempt"] = excuse.is_exempt
                says["floating"] = "out" if excuse.is_floating else "none"
            say.member(row, self.voice, member, **says)
            self._state_membership(member)
            if centre is not None and member.name not in centre.name.split("、"):
                say.link(row, self.voice, "LIAISES", centre, member)
        self._compare_count(len(members))

    def _state_membership(self, member: PersonRef) -> None:
        body = self.group or self.branch
        if body is not None:
            self.speaker.link(self.row, self.voice, "BELONGS_TO", member, body, kind="held")

    def _compare_count(self, counted: int) -> None:
        """Compare the count beside a list; beside a single name it counts something else."""
        if self.speaker.table.has("listed_phone") or not self.row.get("count"):
            return
        declared = self.speaker.number(self.row, "count")
        if declared is not None and counted > 1 and declared != counted:
            what = _("number of members liaised by the centre household")
            self.speaker.differ(self.row, "count", what, declared, counted)
