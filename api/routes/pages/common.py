"""What pages share: what stands around them."""

from dataclasses import replace
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.datastructures import FormData

from api.gate import Asked, Asking, IsOpen, Seen, reads_log
from graph.access.grant import Action
from graph.access.view import View
from graph.errors import InvalidChange
from graph.messages import _
from viz.web.shell import Shell

MOST_FIELDS = 40


def around(request: Request, opened: IsOpen, asking: Asking, seen: Seen, when: Asked) -> Shell:
    """What stands around a page about the moment asked for."""
    return _shell(request, opened, asking, seen, when.on, when.as_of)


def _shell(
    request: Request, opened: IsOpen, asking: Asking, view: View | None, on: str, as_of: str
) -> Shell:
    return Shell(
        account=asking.account,
        may=lambda action: (
            reads_log(asking, view) if action == "read-log" else asking.may(cast(Action, action))
        ),
        is_single_user=request.app.state.is_single_user,
        today=opened.network.today,
        path=request.url.path,
        view=view,
        on=on,
        as_of=as_of,
    )


def around_for_all(request: Request, opened: IsOpen, asking: Asking) -> Shell:
    """What stands around a page for those who see the network and for those who do not."""
    if not asking.may("see"):
        return _shell(request, opened, asking, None, "", "")
    seen = opened.access.view(asking, opened.network.moment())
    return replace(_shell(request, opened, asking, seen, "", ""), has_moment=False)


Around = Annotated[Shell, Depends(around)]
LogAround = Annotated[Shell, Depends(around_for_all)]


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a submitted form. InvalidChange for files or far too many fields."""
    form: FormData = await request.form(max_files=0, max_fields=MOST_FIELDS)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if len(fields) != len(form):
        raise InvalidChange(_("The form holds what it did not ask for"))
    return fields


Form = Annotated[dict[str, str], Depends(form_of)]
