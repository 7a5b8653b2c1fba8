"""Where things stand."""

from typing import Any

from fastapi import APIRouter

from api.routes.common import OpenDesk

router = APIRouter(prefix="/api/v1", tags=["status"])


@router.get("/status")
def status(desk: OpenDesk) -> dict[str, Any]:
    """The same as `liaison status --json`, without the path of the data folder."""
    with desk.network() as network:
        found = network.status().as_json()
        del found["home"]
        return found
