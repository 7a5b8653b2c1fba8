"""A whole fictitious network of any size from a seed, as tables, with the truth beside it."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from graph.errors import ConfigurationError
from graph.generate import enterprises as firms
from graph.generate import faults, posts, pyramid
from graph.generate.plan import DAY, days_of
from graph.generate.tables import link_tables, node_tables
from graph.generate.truth import truth_of
from graph.ledger.bulk import Tables
from graph.messages import _

LEAST_HOUSEHOLDS = 500


@dataclass(frozen=True)
class Generated:
    """A network as bulk tables, and what every check must say about it on `day`.

    `truth` holds `totals` (households by state) and `findings`: for each rule id the subject
    ids with `value` and the rule's own columns.
    """

    day: dt.date
    nodes: Mapping[str, pa.Table]
    links: Mapping[str, pa.Table]
    truth: dict[str, Any]

    @property
    def tables(self) -> Tables:
        """The network as the ledger takes it in bulk."""
        return Tables(self.nodes, self.links)


def generate(households: int, seed: int, *, day: dt.date = DAY) -> Generated:
    """A network of exactly so many households; the same arguments give the same bytes.

    Every kind of fault the checks know is in it from about 20,000 households on. Raises
    `ConfigurationError` below 500, where there would be no pyramid.
    """
    if households < LEAST_HOUSEHOLDS:
        raise ConfigurationError(
            _("%(given)s households are too few to make a network of; ask for %(least)s or more")
            % {"given": households, "least": LEAST_HOUSEHOLDS}
        )
    rng = np.random.default_rng(seed)
    today = days_of(day)
    made = pyramid.build(households, rng)
    faults.seed_before_posts(made, rng)
    filled = posts.fill(made, rng, today)
    posts.instruct_villages(made, rng, today)
    found = firms.found(made, households, rng, today)
    faults.add_empty_grids(made, rng)
    faults.seed_households(made, rng)
    firms.lead_grids(made, rng)
    trainings = firms.train(made, rng, today)
    nodes = node_tables(made, found, trainings, rng)
    links = link_tables(made, found, len(trainings[0]))
    truth = {"seed": seed, "day": day.isoformat(), **truth_of(made, filled, found, today)}
    return Generated(day, nodes, links, truth)


def write(
    generated: Generated, folder: Path, format: Literal["parquet", "csv"] = "parquet"
) -> None:
    """Write a table folder: one file for each label and link type, and `truth.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in {**generated.nodes, **generated.links}.items():
        target = folder / f"{name}.{format}"
        if format == "csv":
            pa_csv.write_csv(table, target)
        else:
            pq.write_table(table, target)
    text = json.dumps(generated.truth, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
