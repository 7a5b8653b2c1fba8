"""附件2: committee members of the general branch and their grid branches, branch members and
their groups.

Source: S2, tiers 1 and 2. A member without a branch or group is kept with nothing; a group
without a member exists all the same.
"""

import re
from dataclasses import replace

from graph.intake.claims import AreaRef, GroupRef, OrganisationRef, PersonRef, Voice
from graph.intake.keys import is_trade_group, organisation_key
from graph.intake.sheet import Row
from graph.intake.speaker import Speaker
from graph.intake.values import names_in
from graph.intake.wording import is_nothing
from graph.messages import _

_NAMES = ("liaison", "committee_member", "branch_member")
_TARGETS = ("target", "target_branch", "target_group")


def state(speaker: Speaker) -> None:
    """State posts, tiers 1 and 2, groups and their leaders."""
    for row in speaker.rows():
        village = speaker.village(row)
        if village is None:
            speaker.refuse(row, "village", _("The row does not say which village it is about"))
            continue
        field = speaker.is_garbled(row, *_NAMES, *_TARGETS, "organisation", "leader")
        if field is not None:
            _refuse(speaker, row, field)
            continue
        voice = speaker.voice(village)
        speaker.state_unit(row, voice, village)
        if speaker.table.has("committee_member") and speaker.table.has("branch_member"):
            # Both tiers in one row: post and phone stand behind the first.
            _state_committee(
                speaker, _without(row, "branch_member", "target_group"), village, voice
            )
            rest = _without(row, "committee_member", "target_branch", "post", "phone")
            _state_branch(speaker, rest, village, voice)
        elif _is_committee(speaker, row):
            _state_committee(speaker, row, village, voice)
        else:
            _state_branch(speaker, row, village, voice)


def _without(row: Row, *fields: str) -> Row:
    """The row as if these cells were empty; a branch named as a target stays the branch."""
    branch = row.get("organisation") or row.get("target_branch")
    texts = {**row.texts, **dict.fromkeys(fields, ""), "organisation": branch}
    return replace(row, texts=texts)


def _refuse(speaker: Speaker, row: Row, field: str) -> None:
    hidden = {"Person"} if field in (*_NAMES, "leader") else {"Organisation", "PartyGroup"}
    fields = [each for each in (*_NAMES, "leader") if each != field]
    people = {name.text for each in fields for name in names_in(row.get(each))}
    readable = {} if "Person" in hidden or not people else {"Person": people}
    speaker.refuse(row, field, _("The cell cannot be read"), readable=readable, unreadable=hidden)


def _is_committee(speaker: Speaker, row: Row) -> bool:
    """Whether a row is about the general branch (tier 1) rather than a branch (tier 2)."""
    if speaker.table.has("committee_member") or speaker.table.has("target_branch"):
        return True
    if speaker.table.has("branch_member") or speaker.table.has("target_group"):
        return False
    for text in (row.get("category"), row.section.text):
        if re.search("总支|班子", text):
            return True
        if re.search("支部|支委", text):
            return False
    target = row.get("target")
    if re.search("组", target):
        return False
    return "支部" in target or "总支" in row.get("post")


def _state_committee(speaker: Speaker, row: Row, village: AreaRef, voice: Voice) -> None:
    general = _general_branch(speaker, row, village)
    speaker.organisation(row, voice, general)
    people = _people(speaker, row, village)
    _state_posts(speaker, row, voice, people, general)
    for name in _targets(row):
        branch = speaker.organisation(row, voice, OrganisationRef(village, name))
        speaker.link(row, voice, "UNDER", branch, general)
        for person in people:
            speaker.link(row, voice, "LIAISES", person, branch)


def _general_branch(speaker: Speaker, row: Row, village: AreaRef) -> OrganisationRef:
    unit = speaker.unit(village)
    written = (row.get("organisation"), row.section.branch, unit.name if unit else "")
    name = next((each for each in written if "总支" in each), "")
    return OrganisationRef(village, name or f"{village.name}党总支")


def _state_branch(speaker: Speaker, row: Row, village: AreaRef, voice: Voice) -> None:
    branch = _branch(speaker, row, village)
    people = _people(speaker, row, village)
    if branch is not None:
        speaker.organisation(row, voice, branch)
        _state_posts(speaker, row, voice, people, branch)
    else:
        for person in people:
            speaker.member(row, voice, person)
    groups = [GroupRef(village, each, branch.name if branch else "") for each in _targets(row)]
    leaders = speaker.people(row, village, "leader", "leader_phone")
    for index, group in enumerate(groups):
        kind = "trade" if is_trade_group(group.name) else "grid"
        speaker.node(row, voice, group, name=group.name, kind=kind)
        if branch is not None:
            speaker.link(row, voice, "UNDER", group, branch)
        for person in people:
            speaker.link(row, voice, "LIAISES", person, group)
        # Several groups in one cell name their leaders in the same order.
        own = leaders if len(groups) == 1 else leaders[index : index + 1]
        for leader in own if len(leaders) == len(groups) or len(groups) == 1 else ():
            speaker.member(row, voice, leader)
            speaker.link(row, voice, "LEADS", leader, group)


def _branch(speaker: Speaker, row: Row, village: AreaRef) -> OrganisationRef | None:
    unit = speaker.unit(village)
    written = (row.get("organisation"), row.section.branch, unit.name if unit else "")
    for name in written:
        if not is_nothing(name) and organisation_key(name).endswith("支部"):
            return OrganisationRef(village, name.replace(" ", ""))
    return None


def _people(speaker: Speaker, row: Row, village: AreaRef) -> list[PersonRef]:
    field = next((each for each in _NAMES if not is_nothing(row.get(each))), None)
    return speaker.people(row, village, field, "phone") if field else []


def _state_posts(
    speaker: Speaker, row: Row, voice: Voice, people: list[PersonRef], body: OrganisationRef
) -> None:
    post = row.get("post").replace(" ", "")
    for person in people:
        speaker.member(row, voice, person)
        speaker.link(row, voice, "SERVES", person, body, role=role_of(post), post=post or None)


def role_of(post: str) -> str:
    """The role a post as written stands for: 总支副书记 is deputy_secretary."""
    if "副书记" in post:
        return "deputy_secretary"
    if "第一书记" in post:
        return "committee_member"
    return "secretary" if "书记" in post else "committee_member"


def _targets(row: Row) -> list[str]:
    text = next((t for each in _TARGETS if not is_nothing(t := row.get(each))), "")
    return [each.text.replace(" ", "") for each in names_in(text)]
