"""Who has access: accounts, grants, sessions, audit."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from api.desk import Opened
from api.gate import Administrator, IsOpen
from api.routes.access import GrantGiven, checked
from api.routes.pages.common import Form, LogAround
from graph.access.grant import Grant
from graph.errors import InvalidChange, LiaisonError
from graph.messages import _
from viz.web.access import access_page
from viz.web.data_sheet import data_sheet_page
from viz.web.shell import Shell

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/access")
def access(shell: LogAround, opened: IsOpen, by: Administrator) -> str:
    """The page."""
    del by
    return _page(shell, opened)


@router.get("/access/data-sheet")
def data_sheet(shell: LogAround, opened: IsOpen, by: Administrator) -> str:
    """What is kept of people, for the secrecy office to sign."""
    del by
    network = opened.network
    areas = network.snapshot(network.moment()).areas
    tops = [areas.names[at] for at in areas.order.tolist() if areas.parent[at] < 0]
    return data_sheet_page(shell, tops[0] if len(tops) == 1 else "")


@router.post("/access/{action}")
def change(
    request: Request,
    shell: LogAround,
    opened: IsOpen,
    by: Administrator,
    form: Form,
    action: str,
) -> Response:
    """Do one thing about one account, and show the page again with what came of it."""
    done = _ACTIONS.get(action)
    try:
        if done is None:
            raise InvalidChange(_("There is no such action"))
        path = done(opened, form, by.account)
    except LiaisonError as refused:
        return HTMLResponse(_page(shell, opened, said=str(refused)), 422)
    link = f"{request.url.scheme}://{request.url.netloc}{path}" if path else ""
    return HTMLResponse(_page(shell, opened, link=link))


def _page(shell: Shell, opened: Opened, *, link: str = "", said: str = "") -> str:
    network = opened.network
    return access_page(
        shell,
        network.snapshot(network.moment()),
        opened.accounts.all(),
        opened.sessions.all(),
        network.ledger.audit_log(),
        link=link,
        said=said,
    )


def _given(form: dict[str, str]) -> Grant:
    try:
        fields = {key: form.get(key, "") for key in ("role", "area", "matter")}
        return GrantGiven.model_validate(fields).meant()
    except ValidationError as error:
        raise InvalidChange(_("There is no such grant")) from error


def _grant_of(opened: Opened, form: dict[str, str]) -> Grant:
    return checked(opened, _given(form))


def _invite(opened: Opened, form: dict[str, str], by: str) -> str:
    grant = _grant_of(opened, form)
    return f"/welcome/{opened.accounts.invite(form.get('account', ''), [grant], by=by)}"


def _invite_again(opened: Opened, form: dict[str, str], by: str) -> str:
    return f"/welcome/{opened.accounts.invite_again(form.get('account', ''), by=by)}"


def _grant(opened: Opened, form: dict[str, str], by: str) -> str:
    opened.accounts.grant(form.get("account", ""), _grant_of(opened, form), by=by)
    return ""


def _revoke(opened: Opened, form: dict[str, str], by: str) -> str:
    opened.accounts.revoke(form.get("account", ""), _given(form), by=by)
    return ""


def _disable(opened: Opened, form: dict[str, str], by: str) -> str:
    opened.accounts.disable(form.get("account", ""), by=by)
    return ""


def _enable(opened: Opened, form: dict[str, str], by: str) -> str:
    opened.accounts.enable(form.get("account", ""), by=by)
    return ""


def _end_session(opened: Opened, form: dict[str, str], by: str) -> str:
    opened.sessions.end(form.get("number", ""), by=by)
    return ""


_ACTIONS: dict[str, Callable[[Opened, dict[str, str], str], str]] = {
    "invite": _invite,
    "invite-again": _invite_again,
    "grant": _grant,
    "revoke": _revoke,
    "disable": _disable,
    "enable": _enable,
    "end-session": _end_session,
}
