"""Who asks: the account of a session, or whoever sits at a machine that serves one user alone."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final, cast

from fastapi import Depends, HTTPException, Query, Request

from api.desk import Desk, Opened
from graph.access.grant import Viewer, everything
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


def reads_log(asking: Viewer, seen: View | None) -> bool:
    """Whether somebody may read what was done everywhere: an auditor, or who manages everything.

    A change set may tell of any area, so a grant for one of them is not enough.
    """
    if any(each.role == "auditor" for each in asking.grants):
        return True
    return asking.may("read-log") and seen is not None and seen.seen.sight.is_whole


def log_reader(opened: IsOpen, asking: Asking) -> Viewer:
    """Who asks, if they may read the log."""
    sees = asking.may("see")
    seen = opened.access.view(asking, opened.network.moment()) if sees else None
    if not reads_log(asking, seen):
        raise AccessRefused(_("The log is read by auditors, and by managers of everything"))
    return asking


LogReader = Annotated[Viewer, Depends(log_reader)]


def administrator(asking: Asking) -> Viewer:
    """Who asks, if they may give access to others."""
    if not asking.may("administer"):
        raise AccessRefused(_("This account may not do that"))
    return asking


Administrator = Annotated[Viewer, Depends(administrator)]


def tag_of(view: View) -> str:
    """What an answer is true for: the moment, and who sees it."""
    grants = repr((view.moment, view.viewer.grants, view.rules.areas)).encode()
    return f'W/"{view.moment.seq}-{hashlib.sha256(grants).hexdigest()[:16]}"'
