"""People: by village, name and mark. A different phone or group makes a doubt, a missing one not.

Rows of one name are taken for one person as long as no two phones and no two groups stand
against each other. Where phones differ, another trait in common (the same post, centre
household, group or grid) still makes them one person, said as a doubt and with the phone left
as it was. Where groups differ, the same phone does. With nothing in common the rows are held.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.intake.claims import PersonRef
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept
from graph.messages import _

Traits = Mapping[PersonRef, frozenset[str]]
"""Beside each reference: the groups, centre households, posts and grids its rows name."""

MEMBER_OF = "group:"
"""How a trait begins that says which Party group holds the membership."""


@dataclass
class _Profile:
    """What is known of one person so far."""

    id: str
    phones: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)

    @property
    def groups(self) -> set[str]:
        return {each for each in self.traits if each.startswith(MEMBER_OF)}


def resolve_people(
    refs: Iterable[PersonRef], traits: Traits, kept: Kept, resolution: Resolution
) -> None:
    """Give every person an id, or hold the rows that may be about somebody else."""
    known = _kept_profiles(kept)
    buckets: dict[tuple[str, str, str], list[PersonRef]] = defaultdict(list)
    for ref in dict.fromkeys(refs):
        buckets[resolution.area_id(ref.area), ref.name, ref.mark].append(ref)
    for key, same in buckets.items():
        _resolve_name(known.get(key, []), same, traits, resolution)


def _resolve_name(
    profiles: list[_Profile], refs: list[PersonRef], traits: Traits, resolution: Resolution
) -> None:
    # Those with a phone first: they say who the ones without can be.
    for ref in sorted(refs, key=lambda each: not each.phone):
        own = traits.get(ref, frozenset())
        found = _candidates(profiles, ref, own)
        if not profiles:
            found = [_Profile(resolution.new("Person"))]
            profiles.append(found[0])
        if len(found) == 1:
            _take(found[0], ref, own, resolution)
        else:
            _hold(profiles, ref, own, resolution)


def _candidates(profiles: list[_Profile], ref: PersonRef, traits: frozenset[str]) -> list[_Profile]:
    """Who the reference can be: the same phone decides, then a trait in common, then nothing
    that stands against it.
    """
    by_phone = [each for each in profiles if ref.phone and ref.phone in each.phones]
    if by_phone:
        return by_phone
    groups = {each for each in traits if each.startswith(MEMBER_OF)}
    possible = [each for each in profiles if not groups or not each.groups or groups & each.groups]
    by_trait = [each for each in possible if each.traits & traits]
    if len(by_trait) == 1:
        return by_trait
    return [each for each in possible if not (ref.phone and each.phones)]


def _take(
    profile: _Profile, ref: PersonRef, traits: frozenset[str], resolution: Resolution
) -> None:
    resolution.ids[ref] = profile.id
    if ref.phone and profile.phones and ref.phone not in profile.phones:
        resolution.doubt(
            "phone-differs", [profile.id], [ref], ref.phone,
            _("Same name and place in the network, another phone; taken for one person, the "
              "phone was left as it was"),
        )  # fmt: skip
    elif ref.phone and not profile.phones:
        profile.phones.add(ref.phone)
    groups = {each for each in traits if each.startswith(MEMBER_OF)}
    if groups and profile.groups and not groups & profile.groups:
        resolution.doubt(
            "group-differs", [profile.id], [ref], ref.name,
            _("Same name and phone in another Party group; taken for one person who moved"),
        )  # fmt: skip
    profile.traits |= traits


def _hold(
    profiles: list[_Profile], ref: PersonRef, traits: frozenset[str], resolution: Resolution
) -> None:
    differs = bool(ref.phone) and any(each.phones for each in profiles)
    resolution.doubt(
        "person-unclear",
        [each.id for each in profiles],
        [ref],
        ref.phone if differs else ref.name,
        _("Same name, another phone or group: another person gets a mark such as (大) in the "
          "roster, the same one the new phone by hand; until then the row is left out"),
        is_open=True,
    )  # fmt: skip


def _kept_profiles(kept: Kept) -> dict[tuple[str, str, str], list[_Profile]]:
    profiles: dict[tuple[str, str, str], list[_Profile]] = defaultdict(list)
    for node_id in kept.with_label("Person"):
        area = kept.settlement_of(node_id)
        if area is None:
            continue
        properties = kept.properties[node_id]
        phone = str(properties["phone"] or "")
        profile = _Profile(node_id, {phone} if phone else set(), kept_traits(kept, node_id))
        key = area, str(properties["name"] or ""), str(properties["mark"] or "")
        profiles[key].append(profile)
    return profiles


def kept_traits(kept: Kept, person: str) -> set[str]:
    """The traits of a kept person, in the form rows give them."""
    traits: set[str] = set()
    for key in kept.outgoing.get(person, ()):
        if key.type == "BELONGS_TO" and key.discriminator == "held":
            traits |= {f"{MEMBER_OF}{key.to_id}", *_grid_trait(kept, key.to_id)}
        elif key.type in ("SERVES", "LEADS", "HOSTS"):
            traits |= {f"{key.type}:{key.to_id}", *_grid_trait(kept, key.to_id)}
        elif key.type == "LIAISES" and kept.label.get(key.to_id) == "Household":
            traits |= _grid_trait(kept, key.to_id)
    for key in kept.incoming.get(person, ()):
        if key.type == "LIAISES":
            traits |= {f"centre:{key.from_id}", *_grid_trait(kept, key.from_id)}
    return traits


def _grid_trait(kept: Kept, node_id: str) -> set[str]:
    area = kept.area_of(node_id)
    if area is None or kept.properties[area]["kind"] != "grid":
        return set()
    return {f"grid:{area}"}
