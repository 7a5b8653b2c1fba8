"""The network in a browser of this machine: the report page and the same answers as JSON.

It reads and never writes, and answers requests for this machine's own names only. Whoever
can open a browser here sees everything, which is what the command that starts it says.
"""

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import errors
from api.desk import Desk
from api.routes import chains, entities, findings, pages, search, status

OWN_NAMES: Final = ["127.0.0.1", "localhost"]
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def create_app(home: Path, today: Callable[[], dt.date]) -> FastAPI:
    """The application on one data folder; `today` says what day it is when asked."""
    desk = Desk(home, today)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="Liaison network", version=version("liaison-network"), lifespan=lifespan,
        docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.state.desk = desk
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=OWN_NAMES, www_redirect=False)

    @app.middleware("http")
    async def _add_headers(
        request: Request, answer: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await answer(request)
        response.headers.update(HEADERS)
        return response

    errors.add_to(app)
    for each in (pages, status, findings, entities, chains, search):
        app.include_router(each.router)
    return app
