"""The web application: pages for people and the same answers as JSON, over one open network.

Everything a request is shown comes from a view of the network as its account may see it.
Without accounts it serves one user, on this machine alone.
"""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from api import errors
from api.desk import Clock, Desk
from api.guard import Guard
from api.routes import access, chains, enterprises, entities, findings, log, pages, search, status

OWN_NAMES: Final = ["127.0.0.1", "localhost"]


def create_app(
    home: Path,
    clock: Clock,
    *,
    is_single_user: bool = False,
    names: tuple[str, ...] = (),
) -> FastAPI:
    """The application on one data folder; `clock` says what time it is when asked.

    `names` are the host names it answers to beside those of this machine.
    """
    desk = Desk(home, clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="Liaison network", version=version("liaison-network"), lifespan=lifespan,
        docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    app.state.desk = desk
    app.state.is_single_user = is_single_user
    app.add_middleware(
        TrustedHostMiddleware, allowed_hosts=[*OWN_NAMES, *names], www_redirect=False
    )
    app.add_middleware(Guard)
    errors.add_to(app)
    static = StaticFiles(directory=str(files("viz").joinpath("static")))
    app.mount("/static", static, name="static")
    for each in (
        *pages.ROUTERS,
        *(
            one.router
            for one in (status, findings, enterprises, entities, chains, search, log, access)
        ),
    ):
        app.include_router(each)
    return app


def local_now() -> dt.datetime:
    """The time now, where this machine is."""
    return dt.datetime.now().astimezone()
