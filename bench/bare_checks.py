"""Every check that is on, and the roll-up by area, in bare numpy with the bounds written in."""

import numpy as np
import numpy.typing as npt

from bench.bare_chains import GENERAL, BareChains, any_of, chains, join
from bench.bare_network import UNKNOWN, BareNetwork, Ints, Mask

_COMMITTEE = ("secretary", "deputy_secretary", "committee_member")
_BRANCHES = ("branch", "joint_branch")


def bare_checks(net: BareNetwork) -> tuple[dict[str, int], npt.NDArray[np.int64]]:
    """How many findings each rule has, and the figures of every area rolled up."""
    chain = chains(net)
    loads = _Loads(net)
    counts = _coverage(net, chain, loads) | _loads(net, loads)
    counts |= _enterprises(net) | _agreements(net) | _consistency(net)
    return counts, _roll_up(net, chain, loads)


class _Loads:
    """What every person carries."""

    def __init__(self, net: BareNetwork) -> None:
        n = net.count
        self.households = _size(net.pairs["LIAISES", "Person", "Household"][0], n["Person"])
        self.centres = _size(net.pairs["LIAISES", "Person", "CentreHousehold"][0], n["Person"])
        self.groups = _size(net.pairs["LIAISES", "Person", "PartyGroup"][0], n["Person"])
        self.leads = _size(net.pairs["LEADS", "Person", "PartyGroup"][0], n["Person"])
        self.hosts = any_of(net.pairs["HOSTS", "Person", "CentreHousehold"][0], n["Person"])
        self.in_centre = any_of(net.pairs["LIAISES", "CentreHousehold", "Person"][1], n["Person"])
        self.listed = self.hosts | self.in_centre | (self.households > 0)
        away = net.numbers["Person", "unavailable_until"] > net.day
        self.expected = self.listed & (net.numbers["Person", "exempt"] == 0) & ~away
        self.instructs = _size(net.pairs["INSTRUCTS", "Person", "Enterprise"][0], n["Person"])

    def total(self, net: BareNetwork) -> Ints:
        """All links of each person, with those of the centre households they host."""
        n = net.count["Person"]
        total = self.households + self.centres + self.groups + self.instructs
        total += _size(net.pairs["LIAISES", "Person", "Organisation"][0], n)
        for label in ("Organisation", "Area"):
            if ("INSTRUCTS", "Person", label) in net.pairs:
                total += _size(net.pairs["INSTRUCTS", "Person", label][0], n)
        listing = _size(net.pairs["LIAISES", "CentreHousehold", "Person"][0],
                        net.count["CentreHousehold"])  # fmt: skip
        host, centre = net.pairs["HOSTS", "Person", "CentreHousehold"]
        return total + np.bincount(host, listing[centre], n).astype(np.int64)


def _coverage(net: BareNetwork, chain: BareChains, loads: _Loads) -> dict[str, int]:
    n = net.count
    persons = _size(net.pairs["LIAISES", "Person", "Household"][1], n["Household"])
    branch, general = _branches(net)
    bearing = any_of(net.pairs["UNDER", "PartyGroup", "Organisation"][1], n["Organisation"])
    person, asked = net.pairs["LIAISES", "Person", "Organisation"]
    served = net.pairs["SERVES", "Person", "Organisation"]
    row, at = join(asked, branch, n["Organisation"])
    key = person[row] * n["Organisation"] + general[at]
    held = any_of(asked[row][np.isin(key, served[0] * n["Organisation"] + served[1])],
                  n["Organisation"])  # fmt: skip
    kind = np.isin(net.texts["Organisation", "kind"], _BRANCHES)
    open_branch = kind & any_of(branch, n["Organisation"]) & bearing & ~held
    areas = net.texts["Area", "kind"]
    inside = np.isin(areas[net.parent], ("village", "community")) & (net.parent >= 0)
    grouped = any_of(net.area["PartyGroup"], n["Area"])
    return {
        "household-uncovered": int(chain.uncovered.sum()),
        "chain-broken": sum(len(nodes) for nodes, _ in chain.lost.values()),
        "household-double": int((persons > 1).sum()),
        "cover-unavailable": int(chain.suspended.sum()),
        "member-without-centre": int((loads.listed & ~loads.hosts & ~loads.in_centre).sum()),
        "centre-without-leader": _nobody(net, "CentreHousehold"),
        "group-without-branch-member": _nobody(net, "PartyGroup"),
        "branch-without-committee-member": int(open_branch.sum()),
        "grid-without-group": int(((areas == "grid") & inside & ~grouped).sum()),
    }


