"""Consistency: what may be right, but wants a second look."""

import numpy as np

from graph.checks.asked import Asked
from graph.checks.judge import Judge
from graph.snapshot.arrays import any_at, count_at
from graph.snapshot.snapshot import Snapshot


def leads_two_groups(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Persons who lead a group; value = groups."""
    leads = snapshot.link("LEADS", "Person", "PartyGroup")
    groups = count_at(leads.source, snapshot.count("Person"))
    at = np.flatnonzero(groups)
    return [Asked("Person", at, groups[at])]


def liaises_own_household(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Persons who liaise a household they live in; value = such households."""
    lives = snapshot.link("LIVES_IN", "Person", "Household")
    liaises = snapshot.link("LIAISES", "Person", "Household")
    both = liaises.has(lives.source, lives.target)
    own = count_at(lives.source[both], snapshot.count("Person"))
    at = np.flatnonzero(own)
    return [Asked("Person", at, own[at])]


def liaises_across_grids(snapshot: Snapshot, judge: Judge) -> list[Asked]:
    """Persons of a grid and of no trade group; value = households in another grid."""
    size = snapshot.count("Person")
    is_grid = snapshot.is_one_of("Area", "kind", "grid")
    person_area, household_area = snapshot.area_of("Person"), snapshot.area_of("Household")
    belongs = snapshot.link("BELONGS_TO", "Person", "PartyGroup")
    trade = snapshot.is_one_of("PartyGroup", "kind", "trade")
    in_trade = any_at(belongs.source[trade[belongs.target]], size)
    asked = is_grid[person_area] & (person_area >= 0) & ~in_trade
    liaises = snapshot.link("LIAISES", "Person", "Household")
    here, there = person_area[liaises.source], household_area[liaises.target]
    other = asked[liaises.source] & is_grid[there] & (there >= 0) & (here != there)
    across = count_at(liaises.source[other], size)
    at = np.flatnonzero(across)
    return [Asked("Person", at, across[at])]
