"""Writing a plan down: the file, the workbook people read beside it, and a page if one is asked."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from graph.errors import IntakeError
from graph.messages import _
from graph.planning.plan import Plan
from graph.planning.plan_file import write_plan
from graph.rules import Rules
from graph.snapshot import Snapshot
from viz.plan_page import write_plan_page
from viz.plan_workbook import write_plan_workbook

Write = Callable[[Path, Plan, Snapshot, Rules], None]

_ENDINGS: Final = {"workbook": ".xlsx", "page": ".html"}


def keep(
    plan: Plan, snapshot: Snapshot, rules: Rules, *, out: Path | None,
    workbook: Path | None = None, page: Path | None = None,
) -> dict[str, str | None]:  # fmt: skip
    """Write what is asked for; the files by what they are, None where nothing was written.

    With a plan there is always a workbook, beside it unless said otherwise. `snapshot` are
    the facts the plan was made on.
    """
    if out is not None and workbook is None:
        workbook = out.with_suffix(_ENDINGS["workbook"])
    for name, path in (("workbook", workbook), ("page", page)):
        if path is not None and (path.suffix.lower() != _ENDINGS[name] or path == out):
            raise IntakeError(
                _("%(file)s cannot be the %(what)s; its name must end in %(ending)s")
                % {"file": path, "what": name, "ending": _ENDINGS[name]}
            )
    if out is not None:
        write_plan(out, plan)
    for path, write in ((workbook, write_plan_workbook), (page, _write_page)):
        if path is not None:
            _written(path, write, plan, snapshot, rules)
    files = {"file": out, "workbook": workbook, "page": page}
    return {name: None if path is None else str(path) for name, path in files.items()}


def _write_page(path: Path, plan: Plan, snapshot: Snapshot, rules: Rules) -> None:
    write_plan_page(path, plan, snapshot, rules)


def _written(path: Path, write: Write, plan: Plan, snapshot: Snapshot, rules: Rules) -> None:
    try:
        write(path, plan, snapshot, rules)
    except OSError as error:
        raise IntakeError(
            _("%(file)s cannot be written: %(why)s")
            % {"file": path, "why": error.strerror or type(error).__name__}
        ) from error