def _loads(net: BareNetwork, loads: _Loads) -> dict[str, int]:
    n = net.count
    bearing = any_of(net.pairs["UNDER", "PartyGroup", "Organisation"][1], n["Organisation"])
    branch, general = _branches(net)
    over_bearing = any_of(general[bearing[branch]], n["Organisation"])
    person, served = net.pairs["SERVES", "Person", "Organisation"]
    seat = np.isin(net.kinds["SERVES", "Person", "Organisation"], _COMMITTEE)
    kind = net.texts["Organisation", "kind"]
    committee = any_of(person[seat & over_bearing[served]], n["Person"])
    on_branch = any_of(person[seat & (bearing & np.isin(kind, _BRANCHES))[served]], n["Person"])
    liaising, asked = net.pairs["LIAISES", "Person", "Organisation"]
    row, at = join(asked, branch, n["Organisation"])
    key = liaising[row] * n["Organisation"] + general[at]
    own = np.isin(key, person * n["Organisation"] + served)
    branches = _size(liaising[row][own], n["Person"])
    listing, members = net.pairs["LIAISES", "CentreHousehold", "Person"]
    host, hosted = net.pairs["HOSTS", "Person", "CentreHousehold"]
    guest = ~np.isin(listing * n["Person"] + members, hosted * n["Person"] + host)
    in_centre = _size(listing[guest], n["CentreHousehold"])
    held = loads.households
    low, high = loads.expected & (held < 10), loads.listed & (held > 15)
    firms = net.area["Enterprise"][net.texts["Enterprise", "status"] != "closed"]
    there = _size(firms, n["Area"])
    return {
        "committee-member-load": _outside(branches[committee], 1, 2),
        "branch-member-load": _outside(loads.groups[on_branch], 1, 2),
        "leader-load": _outside(loads.centres[loads.leads > 0], 2, 5),
        "centre-load": _outside(in_centre, 5, 10),
        "member-load": int((low | high).sum()),
        "person-total-load": int((loads.total(net) > 25).sum()),
        "grid-enterprises": int((there[net.texts["Area", "kind"] == "grid"] > 30).sum()),
        "instructor-load": int((loads.instructs > 3).sum()),
        "leads-two-groups": int((loads.leads > 1).sum()),
    }


def _enterprises(net: BareNetwork) -> dict[str, int]:
    n = net.count
    status, form = net.texts["Enterprise", "status"], net.texts["Enterprise", "organisation_form"]
    employees, members = (
        net.numbers["Enterprise", "employees"],
        net.numbers["Enterprise", "members"],
    )
    people = np.maximum(members, 0) + np.maximum(net.numbers["Enterprise", "probationary"], 0)
    operating = status == "operating"
    person, firm = net.pairs["INSTRUCTS", "Person", "Enterprise"]
    reached = any_of(firm, n["Enterprise"])
    organised = operating & np.isin(form, ("own", "joint"))
    worked = organised | (operating & ((people > 0) | reached))
    alone = operating & (members > 2) & np.isin(form, ("joint", "none"))
    empty = operating & (employees > 49) & (members >= 0) & (people == 0)
    body, covered = net.pairs["COVERS", "Organisation", "Enterprise"]
    joint = (net.kinds["COVERS", "Organisation", "Enterprise"] == "joint") & operating[covered]
    large = any_of(person[employees[firm] >= 50], n["Person"])
    until = net.until["INSTRUCTS", "Person", "Enterprise"]
    soon = (until != UNKNOWN) & (until - net.day < 60)
    kinds = net.texts["Area", "kind"]
    asked = np.isin(kinds, ("township", "street", "park"))
    below, by_organisation, by_work = (
        _up(net, _size(net.area["Enterprise"][mask], n["Area"])[:, None])[:, 0][asked]
        for mask in (operating, organised, worked)
    )
    return {
        "enterprise-needs-own-organisation": int(alone.sum()),
        "enterprise-unreached": int((operating & (form == "none") & ~reached).sum()),
        "enterprise-without-member": int(empty.sum()),
        "joint-organisation-size": int((_size(body[joint], n["Organisation"]) > 10).sum()),
        "instructor-term": len(np.unique(person[soon])),
        "instructor-large-enterprise": int((any_of(person, n["Person"]) & ~large).sum()),
        "organisation-coverage": int((by_organisation * 100 < 90 * below).sum()),
        "work-coverage": int((by_work * 100 < 90 * below).sum()),
    }


