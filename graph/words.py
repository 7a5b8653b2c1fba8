"""The field's own words for what the code names: labels, links, kinds, properties.

Code, Cypher and JSON say `CentreHousehold`; people read 党员中心户. A place that says it
otherwise writes `CentreHousehold = "党员联系户"` into `words.toml` of its data folder.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from graph.errors import ConfigurationError
from graph.messages import N_, _

WORDS_FILE: Final = "words.toml"

TERMS: Final[Mapping[str, str]] = {
    # labels
    "Area": N_("area"),
    "Organisation": N_("organisation"),
    "PartyGroup": N_("Party group"),
    "Person": N_("person"),
    "CentreHousehold": N_("centre household"),
    "Household": N_("household"),
    "Enterprise": N_("enterprise"),
    "Training": N_("training"),
    # links
    "WITHIN": N_("lies within"),
    "LOCATED_IN": N_("is located in"),
    "UNDER": N_("is under"),
    "RESPONSIBLE_FOR": N_("is in charge of"),
    "SERVES": N_("serves"),
    "LEADS": N_("leads"),
    "BELONGS_TO": N_("belongs to"),
    "HOSTS": N_("hosts"),
    "LIVES_IN": N_("lives in"),
    "LIAISES": N_("liaises"),
    "CO_BUILDS": N_("co-builds with"),
    "INSTRUCTS": N_("instructs"),
    "COVERS": N_("covers"),
    "TAKES_LEAD_IN": N_("takes the lead in"),
    "ATTENDED": N_("attended"),
    # kinds of area
    "city": N_("city"),
    "county": N_("county"),
    "township": N_("township"),
    "street": N_("street"),
    "park": N_("park"),
    "subarea": N_("sub-area"),
    "village": N_("village"),
    "community": N_("community"),
    "building": N_("building"),
    "market": N_("market"),
    "grid": N_("grid"),
    "ungridded": N_("no grid known"),
    # kinds of organisation
    "party_committee": N_("Party committee"),
    "work_committee": N_("work committee"),
    "composite_committee": N_("composite Party committee"),
    "general_branch": N_("general branch"),
    "joint_general_branch": N_("joint general branch"),
    "branch": N_("branch"),
    "joint_branch": N_("joint branch"),
    "association": N_("association"),
    "unit": N_("unit"),
    "service_centre": N_("service centre"),
    # other choices
    "trade": N_("trade"),
    "none": N_("none"),
    "out": N_("floated out"),
    "in": N_("floated in"),
    "centre_household": N_("centre household"),
    "model_post": N_("model post"),
    "company": N_("company"),
    "cooperative": N_("co-operative"),
    "sole_trader": N_("sole trader"),
    "foreign": N_("foreign company"),
    "social_organisation": N_("social organisation"),
    "operating": N_("operating"),
    "suspended": N_("not operating"),
    "closed": N_("closed"),
    "own": N_("own organisation"),
    "joint": N_("joint organisation"),
    "unknown": N_("not known"),
    "yes": N_("yes"),
    "no": N_("no"),
    "leader_in_charge": N_("leader in charge"),
    "staff": N_("staff"),
    "full_time": N_("full-time staff"),
    "part_time": N_("part-time staff"),
    "secretary": N_("secretary"),
    "deputy_secretary": N_("deputy secretary"),
    "committee_member": N_("committee member"),
    "organiser": N_("organiser"),
    "held": N_("membership held"),
    "managed": N_("managed"),
    # properties
    "id": N_("id"),
    "name": N_("name"),
    "kind": N_("kind"),
    "mark": N_("mark"),
    "phone": N_("phone"),
    "is_member": N_("Party member"),
    "floating": N_("floating status"),
    "exempt": N_("exempt from liaising households"),
    "unavailable_until": N_("not available until"),
    "address": N_("address"),
    "head": N_("head of household"),
    "people": N_("number of people"),
    "uscc": N_("unified social credit code"),
    "sector": N_("sector"),
    "status": N_("status"),
    "registered_on": N_("registered on"),
    "employees": N_("employees"),
    "members": N_("full members"),
    "probationary": N_("probationary members"),
    "mass_organisation": N_("mass organisations"),
    "organisation_form": N_("form of organisation"),
    "contact": N_("contact"),
    "held_on": N_("held on"),
    "role": N_("role"),
    "post": N_("post"),
    "since": N_("since"),
    "until": N_("until"),
    "signed_on": N_("signed on"),
    # kinds of change set
    "import": N_("import"),
    "edit": N_("change by hand"),
    "plan": N_("plan"),
    "undo": N_("undo"),
    "forget": N_("erasure"),
}

_of_the_place: dict[str, str] = {}


def word(term: str) -> str:
    """The word people read for a term of the code; the term itself where there is none."""
    if term in _of_the_place:
        return _of_the_place[term]
    return _(TERMS[term]) if term in TERMS else term


def use_words_of(home: Path) -> None:
    """Let a place's `words.toml` replace words from now on.

    Raises ConfigurationError naming file, key and reason when it cannot be read, names a
    term that does not exist, or gives something other than text.
    """
    _of_the_place.clear()
    file = home / WORDS_FILE
    if not file.exists():
        return
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}") from error
    for term, text in content.items():
        if term not in TERMS:
            raise ConfigurationError(f"{file}, key {term}: there is no such term")
        if not isinstance(text, str) or not text.strip():
            raise ConfigurationError(f"{file}, key {term}: give the word as text in quotes")
        _of_the_place[term] = text.strip()
