"""What an error of the network means over HTTP: one table, one shape (RFC 9457)."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
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


def add_to(app: FastAPI) -> None:
    """Answer every error of the network, of validation and of routing in the one shape."""

    @app.exception_handler(LiaisonError)
    def _of_the_network(_request: Request, error: LiaisonError) -> JSONResponse:
        return problem(STATUS[type(error)], str(error))

    @app.exception_handler(RequestValidationError)
    def _of_the_call(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(each) for each in first["loc"])
        return problem(422, f"{where}: {first['msg']}")

    @app.exception_handler(HTTPException)
    def _of_the_route(_request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail))


def problem(status: int, detail: str) -> JSONResponse:
    """The one shape of an error."""
    content: dict[str, Any] = {"type": "about:blank", "status": status, "detail": detail}
    return JSONResponse(content, status, media_type="application/problem+json")