def _agreements(net: BareNetwork) -> dict[str, int]:
    n = net.count["Organisation"]
    partnered, ending = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    for label in ("Organisation", "Enterprise"):
        key = ("CO_BUILDS", "Organisation", label)
        if key not in net.pairs:
            continue
        source, target = net.pairs[key]
        alive = (net.until[key] == UNKNOWN) | (net.until[key] >= net.day)
        partnered[source[alive]] = True
        if label == "Organisation":
            partnered[target[alive]] = True
        ending[source[(net.until[key] != UNKNOWN) & (net.until[key] - net.day < 60)]] = True
    lower, upper = net.pairs["UNDER", "Organisation", "Organisation"]
    through = partnered | any_of(lower[partnered[upper]], n)
    asked = any_of(lower, n) | any_of(upper, n)
    for ends, side in (
        (("SERVES", "Person", "Organisation"), 1), (("UNDER", "PartyGroup", "Organisation"), 1),
        (("COVERS", "Organisation", "Enterprise"), 0),
    ):  # fmt: skip
        asked |= any_of(net.pairs[ends][side], n)
    kind = np.isin(net.texts["Organisation", "kind"], (*GENERAL, *_BRANCHES))
    return {
        "organisation-without-partner": int((kind & asked & ~through).sum()),
        "agreement-ended": int(ending.sum()),
    }


def _consistency(net: BareNetwork) -> dict[str, int]:
    n = net.count
    who, household = net.pairs["LIAISES", "Person", "Household"]
    lives, home = net.pairs["LIVES_IN", "Person", "Household"]
    near_home = any_of(home, n["Household"])[household]
    held = who[near_home] * n["Household"] + household[near_home]
    own = np.isin(lives * n["Household"] + home, held)
    belongs, group = net.pairs["BELONGS_TO", "Person", "PartyGroup"]
    trade = any_of(belongs[net.texts["PartyGroup", "kind"][group] == "trade"], n["Person"])
    is_grid = net.texts["Area", "kind"] == "grid"
    mine, theirs = net.area["Person"], net.area["Household"]
    near = is_grid[mine] & (mine >= 0) & ~trade
    across = near[who] & is_grid[theirs[household]] & (mine[who] != theirs[household])
    return {
        "liaises-own-household": len(np.unique(lives[own])),
        "liaises-across-grids": int(any_of(who[across], n["Person"]).sum()),
    }


def _roll_up(net: BareNetwork, chain: BareChains, loads: _Loads) -> npt.NDArray[np.int64]:
    """Figures of every area: households by state, members by load, enterprises and the rest."""
    areas = net.count["Area"]
    house, person, firm = (net.area[label] for label in ("Household", "Person", "Enterprise"))
    form = net.texts["Enterprise", "organisation_form"]
    operating = net.texts["Enterprise", "status"] == "operating"
    held = loads.households
    own = [_size(house[mask], areas) for mask in
           (chain.uncovered, chain.broken, chain.suspended, chain.whole)]  # fmt: skip
    own += [_size(person[mask], areas) for mask in
            (loads.listed, held > 0, loads.expected, loads.listed & (held > 15),
             loads.expected & (held < 10), loads.instructs > 0)]  # fmt: skip
    own.append(np.bincount(person, held, areas).astype(np.int64))
    own += [_size(firm[mask], areas) for mask in
            (net.texts["Enterprise", "status"] != "closed", operating,
             operating & np.isin(form, ("own", "joint")))]  # fmt: skip
    own += [_size(net.area[label], areas) for label in ("CentreHousehold", "PartyGroup")]
    return _up(net, np.stack(own, axis=1))


def _up(net: BareNetwork, own: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Every area's figures with those of all areas inside it."""
    total, carried, at = own.copy(), own, net.parent
    while (at >= 0).any():
        inside = at >= 0
        np.add.at(total, at[inside], carried[inside])
        at = np.where(inside, net.parent[at], UNKNOWN)
    return total


def _branches(net: BareNetwork) -> tuple[Ints, Ints]:
    """(organisation, general branch it is under)."""
    lower, upper = net.pairs["UNDER", "Organisation", "Organisation"]
    keep: Mask = np.isin(net.texts["Organisation", "kind"], GENERAL)[upper]
    return lower[keep], upper[keep]


def _size(positions: Ints, count: int) -> Ints:
    return np.bincount(positions, minlength=count)


def _nobody(net: BareNetwork, label: str) -> int:
    count = net.count[label]
    return count - int(any_of(net.pairs["LIAISES", "Person", label][1], count).sum())


def _outside(values: Ints, least: int, most: int) -> int:
    return int(((values < least) | (values > most)).sum())
