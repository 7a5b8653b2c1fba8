"""Sharing out by trying everything, and random small cases for it."""

import itertools
import random
from collections.abc import Iterator

from graph.planning.instructors.sharing import Agent, Aims, Arc, Item, Sharing


def possible(sharing: Sharing) -> Iterator[tuple[Arc | None, ...]]:
    """Every choice that keeps to room, pins and the limit of changes."""
    options = [each.arcs if each.is_pinned else (None, *each.arcs) for each in sharing.items]
    for chosen in itertools.product(*options):
        loads = [0] * len(sharing.agents)
        hands = 0
        for item, arc in zip(sharing.items, chosen, strict=True):
            if arc is None:
                hands += item.left_changed > 0
            else:
                loads[arc.agent] += 1
                hands += arc.changed > 0
        is_within = all(
            load <= agent.room for load, agent in zip(loads, sharing.agents, strict=True)
        )
        if is_within and (sharing.most_changed is None or hands <= sharing.most_changed):
            yield chosen


def best_by_trying(sharing: Sharing) -> Aims:
    """The best aims of all possible choices."""
    return min(map(sharing.aims, possible(sharing)))


def random_sharing(seed: int) -> Sharing:
    """A few enterprises and instructors with everything a real part can have."""
    chance = random.Random(seed)
    agents = tuple(_agent(chance) for _each in range(chance.randint(0, 3)))
    rooms = [each.room for each in agents]
    items = tuple(_item(chance, agents, rooms) for _each in range(chance.randint(0, 5)))
    return Sharing(items, agents)


def _agent(chance: random.Random) -> Agent:
    kept = chance.choice([0, 0, 1, 2])
    is_working = kept > 0 or chance.random() < 0.5
    return Agent(chance.randint(0, 3), kept, kept > 0 and chance.random() < 0.5, is_working)


def _item(chance: random.Random, agents: tuple[Agent, ...], rooms: list[int]) -> Item:
    is_wanted = chance.random() < 0.8
    due = chance.choice([0, 1, 1, 2])
    arcs = tuple(
        Arc(
            agent, chance.choice([0, 1, 2]) if due else 1, chance.randint(0, 7),
            chance.random() < 0.4, is_stay=due > 0 and chance.random() < 0.2,
        )
        for agent in range(len(agents))
        if chance.random() < 0.7
    )  # fmt: skip
    is_pinned = bool(arcs) and chance.random() < 0.15 and rooms[arcs[0].agent] > 0
    if is_pinned:
        arcs = arcs[:1]
        rooms[arcs[0].agent] -= 1
    return Item(arcs, is_wanted and chance.random() < 0.7, is_wanted, due, is_pinned)


def large_sharing(items: int, agents: int) -> Sharing:
    """A part too large to be closed in a moment."""
    chance = random.Random(items)
    persons = tuple(
        Agent(3 - kept, kept, kept > 0 and chance.random() < 0.5)
        for kept in (chance.choice([0, 1, 2]) for _each in range(agents))
    )
    rows = []
    for _each in range(items):
        owner = chance.randrange(agents) if chance.random() < 0.5 else None
        is_large = chance.random() < 0.3
        arcs = tuple(
            Arc(
                agent,
                0 if agent == owner else 1 if owner is None else 2,
                chance.randint(0, 7),
                is_large,
            )
            for agent in range(agents)
        )
        rows.append(Item(arcs, chance.random() < 0.8, True, int(owner is not None)))
    return Sharing(tuple(rows), persons)
