"""Who is asked to liaise households, and how many each person liaises (DESIGN 2)."""

from dataclasses import dataclass
from functools import cached_property

from graph.snapshot.arrays import Flags, Numbers, any_at, count_at
from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Standing:
    """What every person is to the network, by position."""

    snapshot: Snapshot

    @cached_property
    def households(self) -> Numbers:
        """How many households each person liaises."""
        liaises = self.snapshot.link("LIAISES", "Person", "Household")
        return count_at(liaises.source, self.snapshot.count("Person"))

    @cached_property
    def hosts(self) -> Flags:
        """Who hosts a centre household."""
        hosts = self.snapshot.link("HOSTS", "Person", "CentreHousehold")
        return any_at(hosts.source, self.snapshot.count("Person"))

    @cached_property
    def is_in_centre(self) -> Flags:
        """Whom a centre household liaises."""
        liaises = self.snapshot.link("LIAISES", "CentreHousehold", "Person")
        return any_at(liaises.target, self.snapshot.count("Person"))

    @cached_property
    def listed(self) -> Flags:
        """Liaised by a centre household, host of one, or liaising at least one household."""
        return self.is_in_centre | self.hosts | (self.households > 0)

    @cached_property
    def available(self) -> Flags:
        """Who can act on the day: not those whose `unavailable_until` is later than it."""
        until = self.snapshot.days("Person", "unavailable_until", self.snapshot.day)
        return until <= self.snapshot.day

    @cached_property
    def expected(self) -> Flags:
        """Listed, neither exempt nor away: the minimum of households applies to these."""
        return self.listed & self.available & ~self.snapshot.is_true("Person", "exempt")

    @cached_property
    def liaising(self) -> Flags:
        """Listed and liaising at least one household."""
        return self.households > 0

    @cached_property
    def instructing(self) -> Flags:
        """Who instructs at least one enterprise."""
        instructs = self.snapshot.link("INSTRUCTS", "Person", "Enterprise")
        return any_at(instructs.source, self.snapshot.count("Person"))

    @cached_property
    def centre_available(self) -> Flags:
        """Which centre households can act: not those whose hosts are all away."""
        hosts = self.snapshot.link("HOSTS", "Person", "CentreHousehold")
        size = self.snapshot.count("CentreHousehold")
        present = any_at(hosts.target[self.available[hosts.source]], size)
        return present | ~any_at(hosts.target, size)
