"""How routes read what is asked of the register of enterprises."""

from typing import Annotated

from fastapi import Depends, Query

from graph.errors import InvalidChange
from graph.looking.enterprises import Wanted
from graph.messages import _

Text = Annotated[str, Query(max_length=40)]


def wanted(
    area: Text = "",
    kind: Text = "",
    status: Text = "operating",
    employees_from: Text = "",
    employees_to: Text = "",
    members: Text = "",
    form: Text = "",
    instructor: Text = "",
) -> Wanted:
    """The filters; an empty field of a form leaves its filter out."""
    return Wanted(
        area, kind, status or "operating", _number(employees_from), _number(employees_to),
        members, form, instructor,
    )  # fmt: skip


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or len(text) > 9:
        raise InvalidChange(_("“%(text)s” is no whole number") % {"text": text})
    return int(text)


WantedOnes = Annotated[Wanted, Depends(wanted)]
