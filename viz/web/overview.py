"""The overview page: the whole unit on one screen, and what to do first."""

from graph.access.view import View
from graph.checks.finding import CheckResult
from viz.overview import GAP_STEPS, OVER_STEPS, legend, overview_of
from viz.totals import blocks_of, shares_of
from viz.unit import unit_row
from viz.web.shell import Shell, web_page


def overview_page(shell: Shell, view: View) -> str:
    """The page of everything `view` shows."""
    rows, result = view.by_area(), view.check()
    unit = unit_row(rows, None)
    overview = overview_of(rows)
    lists = opened_lists(result)
    return web_page(
        "overview.html",
        shell,
        unit=unit.name if unit else "",
        shares=shares_of(result.totals, lists),
        figures=blocks_of(result.totals, unit, lists),
        overview=overview,
        gap_legend=legend(GAP_STEPS),
        over_legend=legend(OVER_STEPS),
        member_max=view.rules["member-load"].bounds.max,
        lists=lists,
        prefix="",
        targets={cell.id: shell.to(f"/areas/{cell.id}") for cell in overview.cells()},
    )


def opened_lists(result: CheckResult) -> dict[str, int]:
    """What numbers can open: the findings of each rule that has some, and the registers."""
    rules = {f"rule-{each.id}": each.count for each in result.rules if each.count}
    return {**rules, "areas": 1, "list-enterprises": result.totals["enterprises"]}
