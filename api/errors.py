"""What an error of the network means over HTTP: one table, one shape (RFC 9457)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from graph.errors import (
    AccessRefused,
    ConfigurationError,
    Conflict,
    IntakeError,
    InvalidChange,
    LedgerDamaged,
    LedgerError,
    LiaisonError,
    NotFound,
    PlanInfeasible,
    QueryRejected,
    SignInRefused,
    StoreDamaged,
    StoreError,
    StoreUnavailable,
)
from graph.messages import N_, _
from viz.web.shell import web_page

STATUS: Final[Mapping[type[LiaisonError], int]] = {
    ConfigurationError: 500,
    IntakeError: 422,
    InvalidChange: 422,
    NotFound: 404,
    Conflict: 409,
    LedgerError: 503,
    LedgerDamaged: 503,
    StoreError: 503,
    StoreUnavailable: 503,
    StoreDamaged: 503,
    QueryRejected: 500,
    PlanInfeasible: 422,
    AccessRefused: 403,
    SignInRefused: 401,
}

_HEADINGS: Final[Mapping[int, str]] = {
    403: N_("This is not yours to do"),
    404: N_("There is no such page"),
    405: N_("There is no such page"),
    409: N_("Somebody else was quicker"),
    422: N_("This could not be understood"),
    503: N_("The network cannot be used now"),
    500: N_("Something is not set up right"),
}


def add_to(app: FastAPI) -> None:
    """Answer every error of the network, of validation and of routing: pages as a page, the
    rest in the one shape."""

    @app.exception_handler(LiaisonError)
    def _of_the_network(request: Request, error: LiaisonError) -> Response:
        details = error.moved if isinstance(error, Conflict) else ()
        if isinstance(error, SignInRefused) and not _is_call(request):
            return RedirectResponse("/sign-in", 303)
        return _answer(request, STATUS[type(error)], str(error), details)

    @app.exception_handler(RequestValidationError)
    def _of_the_call(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(each) for each in first["loc"])
        return _answer(request, 422, f"{where}: {first['msg']}")

    @app.exception_handler(HTTPException)
    def _of_the_route(request: Request, error: HTTPException) -> Response:
        if error.status_code == 304:
            return Response(None, 304, dict(error.headers or {}))
        return _answer(request, error.status_code, str(error.detail))


def _is_call(request: Request) -> bool:
    """Whether a program asks, which reads JSON; else somebody looks at a page."""
    return request.url.path.startswith("/api/")


def _answer(request: Request, status: int, detail: str, details: Sequence[str] = ()) -> Response:
    if _is_call(request):
        return problem(status, detail)
    heading = _(_HEADINGS.get(status, _HEADINGS[500]))
    page = web_page("error.html", None, heading=heading, said=detail, details=details)
    return HTMLResponse(page, status)


def problem(status: int, detail: str) -> JSONResponse:
    """The one shape of an error."""
    content: dict[str, Any] = {"type": "about:blank", "status": status, "detail": detail}
    return JSONResponse(content, status, media_type="application/problem+json")
