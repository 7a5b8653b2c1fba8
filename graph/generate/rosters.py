"""The rosters of a whole fictitious county, in the layouts its offices use."""

import json
from pathlib import Path
from typing import Any

from graph.generate.county_drawing import COUNTY, TOWNSHIPS, Drawing
from graph.generate.county_faults import seed_faults
from graph.generate.county_truth import truth_of
from graph.generate.rosters_clean import PLAIN, REORDERED, write_clean
from graph.generate.rosters_office import LISTING, MERGING, write_office


def write_county(folder: Path, seed: int) -> dict[str, Any]:
    """Write seven rosters for each of four townships, and return what the checks must say.

    A folder for each township: two in clean layout with different headings, two as laid out
    in offices. `truth.json` beside them holds what is returned: `totals` of households by
    state and `findings` by rule, subjects named by place and name. The same seed gives the
    same bytes.
    """
    drawing = Drawing(seed)
    townships = [drawing.township(name) for name in TOWNSHIPS]
    for which, township in enumerate(townships):
        seed_faults(drawing, township, which)
        place = folder / township.name
        place.mkdir(parents=True, exist_ok=True)
        if which % 2:
            write_office(township, place, LISTING if which == 1 else MERGING)
        else:
            write_clean(township, place, PLAIN if which == 0 else REORDERED)
    truth = {"seed": seed, "county": COUNTY, **truth_of(townships)}
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
    return truth
