"""Pages for people, by noun: each reads the call, asks a view and shows a template."""

from typing import Final

from fastapi import APIRouter

from api.routes.pages import (
    access,
    areas,
    drawing,
    entity,
    findings,
    log,
    overview,
    register,
    search,
    sign_in,
)

ROUTERS: Final[tuple[APIRouter, ...]] = tuple(
    each.router
    for each in (sign_in, overview, areas, findings, register, search, entity, log, access, drawing)
)
"""Every page."""
