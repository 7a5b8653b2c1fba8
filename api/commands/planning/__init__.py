"""`plan`, `apply`, `what-if`, `depend`: who takes over, looked at, applied, supposed."""

import typer

from api.commands.planning import applying, looking, making, supposing
from graph.messages import _


def add_to(app: typer.Typer) -> None:
    """Add this folder's commands."""
    plan = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None,
        help=_("Who takes over: make a plan, look at it, leave parts of it out."),
    )  # fmt: skip
    making.add_to(plan)
    looking.add_to(plan)
    app.add_typer(plan, name="plan")
    applying.add_to(app)
    supposing.add_to(app)
