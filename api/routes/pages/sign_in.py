"""Signing in and out, and setting a password by a link."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.gate import COOKIE, IsOpen
from api.routes.pages.common import Form
from graph.access.passwords import SHORTEST
from graph.errors import InvalidChange, SignInRefused
from graph.messages import _
from viz.web.shell import web_page

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

SEE_OTHER = 303


@router.get("/sign-in")
def sign_in_form() -> str:
    """The form."""
    return web_page("sign_in.html", None, said="", account="")


@router.post("/sign-in")
def sign_in(request: Request, opened: IsOpen, form: Form) -> Response:
    """Begin a session; the form again, with what was wrong, when it is refused."""
    account = form.get("account", "")[:40]
    try:
        token = opened.sessions.sign_in(account, form.get("password", ""))
    except SignInRefused as refused:
        page = web_page("sign_in.html", None, said=str(refused), account=account)
        headers = {"Retry-After": str(refused.retry_after_s)} if refused.retry_after_s else {}
        return HTMLResponse(page, 401, headers)
    return _with_session(request, token)


@router.post("/sign-out")
def sign_out(request: Request, opened: IsOpen) -> Response:
    """End the session."""
    opened.sessions.sign_out(request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/sign-in", SEE_OTHER)
    response.delete_cookie(COOKIE)
    return response


@router.get("/welcome/{token}")
def welcome_form(opened: IsOpen, token: str) -> str:
    """The form to set a password. NotFound for a link that no longer works."""
    account = opened.accounts.invited(token)
    return _welcome(account, account, "")


@router.post("/welcome/{token}")
def welcome(request: Request, opened: IsOpen, token: str, form: Form) -> Response:
    """Set the password and sign in."""
    invited = opened.accounts.invited(token)
    name, password = form.get("account", ""), form.get("password", "")
    try:
        if password != form.get("again"):
            raise InvalidChange(_("The two passwords differ"))
        account = opened.accounts.accept(token, password, name=name)
    except InvalidChange as refused:
        return HTMLResponse(_welcome(invited, invited or name, str(refused)), 422)
    return _with_session(request, opened.sessions.sign_in(account, password))


def _welcome(invited: str, account: str, said: str) -> str:
    return web_page(
        "welcome.html", None, said=said, account=account, is_first=not invited, least=SHORTEST
    )


def _with_session(request: Request, token: str) -> Response:
    response = RedirectResponse("/", SEE_OTHER)
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response
