"""Who asks: the account of a session, or whoever sits at a machine that serves one user alone."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final, cast

from fastapi import Depends, HTTPException, Query, Request

from api.desk import Desk, Opened
from graph.access.grant import Action, Viewer, everything
from graph.access.view import View
from graph.errors import AccessRefused, SignInRefused
from graph.messages import _
from graph.model import Moment
from graph.network import Network

COOKIE: Final = "liaison"
LOCAL: Final = "local"
"""The name changes are kept under where one user is served without signing in."""


@dataclass(frozen=True)
class When:
    """Which moment a request is about, as it was written."""

    on: Annotated[
        str, Query(description="The day it is about; today when empty", max_length=40)
    ] = ""
    as_of: Annotated[
        str,
        Query(description="A change set or day; everything when empty", max_length=40),
    ] = ""

    def of(self, network: Network) -> Moment:
        """The moment itself. InvalidChange for what is no day, NotFound for no change set."""
        return network.history.moment(on=self.on, as_of=self.as_of, today=network.today)


def desk_of(request: Request) -> Desk:
    """The desk of the application."""
    return cast(Desk, request.app.state.desk)


def opened(request: Request) -> Iterator[Opened]:
    """The open network, as long as the request lasts."""
    with desk_of(request).opened() as found:
        yield found


def viewer(request: Request, opened: Annotated[Opened, Depends(opened)]) -> Viewer:
    """Who asks. SignInRefused when nobody is signed in."""
    if request.app.state.is_single_user:
        return everything(LOCAL)
    found = opened.sessions.who(request.cookies.get(COOKIE, ""))
    if found is None:
        raise SignInRefused(_("Please sign in"))
    return found


IsOpen = Annotated[Opened, Depends(opened)]
Asking = Annotated[Viewer, Depends(viewer)]
Asked = Annotated[When, Depends()]


def view(request: Request, opened: IsOpen, asking: Asking, when: Asked) -> View:
    """What whoever asks sees of the moment asked about."""
    if not asking.may("see"):
        raise AccessRefused(_("This account sees no part of the network"))
    found = opened.access.view(asking, when.of(opened.network))
    request.state.etag = tag_of(found)
    if request.method == "GET" and request.headers.get("if-none-match") == request.state.etag:
        raise HTTPException(304, headers={"ETag": request.state.etag})
    return found


Seen = Annotated[View, Depends(view)]


def allowed(action: Action) -> object:
    """A dependency that gives who asks, if some grant of theirs allows this."""

    def check(asking: Asking) -> Viewer:
        if not asking.may(action):
            raise AccessRefused(_("This account may not do that"))
        return asking

    return Depends(check)


def tag_of(view: View) -> str:
    """What an answer is true for: the moment, and who sees it."""
    grants = repr((view.moment, view.viewer.grants, view.rules.areas)).encode()
    return f'W/"{view.moment.seq}-{hashlib.sha256(grants).hexdigest()[:16]}"'
